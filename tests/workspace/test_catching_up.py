"""Entering for searching beside other work: in steps that can be stopped, and put off when much waits at closing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cami_desktop.records.kinds import Note
from cami_desktop.workspace import search, search_index
from cami_desktop.workspace.workspace import Workspace

MANY = 25


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kg.cami"


@pytest.fixture
def workspace(path: Path) -> Workspace:
    made = Workspace.create(path, country="KG", who="Test")
    made.save_all([Note(text=f"Архар {n}") for n in range(MANY)])
    return made


def waiting(workspace: Workspace) -> int:
    with workspace.reading() as connection:
        return search_index.pending(connection)


class Enough(Exception):
    """The person closes the window."""


def test_what_was_entered_stays_when_the_work_is_stopped(workspace: Workspace) -> None:
    seen: list[tuple[int, int]] = []

    def between(entered: int, total: int) -> None:
        # Between two steps others can store.
        workspace.save(Note(text="Typed meanwhile"))
        seen.append((entered, total))
        if len(seen) == 2:
            raise Enough

    with workspace, pytest.raises(Enough):
        search.catch_up(workspace, batch=10, between=between)
    assert seen == [(10, MANY), (20, MANY)]


@pytest.mark.parametrize(("most", "left"), [(MANY, 0), (MANY - 1, MANY), (None, 0)])
def test_closing_enters_what_waits_unless_it_is_too_much(
    workspace: Workspace, path: Path, most: int | None, left: int
) -> None:
    workspace.close(most_entered=most)
    with Workspace.open(path, read_only=True) as again:
        assert waiting(again) == left
        assert len(again.search("архар", limit=100)) == MANY, "found all the same"
