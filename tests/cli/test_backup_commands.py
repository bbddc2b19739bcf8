"""Backup and restore on the command line: what they make, print and refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cami_desktop.workspace.workspace import Workspace
from tests.cli.conftest import Cami


@pytest.fixture
def kg(cami: Cami, tmp_path: Path) -> Path:
    """A workspace with one source."""
    file = tmp_path / "Кыргызстан.cami"
    assert cami("new", file, "--country", "KG").code == 0
    assert cami("add", file, "source", "citation=Учёт 2016", "source_type=press").code == 0
    return file


def plain(cami: Cami, file: Path) -> Any:
    return cami("dump", file, "--json", "--plain").json


def test_a_backup_is_counted_and_restored_and_the_restore_undone(cami: Cami, kg: Path, tmp_path: Path) -> None:
    copy = tmp_path / "b.cami"
    said = cami("backup", kg, "-o", copy, "--json")
    assert said.code == 0 and said.json["findings"] == [] and said.json["backup"] == str(copy)
    assert said.json["counts"]["source"] == 1 and said.json["counts"]["history"] > 1
    at_first = plain(cami, kg)
    assert cami("add", kg, "source", "citation=Учёт 2017", "source_type=press").code == 0
    later = plain(cami, kg)
    restored = cami("restore", copy, "-o", kg, "--json")
    assert restored.code == 0 and restored.json["counts"]["source"] == 1
    assert plain(cami, kg) == at_first
    assert cami("restore", restored.json["before"], "-o", kg).code == 0
    assert plain(cami, kg) == later


def test_a_comparison_shows_what_differs_and_changes_nothing(cami: Cami, kg: Path, tmp_path: Path) -> None:
    copy = tmp_path / "b.cami"
    cami("backup", kg, "-o", copy)
    same = cami("restore", copy, "--compare", kg)
    assert same.code == 0 and "hold the same" in same.out
    id_ = plain(cami, kg)["records"]["source"][0]["id"]
    cami("edit", kg, "source", id_, "year=2016")
    cami("add", kg, "gap", "area=knowledge", "text=Нет учёта")
    before = kg.read_bytes()
    said = cami("restore", copy, "--compare", kg, "--json")
    assert said.code == 1
    found = {item["kind"]: item for item in said.json["findings"]}
    assert (found["source"]["where"], found["source"]["fields"], found["source"]["id"]) == ("both", ["year"], id_)
    assert (found["gap"]["where"], found["gap"]["title"]) == ("here", "Нет учёта")
    assert kg.read_bytes() == before
    words = cami("restore", copy, "--compare", kg)
    assert "Source: 0 only in the workspace, 0 only in the backup, 1 different" in words.out
    both = cami("restore", copy, "--compare", kg, "-o", kg, "--json")
    assert both.code == 0 and len(both.json["findings"]) == 2


def test_without_a_name_the_backup_lies_beside_the_workspace(cami: Cami, kg: Path) -> None:
    made = Path(cami("backup", kg, "--json").json["backup"])
    assert made.parent == kg.parent / "Кыргызстан backups" and " asked " in made.name


def test_a_workspace_that_is_open_can_be_backed_up_but_not_replaced(cami: Cami, kg: Path, tmp_path: Path) -> None:
    copy = tmp_path / "b.cami"
    with Workspace.open(kg):
        assert cami("backup", kg, "-o", copy).code == 0
        cami("restore", copy, "-o", kg).refused(1, "is open already")


def test_single_edits_do_not_each_make_a_backup(cami: Cami, kg: Path) -> None:
    for n in range(3):
        assert cami("add", kg, "source", f"citation={n}", "source_type=press").code == 0
    assert len(list((kg.parent / "Кыргызстан backups").iterdir())) == 1


def test_an_import_and_a_failed_backup(cami: Cami, kg: Path, tmp_path: Path) -> None:
    table = tmp_path / "source.csv"
    table.write_text("citation,source_type\nДва,press\n", encoding="utf-8")
    assert cami("import", kg, table).code == 0
    folder = kg.parent / "Кыргызстан backups"
    assert [item for item in folder.iterdir() if " import " in item.name]
    folder.rename(tmp_path / "elsewhere")
    folder.write_text("a file where the folder should be")
    table.write_text("citation,source_type\nТри,press\n", encoding="utf-8")
    cami("import", kg, table).refused(1, "could not be written")
    assert len(plain(cami, kg)["records"]["source"]) == 2
    told = cami("add", kg, "source", "citation=Четыре", "source_type=press")
    assert told.code == 0 and "could not be written" in told.err, "stored, and the missing backup is told"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["backup", "{missing}", "-o", "{new}"], 3, "There is no workspace file"),
        (["backup", "{text}", "-o", "{new}"], 3, "is not a CAMI workspace"),
        (["backup", "{kg}", "-o", "{text}"], 1, "exists already"),
        (["backup", "{empty}", "-o", "{kg}"], 1, "exists already"),
        (["restore", "{kg}"], 2, "Say where to restore"),
        (["restore", "{text}", "-o", "{new}"], 3, "is not a CAMI workspace"),
        (["restore", "{cut}", "-o", "{kg}"], 3, "damaged"),
        (["restore", "{kg}", "-o", "{text}"], 1, "exists already"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(
    cami: Cami, kg: Path, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    places = {name: tmp_path / f"{name}.cami" for name in ("missing", "new", "empty", "cut")} | {"kg": kg}
    places["text"] = tmp_path / "text.txt"
    places["text"].write_text("mine")
    places["cut"].write_bytes(kg.read_bytes()[: kg.stat().st_size // 2])
    cami("new", places["empty"], "--country", "KG")
    before = kg.read_bytes()
    cami(*(item.format(**places) for item in arguments)).refused(code, words)
    assert kg.read_bytes() == before and places["text"].read_text() == "mine" and not places["new"].exists()
