"""Drafts: what is being typed survives a kill, goes with the saving of its field, and never leaves the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cami_desktop.errors import Refused
from cami_desktop.loop.dump import dump
from cami_desktop.records import new_id
from cami_desktop.records.kinds import Note, Source
from cami_desktop.workspace.drafts import Draft
from cami_desktop.workspace.workspace import Workspace
from tests.workspace.conftest import files_beside, ticking

TYPED = """
import os, sys
from pathlib import Path
from cami_desktop.workspace.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
for text in ("Н", "Нуж", "Нужен учёт"):
    workspace.keep_draft("note", sys.argv[2], "text", text)
os.kill(os.getpid(), 9)
"""


def test_a_draft_survives_a_kill_and_says_of_what_and_when(workspace: Workspace, file: Path) -> None:
    note = workspace.save(Note(text="Учёт"))
    workspace.close()
    subprocess.run([sys.executable, "-c", TYPED, str(file), note.id], check=False)
    with Workspace.open(file) as again:
        (draft,) = again.drafts()
        assert (draft.kind, draft.record_id, draft.field, draft.text) == ("note", note.id, "text", "Нужен учёт")
        assert draft.at.endswith("Z")
        stored = again.get(Note, note.id)
        assert stored is not None and stored.text == "Учёт"
    assert files_beside(file) == [file]


def test_the_latest_text_of_a_field_stands(workspace: Workspace) -> None:
    for text in ("a", "ab", ""):
        workspace.keep_draft("note", "r", "text", text)
    workspace.keep_draft("note", "r", "text_en", "x")
    assert [(item.field, item.text) for item in workspace.drafts()] == [("text", ""), ("text_en", "x")]


def test_saving_a_field_drops_its_draft_and_no_other(workspace: Workspace) -> None:
    source = workspace.save(Source(citation="a", source_type="press"))
    other = workspace.save(Source(citation="b", source_type="press"))
    workspace.keep_draft("source", source.id, "citation", "aa")
    workspace.keep_draft("source", source.id, "language", "r")
    workspace.keep_draft("source", other.id, "citation", "bb")
    source.citation = "aa"
    workspace.save(source)
    assert [(item.record_id, item.field) for item in workspace.drafts()] == [
        (source.id, "language"), (other.id, "citation"),
    ]  # fmt: skip


def test_a_draft_stays_where_the_saving_fails(workspace: Workspace) -> None:
    source = workspace.save(Source(citation="a", source_type="press"))
    workspace.keep_draft("source", source.id, "citation", "aa")
    source.citation = "aa"

    def fail() -> None:
        with workspace.transaction("x") as change:
            change.edit(source)
            raise KeyError("power cut")

    with pytest.raises(KeyError):
        fail()
    assert [item.text for item in workspace.drafts()] == ["aa"]


def test_a_record_that_is_not_stored_yet_has_drafts_too(workspace: Workspace) -> None:
    source = Source(id=new_id(), citation="new", source_type="press")
    workspace.keep_draft("source", source.id, "citation", "ne")
    workspace.save(source)
    assert workspace.drafts() == []


def test_undo_leaves_what_is_being_typed(workspace: Workspace) -> None:
    source = workspace.save(Source(citation="a", source_type="press"))
    source.citation = "b"
    workspace.save(source)
    workspace.keep_draft("source", source.id, "citation", "bc")
    workspace.undo()
    assert [item.text for item in workspace.drafts()] == ["bc"]


def test_drafts_are_dropped_by_field_and_by_record(workspace: Workspace) -> None:
    for field in ("text", "text_en", "language"):
        workspace.keep_draft("note", "r", field, field)
    workspace.drop_draft("r", "text")
    assert [item.field for item in workspace.drafts()] == ["language", "text_en"]
    workspace.drop_draft("r")
    assert workspace.drafts() == []


def test_drafts_are_in_no_history_and_in_no_dump(workspace: Workspace) -> None:
    note = workspace.save(Note(text="Учёт"))
    before, stack, history = dump(workspace), workspace.undo_stack(), workspace.history(note.id)
    workspace.keep_draft("note", note.id, "text", "тайна")
    assert (dump(workspace), workspace.undo_stack(), workspace.history(note.id)) == (before, stack, history)


def test_drafts_of_two_files_are_never_mixed(workspace: Workspace, tmp_path: Path) -> None:
    workspace.keep_draft("note", "r", "text", "here")
    with Workspace.create(tmp_path / "other.cami", country="KZ", clock=ticking()) as other:
        assert other.drafts() == []
        other.keep_draft("note", "r", "text", "there")
        assert other.drafts() == [Draft("note", "r", "text", "there", "2014-05-20T09:30:02Z")]
    assert [item.text for item in workspace.drafts()] == ["here"]


def test_a_file_opened_for_reading_keeps_none(workspace: Workspace, file: Path) -> None:
    workspace.close()
    with Workspace.open(file, read_only=True) as reader, pytest.raises(Refused, match="only be read"):
        reader.keep_draft("note", "r", "text", "x")
