"""The view for the wall: opened by a key, live, large, closed with Esc or the workspace, and without anything noted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.desktop.places.meetings.projector import BODY, Projector
from cami_desktop.records.kinds import AgendaItem, Contribution
from tests.desktop.keys import CONTROL, SHIFT, enter, press
from tests.desktop.meeting_kit import begun, meetings, open_notes


@pytest.fixture
def tab(window: MainWindow) -> NotesTab:
    """The notes of a meeting with two agenda items."""
    place = meetings(window)
    session = place.session
    meeting = begun(place, title="Совещание", meeting_kind="bilateral", attribution="chatham_house", starts_on=None)
    session.save_all([session.new(AgendaItem, meeting=meeting.id, number=str(n), title=f"Item {n}") for n in (1, 2)])
    return open_notes(place, meeting)


def wall(tab: NotesTab) -> Projector:
    """The wall, opened by its key."""
    press(Qt.Key.Key_P, CONTROL | SHIFT)
    window = tab.entry.projecting.window
    assert window is not None
    return window


def test_the_wall_follows_the_agenda_and_what_is_agreed_and_shows_no_note(tab: NotesTab, qtbot: QtBot) -> None:
    session = tab.session
    shown = wall(tab)
    assert shown.text().splitlines()[:2] == ["1 Item 1", "Next: 2 Item 2"]
    assert "Nothing is agreed yet" in shown.text()
    tab.window().activateWindow()
    tab.entry.text.setFocus()
    enter("Тайна: не для стены")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_PageDown, CONTROL)
    session.save(
        session.new(
            Contribution, meeting=tab.meeting_id, text="Нужны разрывы в ограждении", input_kind="gap", state="agreed"
        )
    )
    qtbot.waitUntil(lambda: "разрывы" in shown.text())
    assert shown.text().splitlines()[0] == "2 Item 2"
    assert "Тайна" not in shown.text()
    texts = [part for part in shown.findChildren(QLabel) if "разрывы" in part.text()]
    texts[0].ensurePolished()
    assert texts[0].fontInfo().pixelSize() >= int(shown.height() * BODY) - 1


def test_f11_fills_the_display_and_esc_leaves_it_and_then_closes(tab: NotesTab) -> None:
    shown = wall(tab)
    QTest.keyClick(shown, Qt.Key.Key_F11)
    assert shown.isFullScreen()
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert (shown.isFullScreen(), shown.isVisible()) == (False, True)
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert tab.entry.projecting.window is None


def test_the_wall_goes_with_the_workspace(tab: NotesTab, window: MainWindow) -> None:
    wall(tab)
    session = window.let_go()
    assert session is not None
    session.close()
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, Projector) and one.isVisible()]
