"""The bin lists what was removed, by whom and when, and gives it back by the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.bin import Bin
from cami_desktop.records.kinds import Organisation, PopulationEstimate, Source

from .keys import enter, name, press


def bin_of(window: MainWindow) -> Bin:
    place = window.show_place("bin")
    assert isinstance(place, Bin)
    QApplication.processEvents()
    return place


def texts(place: Bin) -> list[list[str]]:
    lines = [place.table.topLevelItem(number) for number in range(place.table.topLevelItemCount())]
    return [[item.text(column) for column in range(4)] for item in lines if item is not None and not item.isHidden()]


def test_an_empty_bin_says_what_belongs_there(window: MainWindow) -> None:
    place = bin_of(window)
    assert place.pages.currentIndex() == 1
    assert not place.restore_button.isEnabled()
    assert window.session is not None
    window.session.remove(window.session.all(Source))
    assert len(texts(bin_of(window))) == 1


def test_a_removed_record_is_listed_found_and_restored_with_enter_and_shown(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    organisation, estimates = session.all(Organisation)[0], session.all(PopulationEstimate)
    session.remove([organisation, *estimates[:2]])
    place = bin_of(window)
    assert len(texts(place)) == 3
    (line,) = [line for line in texts(place) if line[0] == "Organisation"]
    assert line[1] == "Охотзоопром"
    assert line[2] == "Aigerim"
    assert line[3] != ""
    place.search.setFocus()
    enter("охотзоо")
    assert len(texts(place)) == 1
    place.table.choose(organisation.id)
    place.table.setFocus()
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert session.find(organisation.id) is not None
    assert window.place_id == "register"
    assert "Охотзоопром" in window.status.message.text
    session.undo()
    assert session.find(organisation.id) is None


def test_several_records_come_back_as_one_step_of_undo(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    session.remove(session.all(PopulationEstimate)[:3])
    place = bin_of(window)
    place.table.setFocus()
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    place.restore_button.click()
    assert len(session.all(PopulationEstimate)) == 11
    assert window.place_id == "species"
    session.undo()
    assert len(session.all(PopulationEstimate)) == 8


def test_the_bin_is_the_last_place_of_the_rail_and_has_a_key(window: MainWindow, qtbot: QtBot) -> None:
    number = list(window.rail.buttons).index("bin") + 1
    assert number == len(window.rail.buttons)
    press_on = window.rail.buttons["home"]
    press_on.setFocus()
    press(getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: window.place_id == "bin")
    QApplication.processEvents()
    assert name() in ("Removed records", "Find in the bin")
