"""Undo and redo over the whole workspace: edits, imports, merges, decisions; exact, across restarts, without clocks."""

from __future__ import annotations

import copy
import datetime
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cami_desktop.errors import Refused
from cami_desktop.loop.resolve import resolve
from cami_desktop.merge.apply import apply, queue_of
from cami_desktop.merge.plan import make_plan
from cami_desktop.records import Record
from cami_desktop.records.kinds import Note, Source
from cami_desktop.workspace.ledger import Conflict, Question, Submission
from cami_desktop.workspace.transaction import MOST_AT_ONCE
from cami_desktop.workspace.workspace import Workspace
from tests.workspace.conftest import ticking

HIDDEN = ("change", "history", "row_image", "alembic_version", "sqlite_", "search_")
"""Tables that only ever grow, or that follow from the others."""


def rows(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the file, as SQLite has it, but for what only grows."""
    connection = sqlite3.connect(f"{workspace.path.resolve().as_uri()}?mode=ro", uri=True)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
    found = {
        name: sorted(connection.execute(f'SELECT * FROM "{name}"')) for name in names if not name.startswith(HIDDEN)
    }
    connection.close()
    return found


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Workspace]:
    """A second workspace of the same country."""
    with Workspace.create(tmp_path / "assistant.cami", country="KG", who="Assistant", clock=ticking()) as made:
        yield made


def merge(into: Workspace, source: Workspace, digest: str = "d1") -> None:
    """Merge all records of a workspace, as `receive` does with a working package."""
    ours = into.records()
    plan = make_plan(source.records(), ours.get, owner="KG", own_replica=into.info.replica, alternatives=queue_of(into))
    with into.transaction(f"Merged {digest}", origin="merge") as change:
        apply(plan, change, digest, lambda *_sides: None)
        change.note(_submission("received", digest, plan.counts()))


def _submission(direction: str, digest: str, outcome: dict[str, Any] | None = None, last: int = 0) -> Submission:
    return Submission(
        direction=direction, kind="working", country="KG", cycle="cami-2014", number=1, digest=digest, previous=None,
        package=f"{digest}.asice", at="t", signer="s", fingerprint="f", signed_at="t", verdict="genuine",
        state="merged", outcome=outcome or {}, last_change=last,
    )  # fmt: skip


def share(source: Workspace, into: Workspace, *records: Record) -> None:
    """Give records, with their versions, to another workspace before the story begins."""
    with into.transaction("shared", origin="test") as change:
        change.put_all((None, record, {}) for record in records)


def source(workspace: Workspace, id_: str) -> Source:
    found = workspace.get(Source, id_)
    assert found is not None
    return found


def change_citation(workspace: Workspace, id_: str, text: str) -> None:
    record = source(workspace, id_)
    record.citation = text
    workspace.save(record)


@pytest.fixture
def merged(workspace: Workspace, assistant: Workspace) -> tuple[str, dict[str, Any]]:
    """The id of a record with a conflict, and the rows before the merge that made it; another record came new."""
    shared = workspace.save(Source(citation="a", source_type="press"))
    share(workspace, assistant, shared)
    change_citation(workspace, shared.id, "ours")
    change_citation(assistant, shared.id, "theirs")
    assistant.save(Note(text="new from the assistant"))
    before = rows(workspace)
    merge(workspace, assistant)
    assert len(workspace.ledger(Conflict, state="open")) == 1
    return shared.id, before


def test_a_merge_is_undone_to_the_very_rows_and_done_again(
    workspace: Workspace, merged: tuple[str, dict[str, Any]]
) -> None:
    _id, before = merged
    after = rows(workspace)
    assert after != before
    assert workspace.undo_stack()[0].label == "Merged d1"
    for _turn in range(2):
        undone = workspace.undo()
        assert undone is not None and undone.label == "Merged d1"
        assert rows(workspace) == before
        assert [item.label for item in workspace.redo_stack()] == ["Merged d1"]
        workspace.redo()
        assert rows(workspace) == after


def test_an_undone_merge_can_be_merged_again(
    workspace: Workspace, assistant: Workspace, merged: tuple[str, dict[str, Any]]
) -> None:
    after = rows(workspace)
    workspace.undo()
    assert workspace.ledger(Submission) == []
    merge(workspace, assistant)
    again = rows(workspace)
    clocked = {"conflict", "submission"}
    assert {name: found for name, found in again.items() if name not in clocked} == {
        name: found for name, found in after.items() if name not in clocked
    }
    assert len(workspace.ledger(Conflict, state="open")) == 1


def test_undo_of_a_merge_survives_reopening(
    workspace: Workspace, file: Path, merged: tuple[str, dict[str, Any]]
) -> None:
    workspace.close()
    with Workspace.open(file) as again:
        again.undo()
        assert rows(again) == merged[1]
    with Workspace.open(file) as again:
        assert again.redo() is not None


def test_a_merge_that_changed_no_record_is_a_step_of_its_own(workspace: Workspace, assistant: Workspace) -> None:
    workspace.save(Source(citation="a", source_type="press"))
    merge(workspace, assistant)
    undone = workspace.undo()
    assert undone is not None and undone.label == "Merged d1"
    assert workspace.ledger(Submission) == [] and len(workspace.all(Source)) == 1


def test_the_history_tells_of_the_merge_and_of_its_undoing(
    workspace: Workspace, merged: tuple[str, dict[str, Any]]
) -> None:
    (note,) = workspace.all(Note)
    workspace.undo()
    assert workspace.get(Note, note.id) is None
    told = [
        (item.change.origin, item.before, item.after) for item in workspace.history(note.id) if item.field == "text"
    ]
    text = "new from the assistant"
    assert told == [("merge", None, text), ("undo", text, None)]


def test_a_decision_is_undone_with_the_conflict_it_closed(
    workspace: Workspace, merged: tuple[str, dict[str, Any]]
) -> None:
    id_, before = merged
    undecided = rows(workspace)
    (conflict,) = workspace.ledger(Conflict, state="open")
    assert conflict.id is not None
    resolve(workspace, conflict.id, "theirs", "newer survey")
    assert source(workspace, id_).citation == "theirs" and workspace.ledger(Conflict, state="open") == []
    workspace.undo()
    assert rows(workspace) == undecided
    workspace.redo()
    assert source(workspace, id_).citation == "theirs" and workspace.ledger(Conflict, state="open") == []
    workspace.undo()
    workspace.undo()
    assert rows(workspace) == before


def test_edits_after_a_merge_are_undone_before_it(workspace: Workspace, merged: tuple[str, dict[str, Any]]) -> None:
    id_, before = merged
    record = source(workspace, id_)
    record.year = 2014
    workspace.save(record)
    workspace.undo()
    workspace.undo()
    assert rows(workspace) == before


def test_a_merge_whose_records_left_in_a_package_stays(
    workspace: Workspace, merged: tuple[str, dict[str, Any]]
) -> None:
    with workspace.transaction("handed in", origin="submission") as change:
        change.note(_submission("sent", "s1", last=workspace.last_change()))
    after = rows(workspace)
    with pytest.raises(Refused, match=r"“Merged d1” cannot be undone any more\. The package s1\.asice was handed in"):
        workspace.undo()
    assert rows(workspace) == after


def test_an_undone_merge_is_not_done_again_once_a_package_left(
    workspace: Workspace, merged: tuple[str, dict[str, Any]]
) -> None:
    workspace.undo()
    with workspace.transaction("handed in", origin="submission") as change:
        change.note(_submission("sent", "s1", last=workspace.last_change()))
    with pytest.raises(Refused, match="cannot be done again") as told:
        workspace.redo()
    assert "merging the package again" in told.value.do


def test_a_merge_on_which_something_built_stays(workspace: Workspace, merged: tuple[str, dict[str, Any]]) -> None:
    id_ = merged[0]
    record = source(workspace, id_)
    record.year = 2013
    with workspace.transaction("A repair", origin="repair") as change:
        change.edit(record)
    after = rows(workspace)
    with pytest.raises(Refused, match="changed since: A repair"):
        workspace.undo()
    assert rows(workspace) == after


def test_an_edit_under_what_cannot_be_undone_is_not_overwritten(workspace: Workspace) -> None:
    saved = workspace.save(Source(citation="a", source_type="press"))
    change_citation(workspace, saved.id, "b")
    record = source(workspace, saved.id)
    record.citation = "merged by an older version of the program"
    with workspace.transaction("Old merge", origin="old") as change:
        change.edit(record)
    with pytest.raises(Refused, match="changed again since"):
        workspace.undo()
    assert source(workspace, saved.id).citation == "merged by an older version of the program"


def test_a_receipt_is_taken_back_with_its_questions(workspace: Workspace) -> None:
    with workspace.transaction("handed in", origin="submission") as change:
        change.note(_submission("sent", "s1"))
    before = rows(workspace)
    (sent,) = workspace.ledger(Submission)
    with workspace.transaction("Receipt", origin="receipt") as change:
        change.note(Question("q", "s1", "r", "note", "text", "Why?"))
        change.note(Submission(**{**vars_of(sent), "state": "received"}))
    assert workspace.undo() is not None
    assert rows(workspace) == before
    workspace.redo()
    assert [item.state for item in workspace.ledger(Submission)] == ["received"]
    assert len(workspace.ledger(Question)) == 1


def vars_of(entry: Submission) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in entry.__dataclass_fields__}


def test_a_new_edit_ends_what_could_be_done_again_merges_too(
    workspace: Workspace, merged: tuple[str, dict[str, Any]]
) -> None:
    workspace.undo()
    workspace.save(Source(citation="x", source_type="press"))
    assert workspace.redo_stack() == [] and workspace.redo() is None


def test_an_import_and_a_merge_are_each_one_line_of_the_stack(workspace: Workspace, assistant: Workspace) -> None:
    workspace.save_all(
        [Source(citation=str(n), source_type="press") for n in range(3)], label="Imported 3", origin="import"
    )
    for n in range(3):
        assistant.save(Note(text=str(n)))
    merge(workspace, assistant)
    saved = workspace.save(Source(citation="last", source_type="press"))
    labels = [item.label for item in workspace.undo_stack()]
    assert labels == ["New Source: last", "Merged d1", "Imported 3"]
    assert [item.label for item in workspace.undo_stack(2)] == labels[:2]
    for _step in range(3):
        workspace.undo()
    assert workspace.all(Note) == [] and workspace.all(Source) == []
    assert [item.label for item in workspace.redo_stack()] == list(reversed(labels))
    for _step in range(3):
        workspace.redo()
    assert len(workspace.all(Note)) == 3 and source(workspace, saved.id).citation == "last"


def backwards() -> Callable[[], datetime.datetime]:
    """A clock that goes an hour back at each look."""
    moment = datetime.datetime(2014, 5, 20, 9, 30, tzinfo=datetime.UTC)

    def look() -> datetime.datetime:
        nonlocal moment
        moment -= datetime.timedelta(hours=1)
        return moment

    return look


def test_a_clock_that_goes_backwards_changes_no_order(file: Path) -> None:
    with Workspace.create(file, country="KG", clock=backwards()) as workspace:
        saved = workspace.save(Source(citation="0", source_type="press"))
        for n in range(1, 5):
            change_citation(workspace, saved.id, str(n))
        told = [item.after for item in workspace.history(saved.id) if item.field == "citation"]
        assert told == ["0", "1", "2", "3", "4"]
        times = [item.change.at for item in workspace.history(saved.id)]
        assert times == sorted(times, reverse=True)
        seen = []
        for _step in range(4):
            workspace.undo()
            seen.append(source(workspace, saved.id).citation)
        assert seen == ["3", "2", "1", "0"]
        for _step in range(4):
            workspace.redo()
        assert source(workspace, saved.id).citation == "4"


def test_undo_of_many_records_changes_none_where_one_cannot_be_taken_back(workspace: Workspace) -> None:
    """More than are written at once: what the first portions did goes with the transaction."""
    made = workspace.save_all([Source(citation=f"Report {n}") for n in range(2 * MOST_AT_ONCE)])
    for source in made:
        source.citation = f"{source.citation}, second edition"
    workspace.save_all(made)
    last = max(made, key=lambda source: source.id)
    before, after = workspace.get(Source, last.id), workspace.get(Source, last.id)
    assert after is not None
    after.citation = "From elsewhere"
    with workspace.transaction("a merge", origin="repair") as change:
        change.put_all([(before, after, {})])
    stood = rows(workspace)
    with pytest.raises(Refused):
        workspace.undo()
    assert rows(workspace) == stood


def test_a_record_that_is_stored_twice_in_one_change_keeps_the_last_value_and_is_undone_whole(
    workspace: Workspace,
) -> None:
    source = workspace.save(Source(citation="First"))
    second, third = copy.copy(source), copy.copy(source)
    second.citation, third.citation = "Second", "Third"
    workspace.save_all([second, third])
    stored = workspace.get(Source, source.id)
    assert stored is not None
    assert stored.citation == "Third"
    workspace.undo()
    stored = workspace.get(Source, source.id)
    assert stored is not None
    assert stored.citation == "First"
