"""Import says what a file is, whose it is, and names a file once."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from cami_desktop.errors import CamiError, Refused, WrongUse
from cami_desktop.loop.importing import import_paths
from cami_desktop.records.kinds import Gap, Source
from cami_desktop.workspace.workspace import Workspace
from tests.loop.kit import Country

HEAD = "id,citation,source_type\n,Учёт,press\n"


def test_a_bare_table_is_taken_as_the_country_s_own_and_that_is_said(kg: Country, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "source.csv").write_text(HEAD, encoding="utf-8")
    (folder / "gap.csv").write_text("country,area,text\nKG,knowledge,Нет учёта\n", encoding="utf-8")
    assert import_paths(kg.workspace, [folder]).assumed == ["source.csv"]
    assert {item.country for item in kg.workspace.all(Source)} == {"KG"}


def test_what_is_stored_already_is_not_assumed_anew(kg: Country, tmp_path: Path) -> None:
    (stored,) = kg.workspace.all(Source)
    table = tmp_path / "source.csv"
    table.write_text(f"id,citation,source_type\n{stored.id},Учёт 2014 года,press\n", encoding="utf-8")
    result = import_paths(kg.workspace, [table])
    assert (len(result.updated), result.assumed) == (1, [])


@pytest.mark.parametrize("which", ["folder", "table"])
def test_an_unpacked_package_of_another_country_is_refused(kg: Country, tmp_path: Path, which: str) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps({"country": "KZ"}), encoding="utf-8")
    (folder / "source.csv").write_text(HEAD, encoding="utf-8")
    with pytest.raises(Refused, match="holds the records of Kazakhstan, and this is the workspace of Kyrgyzstan"):
        import_paths(kg.workspace, [folder if which == "folder" else folder / "source.csv"], partial=True)
    assert len(kg.workspace.all(Source)) == 1
    (folder / "manifest.json").write_text(json.dumps({"country": "KG"}), encoding="utf-8")
    assert import_paths(kg.workspace, [folder]).assumed == [], "its manifest says whose it is"


def test_the_workbook_of_a_package_says_on_its_cover_whose_it_is(kg: Country, tmp_path: Path) -> None:
    book = tmp_path / "submission.xlsx"
    with zipfile.ZipFile(kg.submit().package) as package:
        book.write_bytes(package.read("submission.xlsx"))
    assert import_paths(kg.workspace, [book], partial=True).assumed == []
    with Workspace.create(tmp_path / "KZ.cami", country="KZ") as other:
        with pytest.raises(Refused, match="workspace of Kazakhstan"):
            import_paths(other, [book], partial=True)
        assert other.all(Gap) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("CAMI_KG_cami-2014_001.asice", "signed package.*cami merge"),
        ("table.ODS", "OpenDocument.*save it as Excel workbook"),
        ("old.xls", "old kind"),
        ("other.cami", "is a workspace"),
        ("report.pdf", "attachment"),
    ],
)
def test_a_file_of_another_sort_is_told_with_the_command_that_takes_it(
    kg: Country, tmp_path: Path, name: str, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(WrongUse) as told:
        import_paths(kg.workspace, [path])
    assert re.search(words, str(told.value))


def test_a_file_is_named_once(kg: Country, tmp_path: Path) -> None:
    empty, odd, text = tmp_path / "emptyd", tmp_path / "animal.csv", tmp_path / "letter.txt"
    empty.mkdir()
    odd.write_text("id\n", encoding="utf-8")
    text.write_text("words", encoding="utf-8")
    for path in (empty, odd, text):
        with pytest.raises(CamiError) as told:
            import_paths(kg.workspace, [path])
        stem = path.stem if path is odd else path.name
        assert told.value.what.count(stem) == 1, told.value.what
