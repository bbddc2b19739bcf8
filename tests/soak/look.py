"""Reads everything that can be seen of a workspace into the form of the model; stores nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cami_desktop.records import Record
from cami_desktop.records.kinds import Attachment
from cami_desktop.workspace.ledger import Conflict, Question, Submission
from cami_desktop.workspace.workspace import Workspace
from tests.soak.model import EDIT, REDO, UNDO, State, Step, plain

DEEP = 1_000_000
"""More steps than any stack has."""


def key_of(record: Record) -> str:
    """The key of a record; an attachment, whose id is made while it is stored, is known by what it belongs to."""
    if isinstance(record, Attachment):
        return f"attachment {record.record} {record.sha256}"
    return f"{record.kind} {record.id}"


def values_of(record: Record) -> Any:
    """The fields of a record that the history follows."""
    return plain(record.tracked())


def blank_of(record: Record) -> Any:
    """What undo leaves of a record that it takes back wholly: an empty one, in the bin."""
    return plain({**type(record)().tracked(), "deleted": True})


def storing(what: str, workspace: Workspace, state: State, records: Sequence[Record]) -> Step | None:
    """The step that stores these records as one change; None where nothing differs, so that nothing is stored."""
    delta: dict[str, Any] = {}
    back: dict[str, Any] = {}
    for record in (workspace.prepare(item) for item in records):
        key, values = key_of(record), values_of(record)
        before = state.get(key) or blank_of(record)
        changed = [name for name, value in values.items() if value != before[name]]
        if changed:
            delta[key], back[key] = values, before
            drafts = [f"draft {record.id} {name}" for name in changed]
            delta |= {draft: None for draft in drafts if draft in state}
    return Step(what, EDIT, delta, back) if delta else None


def state_of(workspace: Workspace) -> State:
    """Records, drafts, kept files, packages, conflicts, and how many steps can be undone and done again."""
    found: State = {key_of(record): values_of(record) for record in workspace.records()}
    found |= {f"draft {item.record_id} {item.field}": item.text for item in workspace.drafts()}
    with workspace.reading() as connection:
        for digest, size in connection.exec_driver_sql("SELECT sha256, size FROM content"):
            found[f"content {digest}"] = size
    for sent in workspace.ledger(Submission):
        found[f"{sent.direction} {sent.country} {sent.kind} {sent.number}"] = sent.state
    for item in workspace.ledger(Conflict):
        found[f"conflict {item.record_id} {item.field}"] = item.state
    for question in workspace.ledger(Question):
        found[f"question {question.record_id} {question.field}"] = question.text
    found[UNDO] = len(workspace.undo_stack(DEEP))
    found[REDO] = len(workspace.redo_stack(DEEP))
    return found


def state_in(file: Path) -> State:
    """The state of a closed workspace file, which stays as it is: a copy is opened."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        shutil.copyfile(file, copy)
        with Workspace.open(copy) as workspace:
            workspace.backups.wanted = False
            return state_of(workspace)
