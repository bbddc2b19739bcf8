"""Usable by everybody: names for those who listen, the keyboard in reading order, 200 %, no meaning by colour alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.gallery import Gallery
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.sections import WORDS, sign
from cami_desktop.desktop.theme import pixmap
from cami_desktop.desktop.widgets import MARKS
from tests.desktop.looked_at import backward, nameless
from tests.desktop.walk import settle, stops

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["KZ.cami", "region.cami"])
def full(request: pytest.FixtureRequest, demo: Path, tmp_path: Path) -> Path:
    """A copy of a workspace of the demo, of a country and of the Secretariat."""
    return Path(shutil.copy(demo / request.param, tmp_path))



def test_every_control_of_every_place_has_a_name_and_tab_goes_in_reading_order(
    open_window: Callable[[Path], MainWindow], full: Path
) -> None:
    window = open_window(full)
    wrong = {}
    for name, place in stops(window):
        wrong[name] = nameless(window) + backward(place)
    assert {name: found for name, found in wrong.items() if found} == {}
    assert len(wrong) >= len(window.entries)


def test_the_start_page_has_names_and_an_order(app: QApplication, qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    settle(window)
    assert nameless(window) == []
    assert backward(window.start) == []


def test_every_control_of_the_gallery_has_a_name(app: QApplication, qtbot: QtBot) -> None:
    gallery = Gallery()
    qtbot.addWidget(gallery)
    gallery.show()
    for number in range(gallery.count()):
        gallery.setCurrentIndex(number)
        assert nameless(gallery) == []


def test_nothing_is_cut_off_at_two_hundred_per_cent_on_a_small_screen(demo: Path, tmp_path: Path) -> None:
    files = [str(shutil.copy(demo / name, tmp_path)) for name in ("KZ.cami", "region.cami")]
    env = {**os.environ, **{f"XDG_{name}_HOME": str(tmp_path) for name in ("CONFIG", "DATA", "STATE", "CACHE")}}
    done = subprocess.run(
        [sys.executable, "-m", "tests.desktop.enlarged", *files],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == []


def shape(picture: QImage) -> tuple[bool, ...]:
    """Where a mark is inked, whatever its colour."""
    return tuple(
        picture.pixelColor(x, y).alpha() > 100 for y in range(picture.height()) for x in range(picture.width())
    )


def test_marks_differ_by_their_shape_not_only_by_their_colour(app: QApplication) -> None:
    states = {shape(sign(state).pixmap(16, 16).toImage()) for state in WORDS}
    assert len(states) == len(WORDS)
    tones = [tone for tone in MARKS if tone != "muted"]
    assert len({shape(pixmap(MARKS[tone], 16, tone).toImage()) for tone in tones}) == len(tones)
