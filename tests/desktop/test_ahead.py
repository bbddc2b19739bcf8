"""What may be looked at next is built while nobody types, and a place that is gone to is complete for the next key."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cami_desktop.desktop.lazy_tabs import LazyTabs
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.desktop.places.programme.place import Programme
from cami_desktop.desktop.places.register.place import Register
from cami_desktop.desktop.places.species.place import TABS, Species
from cami_desktop.desktop.tables import RecordBrowser
from cami_desktop.records.kinds import Meeting

PATIENCE = 20_000


def typed_into_window(window: MainWindow, key: Qt.Key) -> None:
    """Press a key where the system delivers it: to the window, which gives it to the control in focus."""
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key)


def test_all_places_and_the_tabs_of_the_open_one_are_built_while_nobody_types(
    window: MainWindow, qtbot: QtBot
) -> None:
    place = window.show_place("species")
    assert isinstance(place, Species)
    qtbot.waitUntil(lambda: set(window.places) == set(window.entries), timeout=PATIENCE)
    assert all(place.tabs.built(code) for code in TABS)
    assert window.place_id == "species" and window.stack.currentWidget() is place
    register = window.places["register"]
    assert isinstance(register, Register)
    assert register.tabs.built("organisation") and not register.tabs.built("site")


def test_a_key_puts_off_what_is_built_ahead(window: MainWindow, qtbot: QtBot) -> None:
    window.show_place("check")
    for _round in range(6):
        typed_into_window(window, Qt.Key.Key_Shift)
        qtbot.wait(100)
    assert set(window.places) == {"home", "check"}


def test_the_key_after_going_to_a_place_finds_it_complete(window: MainWindow) -> None:
    window.rail.buttons["register"].click()
    assert window.rail.buttons["register"].isChecked()
    assert "register" not in window.places
    typed_into_window(window, Qt.Key.Key_Shift)
    assert window.place_id == "register"
    place = window.places["register"]
    assert isinstance(place, Register)
    assert place.tabs.built("organisation") and place.tabs.isVisible()


def test_going_somewhere_else_meanwhile_wins(window: MainWindow, qtbot: QtBot) -> None:
    window.rail.buttons["species"].click()
    window.rail.buttons["check"].click()
    qtbot.waitUntil(lambda: window.place_id == "check")
    qtbot.wait(50)
    assert window.place_id == "check" and window.rail.buttons["check"].isChecked()


def test_a_form_is_there_for_whoever_asks_and_a_moment_after_its_table_is_seen(
    window: MainWindow, qtbot: QtBot
) -> None:
    place = window.show_place("register")
    assert isinstance(place, Register)
    browser = place.tabs.page("organisation")
    assert isinstance(browser, RecordBrowser)
    qtbot.waitUntil(lambda: browser.below.count() == 1)
    record = browser.table.current
    assert record is not None and browser.form.record is not None and browser.form.record.id == record.id
    programme = window.show_place("programme")
    assert isinstance(programme, Programme)
    assert programme.form.record is not None and programme.form.record.pow_item == programme.tree.code  # type: ignore[attr-defined]


def test_closing_takes_the_places_apart_before_the_file_is_closed(window: MainWindow, qtbot: QtBot) -> None:
    places: list[QObject] = [window.show_place(place_id) for place_id in ("register", "species")]  # type: ignore[misc]
    tabs = window.places["species"].findChild(LazyTabs)
    assert isinstance(tabs, LazyTabs)
    pages = [tabs.open(code) for code in ("population", "gaps_needs", "threats")]
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: window.jobs.idle, timeout=PATIENCE)
    window.ahead.take_apart(lambda: window.setWindowTitle("apart"))
    qtbot.waitUntil(lambda: window.windowTitle() == "apart")
    assert not any(isValid(widget) for widget in (*places, *pages)) and not window.places
    assert window.session is session and session.workspace.info.country == "KZ"
    QApplication.processEvents()


def test_what_is_built_ahead_takes_neither_the_keyboard_nor_a_meeting(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    meeting = window.session.save(Meeting(title="Национальное совещание", cycle="cami-2014"))
    place = window.show_place("meetings")
    assert isinstance(place, Meetings)
    place.list.choose(meeting.id)
    place.list.list.setFocus()
    qtbot.waitUntil(lambda: place.tabs.built("notes") and place.tabs.built("contributions"), timeout=PATIENCE)
    qtbot.wait(50)
    assert place.list.list.hasFocus()
    notes = place.open_tab("notes")
    assert isinstance(notes, NotesTab)
    assert notes.meeting_id == meeting.id and notes.entry.text.hasFocus()


def test_what_the_palette_needs_is_read_before_it_is_called(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.panels.palette_ is not None, timeout=PATIENCE)
    palette = window.panels.open_palette()
    assert palette is window.panels.palette_ and palette.isVisible()
    assert "Species" in [found.words for found in palette.shown]
