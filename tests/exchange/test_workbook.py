"""A workbook written and read gives the records back, whatever people wrote; and it is the same file each time."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cami_desktop.catalogue import load
from cami_desktop.errors import DamagedInput, Refused, WrongUse
from cami_desktop.exchange.columns import COMMON, columns
from cami_desktop.exchange.info import Changed, SubmissionInfo
from cami_desktop.exchange.workbook import read_workbook, write_workbook
from cami_desktop.records import KINDS, FieldType, Record
from cami_desktop.records.kinds import Meeting, Note, Organisation, PopulationEstimate
from tests.exchange.workbooks import INFO, hostile_records, some_id, write
from tests.strategies import record_lists, records


def loaded(book: bytes) -> Any:
    """The workbook as openpyxl reads it."""
    return load_workbook(BytesIO(book))


def by_id(found: list[Record]) -> dict[str, Record]:
    """Records by id."""
    return {record.id: record for record in found}


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
def test_any_record_of_every_kind_comes_back_equal(kind: type[Record]) -> None:
    @settings(max_examples=8)
    @given(st.lists(records(kind), min_size=1, max_size=4, unique_by=lambda record: record.id))
    def come_back(found: list[Record]) -> None:
        content = read_workbook(write(found), strict=True)
        assert by_id(content.records) == by_id(found)
        assert content.problems == []

    come_back()


@settings(max_examples=8)
@given(record_lists())
def test_any_set_of_records_comes_back_equal_and_counted(found: list[Record]) -> None:
    content = read_workbook(write(found), strict=True)
    assert by_id(content.records) == by_id(found)
    assert sum(content.counts.values()) == len(found)


def test_hostile_texts_come_back_unchanged() -> None:
    found = hostile_records()
    assert by_id(read_workbook(write(found), strict=True).records) == by_id(found)


def test_the_same_records_in_any_order_give_the_same_bytes() -> None:
    found = hostile_records()
    assert write(found) == write(reversed(found))


def test_the_time_of_making_is_all_the_file_knows_of_clocks() -> None:
    book = write([])
    assert b"".join(book.split()).count(b"openpyxl.") == 0
    about = loaded(book).properties
    assert about.created == about.modified == datetime.datetime(2014, 6, 1, 10)
    assert (about.creator, about.title, about.language) == (INFO.made_by, INFO.title, INFO.language)
    assert about.lastModifiedBy is None


def test_cells_have_the_types_of_their_fields() -> None:
    meeting = Meeting(id=some_id(1), title="=1+1", starts_on="2014-05-14", ends_on="2014-05")
    estimate = PopulationEstimate(id=some_id(2), year=2014, best=1500, coverage_percent=12.5, level="1")
    note = Note(id=some_id(3), noted_at="2014-05-14 09:30:00")
    workbook = loaded(write([meeting, estimate, note]))
    cells = {
        (sheet, head.value): cell
        for sheet in ("meeting", "population_estimate", "note")
        for head, cell in zip(workbook[sheet][1], workbook[sheet][3], strict=True)
    }
    assert cells["meeting", "title"].data_type == "s"
    assert cells["meeting", "starts_on"].value == datetime.datetime(2014, 5, 14)
    assert cells["meeting", "starts_on"].number_format == "yyyy-mm-dd"
    assert cells["meeting", "ends_on"].value == "2014-05"
    assert cells["population_estimate", "year"].value == 2014
    assert cells["population_estimate", "coverage_percent"].value == 12.5
    assert cells["population_estimate", "level"].value == "1"
    assert cells["meeting", "deleted"].value is False
    assert cells["note", "noted_at"].value == datetime.datetime(2014, 5, 14, 9, 30)


def test_every_kind_has_a_sheet_with_names_labels_filter_and_a_fixed_heading() -> None:
    workbook = loaded(write([Organisation(id=some_id(1), name="a")]))
    assert workbook.sheetnames == ["cover", *KINDS, "codes", "changes"]
    for name, kind in KINDS.items():
        sheet = workbook[name]
        assert [cell.value for cell in sheet[1]] == [column.name for column in columns(kind)]
        assert all(cell.value for cell in sheet[2])
        assert sheet.freeze_panes == "B3"
        assert sheet.auto_filter.ref.startswith("A2:")


def test_codes_and_links_are_said_in_words_in_the_language_of_the_submission() -> None:
    catalogue = load()
    host = Organisation(id=some_id(1), name="Комитет лесного хозяйства")
    meeting = Meeting(id=some_id(2), host=host.id, languages=["ru", "not_a_code"], cycle="cami-2014")
    sheet = loaded(write([host, meeting], language="ru"))["meeting"]
    row = {head.value: cell.value for head, cell in zip(sheet[1], sheet[3], strict=True)}
    assert row["host.label"] == host.name
    assert row["cycle.label"] == catalogue.label("cycle", "cami-2014", "ru")
    assert row["languages.label"].startswith(catalogue.label("language", "ru", "ru"))
    assert "not_a_code" in row["languages.label"]
    assert row["languages"] == "ru; not_a_code"


def test_the_cover_says_who_what_and_how_many() -> None:
    found = [Note(id=some_id(1)), Note(id=some_id(2), deleted=True)]
    content = read_workbook(write(found, previous=""), strict=True)
    assert content.info["count.note"] == content.counts["note"] == 2
    assert content.info["number"] == INFO.number
    assert SubmissionInfo.from_dict(content.info).made_by == INFO.made_by
    assert SubmissionInfo.from_dict(content.info).previous == ""


def test_the_changes_since_the_last_submission_are_listed() -> None:
    note = Note(id=some_id(1), text="Сайгак")
    changes = [Changed("note", note.id, "updated", ("text", "taxa")), Changed("meeting", some_id(2), "deleted")]
    book = write_workbook([note], load(), INFO, changes)
    rows = [list(row) for row in loaded(book)["changes"].iter_rows(min_row=3, values_only=True)]
    assert rows[0][:4] == ["meeting", "Meeting", some_id(2), "deleted"]
    assert rows[1][:4] == ["note", "Note", note.id, "updated"]
    assert rows[1][5:] == ["Сайгак", "text; taxa"]


def test_the_code_lists_are_there_with_every_code() -> None:
    catalogue = load()
    rows = set(loaded(write([]))["codes"].iter_rows(min_row=3, max_col=2, values_only=True))
    lists = {field.code_list for kind in KINDS.values() for field in kind.fields() if field.code_list}
    assert {(name, code) for name in lists for code in catalogue.codes(name)} <= rows


def test_progress_is_told_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    write_workbook([Note(id=some_id(n)) for n in range(600)], load(), INFO, progress=lambda *done: told.append(done))
    assert told[-1] == (600, 600)
    assert told == sorted(told)


def test_a_list_too_long_for_a_cell_is_refused_by_name() -> None:
    record = Note(id=some_id(1), text="Сайгак", sites=[some_id(n) for n in range(1000)])
    with pytest.raises(Refused, match="Сайгак"):
        write([record])


def test_a_text_that_xml_cannot_hold_is_refused_not_lost() -> None:
    with pytest.raises(Refused):
        write([Note(id=some_id(1), text="a\x00b")])


def test_a_moment_that_is_none_is_wrong_use() -> None:
    with pytest.raises(WrongUse):
        write([], made_at="yesterday")


def test_the_common_columns_are_those_of_the_record() -> None:
    assert {"id", *(column.name for column in COMMON)} == {
        field.name for field in dataclasses.fields(Record)
    }


def test_every_coded_field_and_every_link_has_its_words_beside_it() -> None:
    for kind in KINDS.values():
        found = columns(kind)
        for before, after in itertools.pairwise(found):
            coded = before.field.code_list or before.field.type in (FieldType.LINK, FieldType.LINKS)
            if coded and not before.common and before.name != "id":
                assert after.name == f"{before.name}.label"


def test_what_the_cover_counts_must_be_there_in_a_submission() -> None:
    from tests.exchange.workbooks import with_sheet

    book = write([Note(id=some_id(1)), Note(id=some_id(2))])
    fewer = with_sheet(book, "note", lambda xml: xml[: xml.rindex(b'<row r="4"')] + xml[xml.index(b"</sheetData>") :])
    assert len(read_workbook(fewer).records) == 1
    with pytest.raises(DamagedInput, match="cover"):
        read_workbook(fewer, strict=True)
