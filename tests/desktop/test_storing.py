"""Storing many records beside the window: shown when stored, one step of undo, and keys wait meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.storing import MANY, Storing, store
from cami_desktop.records import Record
from cami_desktop.records.kinds import Note, ThreatAssessment


@pytest.fixture
def window(open_window: Callable[[Path], MainWindow], big: Path) -> MainWindow:
    """The window on a workspace of two thousand records."""
    return open_window(big)


def renamed(window: MainWindow, count: int) -> list[ThreatAssessment]:
    """So many records with another population, as they would be stored."""
    assert window.session is not None
    records = [window.session.workspace.get(ThreatAssessment, one.id) for one in window.session.all(ThreatAssessment)]
    found = [record for record in records[:count] if record is not None]
    for record in found:
        record.population = "renamed"
    return found


def count(window: MainWindow) -> int:
    """How many records are renamed, as the window has them."""
    assert window.session is not None
    return len(window.session.all(ThreatAssessment, lambda record: record.population == "renamed"))


def test_many_records_are_stored_by_a_job_and_taken_back_in_one_step(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    answers: list[list[Record]] = []
    store(window.session, renamed(window, MANY), "Renamed", answers.append)
    assert not answers
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    assert len(answers[0]) == MANY == count(window)
    window.session.undo()
    assert count(window) == 0


def test_keys_pressed_while_records_are_stored_do_nothing(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    answers: list[list[Record]] = []
    window.show_place("register")
    store(window.session, renamed(window, MANY), "Renamed", answers.append)
    assert window.session.findChild(Storing) is not None
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert window.place_id == "register"
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert window.place_id == "home"


def test_the_window_closes_after_what_is_being_stored(window: MainWindow, qtbot: QtBot, big: Path) -> None:
    from cami_desktop.workspace.workspace import Workspace

    assert window.session is not None
    store(window.session, renamed(window, MANY), "Renamed", list)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    with Workspace.open(big) as workspace:
        stored = [one for one in workspace.all(ThreatAssessment) if one.population == "renamed"]
    assert len(stored) in (0, MANY)


def test_notes_stored_by_a_job_are_linked_to_what_they_mention(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert session is not None
    answers: list[list[Record]] = []
    notes = [session.new(Note, text=f"{n}: #[Saiga antelope]") for n in range(MANY)]
    store(session, notes, "Pasted", answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    assert {tuple(note.taxa) for note in session.all(Note)} == {("saiga",)}
