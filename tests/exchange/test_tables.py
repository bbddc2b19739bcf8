"""CSV tables and folders of tables: encodings and delimiters of the region, problems by row, nothing guessed."""

from __future__ import annotations

import contextlib
import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cami_desktop.errors import CamiError, DamagedInput, Refused, WrongUse
from cami_desktop.exchange import problems as rule
from cami_desktop.exchange.columns import columns
from cami_desktop.exchange.tables import read_csv, read_folder
from cami_desktop.records import KINDS, Record, is_id
from cami_desktop.records.convert import to_text
from cami_desktop.records.kinds import Site
from tests.exchange.workbooks import people_made, some_id, write
from tests.strategies import records

SITES = (
    "id;name;site_kind;latitude;sensitive;absent\n"
    "{id};Қарақұйрық «Торгай»;corridor;45.5;да;area_ha=unknown; remarks=none\n"
)


def table(folder: Path, text: str | bytes, name: str = "site.csv") -> Path:
    """A file of that text in a folder."""
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_unicode_tables_are_read_as_excel_writes_them(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = SITES.format(id=some_id(1)).replace("; remarks", "&").replace(";", delimiter).replace("&", "; remarks")
    if delimiter == ";":
        text = SITES.format(id=some_id(1)).replace("area_ha=unknown; remarks=none", '"area_ha=unknown; remarks=none"')
    data = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding)
    content = read_csv(table(tmp_path, data.replace(b"\n", b"\r\n") if encoding.startswith("utf-8") else data))
    assert content.problems == []
    (site,) = content.records
    assert isinstance(site, Site)
    assert (site.id, site.name, site.latitude, site.sensitive) == (some_id(1), "Қарақұйрық «Торгай»", 45.5, True)
    assert site.absent == {"area_ha": "unknown", "remarks": "none"}


def test_a_code_page_must_be_named_and_is_then_read(tmp_path: Path) -> None:
    file = table(tmp_path, "name;site_kind\nЗаповедник;other\n".encode("cp1251"))
    with pytest.raises(Refused, match="encoding"):
        read_csv(file)
    (site,) = read_csv(file, encoding="cp1251").records
    assert site.values()["name"] == "Заповедник"


def test_letters_that_a_code_page_lost_are_told_and_not_taken(tmp_path: Path) -> None:
    lost = "name;site_kind\nҚарақұйрық;other\nЧто это?;other\n".encode("cp1251", errors="replace")
    content = read_csv(table(tmp_path, lost), encoding="cp1251")
    (problem,) = content.problems
    assert (problem.rule, problem.row, problem.field) == (rule.LOST_LETTERS, 2, "name")
    assert [record.values()["name"] for record in content.records] == ["Что это?"]


def test_unknown_encodings_and_kinds_are_wrong_use(tmp_path: Path) -> None:
    file = table(tmp_path, "name,site_kind\na,other\n", "places.csv")
    with pytest.raises(WrongUse, match="places"):
        read_csv(file)
    with pytest.raises(WrongUse, match="rot13"):
        read_csv(file, kind="site", encoding="rot13")
    assert len(read_csv(file, kind="site").records) == 1


def test_a_wrong_encoding_is_damaged_input(tmp_path: Path) -> None:
    with pytest.raises(DamagedInput):
        read_csv(table(tmp_path, b"name,site_kind\na\n"), encoding="utf-16")


def test_rows_that_are_cut_short_or_too_long_are_told(tmp_path: Path) -> None:
    content = read_csv(table(tmp_path, "name,site_kind,remarks\na,other,x\nb,other\nc,other,x,y\nd,other,x,\n\n"))
    assert [(problem.rule, problem.row) for problem in content.problems] == [(rule.ROW_LENGTH, 3), (rule.ROW_LENGTH, 4)]
    assert [record.values()["name"] for record in content.records] == ["a", "d"]


def test_a_table_cut_inside_quotes_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(DamagedInput):
        read_csv(table(tmp_path, 'name,site_kind\n"a,other\n'))


@pytest.mark.parametrize("text", ["", "\n", " , \n1,2\n", "\ufeff"])
def test_an_empty_table_is_damaged(tmp_path: Path, text: str) -> None:
    with pytest.raises(DamagedInput):
        read_csv(table(tmp_path, text))


def test_missing_and_unknown_columns_are_told(tmp_path: Path) -> None:
    content = read_csv(table(tmp_path, "name,colour\na,red\n"))
    assert {(problem.rule, problem.field) for problem in content.problems} == {
        (rule.MISSING_COLUMN, "site_kind"),
        (rule.UNKNOWN_COLUMN, "colour"),
    }
    assert content.columns == {"site": ("name",)}


def test_a_row_of_labels_is_passed_over(tmp_path: Path) -> None:
    content = read_csv(table(tmp_path, f"id,name,site_kind\nID,Name,Kind of site\n{some_id(1)},a,other\n"))
    assert [record.id for record in content.records] == [some_id(1)]


def test_rows_without_id_get_one_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    content = read_csv(table(tmp_path, "id,name,site_kind\n,a,other\n,,\n,b,other\n"))
    assert [is_id(record.id) for record in content.records] == [True, True]


def test_what_is_no_mapping_is_told(tmp_path: Path) -> None:
    content = read_csv(table(tmp_path, 'name,site_kind,absent\na,other,what\nb,other,"{""x"": 1}"\n'))
    assert [(problem.row, problem.field) for problem in content.problems] == [(2, "absent"), (3, "absent")]


def test_a_folder_gives_all_its_tables_in_the_order_of_kinds(tmp_path: Path) -> None:
    table(tmp_path, f"id,name,site_kind\n{some_id(1)},a,other\n")
    table(tmp_path, f"id,name,organisation_type\n{some_id(2)},b,ngo\n", "organisation.csv")
    table(tmp_path, "what\n1\n", "else.csv")
    table(tmp_path, "# nothing", "README.md")
    people_made(tmp_path / "more.xlsx", {"site": [["id", "name", "site_kind"], [some_id(1), "a", "other"]]})
    content = read_folder(tmp_path)
    assert [record.kind for record in content.records] == ["organisation", "site"]
    assert {(problem.file, problem.rule) for problem in content.problems} == {
        ("else.csv", rule.UNKNOWN_KIND),
        ("more.xlsx", rule.DOUBLE_ID),
    }


def test_a_folder_may_hold_a_submission_workbook(tmp_path: Path) -> None:
    (tmp_path / "submission.xlsx").write_bytes(write([Site(id=some_id(1), name="a")]))
    assert [record.id for record in read_folder(tmp_path).records] == [some_id(1)]


def test_a_folder_without_tables_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no table"):
        read_folder(tmp_path)
    with pytest.raises(WrongUse, match="no folder"):
        read_folder(tmp_path / "none")


@settings(max_examples=60)
@given(records())
def test_any_record_written_as_text_comes_back_equal(tmp_path_factory: pytest.TempPathFactory, record: Record) -> None:
    target = StringIO(newline="")
    found = [column for column in columns(type(record)) if column.label_of is None]
    writer = csv.writer(target)
    writer.writerow([column.name for column in found])
    writer.writerow([cell_text(record, column.name) for column in found])
    file = table(tmp_path_factory.mktemp("csv"), target.getvalue(), f"{record.kind}.csv")
    content = read_csv(file)
    assert content.problems == []
    assert content.records == [record]


def cell_text(record: Record, name: str) -> str:
    """A value as the table of a text program would hold it."""
    value = getattr(record, name)
    column = {column.name: column for column in columns(type(record))}[name]
    if column.common or name == "id":
        written = column.write(value)
        return "" if written is None else ("true" if written is True else "false" if written is False else str(written))
    return to_text(column.field, value)


@settings(max_examples=60)
@given(st.sampled_from(list(KINDS)), st.binary(max_size=300))
def test_any_bytes_end_in_an_answer(tmp_path_factory: pytest.TempPathFactory, kind: str, data: bytes) -> None:
    with contextlib.suppress(CamiError):
        read_csv(table(tmp_path_factory.mktemp("csv"), data, f"{kind}.csv"))
