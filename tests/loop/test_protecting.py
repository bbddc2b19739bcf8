"""A passphrase with its sheet: the sheet gets its name only once the file is protected, and never without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cami_desktop.errors import HeldElsewhere, Refused
from cami_desktop.loop.protecting import protect
from cami_desktop.records.kinds import Source
from cami_desktop.workspace.cipher import is_protected
from cami_desktop.workspace.workspace import Workspace

SECRET = "Архар и горный козёл"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "kg.cami"
    with Workspace.create(file, country="KG", who="Test") as workspace:
        workspace.save(Source(citation="Учёт 2016", source_type="press"))
    return file


def test_file_and_sheet_come_together(path: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.pdf"
    assert protect(path, None, SECRET, sheet=sheet).protected
    assert is_protected(path) and sheet.read_bytes().startswith(b"%PDF-")


def test_there_is_no_sheet_of_a_file_that_could_not_be_protected(path: Path, tmp_path: Path) -> None:
    with Workspace.open(path), pytest.raises(HeldElsewhere):
        protect(path, None, SECRET, sheet=tmp_path / "sheet.pdf")
    assert not is_protected(path) and not (tmp_path / "sheet.pdf").exists()


def test_a_sheet_that_cannot_be_written_leaves_the_file_as_it_was(path: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(b"mine")
    with pytest.raises(Refused, match="exists"):
        protect(path, None, SECRET, sheet=sheet)
    assert not is_protected(path) and sheet.read_bytes() == b"mine"


def test_a_protected_file_needs_its_present_passphrase(path: Path) -> None:
    protect(path, None, SECRET)
    with pytest.raises(Refused, match="protected already"):
        protect(path, None, "Another")
    assert protect(path, SECRET, None).protected is False
