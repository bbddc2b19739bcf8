"""The harness itself: programs that lose, halve or leave something are caught, each for what it did."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.soak.model import EDIT, UNDO, Model, Step, World
from tests.soak.spoilt import SPOILT
from tests.soak.test_kills import soaked

CAUGHT_FOR = {
    "acknowledges early": "lost: gap ",
    "groups in pieces": "(in flight: group)",
    "forgets drafts": "lost: draft ",
    "writes past the history": "the doctor says: ",
    "exports under the final name": "half-made: table ",
    "copies under the final name": "half-made: copy ",
    "loses a backup": "lost: the backup ",
    "sweeps nothing": "left lying: out/.package.asice.part",
}


ATTEMPTS = 8
"""Rounds of six kills until each program must have been caught."""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the harness forks, which Windows does not know")
def test_whoever_does_wrong_is_caught(tmp_path: Path) -> None:
    """Some show their fault only when the kill falls into one short moment: those not caught yet are killed again."""
    assert SPOILT.keys() == CAUGHT_FOR.keys()
    missing, said = list(SPOILT), ""
    for attempt in range(ATTEMPTS):
        code, tallies, said = soaked(tmp_path / str(attempt), tuple(missing), 6 * len(missing), attempt)
        assert attempt or code == 1
        caught = {name for name in missing if any(CAUGHT_FOR[name] in line for line in tallies[name]["complaints"])}
        missing = [name for name in missing if name not in caught]
        if not missing:
            break
    assert not missing, said


def test_a_step_in_flight_is_whole_or_absent() -> None:
    step = Step("group", EDIT, {"gap 1": {"text": "a"}, "gap 2": {"text": "b"}}, {"gap 1": None, "gap 2": None})
    for found, complaints in (
        ({"undo": 0, "redo": 0}, 0),
        ({"gap 1": {"text": "a"}, "gap 2": {"text": "b"}, "undo": 1, "redo": 0}, 0),
        ({"gap 1": {"text": "a"}, "undo": 1, "redo": 0}, 1),
        ({"gap 1": {"text": "a"}, "gap 2": {"text": "B"}, "undo": 1, "redo": 0}, 1),
        ({"gap 1": {"text": "a"}, "gap 2": {"text": "b"}, "undo": 0, "redo": 0}, 1),
    ):
        model = Model()
        model.start(World())
        model.begin(step)
        assert len(model.settle(found)) == complaints, found


def test_a_step_that_was_acknowledged_must_be_there_also_when_it_took_something_back() -> None:
    model = Model()
    model.start(World({"gap 1": {"text": "a"}}))
    model.begin(Step("edit", EDIT, {"gap 1": {"text": "b"}}, {"gap 1": {"text": "a"}}))
    model.finish()
    model.begin(Step("undo", UNDO))
    model.finish()
    assert model.settle({"gap 1": {"text": "b"}, "undo": 1, "redo": 0}) == [
        "differs: gap 1, text",
        "differs: redo, 0 instead of 1",
        "differs: undo, 1 instead of 0",
    ]
