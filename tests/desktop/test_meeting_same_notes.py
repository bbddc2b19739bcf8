"""The stream of a meeting with two note takers: who noted what, and statements noted twice decided by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.desktop.places.meetings.same_notes import short_names
from cami_desktop.records.kinds import Meeting, Note
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import press

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
SAID = ("Нужен ежегодный учёт сайгака", "Железная дорога мешает миграции", "Просим денег на рейнджеров")


@pytest.fixture
def home(path: Path) -> Path:
    """A meeting of which two people took the notes into one file, as after a join."""
    for who, minute in (("Айгерим Сарсенова", 0), ("Болат Ахметов", 3)):
        with Workspace.open(path, who=who) as workspace:
            meeting = next(iter(workspace.all(Meeting)), None) or workspace.save(Meeting(title="Совещание"))
            for n, text in enumerate(SAID):
                at = f"2014-05-14 10:{20 * n + minute:02}:00"
                workspace.save(Note(meeting=meeting.id, noted_at=at, text=text if not minute else f"{text}, сказал он"))
    return path


@pytest.fixture
def tab(home: Path, open_window: Callable[[Path], MainWindow], qtbot: QtBot) -> NotesTab:
    place = open_window(home).show_place("meetings")
    assert isinstance(place, Meetings)
    found = place.open_tab("notes")
    assert isinstance(found, NotesTab)
    qtbot.waitUntil(lambda: len(found.same.pairs) == 3)
    return found


def test_the_takers_are_named_and_a_stream_of_one_taker_says_nothing(tab: NotesTab, qtbot: QtBot) -> None:
    assert tab.same.words.text() == "Noted by АС Айгерим Сарсенова, БА Болат Ахметов"
    assert len(tab.marks.twice) == 6 and tab.same.next_button.text() == "3 statements noted twice?"
    for note in tab.session.all(Note):
        if note.created_by.startswith("Болат"):
            tab.session.remove([note])
    qtbot.waitUntil(lambda: tab.same.line.isHidden())
    assert not tab.marks.takers and not tab.marks.twice


def test_three_pairs_are_decided_by_keys_and_one_undo_brings_a_note_back(tab: NotesTab, qtbot: QtBot) -> None:
    session = tab.session
    press(Qt.Key.Key_J, BOTH)
    panel = tab.same.panel
    assert panel is not None and panel.isVisible() and panel.first.hasFocus()
    assert panel.cards[0].text.text() == SAID[0] and "Болат Ахметов" in panel.cards[1].head.text()
    press(Qt.Key.Key_Space)
    assert panel.cards[0].text.text() == SAID[1], "the next pair follows"
    assert {note.text for note in session.all(Note)} >= {SAID[0]} and len(session.all(Note)) == 5
    press(Qt.Key.Key_3, BOTH)
    assert panel.cards[0].text.text() == SAID[2] and len(session.all(Note)) == 5
    press(Qt.Key.Key_4, BOTH)
    assert len(session.all(Note)) == 4 and not panel.isVisible() and tab.browser.table.hasFocus()
    assert any(note.text == f"{SAID[2]}\n{SAID[2]}, сказал он" for note in session.all(Note))
    tab.same.look()
    qtbot.waitUntil(lambda: not tab.same.pairs, timeout=5_000)
    session.undo()
    qtbot.waitUntil(lambda: len(tab.same.pairs) == 1)
    assert len(session.all(Note)) == 5


def test_esc_closes_the_two_notes_and_nothing_was_changed(tab: NotesTab) -> None:
    press(Qt.Key.Key_J, BOTH)
    press(Qt.Key.Key_Escape)
    assert tab.same.panel is not None and not tab.same.panel.isVisible() and tab.browser.pages.isVisible()
    assert len(tab.session.all(Note)) == 6


def test_initials_tell_two_takers_apart() -> None:
    assert dict(short_names(["Анна Ким", "Алия Канат", "user"])) == {"Анна Ким": "АК", "Алия Канат": "АК2", "user": "U"}
