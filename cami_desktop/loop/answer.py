"""Answer: the signed receipt for a received submission, with what was merged and what the Secretariat asks."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cami_desktop import __version__
from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.exchange.info import SubmissionInfo
from cami_desktop.loop.package import FORMAT, MANIFEST, need_folder, receipt_name
from cami_desktop.records import Record, new_id, title_of
from cami_desktop.records.completeness import SECTIONS, State, completeness
from cami_desktop.records.kinds import SpeciesStatus
from cami_desktop.records.recordset import RecordSet
from cami_desktop.records.rules import Severity, check_record
from cami_desktop.words import _, language, using
from cami_desktop.workspace import store
from cami_desktop.workspace.ledger import Conflict, Question, Submission, TrustedRoot
from cami_desktop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from cami_desktop.exchange.keys import SigningKey
    from cami_desktop.exchange.receipt import Receipt

MOST_QUESTIONS = 500

SETTLED_IN_THE_COUNTRY = frozenset({"consent-missing", "attribution-against-name"})
"""Rules whose answer is what was withheld; asking back would only ask for it."""

EMPTY_SECTION = "section-empty"
"""Rule id of a question about a section without entries."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A receipt that was written: its file, the submission it answers, the questions it asks."""

    package: Path
    submission: Submission
    questions: tuple[Question, ...]


def answer(
    region: Workspace, package: Path, folder: Path, key: SigningKey, *, report_language: str | None = None
) -> Answered:
    """Write the signed receipt for a package that this workspace merged.

    Raises Refused where the package was not merged here or the folder cannot be written.
    """
    from cami_desktop.exchange.asic import build_container
    from cami_desktop.exchange.opc import sign_workbook
    from cami_desktop.exchange.pades import sign_pdf
    from cami_desktop.exchange.receipt import build_receipt_report, write_receipt_workbook

    _may_answer(region, key)
    submission = _merged(region, package)
    need_folder(folder)
    tongue = report_language or language()
    with using(tongue):
        questions = ask(region, submission)
    receipt = _receipt(region, submission, questions, tongue)
    at = region.clock()
    out = io.BytesIO()
    build_receipt_report(receipt, out)
    with using(tongue):
        reason = _("Receipt for submission {n} of {country}").format(n=submission.number, country=submission.country)
    entries: dict[str, bytes | Path] = {
        "receipt.xlsx": sign_workbook(write_receipt_workbook(receipt), key, at),
        "receipt.pdf": sign_pdf(out.getvalue(), key, reason=reason, signed_at=at),
        MANIFEST: _manifest(region, submission, questions, key, tongue),
    }
    path = folder / receipt_name(submission)
    build_container(path, entries, key, signed_at=at)
    return Answered(path, submission, questions)


def _may_answer(region: Workspace, key: SigningKey) -> None:
    """Only the root that the workspace trusts answers; a receipt under any other key is believed by nobody."""
    from cami_desktop.exchange.trust import may_issue

    trusted = {root.fingerprint for root in region.ledger(TrustedRoot)}
    if not may_issue(key.certificate) or key.fingerprint not in trusted:
        raise Refused(
            _("This key may not sign receipts: {name} does not trust it as a root key.").format(
                name=region.path.name
            ),
            kept=_("No receipt was written."),
            do=_("Sign with the Secretariat's root key."),
        )


def _merged(region: Workspace, package: Path) -> Submission:
    from cami_desktop.exchange.asic import digest_of

    try:
        with package.open("rb") as file:
            digest = digest_of(file)
    except OSError as error:
        raise DamagedInput(_("{path} cannot be read.").format(path=package), details=str(error)) from error
    found = region.ledger(Submission, direction="received", digest=digest)
    if not found:
        raise Refused(
            _("{name} was not merged into this workspace.").format(name=package.name),
            kept=_("No receipt was written."),
            do=_("Merge the package first."),
        )
    return found[0]


def ask(region: Workspace, submission: Submission) -> tuple[Question, ...]:
    """What the Secretariat asks back: warnings that the country has not accepted, and sections that are still empty.

    Rules about what stays in the country (consent) were settled there, and a withheld field is not asked for.
    """
    records = region.records(submission.country)
    found = [*_open_findings(records), *_empty_sections(records, submission.country)]
    return tuple(
        Question(new_id(), submission.digest, record.id, record.kind, field, text, rule)
        for record, field, text, rule in found[:MOST_QUESTIONS]
    )


Asked = tuple[Record, str, str, str]
"""Record, field, text and rule of a question."""


def _open_findings(records: RecordSet) -> Iterator[Asked]:
    for record in records:
        for item in check_record(record, records):
            asked = item.severity is not Severity.HINT and item.open and item.rule not in SETTLED_IN_THE_COUNTRY
            if asked and item.field not in record.absent:
                yield record, item.field, item.message, item.rule


def _empty_sections(records: RecordSet, country: str) -> Iterator[Asked]:
    grid = completeness(records, country)
    for status in records.all(SpeciesStatus):
        for section in SECTIONS:
            cell = grid[section].get(status.taxon or "")
            if cell is not None and cell.state is State.NOT_STARTED:
                text = _("There is nothing under “{section}” for {taxon}. Is there nothing to report?").format(
                    section=records.catalogue.label("section", section),
                    taxon=records.catalogue.label("taxon", status.taxon or ""),
                )
                yield status, "nothing_to_report", text, EMPTY_SECTION


def _receipt(region: Workspace, submission: Submission, questions: tuple[Question, ...], tongue: str) -> Receipt:
    from cami_desktop.exchange.receipt import Receipt, ReceiptQuestion

    records = region.records(submission.country)

    def titled(id_: str) -> str:
        record = records.get(id_)
        return title_of(record, tongue) if record else id_

    return Receipt(
        digest=submission.digest,
        number=submission.number,
        country=submission.country,
        cycle=submission.cycle,
        catalogue=region.info.catalogue,
        package=submission.package,
        received_at=submission.at,
        verdict=submission.verdict,
        signer=submission.signer,
        counts=submission.counts,
        outcome=submission.outcome,
        conflicts=len([item for item in region.ledger(Conflict, state="open") if item.origin == submission.digest]),
        questions=tuple(
            ReceiptQuestion(
                item.id, item.kind, item.record_id, titled(item.record_id), item.field, item.rule or "", item.text
            )
            for item in questions
        ),
        language=tongue,
    )


def _manifest(
    region: Workspace, submission: Submission, questions: tuple[Question, ...], key: SigningKey, tongue: str
) -> bytes:
    info = SubmissionInfo(
        kind="receipt",
        country=submission.country,
        cycle=submission.cycle,
        catalogue=region.info.catalogue,
        schema=store.SCHEMA,
        number=submission.number,
        previous=submission.digest,
        language=tongue,
        made_at=submission.at,
        made_by=key.name,
        program=f"CAMI Desktop {__version__}",
        title=f"Receipt {submission.country} {submission.number}",
    )
    asked = [
        {
            "id": item.id,
            "record": item.record_id,
            "kind": item.kind,
            "field": item.field,
            "text": item.text,
            "rule": item.rule,
        }
        for item in questions
    ]
    manifest = {
        "format": FORMAT,
        **info.to_dict(),
        "for": submission.digest,
        "counts": {},
        "attachments": [],
        "outcome": submission.outcome,
        "questions": asked,
    }
    return json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True).encode()
