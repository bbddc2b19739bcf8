"""What a receipt says, line by line, alike in its workbook and on paper; it lays nothing out."""

from __future__ import annotations

from cami_desktop import catalogue as reference
from cami_desktop.exchange.receipt import OUTCOMES, Receipt, ReceiptQuestion
from cami_desktop.exchange.verdict_words import verdict_words
from cami_desktop.records import KINDS
from cami_desktop.words import _, formats, n_


def title(receipt: Receipt) -> str:
    """The title of the receipt."""
    catalogue = reference.load(receipt.catalogue)
    return _("Submission {number}, {country}").format(
        number=receipt.number, country=catalogue.label("country", receipt.country)
    )


def cycle(receipt: Receipt) -> str:
    """The name of the cycle, blank for none."""
    return reference.load(receipt.catalogue).label("cycle", receipt.cycle) if receipt.cycle else ""


def facts(receipt: Receipt) -> list[tuple[str, str]]:
    """What was received, when, from whom, and how it was judged: label and text."""
    return [
        (_("File"), receipt.package),
        (_("SHA-256"), receipt.digest),
        (_("Received (UTC)"), formats.moment_text(receipt.received_at)),
        (_("Verdict"), verdict_words(receipt.verdict)),
        (_("Signed by"), receipt.signer),
    ]


def counts(receipt: Receipt) -> list[tuple[str, int]]:
    """Records by kind, in the order of the kinds, with their plural names."""
    known = [(_(cls.plural), receipt.counts[kind]) for kind, cls in KINDS.items() if receipt.counts.get(kind)]
    return known + [(kind, n) for kind, n in sorted(receipt.counts.items()) if kind not in KINDS and n]


def outcomes(receipt: Receipt) -> list[tuple[str, int]]:
    """What became of the records; outcomes without a record are left out."""
    return [(_(words), int(receipt.outcome[key])) for key, words in OUTCOMES.items() if receipt.outcome.get(key)]


def standing(receipt: Receipt) -> str:
    """In a sentence or two: how the matter stands and what the coordinator is asked to do."""
    parts = []
    if receipt.conflicts:
        words = n_("{n} value waits for a decision.", "{n} values wait for a decision.", receipt.conflicts)
        parts.append(words.format(n=formats.number(receipt.conflicts)))
    asked = len(receipt.questions)
    if not asked:
        return " ".join([*parts, _("The Secretariat has no questions. Thank you.")])
    words = n_("The Secretariat asks {n} question.", "The Secretariat asks {n} questions.", asked)
    parts.append(words.format(n=formats.number(asked)))
    parts.append(
        _(
            "Open this receipt in CAMI Desktop: each question then stands beside its field. Answer with the next "
            "submission."
        )
    )
    return " ".join(parts)


def kind_label(question: ReceiptQuestion) -> str:
    """The kind of the record asked about."""
    return _(KINDS[question.kind].label) if question.kind in KINDS else question.kind


def field_label(question: ReceiptQuestion) -> str:
    """The field asked about, by its label."""
    cls = KINDS.get(question.kind)
    labels = {field.name: _(field.label) for field in cls.fields()} if cls else {}
    return labels.get(question.field, question.field)
