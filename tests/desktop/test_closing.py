"""Closing and caring: the file is closed beside the window and backed up, each half hour too; failures are told."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from cami_desktop.desktop import care as caring
from cami_desktop.desktop import settings
from cami_desktop.desktop.care import Care
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.records.kinds import Note, Source
from cami_desktop.records.recordset import RecordSet
from cami_desktop.workspace import search_index
from cami_desktop.workspace.backup import Reason, backup_folder, backups_in
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import press

PATIENCE = 20_000


def edit(window: MainWindow, citation: str = "One more") -> None:
    """Store something."""
    session = window.session
    assert session is not None
    session.save(session.new(Source, citation=citation, source_type="press"))


def close_from_the_loop(window: MainWindow) -> None:
    """Close the window as the person does: while the application runs."""
    QTimer.singleShot(0, window, lambda: window.close())


def reasons(path: Path) -> list[Reason]:
    """Why each backup of a file was made, newest first."""
    return [item.reason for item in backups_in(backup_folder(path))]


def test_the_file_is_closed_and_backed_up_beside_the_window_which_then_goes(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    edit(window)
    close_from_the_loop(window)
    qtbot.waitUntil(lambda: window.files.page is not None)
    assert window.files.page is not None and path.name in window.files.page.title.text()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert reasons(path) == [Reason.CLOSING]
    assert [item.name for item in path.parent.iterdir() if item.is_file()] == [path.name]
    with Workspace.open(path, read_only=True) as workspace:
        assert "One more" in {source.citation for source in workspace.all(Source)}


def test_another_language_while_the_places_go_does_not_keep_the_window(window: MainWindow, qtbot: QtBot) -> None:
    for place_id in ("meetings", "species", "register"):
        window.show_place(place_id)
    close_from_the_loop(window)
    qtbot.waitUntil(lambda: window.ahead.leaving)
    window.speak("ru")
    window.rail.wanted.emit("check")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)



def test_a_backup_that_fails_is_told_before_the_window_goes(
    window: MainWindow, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    assert window.session is not None
    window.session.workspace.backups.second = tmp_path / "pulled out"
    edit(window)
    close_from_the_loop(window)
    qtbot.waitUntil(lambda: window.files.page is not None and window.files.page.message.text != "", timeout=PATIENCE)
    page = window.files.page
    assert page is not None and "pulled out" in page.message.text
    assert window.isVisible() and reasons(path) == [Reason.CLOSING]
    # The question is still there in another language, and the first answer has the keyboard.
    window.speak("ru")
    window.speak("en")
    page = window.files.page
    assert page is not None and "pulled out" in page.message.text
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QPushButton))
    button = QApplication.focusWidget()
    assert isinstance(button, QPushButton) and button.text() == "Close the window"
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.isVisible())


def test_the_person_may_open_the_file_again_instead(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    assert window.session is not None
    window.session.workspace.backups.second = tmp_path / "pulled out"
    edit(window)
    close_from_the_loop(window)
    qtbot.waitUntil(lambda: window.files.page is not None and window.files.page.message.text != "", timeout=PATIENCE)
    assert window.files.page is not None
    again = [item for item in window.files.page.findChildren(QPushButton) if item.text() == "Open the file again"]
    again[0].click()
    qtbot.waitUntil(lambda: window.session is not None, timeout=PATIENCE)
    assert window.isVisible() and window.files.page is None
    assert "One more" in {source.citation for source in window.session.all(Source)}


def test_logging_off_closes_the_file_at_once(window: MainWindow, path: Path) -> None:
    edit(window)
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    window.files._session_ends(None)
    assert window.session is None and reasons(path) == [Reason.CLOSING]
    assert "shut down" in window.start.problem.text
    with Workspace.open(path):
        pass


def test_a_workspace_whose_place_another_took_is_closed_beside_the_window(
    window: MainWindow, path: Path, made_once: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    edit(window)
    other = Path(shutil.copy(made_once, tmp_path / "other.cami"))
    window.open_file(other)
    qtbot.waitUntil(
        lambda: window.session is not None and window.session.workspace.path == other and window.jobs.idle,
        timeout=PATIENCE,
    )
    assert reasons(path) == [Reason.CLOSING]
    assert not path.with_name(path.name + "-wal").exists()


def test_half_an_hour_of_work_is_backed_up_quietly(
    window: MainWindow, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.session is not None
    monkeypatch.setattr(caring, "QUIET_AFTER", 0.0)
    care = Care.of(window.session, window.jobs)
    care.look()
    assert window.session.workspace.backups.all() == [], "nothing was stored, so nothing is owed"
    edit(window)
    care.look()
    qtbot.waitUntil(lambda: reasons(path) == [Reason.WORK], timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.jobs.idle, timeout=PATIENCE)
    edit(window, "Another")
    care.look()
    qtbot.waitUntil(lambda: window.jobs.idle, timeout=PATIENCE)
    assert reasons(path) == [Reason.WORK], "the newest is not half an hour old"


def test_while_somebody_types_a_backup_waits_for_a_quiet_moment_but_not_for_ever(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    assert window.session is not None
    care = Care.of(window.session, window.jobs)
    edit(window)
    for _time in range(caring.MOST_PUT_OFF):
        care.look()
    qtbot.waitUntil(lambda: window.jobs.idle, timeout=PATIENCE)
    assert reasons(path) == []
    care.look()
    qtbot.waitUntil(lambda: reasons(path) == [Reason.WORK], timeout=PATIENCE)


def test_a_failed_backup_is_told_once_and_stays_on_the_safety_page_until_one_succeeds(
    window: MainWindow, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.session is not None
    monkeypatch.setattr(caring, "QUIET_AFTER", 0.0)
    monkeypatch.setattr(caring, "TRY_AGAIN_AFTER", 0.0)
    care = Care.of(window.session, window.jobs)
    told: list[str] = []
    care.told.connect(lambda text, _tone: told.append(text))
    # A file stands where the folder of the backups belongs.
    backup_folder(path).write_text("in the way")
    edit(window)
    for _time in range(2):
        care.look()
        qtbot.waitUntil(lambda: care.trouble is not None and window.jobs.idle, timeout=PATIENCE)
    assert len(told) == 1 and told[0] in window.status.message.text
    place = window.show_place("safety")
    assert place is not None
    assert place.state.trouble.text == told[0]  # type: ignore[attr-defined]
    assert window.rail.buttons["safety"].accessibleDescription() == told[0]

    backup_folder(path).unlink()
    care.look()
    qtbot.waitUntil(lambda: reasons(path) == [Reason.WORK] and care.trouble is None, timeout=PATIENCE)
    assert place.state.trouble.text == ""  # type: ignore[attr-defined]
    assert window.rail.buttons["safety"].accessibleDescription() == ""


def test_each_backup_is_copied_to_the_second_place_of_the_settings(
    open_window: Callable[[Path], MainWindow], path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    settings.keep_second_place(second)
    window = open_window(path)
    edit(window)
    window.close()
    assert [item.reason for item in backups_in(backup_folder(path, second))] == [Reason.CLOSING]


def test_after_an_import_its_records_are_entered_for_searching_and_the_log_is_folded(
    open_window: Callable[[Path], MainWindow], path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caring, "SOON", 0)
    window = open_window(path)
    session = window.session
    assert session is not None
    workspace = session.workspace
    qtbot.waitUntil(lambda: window.jobs.idle, timeout=PATIENCE)
    workspace.save_all([Note(text=f"Заметка {n} о сайгаке") for n in range(caring.BATCH * 2 + 5)], origin="import")
    session.reload(RecordSet(copy.copy(session.records), session.catalogue, session.records.today))

    def waiting() -> int:
        with workspace.reading() as connection:
            return search_index.pending(connection)

    assert waiting() > caring.BATCH
    qtbot.waitUntil(lambda: waiting() == 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.jobs.idle, timeout=PATIENCE)
    assert len(workspace.search("заметка сайгак", limit=500)) == caring.BATCH * 2 + 5
