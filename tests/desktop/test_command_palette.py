"""The command palette and the page of keys: everything is found by a part of its name and reached by keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.command_palette import CommandPalette
from cami_desktop.desktop.commands import words_of
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.shortcut_page import ShortcutPage
from cami_desktop.records.kinds import Organisation
from tests.desktop.keys import CONTROL, enter, press


def palette_of(window: MainWindow) -> CommandPalette:
    if QApplication.focusWidget() is None:
        window.rail.buttons[window.place_id].setFocus()
    press(Qt.Key.Key_K, CONTROL)
    palette = window.panels.palette_
    assert palette is not None and palette.isVisible()
    return palette


def words(palette: CommandPalette) -> list[str]:
    return [found.words for found in palette.shown]


def test_a_place_is_reached_by_a_part_of_its_name(window: MainWindow, qtbot: QtBot) -> None:
    palette = palette_of(window)
    assert {"Home", "Species", "Register"} <= set(words(palette))
    enter("prog work")
    press(Qt.Key.Key_Return)
    assert window.place_id == "programme"
    assert not palette.isVisible()


def test_a_place_is_found_by_its_name_in_another_language(window: MainWindow, qtbot: QtBot) -> None:
    palette = palette_of(window)
    enter("виды")
    assert words(palette)[0] == "Species"


def test_a_taxon_is_found_by_its_scientific_name(window: MainWindow, qtbot: QtBot) -> None:
    palette = palette_of(window)
    enter("equus hem")
    assert words(palette)[0] == "Kulan / Asiatic wild ass"
    press(Qt.Key.Key_Return)
    assert window.place_id == "species"
    assert window.places["species"].memory().startswith("kulan/")


def test_what_is_called_so_comes_before_what_contains_it(window: MainWindow) -> None:
    window.show_place("species")
    palette = palette_of(window)
    enter("population")
    assert words(palette)[0] == "Population"
    assert "Cheetah (Asiatic populations only)" in words(palette)


def test_a_record_is_found_without_its_special_letters_and_opened(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert session is not None
    stored = session.save(session.new(Organisation, name="Қазақ орманы", organisation_type="national_government"))
    palette = palette_of(window)
    enter("казак орм")
    qtbot.waitUntil(lambda: "Қазақ орманы" in words(palette))
    palette.list.setCurrentRow(words(palette).index("Қазақ орманы"))
    press(Qt.Key.Key_Return)
    assert window.place_id == "register"
    assert session.find(stored.id) is not None


def test_records_are_narrowed_by_kind(window: MainWindow, qtbot: QtBot) -> None:
    palette = palette_of(window)
    enter("saiga")
    qtbot.waitUntil(lambda: any("Population estimate" in found.note for found in palette.shown))
    palette.kind.setCurrentIndex(palette.kind.findData("threat_assessment"))
    assert palette.kind.currentIndex() == -1
    palette.kind.setCurrentIndex(palette.kind.findData("species_status"))
    palette.kind.activated.emit(palette.kind.currentIndex())
    qtbot.waitUntil(lambda: bool(palette.shown) and all("Species status" in found.note for found in palette.shown))


def test_a_command_of_the_place_is_found_and_done(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert session is not None
    session.save(session.new(Organisation, name="New one", organisation_type="national_government"))
    palette_of(window)
    enter("undo")
    press(Qt.Key.Key_Return)
    assert not session.all(Organisation, lambda record: record.name == "New one")


def test_what_nothing_is_called_says_so_and_escape_gives_the_focus_back(window: MainWindow, qtbot: QtBot) -> None:
    window.show_place("check")
    before = window.rail.buttons["check"]
    before.setFocus()
    palette = palette_of(window)
    enter("xyzzy")
    assert palette.shown == [] and palette.nothing.isVisible()
    press(Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is before


def test_every_shortcut_has_words_and_stands_on_the_page_of_keys(window: MainWindow, qtbot: QtBot) -> None:
    for place_id in window.entries:
        window.show_place(place_id)
    nameless = [shortcut.key().toString() for shortcut in window.findChildren(QShortcut) if not words_of(shortcut)]
    assert nameless == []
    press(Qt.Key.Key_Slash, CONTROL)
    page = window.panels.keys
    assert isinstance(page, ShortcutPage) and page.isVisible()
    shown = {
        (item.text(0), item.text(1))
        for number in range(page.table.topLevelItemCount())
        if (item := page.table.topLevelItem(number)) is not None
    }
    told = {
        ("Ctrl+K", "Find a place, a command or a record"),
        ("Ctrl+Y", "Redo"),
        ("F1", "Help for the field and the place"),
    }
    assert told <= shown
    every = {shortcut.key().toString() for shortcut in window.findChildren(QShortcut)}
    assert every <= {keys for keys, _words in shown}
    press(Qt.Key.Key_Escape)
    assert not page.isVisible()
