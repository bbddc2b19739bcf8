"""The tables of docs/format.md that follow from the program: rendered here, compared by test_format.py.

`python -m tests.project.format_tables` writes them into the page, between their marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from cami_desktop import catalogue
from cami_desktop.exchange.columns import COMMON
from cami_desktop.exchange.verdict import FINDINGS
from cami_desktop.merge.fields import RULE_WORDS
from cami_desktop.records import KINDS, Field, Privacy, Record
from cami_desktop.records.rules import RULES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "format.md"

SHORT_LIST = 14
"""Lists of at most so many codes are printed whole."""

_MARKED = re.compile(r"(<!-- (\w+): made by tests/project/format_tables\.py -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def kinds() -> str:
    """Every record kind with its fields: id, label, what it holds, what else is to be known."""
    return "\n".join(
        f"#### `{cls.kind}`\n\n" + _table(("field", "means", "holds", "notes"), map(_field_row, cls.fields()))
        for cls in KINDS.values()
    )


def common() -> str:
    """The columns that every kind has after its own."""
    return _table(("field", "means"), ((f"`{column.name}`", column.field.label) for column in COMMON))


def lists() -> str:
    """Every code list that a field uses, in the default edition."""
    edition = catalogue.load()
    names = [field.code_list for cls in KINDS.values() for field in cls.fields() if field.code_list]
    rows = []
    for name in dict.fromkeys([*names, "absent_reason"]):
        codes = list(edition.codes(name))
        shown = ", ".join(f"`{code}`" for code in codes) if len(codes) <= SHORT_LIST else f"{len(codes)} codes"
        rows.append((f"`{name}`", shown))
    return _table(("list", "codes"), rows)


def rules() -> str:
    """Every rule: id, severity, kinds, title."""
    rows = (
        (f"`{rule.id}`", rule.severity.value, _names(rule.kinds) or "every kind", rule.title) for rule in RULES.values()
    )
    return _table(("rule", "severity", "looks at", "says"), rows)


def findings() -> str:
    """Every finding of a verification: id, the verdict it leads to at least, its sentence."""
    rows = ((f"`{id_}`", f"`{word.value}`", sentence) for id_, (word, sentence) in FINDINGS.items())
    return _table(("finding", "at least", "says"), rows)


def merging() -> str:
    """Every rule of the merge, in words."""
    return _table(("rule", "means"), ((f"`{rule.value}`", words) for rule, words in RULE_WORDS.items()))


TABLES = {
    "kinds": kinds,
    "common": common,
    "lists": lists,
    "rules": rules,
    "findings": findings,
    "merging": merging,
}


def _field_row(field: Field) -> tuple[str, ...]:
    holds = field.type.value.replace("_", " ")
    if field.code_list:
        holds += f" of `{field.code_list}`"
    if field.targets:
        holds += f" to {', '.join(f'`{name}`' for name in field.targets)}"
    bounds = [f"{word} {bound:g}" for word, bound in (("≥", field.minimum), ("≤", field.maximum)) if bound is not None]
    privacy = "" if field.privacy is Privacy.OPEN else field.privacy.value
    required, derived = "required" if field.required else "", "derived" if field.derived else ""
    notes = [note for note in (required, field.unit, *bounds, privacy, derived) if note]
    return (f"`{field.name}`", field.label, holds, ", ".join(notes))


def _names(found: Iterable[type[Record]]) -> str:
    return ", ".join(f"`{cls.kind}`" for cls in found)


def _table(heads: tuple[str, ...], rows: Iterable[Iterable[str]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def marked(text: str) -> dict[str, str]:
    """The tables that a page holds between marks, by name."""
    return {found[2]: found[3].strip() for found in _MARKED.finditer(text)}


def renewed(text: str) -> str:
    """The page with every table as it should be."""
    return _MARKED.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n{found[4]}", text)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
