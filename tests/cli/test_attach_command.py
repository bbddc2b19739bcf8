"""`cami attach`: files of the disk as attachments; what cannot be kept is named and keeps no other out."""

from __future__ import annotations

from pathlib import Path

from cami_desktop.records.kinds import Attachment, Meeting
from cami_desktop.workspace.workspace import Workspace
from tests.cli.conftest import Cami


def test_files_are_attached_to_a_record_and_what_cannot_be_kept_is_named(cami: Cami, tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "kz.cami", country="KZ", who="Test") as workspace:
        meeting = workspace.save(Meeting(title="Совещание")).id
    (tmp_path / "Флипчарт.txt").write_text("Сайга", encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    files = (tmp_path / "Флипчарт.txt", tmp_path / "empty.txt")
    done = cami("attach", tmp_path / "kz.cami", meeting, *files, "--caption", "Доска", "--confidential", "--json")
    assert done.code == 1 and done.json["not_added"] == ["empty.txt is empty; copy it again from where it came."]
    [told] = done.json["attached"]
    assert (told["file"], told["size"], told["confidential"]) == ("Флипчарт.txt", 10, True)
    again = cami("attach", tmp_path / "kz.cami", meeting, files[0])
    assert again.code == 1 and "is attached here already" in again.out
    with Workspace.open(tmp_path / "kz.cami", read_only=True) as workspace:
        (kept,) = workspace.all(Attachment)
        assert (kept.id, kept.record, kept.caption, kept.confidential) == (told["id"], meeting, "Доска", True)
    cami("attach", tmp_path / "kz.cami", "nobody", files[0]).refused(2, "There is no record with the id nobody.")
