"""The receipt that the Secretariat gives for a submission: what it says, and its workbook and printed page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from cami_desktop.words import N_

OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "added": N_("new records"),
        "updated": N_("changed records"),
        "deleted": N_("removed records"),
        "known": N_("records known already"),
        "conflict": N_("records with values that wait for a decision"),
        "refused": N_("records refused"),
    }
)
"""What became of the records of a package (values of merge.plan.Outcome), in words."""


@dataclass(frozen=True, slots=True)
class ReceiptQuestion:
    """Something the Secretariat asks about a field of a record; rule is the id of the rule that raised it, or blank."""

    id: str
    kind: str
    record_id: str
    title: str
    field: str
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt.

    digest is the SHA-256 of the package received and number that of the submission; counts are records by kind;
    outcome tells how many records were added, updated and so on; conflicts counts values that wait for a decision;
    received_at is UTC, as 2014-05-20T09:30:00Z; language is that of the receipt.
    """

    digest: str
    number: int
    country: str
    cycle: str
    catalogue: str
    package: str
    received_at: str
    verdict: str
    signer: str
    counts: Mapping[str, int]
    outcome: Mapping[str, Any]
    conflicts: int
    questions: tuple[ReceiptQuestion, ...] = field(default=())
    language: str = "en"


def write_receipt_workbook(receipt: Receipt) -> bytes:
    """Return the workbook of a receipt: what was received, and every question with its record and field.

    The same receipt gives the same bytes. Raises WrongUse where its language or its time is none.
    """
    # openpyxl takes a quarter of a second to import: only those pay who write.
    from cami_desktop.exchange.receipt_workbook import write

    return write(receipt)


def build_receipt_report(receipt: Receipt, out: BinaryIO | Path) -> int:
    """Print the receipt as PDF in its language and return the number of pages: one, unless there are many questions.

    The same receipt gives the same bytes. Raises WrongUse where its language or its time is none.
    """
    # reportlab takes a third of a second to import: only those pay who print.
    from cami_desktop.exchange.receipt_report import build

    return build(receipt, out)
