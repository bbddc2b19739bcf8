"""LibreOffice prints the sheet of meeting summaries: all of the paper can be read there, and no name too many."""

from __future__ import annotations

from pathlib import Path

from cami_desktop.exchange.workbook import names, read_workbook
from tests.exchange.test_meeting_summary import redacted, workbook
from tests.outside.test_libreoffice_workbook import convert
from tests.outside.tools import needs, run
from tests.synthesis.test_meeting_summary import NAMED, SILENT


def test_the_summary_is_printed_by_libreoffice_and_its_sheet_disturbs_no_reading(tmp_path: Path) -> None:
    needs("soffice", "pdftotext")
    records = redacted()
    data = workbook(records)
    printed = run("pdftotext", "-layout", convert(data, "pdf", tmp_path), "-").stdout
    pages = [page for page in printed.split("\f") if names.SUMMARIES in page]
    assert pages, "the name of the sheet stands at the foot of its pages"
    text = "".join("".join(pages).split())
    for words in (NAMED, "Fences must open", "Count in April", "and 1 participant who is not named", "One voice"):
        assert "".join(words.split()) in text
    assert not any(part in printed for part in SILENT.split())
    again = read_workbook(convert(data, "xlsx", tmp_path), strict=True)
    assert {record.id: record for record in again.records} == {record.id: record for record in records}
