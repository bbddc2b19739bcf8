"""Files appear whole under their name or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cami_desktop import files
from cami_desktop.errors import Refused


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_failure_while_writing_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    with pytest.raises(KeyError), files.writing(path, overwrite=True) as file:
        file.write(b"half")
        raise KeyError
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["a.bin"])
    files.write_file(path, b"new", overwrite=True)
    assert (path.read_bytes(), names(tmp_path)) == (b"new", ["a.bin"])


def test_a_file_that_came_in_between_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    with pytest.raises(Refused, match="exists already"), files.writing(path, overwrite=False) as file:
        file.write(b"mine")
        path.write_bytes(b"theirs")
    assert (path.read_bytes(), names(tmp_path)) == (b"theirs", ["a.bin"])


def test_a_disk_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_names: object) -> None:
        raise PermissionError("no links on this disk")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "a.bin"
    files.write_file(path, b"first", overwrite=False)
    with pytest.raises(Refused, match="exists already"), files.writing(tmp_path / "b.bin", overwrite=False) as file:
        file.write(b"mine")
        (tmp_path / "b.bin").write_bytes(b"theirs")
    assert (path.read_bytes(), names(tmp_path)) == (b"first", ["a.bin", "b.bin"])


def test_a_full_disk_is_told_in_plain_words(tmp_path: Path) -> None:
    words = r"could not be written.*Nothing was written.*free space"
    with pytest.raises(Refused, match=words), files.writing(tmp_path / "a.bin", overwrite=False):
        raise OSError(28, "No space left on device")
    assert names(tmp_path) == []


def test_people_are_told_the_name_that_the_file_was_to_have(tmp_path: Path) -> None:
    """Copies of unfinished copies, and a package whose name waits for the ledger, are told by the name at the end."""
    part = tmp_path / ".KZ.cami.0a1b2c3d.part"
    nested = part.with_name(f".{part.name}.9f8e7d6c.part")
    assert files.final(nested) == files.final(part) == tmp_path / "KZ.cami"
    assert files.final(tmp_path / ".CAMI_KZ_cami-2014_001.asice.part").name == "CAMI_KZ_cami-2014_001.asice"
    assert files.final(tmp_path / "KZ.part") == tmp_path / "KZ.part"
    with pytest.raises(Refused, match="could not be written") as told, files.writing(part, overwrite=True):
        raise OSError(28, "No space left on device")
    assert "KZ.cami" in str(told.value) and ".part" not in str(told.value)


def test_all_that_a_kill_left_of_a_file_is_swept_and_nothing_of_its_neighbours(tmp_path: Path) -> None:
    file = tmp_path / "KG.cami"
    left = {".KG.cami.0123abcd.part", ".KG.cami.0123abcd.part-journal", "..KG.cami.0123abcd.part.89efcdab.part",
            "..KG.cami.0123abcd.part.89efcdab.part-wal"}  # fmt: skip
    stay = {"KG.cami", "KG.cami-wal", ".old KG.cami.0123abcd.part", ".KG.cami.txt.0123abcd.part", ".KG.cami.partly"}
    for name in left | stay:
        (tmp_path / name).touch()
    files.sweep(file)
    assert {path.name for path in tmp_path.iterdir()} == stay


def test_what_a_kill_left_a_day_ago_goes_when_the_file_is_written_again(tmp_path: Path) -> None:
    file, old, new = (tmp_path / name for name in ("a.pdf", ".a.pdf.0123abcd.part", ".a.pdf.89efcdab.part"))
    old.touch()
    new.touch()
    day_before = old.stat().st_mtime - files.ABANDONED_AFTER - 60
    os.utime(old, (day_before, day_before))
    files.write_file(file, b"x", overwrite=True)
    assert names(tmp_path) == [new.name, file.name]
