"""`cami protect`, and every other command on a protected workspace: what they do, print and refuse."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Cami
from tests.outside.tools import needs

SECRET = "Архар и горный козёл"


@pytest.fixture
def kg(cami: Cami, tmp_path: Path) -> Path:
    file = tmp_path / "Кыргызстан.cami"
    assert cami("new", file, "--country", "KG", "--who", "A").code == 0
    assert cami("add", file, "source", "citation=Учёт 2016", "source_type=press").code == 0
    return file


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.txt"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    return file


def test_a_workspace_is_protected_changed_and_opened_again(cami: Cami, kg: Path, secret: Path) -> None:
    whole = cami("dump", kg).json
    said = cami("protect", kg, "--passphrase-file", secret, "--json")
    assert said.code == 0
    assert said.json == {
        "workspace": str(kg), "protected": True, "backups_changed": [], "backups_left": said.json["backups_left"],
        "second_away": None, "sheet": None,
    }  # fmt: skip
    cami("dump", kg).refused(1, "--unlock-file")
    assert cami("--unlock-file", secret, "dump", kg).json == whole
    assert cami("--unlock-env", "S", "dump", kg, S=SECRET).json == whole
    cami("--unlock-env", "S", "dump", kg, S="falsch").refused(1, "does not open")
    cami("--unlock-env", "S", "dump", kg).refused(2, "S is not set")
    changed = cami("--unlock-file", secret, "protect", kg, "--change", "--passphrase-env", "N", N="нов")
    assert changed.code == 0 and "lost data" in changed.out
    cami("--unlock-file", secret, "check", kg).refused(1, "does not open")
    assert cami("--unlock-env", "N", "protect", kg, "--remove", "--json", N="нов").json["protected"] is False
    assert cami("dump", kg).json == whole


def test_every_change_of_a_protected_workspace_goes_the_usual_way(cami: Cami, kg: Path, secret: Path) -> None:
    cami("protect", kg, "--passphrase-file", secret)
    id_ = cami("--unlock-file", secret, "add", kg, "note", "text=Сайгаки у реки", "--json").json["id"]
    assert cami("--unlock-file", secret, "edit", kg, "note", id_, "text=Сайгаки у озера").code == 0
    assert cami("--unlock-file", secret, "undo", kg).code == 0
    history = cami("--unlock-file", secret, "history", kg, id_, "--json").json["history"]
    assert history[-1]["after"] == "Сайгаки у реки"
    assert "Сайгаки".encode() not in kg.read_bytes()


def test_the_backups_from_before_are_named_and_taken_along_when_asked(cami: Cami, kg: Path, secret: Path) -> None:
    folder = kg.parent / f"{kg.stem} backups"
    early = [str(path) for path in sorted(folder.glob("*.cami"))]
    said = cami("protect", kg, "--passphrase-file", secret, "--also-backups", "--json").json
    assert sorted(said["backups_changed"]) == early and said["backups_left"] == []
    said = cami("--unlock-file", secret, "protect", kg, "--remove", "--json").json
    assert sorted(said["backups_left"]) == early
    words = cami("protect", kg, "--passphrase-file", secret)
    assert all(path not in words.out for path in early), "these are protected by the same passphrase already"


def test_the_recovery_sheet_is_written_only_on_demand(cami: Cami, kg: Path, secret: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.pdf"
    said = cami("protect", kg, "--passphrase-file", secret, "--sheet", sheet, "--lang", "en", "--json")
    assert said.json["sheet"] == str(sheet)
    assert sheet.read_bytes().startswith(b"%PDF-")
    assert os.name == "nt" or sheet.stat().st_mode & 0o077 == 0
    needs("pdftotext")
    text = subprocess.run(["pdftotext", "-layout", str(sheet), "-"], capture_output=True, text=True, check=True).stdout
    assert "A lost passphrase means lost data" in text and kg.name in text
    again = cami("--unlock-file", secret, "protect", kg, "--change", "--passphrase-file", secret, "--sheet", sheet)
    again.refused(1, "exists already")
    assert cami("--unlock-file", secret, "dump", kg).code == 0


def test_a_sheet_is_not_left_where_the_file_was_not_protected(cami: Cami, secret: Path, tmp_path: Path) -> None:
    sheet, text = tmp_path / "sheet.pdf", tmp_path / "text.cami"
    text.write_text("hello", encoding="utf-8")
    cami("protect", text, "--passphrase-file", secret, "--sheet", sheet).refused(3, "is not a CAMI workspace")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.txt", "text.cami"]


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ((), 2, "A passphrase is needed"),
        (("--remove",), 1, "has no passphrase"),
        (("--change", "--passphrase-env", "S"), 1, "has no passphrase"),
        (("--remove", "--sheet", "s.pdf"), 2, "--remove goes with neither"),
        (("--passphrase-env", "EMPTY"), 2, "is blank"),
    ],
)
def test_what_makes_no_sense_is_refused(cami: Cami, kg: Path, options: tuple[str, ...], code: int, words: str) -> None:
    before = kg.read_bytes()
    cami("protect", kg, *options, S=SECRET, EMPTY="").refused(code, words)
    assert kg.read_bytes() == before


def test_a_protected_workspace_is_not_protected_twice(cami: Cami, kg: Path, secret: Path) -> None:
    cami("protect", kg, "--passphrase-file", secret)
    cami("--unlock-file", secret, "protect", kg, "--passphrase-file", secret).refused(1, "protected already")


def test_a_new_workspace_is_protected_from_the_beginning(cami: Cami, secret: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.cami"
    said = cami("new", file, "--country", "KG", "--passphrase-file", secret, "--json")
    assert said.code == 0 and said.json["protected"] is True
    cami("dump", file).refused(1, "--unlock-file")
    assert cami("--unlock-file", secret, "dump", file).json["counts"] == {}
    asked = tmp_path / "asked.cami"
    cami("new", asked, "--country", "KG", "--protect").refused(2, "A passphrase is needed")
    assert not asked.exists()


def test_a_second_place_that_is_not_there_is_told(cami: Cami, kg: Path, secret: Path, tmp_path: Path) -> None:
    said = cami("protect", kg, "--passphrase-file", secret, "--second", tmp_path / "stick", "--lang", "en")
    assert said.code == 0 and "stick is not there" in said.out
