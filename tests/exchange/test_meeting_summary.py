"""The printed summary of a meeting and its sheet in the workbook, read with tools that are not ours."""

from __future__ import annotations

import datetime
import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cami_desktop.exchange.info import SubmissionInfo
from cami_desktop.exchange.meeting.summary import print_summary
from cami_desktop.exchange.redaction import redact
from cami_desktop.exchange.workbook import names, read_workbook, write_workbook
from cami_desktop.records.kinds import Contribution, Meeting
from cami_desktop.records.recordset import RecordSet
from cami_desktop.words import LANGUAGES
from tests.exchange.test_report import outline
from tests.outside.tools import needs
from tests.synthesis.made import view
from tests.synthesis.test_meeting_summary import NAMED, SILENT, meeting_records

AT = datetime.datetime(2014, 6, 4, 9, 30, tzinfo=datetime.UTC)


def redacted(**values: Any) -> RecordSet:
    """A meeting as it may leave the country."""
    return redact(view(*meeting_records(**values)))


def printed(language: str = "en", grouping: str = "input_kind", changed: str = "", **values: Any) -> bytes:
    """Its summary."""
    records = redacted(**values)
    return print_summary(records, records.all(Meeting)[0].id, language, AT, grouping=grouping, changed=changed)


def asked(tool: str, pdf: bytes, tmp_path: Path, *options: str) -> str:
    """What a tool says of a PDF."""
    needs(tool)
    path = tmp_path / "summary.pdf"
    path.write_bytes(pdf)
    end = ["-"] if tool == "pdftotext" else []
    done = subprocess.run([tool, *options, str(path), *end], capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode("utf-8"))


def test_everything_that_was_said_and_decided_stands_on_the_pages(tmp_path: Path) -> None:
    text = asked("pdftotext", printed(), tmp_path)
    said = ("Fences must open", "Herds cannot move", "Nobody counted", "One voice", "12 for")
    rest = ("Ulttyq kenes", "Count in April", "Open the fence", "Item 10", "and 1 participant who is not named")
    for words in (*said, *rest):
        assert words in text


def test_no_name_without_consent_is_anywhere_in_the_file(tmp_path: Path) -> None:
    """Nor where it was written into a text."""
    pdf = printed(title=f"Kenes with {SILENT}", purpose=f"{SILENT} asked for it.", venue=f"House of {SILENT}")
    ways = (("pdftotext",), ("pdfinfo",), ("pdfinfo", "-dests"))
    told = [asked(tool, pdf, tmp_path, *options) for tool, *options in ways]
    everywhere = "".join([*told, *(title for _level, title, _page in outline(pdf))])
    assert NAMED in everywhere
    for part in SILENT.split():
        assert part not in everywhere


def test_properties_and_outline_hold_no_name_at_all(tmp_path: Path) -> None:
    pdf = printed(title=f"Kenes with {NAMED}")
    told = asked("pdfinfo", pdf, tmp_path)
    assert "Meeting summary · Kazakhstan · National stakeholder meeting · 13 May 2014" in told
    headings = [title for _level, title, _page in outline(pdf)]
    assert headings == [
        "Agenda", "Participants", "Contributions", "Gap", "Need", "Decisions and next steps", "Decision", "Next step",
    ]  # fmt: skip
    for name in (NAMED, SILENT, "Kenes"):
        assert name not in told


def test_under_the_chatham_house_rule_the_paper_shows_nobody(tmp_path: Path) -> None:
    text = asked("pdftotext", printed(attribution="chatham_house"), tmp_path)
    assert "Fences must open" in text
    assert not any(part in text for name in (NAMED, SILENT) for part in name.split())
    assert "2 participants, not named" in text


def test_a_draft_is_marked_on_every_page_and_a_final_record_is_not(tmp_path: Path) -> None:
    needs("pdftotext")
    for status, marked in (("draft", True), ("final", False), ("approved", False)):
        pdf = printed(status=status)
        (tmp_path / "s.pdf").write_bytes(pdf)
        done = subprocess.run(["pdftotext", "-raw", tmp_path / "s.pdf", "-"], capture_output=True, check=True)
        pages = done.stdout.decode().split("\f")[:-1]
        # The mark lies under everything else, so it is read first; its letters stand aslant, one by one.
        first = ["".join(page.split()).startswith("Draft") for page in pages]
        assert len(pages) == 2 and first == [marked] * 2


def test_an_approved_paper_owns_up_to_what_changed_since(tmp_path: Path) -> None:
    values = {"status": "approved", "approved_on": "2014-06-03"}
    text = asked("pdftotext", printed(changed="3 fields", **values), tmp_path, "-layout")
    assert "Approved on 3 June 2014" in text
    assert "Changed since it was approved 3 fields" in text
    assert "Changed since" not in asked("pdftotext", printed(**values), tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_in_every_language_with_letters_that_are_in_the_file(language: str, tmp_path: Path) -> None:
    pdf = printed(language, "taxon")
    fonts = asked("pdffonts", pdf, tmp_path)
    faces = re.findall(r"NotoSans\S* TrueType \S+ (\w+) (\w+) (\w+)", fonts)
    assert faces and all(face == ("yes", "yes", "yes") for face in faces), "embedded, subset, with their letters"
    assert "[U+" not in asked("pdftotext", pdf, tmp_path)


def test_the_same_records_give_the_same_bytes() -> None:
    records = redacted()
    meeting = records.all(Meeting)[0].id
    assert print_summary(records, meeting, "ru", AT) == print_summary(records, meeting, "ru", AT)


def workbook(records: RecordSet, kind: str = "national") -> bytes:
    """The workbook of a package with the records."""
    info = SubmissionInfo(
        kind=kind, country="KZ", cycle="cami-2014", catalogue="cami-2014", schema="3", number=1, previous="",
        language="en", made_at="2014-06-04T09:30:00Z", made_by="Coordinator", program="CAMI Desktop", title="National",
    )  # fmt: skip
    return write_workbook(records, records.catalogue, info)


def test_the_workbook_has_a_sheet_for_people_and_reads_back_the_same_records() -> None:
    from openpyxl import load_workbook

    records = redacted()
    data = workbook(records)
    content = read_workbook(data, strict=True)
    assert content.problems == []
    assert {record.id: record for record in content.records} == {record.id: record for record in records}
    sheet = load_workbook(io.BytesIO(data))[names.SUMMARIES]
    cells = [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None]
    for words in ("Ulttyq kenes", "Fences must open", "Count in April", "and 1 participant who is not named"):
        assert words in cells
    assert not any(part in cell for cell in cells for part in SILENT.split())


def test_a_working_package_and_one_without_meetings_have_no_such_sheet() -> None:
    from openpyxl import load_workbook

    without = redact(view(*(item for item in meeting_records() if not isinstance(item, Meeting | Contribution))))
    for data in (workbook(view(*meeting_records()), "working"), workbook(without)):
        assert names.SUMMARIES not in load_workbook(io.BytesIO(data)).sheetnames
