"""What is chosen to be attached: clear words for what cannot be kept, nothing twice, never too much for the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cami_desktop.exchange import limits
from cami_desktop.records.kinds import Attachment, Meeting
from cami_desktop.records.rules.attachments import LARGEST, TOGETHER
from cami_desktop.workspace import intake
from cami_desktop.workspace.intake import look_at, take_in
from cami_desktop.workspace.workspace import Workspace


def test_folders_shortcuts_empty_large_and_missing_files_are_named_and_the_others_taken(tmp_path: Path) -> None:
    good = tmp_path / "Флипчарт 1.txt"
    good.write_text("Сайга", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.txt").touch()
    (tmp_path / "talk.lnk").write_bytes(b"L")
    with (tmp_path / "film.mp4").open("wb") as film:
        film.truncate(2 << 30)
    names = ("folder", "empty.txt", "talk.lnk", "film.mp4", "gone.txt", good.name, good.name)
    found = look_at([tmp_path / name for name in names], tmp_path / "kz.cami")
    assert list(found.files) == [(good, 10)] and found.size == 10
    assert list(found.refused) == [
        "folder is a folder; open it and add the files in it.",
        "empty.txt is empty; copy it again from where it came.",
        "talk.lnk only points at another file; add that file itself.",
        "film.mp4 has 2.1 GB; a file may have 1 GB. Make it smaller, or keep it elsewhere, cited as a source.",
        "gone.txt is not there, or cannot be read.",
        "Флипчарт 1.txt was chosen twice; it is added once.",
    ]


def test_a_link_is_followed_and_one_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("a")
    try:
        (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
        (tmp_path / "lost.txt").symlink_to(tmp_path / "nowhere.txt")
    except OSError:
        pytest.skip("no links here")
    found = look_at([tmp_path / "link.txt", tmp_path / "lost.txt"], tmp_path / "kz.cami")
    assert [path.name for path, _size in found.files] == ["link.txt"]
    assert "lost.txt" in found.refused[0]


def test_files_that_the_disk_cannot_hold_are_left_out_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for path in paths:
        path.write_text("a")
    monkeypatch.setattr(intake, "RESERVE", shutil.disk_usage(tmp_path).total)
    found = look_at(paths, tmp_path / "kz.cami")
    assert not found.files and "make room first" in found.refused[-1]


def test_the_same_file_is_not_attached_twice_to_a_record_and_one_that_fails_keeps_no_other_out(tmp_path: Path) -> None:
    one, same, other = (tmp_path / name for name in ("one.txt", "same.txt", "other.txt"))
    for path in (one, same):
        path.write_text("Сайга", encoding="utf-8")
    other.write_text("Архар", encoding="utf-8")
    with Workspace.create(tmp_path / "kz.cami", country="KZ", who="Test") as workspace:
        meeting = workspace.save(Meeting(title="Совещание"))
        kept: list[Attachment] = []
        told: list[tuple[int, int]] = []
        files = [(one, 10), (tmp_path / "gone.txt", 5), (same, 10), (other, 10)]
        said = take_in(
            workspace, meeting.id, files, kept.append, confidential=lambda path: path == other or None,
            progress=lambda done, of: told.append((done, of)),
        )  # fmt: skip
        assert [(item.file_name, item.confidential) for item in kept] == [("one.txt", None), ("other.txt", True)]
        assert "gone.txt cannot be read" in said[0]
        assert said[1:] == ["same.txt is attached here already, as one.txt."]
        assert told[-1][1] == 35 and [done for done, _of in told] == sorted(done for done, _of in told)
        assert [item.record for item in workspace.all(Attachment)] == [meeting.id, meeting.id]


def test_what_files_may_have_together_leaves_room_in_a_package() -> None:
    assert limits.LARGEST_ENTRY == LARGEST
    assert TOGETHER + (128 << 20) <= limits.LARGEST_PACKAGE - limits.LARGEST_LISTING
