"""The ledgers: entries come back as they were written, whatever a field's value is."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from cami_desktop.workspace.ledger import Certificate, Conflict, Question, Submission, TrustedRoot
from cami_desktop.workspace.workspace import Workspace

CONFLICT = Conflict(
    record_id="r", kind="note", field="text", base=None, ours="a", theirs="", ours_stamp="a:1", theirs_stamp="b:1",
    origin="digest", found_at="2014-05-20T09:30:00Z",
)  # fmt: skip
SUBMISSION = Submission(
    direction="sent", kind="national", country="KG", cycle="cami-2014", number=1, digest="d" * 64, previous=None,
    package="CAMI_KG_cami-2014_001.asice", at="t", signer="s", fingerprint="f", signed_at="t", verdict="genuine",
    state="signed", counts={"note": 3}, outcome={}, last_change=7,
)  # fmt: skip
ENTRIES = [
    CONFLICT,
    SUBMISSION,
    Question("q", "d", "r", "note", "text", "Why?"),
    Certificate("1f", "PEM", "CN=x", "KG", "ab", "t", "t"),
    TrustedRoot("ab", "PEM", "t", b"\x00crl"),
]


@pytest.mark.parametrize("entry", ENTRIES, ids=[type(entry).__name__ for entry in ENTRIES])
def test_an_entry_comes_back_as_it_was_written(workspace: Workspace, entry: Any) -> None:
    with workspace.transaction("x", origin="test") as change:
        change.note(entry)
    found = workspace.ledger(type(entry))
    assert len(found) == 1
    expected = dataclasses.replace(entry, id=1) if getattr(entry, "id", "") is None else entry
    assert found[0] == expected


@pytest.mark.parametrize("value", [None, "", 0, 2.5, False, ["a"], {"best": "unknown"}])
def test_a_conflict_keeps_any_value_of_a_field_apart(workspace: Workspace, value: Any) -> None:
    with workspace.transaction("x", origin="test") as change:
        change.note(dataclasses.replace(CONFLICT, theirs=value))
    assert workspace.ledger(Conflict)[0].theirs == value


def test_writing_an_entry_again_changes_it_in_place(workspace: Workspace) -> None:
    with workspace.transaction("x", origin="test") as change:
        change.note(SUBMISSION)
    stored = workspace.ledger(Submission)[0]
    with workspace.transaction("y", origin="test") as change:
        change.note(dataclasses.replace(stored, state="received"))
    assert [item.state for item in workspace.ledger(Submission, direction="sent")] == ["received"]
