"""A workspace opens as it was left: place, tab, panel, and the room that the parts of a place were given."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop import settings
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.desktop.places.species.place import Species
from cami_desktop.desktop.tables.browser import RecordBrowser
from cami_desktop.desktop.window_state import MOST, WindowState, keep_state, state_of
from cami_desktop.records.kinds import Meeting
from tests.desktop.keys import press

Open = Callable[[Path], MainWindow]


def leave(window: MainWindow, qtbot: QtBot) -> None:
    """Close the window and wait until the workspace is closed."""
    window.close()
    qtbot.waitUntil(lambda: window.session is None, timeout=20_000)


def test_a_workspace_opens_at_the_taxon_and_tab_where_it_was_left(
    window: MainWindow, open_window: Open, path: Path, qtbot: QtBot
) -> None:
    assert window.place_id == "home"
    place = window.show_place("species")
    assert isinstance(place, Species)
    place.recall("argali/threats")
    leave(window, qtbot)
    again = open_window(path)
    place = again.places["species"]
    assert isinstance(place, Species)
    assert (again.place_id, place.taxon, place.tabs.code) == ("species", "argali", "threats")
    assert again.rail.buttons["species"].hasFocus()
    assert "home" not in again.places, "what is not looked at is not built"


def test_the_help_that_was_open_is_open_again_and_the_history_that_was_not_is_not(
    window: MainWindow, open_window: Open, path: Path, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F1)
    assert window.help_shown
    leave(window, qtbot)
    again = open_window(path)
    assert again.panels.help is not None
    assert again.panels.help.isVisible()
    assert not again.history_shown


def test_each_workspace_has_its_own_place(window: MainWindow, open_window: Open, big: Path, qtbot: QtBot) -> None:
    window.show_place("check")
    leave(window, qtbot)
    assert open_window(big).place_id == "home"


def test_a_meeting_that_was_just_begun_is_not_begun_again(
    window: MainWindow, open_window: Open, path: Path, qtbot: QtBot
) -> None:
    place = window.show_place("meetings")
    assert isinstance(place, Meetings)
    place.new_meeting()
    leave(window, qtbot)
    again = open_window(path)
    place = again.places["meetings"]
    assert isinstance(place, Meetings)
    assert place.meeting is None
    assert again.session is not None
    assert again.session.all(Meeting) == []


@pytest.mark.parametrize(
    "kept",
    [
        "no JSON",
        "[]",
        '{"PATH": {"place": "a place of a later version", "memory": "x/y"}}',
        '{"PATH": {"place": "species", "memory": "no taxon/no tab"}}',
        '{"PATH": {"place": 7}}',
        '{"PATH": {"colour": "green"}}',
        '{"PATH": null}',
    ],
)
def test_what_is_not_understood_is_not_in_the_way(app: QApplication, open_window: Open, path: Path, kept: str) -> None:
    settings.keep_window_states(kept.replace("PATH", json.dumps(str(path.resolve()))[1:-1]))
    window = open_window(path)
    assert window.place_id == ("species" if '"species"' in kept else "home")


def test_only_the_workspaces_left_last_are_kept(app: QApplication, tmp_path: Path) -> None:
    for n in range(MOST + 2):
        keep_state(tmp_path / f"{n}.cami", WindowState("check"))
    keep_state(tmp_path / "2.cami", WindowState("submit"))
    keep_state(tmp_path / "new.cami", WindowState("bin"))
    found = [state_of(tmp_path / name) for name in ("0.cami", "2.cami", "3.cami", "new.cami")]
    assert found == [None, WindowState("submit"), None, WindowState("bin")]


def test_the_parts_of_a_place_keep_the_room_they_were_given(
    window: MainWindow, open_window: Open, path: Path, qtbot: QtBot
) -> None:
    def threats(of: MainWindow) -> RecordBrowser:
        place = of.show_place("species")
        assert isinstance(place, Species)
        page = place.open_tab("threats")
        QApplication.processEvents()
        [browser] = page.findChildren(RecordBrowser)
        return browser

    splitter = threats(window).splitter
    splitter.moveSplitter(splitter.sizes()[0] + 60, 1)
    moved = splitter.sizes()
    leave(window, qtbot)
    assert threats(open_window(path)).splitter.sizes() == moved
