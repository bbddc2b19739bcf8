"""Home: what changed since the last submission, and the questions that came with its receipt."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.home.place import Home
from cami_desktop.records.kinds import Gap


@pytest.fixture
def handed_in(demo: Path, tmp_path: Path) -> Path:
    """Kazakhstan's workspace of the demo: handed in once, with the receipt read."""
    return Path(shutil.copy(demo / "KZ.cami", tmp_path / "KZ.cami"))


def texts(home: Home) -> list[str]:
    return [item.text() for item in home.news.findChildren(QLabel) if item.isVisibleTo(home)]


def test_home_tells_what_changed_since_the_last_submission(
    open_window: Callable[[Path], MainWindow], handed_in: Path, qtbot: QtBot
) -> None:
    window = open_window(handed_in)
    home, session = window.show_place("home"), window.session
    assert isinstance(home, Home) and session is not None
    qtbot.waitUntil(lambda: any("Submission 1" in text for text in texts(home)))
    assert any("received by the Secretariat" in text for text in texts(home))
    assert "Nothing was changed since." in texts(home)
    session.save(session.new(Gap, taxa=["saiga"], text="Winter counts"))
    qtbot.waitUntil(lambda: any("1 new record" in text for text in texts(home)))


def test_a_question_leads_to_its_field(
    open_window: Callable[[Path], MainWindow], handed_in: Path, qtbot: QtBot
) -> None:
    window = open_window(handed_in)
    home = window.show_place("home")
    assert isinstance(home, Home)
    qtbot.waitUntil(lambda: bool(home.news.findChildren(QPushButton)))
    asked = [item for item in home.news.findChildren(QPushButton) if item.text() == "Answer"]
    assert 1 <= len(asked) <= 4
    asked[0].click()
    assert window.place_id != "home"


def test_a_workspace_that_handed_nothing_in_tells_no_news(window: MainWindow, qtbot: QtBot) -> None:
    home = window.show_place("home")
    assert isinstance(home, Home)
    qtbot.waitUntil(lambda: home.findings is not None)
    assert not home.news.isVisible()
