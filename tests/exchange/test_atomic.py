"""Files appear whole under their name or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cami_desktop.errors import Refused
from cami_desktop.exchange import atomic


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_failure_while_writing_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    with pytest.raises(KeyError), atomic.writing(path, overwrite=True) as file:
        file.write(b"half")
        raise KeyError
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["a.bin"])
    atomic.write_file(path, b"new", overwrite=True)
    assert (path.read_bytes(), names(tmp_path)) == (b"new", ["a.bin"])


def test_a_file_that_came_in_between_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    with pytest.raises(Refused, match="already a file"), atomic.writing(path, overwrite=False) as file:
        file.write(b"mine")
        path.write_bytes(b"theirs")
    assert (path.read_bytes(), names(tmp_path)) == (b"theirs", ["a.bin"])


def test_a_disk_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_names: object) -> None:
        raise PermissionError("no links on this disk")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "a.bin"
    atomic.write_file(path, b"first", overwrite=False)
    with pytest.raises(Refused, match="already a file"), atomic.writing(tmp_path / "b.bin", overwrite=False) as file:
        file.write(b"mine")
        (tmp_path / "b.bin").write_bytes(b"theirs")
    assert (path.read_bytes(), names(tmp_path)) == (b"first", ["a.bin", "b.bin"])


def test_a_full_disk_is_told_in_plain_words(tmp_path: Path) -> None:
    words = r"cannot be written.*Nothing was written.*disk is not full"
    with pytest.raises(Refused, match=words), atomic.writing(tmp_path / "a.bin", overwrite=False):
        raise OSError(28, "No space left on device")
    assert names(tmp_path) == []
