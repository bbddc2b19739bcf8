"""Opening files: a passphrase asked for in place, a file that another has, a damaged one and its backups."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cami_desktop.desktop import settings
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.loop.protecting import protect
from cami_desktop.records.kinds import Source
from cami_desktop.workspace.backup import Reason
from cami_desktop.workspace.cipher import is_protected
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import bring_up, enter, name, press, tab_to

SECRET = "Архар и горный козёл"
PATIENCE = 20_000

Started = Callable[[], MainWindow]


@pytest.fixture
def start(app: QApplication, qtbot: QtBot) -> Started:
    """Opens the window without a file."""

    def show() -> MainWindow:
        window = MainWindow(who="Aigerim")
        bring_up(qtbot, window, 1366, 728)
        return window

    return show


def test_a_protected_file_asks_for_its_passphrase_in_place_and_lets_try_again(
    start: Started, path: Path, qtbot: QtBot
) -> None:
    protect(path, None, SECRET)
    window = start()
    window.open_file(path)
    unlock = window.start.unlock
    qtbot.waitUntil(lambda: unlock.isVisible() and name() == "Passphrase", timeout=PATIENCE)
    assert path.name in unlock.heading.text()

    enter("Wrong")
    assert unlock.secret.line.echoMode() == QLineEdit.EchoMode.Password
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Try again" in unlock.message.text, timeout=PATIENCE)
    assert window.session is None

    tab_to("Passphrase: Show")
    press(Qt.Key.Key_Space)
    assert unlock.secret.line.echoMode() == QLineEdit.EchoMode.Normal
    unlock.secret.again()
    enter(SECRET)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session is not None, timeout=PATIENCE)
    assert window.session is not None and len(window.session.all(Source)) == 1
    assert window.start.unlock.secret.text == ""
    window.close()


def test_a_recent_file_that_was_protected_since_asks_too_and_the_person_may_leave_it(
    start: Started, path: Path, qtbot: QtBot
) -> None:
    protect(path, None, SECRET)
    settings.keep_recent(path)
    window = start()
    window.start.open_wanted.emit(path)
    qtbot.waitUntil(window.start.unlock.isVisible, timeout=PATIENCE)
    window.start.unlock.open()
    assert "Type the passphrase" in window.start.unlock.message.text
    window.start.unlock.leaver.click()
    assert not window.start.unlock.isVisible()
    assert window.start.opener.hasFocus()


def test_a_file_that_another_has_is_offered_to_read_only(start: Started, path: Path, qtbot: QtBot) -> None:
    with Workspace.open(path, who="Bakyt") as other:
        other.save(Source(citation="Stored meanwhile", source_type="press"))
        window = start()
        window.open_file(path)
        qtbot.waitUntil(lambda: window.start.reader.isVisible(), timeout=PATIENCE)
        assert "is open already" in window.start.problem.text
        assert window.start.reader.hasFocus()
        press(Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: window.session is not None, timeout=PATIENCE)
        session = window.session
        assert session is not None and session.workspace.read_only and not session.editable
        assert {source.citation for source in session.all(Source)} >= {"Stored meanwhile"}
        window.close()


def test_a_damaged_file_shows_its_backups_and_one_of_them_takes_its_place(
    start: Started, path: Path, qtbot: QtBot
) -> None:
    with Workspace.open(path) as workspace:
        workspace.save(Source(citation="In the backup", source_type="press"))
        workspace.back_up(Reason.ASKED)
    broken = bytearray(path.read_bytes())
    broken[100:4096] = bytes(3996)
    path.write_bytes(broken)

    window = start()
    window.open_file(path)
    qtbot.waitUntil(lambda: window.start.backups_button.isVisible(), timeout=PATIENCE)
    assert "damaged" in window.start.problem.text
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.start.backups.isVisible(), timeout=PATIENCE)
    assert name() == "Backups"
    window.start.backups.restorer.click()
    qtbot.waitUntil(lambda: window.session is not None, timeout=PATIENCE)
    assert window.session is not None
    assert "In the backup" in {source.citation for source in window.session.all(Source)}
    kept = [item.name for item in (path.parent / "kz backups").iterdir() if " damaged " in item.name]
    assert len(kept) == 1, "the damaged file is kept, so that it may yet be repaired"
    window.close()


def test_a_damaged_file_without_backups_is_repaired_in_a_copy_that_is_opened(
    start: Started, path: Path, qtbot: QtBot
) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'population_estimate'"
        page = connection.execute(query).fetchone()[0]
    broken = bytearray(path.read_bytes())
    broken[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(broken)
    window = start()
    window.open_file(path)
    qtbot.waitUntil(lambda: window.start.repairer.isVisible(), timeout=PATIENCE)
    assert not window.start.backups_button.isVisible()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.session is not None or "repaired" in window.start.problem.text, timeout=PATIENCE)
    assert path.read_bytes() == broken
    assert window.session is not None, window.start.problem.text
    assert window.session.workspace.path == path.with_name("kz repaired.cami")
    place = window.places["safety"]
    assert "It is open now" in place.check.message.text  # type: ignore[attr-defined]
    window.close()


def test_an_open_workspace_stays_when_another_file_does_not_open(
    window: MainWindow, tmp_path: Path, made_once: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "other.cami"
    other.write_bytes(made_once.read_bytes())
    protect(other, None, SECRET)
    session = window.session
    window.open_file(other)
    qtbot.waitUntil(window.start.unlock.isVisible, timeout=PATIENCE)
    assert window.session is session
    window.start.back.click()
    assert window.stack.currentWidget() is window.places["home"]


def test_another_workspace_is_opened_from_the_safety_page_or_the_person_goes_back(
    window: MainWindow, tmp_path: Path, made_once: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "other.cami"
    other.write_bytes(made_once.read_bytes())
    place = window.show_place("safety")
    assert place is not None
    place.state.another.click()  # type: ignore[attr-defined]
    assert window.start.isVisible() and window.start.opener.hasFocus()
    window.start.back.click()
    assert place.isVisible()
    place.state.another.click()  # type: ignore[attr-defined]
    window.start.open_wanted.emit(other)
    qtbot.waitUntil(lambda: window.session is not None and window.session.workspace.path == other, timeout=PATIENCE)


def test_opening_the_same_file_twice_goes_back_to_it(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    session = window.session
    window.open_file(path)
    window.open_file(path)
    assert "is open already" in window.status.message.text
    assert window.session is session


def test_where_the_file_lies_is_said_and_stays_to_be_found(
    open_window: Callable[[Path], MainWindow], path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A stick is told by the folder it is mounted in.
    monkeypatch.setattr("cami_desktop.workspace.place._STICKS", (f"{path.parent}/",))
    window = open_window(path)
    assert "removable disk" in window.status.message.text
    assert "removable disk" in window.top.about.toolTip()
    place = window.show_place("safety")
    assert place is not None
    assert "removable disk" in place.state.where.text  # type: ignore[attr-defined]
    assert not is_protected(path)


def test_damage_that_opening_does_not_meet_is_told_soon_after(start: Started, path: Path, qtbot: QtBot) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM change WHERE id = (SELECT min(change_id) FROM history)")
        connection.commit()
    window = start()
    window.open_file(path)
    qtbot.waitUntil(lambda: window.session is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "is damaged" in window.status.message.text, timeout=PATIENCE)
    assert "write a repaired copy" in window.status.message.text
    window.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a program without asking it")
def test_a_program_that_is_asked_to_end_closes_its_file_first(path: Path) -> None:
    program = subprocess.Popen([sys.executable, "-m", "cami_desktop.desktop", str(path)])
    lock = path.with_name(f"{path.name}.lock")
    end = time.monotonic() + PATIENCE / 1000
    while not lock.exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert lock.exists()
    time.sleep(0.5)
    program.terminate()
    assert program.wait(30) == 0
    assert sorted(item.name for item in path.parent.iterdir() if item.is_file()) == [path.name]
