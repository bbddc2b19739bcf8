"""The printed report of a submission, complete and in any language of the program; signing it is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from cami_desktop.exchange.info import Changed, SubmissionInfo
    from cami_desktop.records.recordset import RecordView

__all__ = ["build_report"]


def build_report(
    view: RecordView,
    info: SubmissionInfo,
    changes: Sequence[Changed],
    out: BinaryIO | Path,
    language: str,
    *,
    workbook_digest: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Print the national report.pdf of a submission and return its number of pages.

    Every record of the view stands in it, as a named destination of its id; records come redacted. changes are those
    since the last submission; language is a code of words.LANGUAGES; workbook_digest is the SHA-256 (hexadecimal) of
    submission.xlsx; progress is told pages done and pages in all, 0 while they are being counted. The same input gives
    the same bytes. Raises WrongUse for a language that the program does not speak.
    """
    # reportlab takes a third of a second to import: only those pay who print.
    from cami_desktop.exchange.report.national import build

    return build(view, info, changes, out, language, workbook_digest=workbook_digest, progress=progress)
