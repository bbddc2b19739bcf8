"""Storing many records beside the window: shown when stored, one step of undo, and what is typed meanwhile waits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.bin import Bin
from cami_desktop.desktop.storing import MANY, store
from cami_desktop.records import Record
from cami_desktop.records.kinds import Note, ThreatAssessment
from cami_desktop.workspace.workspace import Workspace

from .keys import enter


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


def finished(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until nothing is stored any more and everything typed meanwhile has arrived."""
    assert window.session is not None
    held = window.session.held
    qtbot.waitUntil(lambda: not held.held and not held.waiting, timeout=10_000)


def storing(window: MainWindow) -> None:
    """Begin to store many records."""
    assert window.session is not None
    store(window.session, renamed(window, MANY), "Renamed", list)
    assert window.session.held.held


def test_many_records_are_stored_by_a_job_and_taken_back_in_one_step(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    answers: list[list[Record]] = []
    store(window.session, renamed(window, MANY), "Renamed", answers.append)
    assert not answers
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    assert len(answers[0]) == MANY == count(window)
    assert window.session.undo() is None, "a job takes it back"
    finished(window, qtbot)
    assert count(window) == 0
    assert window.status.message.text == f"Undone: Renamed ({MANY} records)"
    window.session.redo()
    finished(window, qtbot)
    assert count(window) == MANY


def test_what_is_typed_while_records_are_stored_arrives_afterwards(window: MainWindow, qtbot: QtBot) -> None:
    window.show_place("bin")
    place = window.places["bin"]
    assert isinstance(place, Bin)
    place.search.setFocus()
    storing(window)
    enter("Сайгак 12")
    QTest.keyClick(place.search, Qt.Key.Key_Home)
    QTest.keyClicks(place.search, "!")
    assert place.search.text() == ""
    finished(window, qtbot)
    assert place.search.text() == "!Сайгак 12"
    QTest.keyClicks(place.search, "?")
    assert place.search.text() == "!?Сайгак 12"


def test_keys_that_lead_elsewhere_are_pressed_in_their_turn(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    window.show_place("register")
    storing(window)
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window, "reg")
    assert window.place_id == "register"
    finished(window, qtbot)
    assert window.place_id == "home"
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    assert focus.text() == "reg"


def test_undo_pressed_while_records_are_stored_takes_them_back(window: MainWindow, qtbot: QtBot) -> None:
    """The button of undo cannot be pressed yet when the key comes: nothing was stored before."""
    assert window.session is not None
    window.rail.setFocus()
    storing(window)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    finished(window, qtbot)
    assert count(window) == 0
    storing(window)
    window.session.undo()
    finished(window, qtbot)
    assert count(window) == 0
    steps = [step.records for step in window.session.redo_steps(5)]
    assert steps == [MANY]


def test_a_key_held_down_and_the_mouse_do_nothing_meanwhile(window: MainWindow, qtbot: QtBot) -> None:
    window.show_place("bin")
    place = window.places["bin"]
    assert isinstance(place, Bin)
    place.search.setFocus()
    storing(window)
    for repeated in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", repeated)
        QApplication.sendEvent(place.search, event)
    QTest.mouseClick(window.rail.buttons["home"], Qt.MouseButton.LeftButton)
    finished(window, qtbot)
    assert place.search.text() == "a"
    assert window.place_id == "bin"


def test_more_keys_than_can_be_kept_are_told(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cami_desktop.desktop.held_input.MOST_KEPT", 4)
    window.show_place("bin")
    place = window.places["bin"]
    assert isinstance(place, Bin)
    place.search.setFocus()
    storing(window)
    QTest.keyClicks(place.search, "abc")
    finished(window, qtbot)
    assert place.search.text() == "ab"
    assert window.status.message.text.startswith("More was typed")


def test_many_records_removed_together_are_one_step_and_come_back_together(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert session is not None
    some = session.all(ThreatAssessment)[:MANY]
    session.remove(some)
    finished(window, qtbot)
    assert len(session.all(ThreatAssessment)) == 2_000 - MANY
    assert session.undo_steps(1)[0].change.label == f"{MANY} records removed"
    window.show_place("bin")
    place = window.places["bin"]
    assert isinstance(place, Bin)
    place.table.setFocus()
    QTest.keyClick(place.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    place.restore_button.click()
    finished(window, qtbot)
    assert len(session.all(ThreatAssessment)) == 2_000
    assert window.place_id == "species"
    assert f"{MANY} records put back" in window.status.message.text
    for left in (2_000 - MANY, 2_000):
        session.undo()
        finished(window, qtbot)
        assert len(session.all(ThreatAssessment)) == left


def test_many_steps_are_taken_back_together_by_a_job(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert session is not None
    first = session.undo_steps(1)[0].change.id
    for number in range(3):
        records = renamed(window, MANY)
        for record in records:
            record.population = f"name {number}"
        session.save_all(records)
    steps = session.undo_steps(5)
    assert session.undo_through(steps[2].change.id) == 0, "a job does it"
    finished(window, qtbot)
    assert session.undo_steps(1)[0].change.id == first
    assert window.status.message.text == "3 steps undone"
    assert len(session.all(ThreatAssessment, lambda record: (record.population or "").startswith("group"))) == 2_000


def test_a_step_that_a_job_cannot_take_back_is_told_and_changes_nothing(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert session is not None
    records = renamed(window, MANY)
    session.save_all(records)
    changed = session.workspace.get(ThreatAssessment, records[-1].id)
    before = session.workspace.get(ThreatAssessment, records[-1].id)
    assert changed is not None
    changed.population = "from elsewhere"
    with session.workspace.transaction("a merge", origin="repair") as change:
        change.put_all([(before, changed, {})])
    session.undo()
    finished(window, qtbot)
    assert "cannot be undone" in window.status.message.text
    stored = [one for one in session.workspace.all(ThreatAssessment) if one.population == "renamed"]
    assert len(stored) == MANY - 1
    assert session.undo_steps(1)[0].records == MANY


def test_the_window_closes_after_what_is_being_stored(window: MainWindow, qtbot: QtBot, big: Path) -> None:
    assert window.session is not None
    store(window.session, renamed(window, MANY), "Renamed", list)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    with Workspace.open(big) as workspace:
        stored = [one for one in workspace.all(ThreatAssessment) if one.population == "renamed"]
    assert len(stored) == MANY


def test_the_window_closes_after_what_is_being_undone(window: MainWindow, qtbot: QtBot, big: Path) -> None:
    assert window.session is not None
    window.session.save_all(renamed(window, MANY))
    window.session.undo()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert QApplication.overrideCursor() is None
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
