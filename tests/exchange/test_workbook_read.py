"""Workbooks that people fill in, save again, break or make to do harm: what is read, what is told, what is refused."""

from __future__ import annotations

import contextlib
import datetime
import re
import zipfile
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cami_desktop.errors import CamiError, DamagedInput, Refused
from cami_desktop.exchange import problems as rule
from cami_desktop.exchange.workbook import formats, read_workbook, stream
from cami_desktop.records import is_id
from cami_desktop.records.kinds import AgendaItem, Meeting, Note, PopulationEstimate
from tests.exchange.workbooks import packed, parts, people_made, sheet_part, some_id, with_sheet, write

NOTE = Note(id=some_id(1), text="Сайгак", noted_at="2014-05-14 09:30:00")


def test_a_row_without_an_id_gets_a_new_one(tmp_path: Path) -> None:
    file = people_made(tmp_path / "a.xlsx", {"site": [["id", "name", "site_kind"], [None, "Торгай", "corridor"]]})
    (site,) = read_workbook(file).records
    assert is_id(site.id)
    assert site.values()["name"] == "Торгай"


def test_numbers_that_a_spreadsheet_made_of_codes_and_years_are_understood(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["taxon", "cycle", "presence", "trend", "migration"],
        ["saiga", "cami-2014", 1, 2.0, 2014],
    ]
    meetings: list[list[Any]] = [
        ["title", "cycle", "meeting_kind", "starts_on", "ends_on", "attribution"],
        [2014, "cami-2014", "bilateral", 2014, datetime.datetime(2014, 5, 20), True],
    ]
    content = read_workbook(people_made(tmp_path / "a.xlsx", {"species_status": rows, "meeting": meetings}))
    assert content.problems == []
    status, meeting = (record.values() for record in content.records)
    assert (status["presence"], status["trend"], status["migration"]) == ("1", "2", "2014")
    assert (meeting["title"], meeting["starts_on"], meeting["ends_on"]) == ("2014", "2014", "2014-05-20")
    assert meeting["attribution"] == "true"


def test_figures_and_dates_as_people_type_them_are_understood(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["taxon", "level", "year", "minimum", "best", "unit", "method", "source", "coverage_percent"],
        ["saiga", "national", "2014", "12 500", "н/д", "individuals", "aerial_total", some_id(9), "12,5"],
    ]
    (estimate,) = read_workbook(people_made(tmp_path / "a.xlsx", {"population_estimate": rows})).records
    assert isinstance(estimate, PopulationEstimate)
    assert (estimate.minimum, estimate.best, estimate.coverage_percent) == (12500, None, 12.5)
    assert estimate.absent == {"best": "unknown"}


def test_a_date_that_a_spreadsheet_made_of_a_text_is_told_not_guessed(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["meeting", "number", "title"], [some_id(1), datetime.date(2014, 2, 1), "x"]]
    content = read_workbook(people_made(tmp_path / "a.xlsx", {"agenda_item": rows}))
    (problem,) = content.problems
    assert (problem.file, problem.sheet, problem.row, problem.field, problem.rule) == (
        "a.xlsx", "agenda_item", 2, "number", rule.VALUE,
    )  # fmt: skip
    assert content.records == []


def test_times_and_moments_in_cells_of_dates_are_understood(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "agenda_item": [["meeting", "number", "title", "starts_at"], [some_id(1), "1", "x", datetime.time(9, 30)]],
        "note": [["meeting", "text", "noted_at"], [some_id(1), "x", datetime.datetime(2014, 5, 14, 9, 30, 1)]],
    }
    item, note = read_workbook(people_made(tmp_path / "a.xlsx", sheets)).records
    assert isinstance(item, AgendaItem)
    assert item.starts_at == "09:30"
    assert isinstance(note, Note)
    assert note.noted_at == "2014-05-14 09:30:01"


def test_days_counted_since_1904_are_the_same_days() -> None:
    book = write([Meeting(id=some_id(1), starts_on="2014-05-14")])
    contents = parts(book)
    contents["xl/workbook.xml"] = contents["xl/workbook.xml"].replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
    part = sheet_part(book, "meeting")
    serial = (datetime.date(2014, 5, 14) - datetime.date(1899, 12, 30)).days
    contents[part] = contents[part].replace(b"<v>%d</v>" % serial, b"<v>%d</v>" % (serial - 1462))
    (meeting,) = read_workbook(packed(contents)).records
    assert meeting.values()["starts_on"] == "2014-05-14"


def test_a_missing_column_is_told_and_stops_a_submission() -> None:
    book = with_sheet(write([NOTE]), "note", lambda xml: xml.replace(b"<t>noted_at</t>", b"<t>when</t>"))
    content = read_workbook(book, name="x.xlsx")
    assert {(problem.rule, problem.field, problem.stops) for problem in content.problems} == {
        (rule.MISSING_COLUMN, "noted_at", True),
        (rule.UNKNOWN_COLUMN, "when", False),
    }
    assert "noted_at" not in content.columns["note"]
    with pytest.raises(DamagedInput, match="when"):
        read_workbook(book, strict=True)


def test_a_workbook_of_people_needs_only_the_columns_that_must_be_filled(tmp_path: Path) -> None:
    content = read_workbook(people_made(tmp_path / "a.xlsx", {"site": [["name"], ["Торгай"]]}))
    assert [(problem.rule, problem.field) for problem in content.problems] == [(rule.MISSING_COLUMN, "site_kind")]
    assert content.columns == {"site": ("name",)}


def test_a_missing_sheet_stops_a_submission() -> None:
    contents = parts(write([NOTE]))
    contents["xl/workbook.xml"] = contents["xl/workbook.xml"].replace(b'name="gap"', b'name="Sheet1"')
    found = {(problem.rule, problem.sheet) for problem in read_workbook(packed(contents)).problems}
    assert found == {(rule.MISSING_SHEET, "gap"), (rule.UNKNOWN_SHEET, "Sheet1")}
    with pytest.raises(DamagedInput):
        read_workbook(packed(contents), strict=True)


def test_a_workbook_without_any_sheet_of_records_is_no_input(tmp_path: Path) -> None:
    with pytest.raises(DamagedInput, match="no sheet"):
        read_workbook(people_made(tmp_path / "a.xlsx", {"Лист1": [["a"], [1]]}))


def test_one_id_twice_is_told_with_the_place_of_the_first(tmp_path: Path) -> None:
    rows = [["id", "name", "site_kind"], [some_id(1), "a", "other"], [some_id(1), "b", "other"]]
    content = read_workbook(people_made(tmp_path / "a.xlsx", {"site": rows}))
    (problem,) = content.problems
    assert (problem.rule, problem.row) == (rule.DOUBLE_ID, 3)
    assert "row 2" in problem.message
    assert len(content.records) == 1


def test_a_value_that_does_not_fit_names_sheet_row_and_field_and_keeps_the_others(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["name", "site_kind", "latitude"], ["a", "other", "north"], ["b", "other", 45.5], ["c", "x;y", 1],
    ]  # fmt: skip
    content = read_workbook(people_made(tmp_path / "a.xlsx", {"site": rows}))
    assert [(problem.row, problem.field) for problem in content.problems] == [(2, "latitude"), (4, "site_kind")]
    assert [record.values()["name"] for record in content.records] == ["b"]


def test_error_cells_and_formulas_without_a_result_are_told_and_results_are_taken() -> None:
    text = '<c r="[A-Z]+3"[^>]*><is><t>Сайгак</t></is></c>'.encode()
    letters = stream_letters("text")
    for replacement, expected in (
        (b'<c r="%b3" t="e"><v>#N/A</v></c>' % letters, rule.ERROR_VALUE),
        (b'<c r="%b3"><f>1+1</f></c>' % letters, rule.FORMULA),
        (b'<c r="%b3" t="str"><f>A1</f><v>Result</v></c>' % letters, None),
    ):
        content = read_workbook(with_sheet(_BOOK, "note", partial(re.compile(text).sub, replacement)))
        assert [problem.rule for problem in content.problems] == ([expected] if expected else [])
        if expected is None:
            assert content.records[0].values()["text"] == "Result"


def stream_letters(name: str) -> bytes:
    """The letters of a column of the sheet of notes."""
    from openpyxl.utils import get_column_letter

    from cami_desktop.exchange.columns import columns

    return get_column_letter([column.name for column in columns(Note)].index(name) + 1).encode()


def test_shared_texts_runs_and_readings_are_joined_as_they_are_seen() -> None:
    contents = parts(write([NOTE]))
    part = sheet_part(write([NOTE]), "note")
    text = "Сайгак".encode()
    contents[part] = re.sub(
        rb't="inlineStr"><is><t>' + text + rb"</t></is>", rb't="s"><v>1</v>', contents[part]
    )
    contents["xl/sharedStrings.xml"] = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>no</t></si>'
        '<si><r><t xml:space="preserve">Сай </t></r><r><rPr><b/></rPr><t>гак_x000D_</t></r>'
        '<rPh sb="0" eb="1"><t>ruby</t></rPh></si></sst>'
    ).encode()
    rels = "xl/_rels/workbook.xml.rels"
    contents[rels] = contents[rels].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdS" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    assert read_workbook(packed(contents)).records[0].values()["text"] == "Сай гак\n"


def test_a_file_cut_short_is_damaged_wherever_it_is_cut(tmp_path: Path) -> None:
    book = write([NOTE])
    for size in range(0, len(book), len(book) // 40):
        file = tmp_path / "cut.xlsx"
        file.write_bytes(book[:size])
        with pytest.raises(DamagedInput):
            read_workbook(file)


@settings(max_examples=40)
@given(st.data())
def test_a_flipped_byte_never_ends_in_anything_but_an_answer(data: st.DataObject) -> None:
    book = bytearray(_BOOK)
    book[data.draw(st.integers(0, len(book) - 1))] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(CamiError):
        read_workbook(bytes(book))


_BOOK = write([NOTE])


@settings(max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 10**6))
def test_a_broken_sheet_never_ends_in_anything_but_an_answer(noise: bytes, place: int) -> None:
    contents = parts(_BOOK)
    part = sheet_part(_BOOK, "note")
    at = place % len(contents[part])
    contents[part] = contents[part][:at] + noise + contents[part][at + len(noise) :]
    with contextlib.suppress(CamiError):
        read_workbook(packed(contents))


@pytest.mark.parametrize("data", [b"", b"PK", b"hello", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_workbook_is_damaged_input(data: bytes) -> None:
    with pytest.raises(DamagedInput):
        read_workbook(data)


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(DamagedInput, match="no file"):
        read_workbook(tmp_path / "none.xlsx")


@pytest.mark.parametrize(
    "part",
    ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/connections.xml", "xl/embeddings/oleObject1.bin",
     "xl/activeX/activeX1.xml", "xl/macrosheets/sheet1.xml"],
)  # fmt: skip
def test_macros_and_what_draws_on_other_files_are_refused(part: str) -> None:
    with pytest.raises(Refused):
        read_workbook(packed({**parts(_BOOK), part: b"x"}))


def test_a_relation_that_leads_out_of_the_file_is_refused() -> None:
    contents = parts(_BOOK)
    rels = "xl/_rels/workbook.xml.rels"
    contents[rels] = contents[rels].replace(
        b"</Relationships>",
        b'<Relationship Id="x" Type="http://x/externalLink" Target="file:///a" TargetMode="External"/></Relationships>',
    )
    with pytest.raises(Refused):
        read_workbook(packed(contents))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "sheet", "xl/styles.xml"])
def test_entities_and_document_types_are_damaged_input(part: str) -> None:
    contents = parts(_BOOK)
    name = sheet_part(_BOOK, "note") if part == "sheet" else part
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    xml = re.sub(rb"<\?xml[^>]*\?>", b"", contents[name])
    for data in (bomb + xml, (bomb + xml).decode().encode("utf-16")):
        with pytest.raises(DamagedInput):
            read_workbook(packed({**contents, name: data}))


def test_a_part_that_unpacks_to_far_more_than_it_is_is_refused_unread() -> None:
    contents = parts(_BOOK)
    contents["xl/media/bomb.bin"] = b"\0" * (4 << 20)
    with pytest.raises(DamagedInput):
        read_workbook(packed(contents))


def test_names_twice_are_refused() -> None:
    target = BytesIO(_BOOK)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("XL/Workbook.xml", b"<x/>")
    with pytest.raises(DamagedInput):
        read_workbook(target.getvalue())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="3"', b'<row r="99999999"'),
        (b'<row r="3"', b'<row r="2"'),
        (b'r="A3"', b'r="XFE3"'),
        (b'r="A3"', b'r="ZZZZZZZZ3"'),
        (b'r="A3"', b'r="a3"'),
        (b'r="A3"', b'r="M3"'),
        (b"<v>", b"<v>x"),
    ],
)
def test_cells_and_rows_out_of_bounds_or_order_are_damaged_input(old: bytes, new: bytes) -> None:
    book = with_sheet(_BOOK, "note", lambda xml: xml.replace(old, new))
    with pytest.raises(DamagedInput):
        read_workbook(book)


def test_a_figure_of_thousands_of_digits_is_told_and_not_computed() -> None:
    book = with_sheet(_BOOK, "note", lambda xml: xml.replace(b"<v>", b"<v>" + b"9" * 5000))
    assert {problem.rule for problem in read_workbook(book).problems} == {rule.VALUE}


def test_more_cells_than_may_be_read_are_damaged_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST_CELLS", 100)
    with pytest.raises(DamagedInput, match="more cells"):
        read_workbook(_BOOK)


@pytest.mark.parametrize(
    ("code", "date"),
    [
        ("yyyy-mm-dd", True), ("General", False), ("0.00", False), ("#,##0", False), ('0.0 "days"', False),
        ("[Red]0", False), ("[h]:mm", True), ("dd\\.mm\\.yyyy;@", True), ("[$-419]d mmmm yyyy", True), ("@", False),
        ('"d"0', False), ("0_d", False), ("hh:mm:ss", True), ('[$$-409]#,##0.00;[RED]-[$$-409]#,##0.00', False),
    ],
)  # fmt: skip
def test_formats_of_dates_are_told_from_others(code: str, date: bool) -> None:
    assert formats.is_date_format(code) is date
