"""The regional synthesis as files, a workbook and a printed report; it is handed values and opens no workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from cami_desktop.catalogue import Catalogue
    from cami_desktop.exchange.report.layout import Progress
    from cami_desktop.records.recordset import RecordView
    from cami_desktop.synthesis.region import Region

__all__ = ["build_regional_report", "write_regional_workbook"]


def write_regional_workbook(region: Region, catalogue: Catalogue, language: str, made_at: str) -> bytes:
    """Return the workbook of the regional picture, labelled in a language of the program.

    made_at is UTC, as 2014-05-20T09:30:00Z. Every figure stands with its record, country and submission. The same
    input gives the same bytes. Raises WrongUse where the language is unknown or made_at is no moment.
    """
    # openpyxl takes a quarter of a second to import: only those pay who write.
    from cami_desktop.exchange.regional.workbook import write

    return write(region, catalogue, language, made_at)


def build_regional_report(
    region: Region,
    view: RecordView,
    catalogue: Catalogue,
    language: str,
    out: BinaryIO | Path,
    made_at: str = "",
    progress: Progress | None = None,
) -> int:
    """Print the regional report as PDF and return its number of pages.

    view holds the records that the region was made of; made_at is UTC (blank: the day of the view). The same input
    gives the same bytes. Raises WrongUse where the language is unknown or made_at is no moment.
    """
    from cami_desktop.exchange.regional.report import build

    return build(region, view, catalogue, language, out, made_at, progress)
