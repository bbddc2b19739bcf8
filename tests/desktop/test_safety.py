"""The page Safety: backups by key, comparing and restoring, passphrase and its sheet, second place, the check."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop import settings
from cami_desktop.desktop.loader import Opening
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.safety.place import Safety
from cami_desktop.loop.protecting import protect
from cami_desktop.records.kinds import Source, SpeciesStatus
from cami_desktop.workspace.backup import Reason
from cami_desktop.workspace.cipher import is_protected
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import CONTROL, SHIFT, fill, press
from tests.desktop.test_window import nameless

PATIENCE = 20_000
FIRST, SECOND = "Архар", "Снежный барс"


def safety(window: MainWindow) -> Safety:
    """The page, as it is now: an errand builds it anew."""
    place = window.show_place("safety")
    QApplication.processEvents()
    assert isinstance(place, Safety)
    return place


def citations(window: MainWindow) -> set[str | None]:
    """The sources of the open workspace."""
    assert window.session is not None
    return {source.citation for source in window.session.all(Source)}


def ended(window: MainWindow, qtbot: QtBot) -> Safety:
    """Wait for the end of an errand; the page afterwards."""
    qtbot.waitUntil(lambda: window.session is not None and window.place_id == "safety", timeout=PATIENCE)
    place = window.places["safety"]
    assert isinstance(place, Safety)
    return place


@pytest.fixture
def worked(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window whose workspace was backed up, and changed since."""
    session = window.session
    assert session is not None
    session.workspace.back_up(Reason.ASKED)
    session.save(session.new(Source, citation="After the backup", source_type="press"))
    status = session.all(SpeciesStatus)[0]
    session.save(session.workspace.prepare(status).__class__(**{**vars(status), "trend": "decreasing"}))
    place = safety(window)
    qtbot.waitUntil(lambda: place.backups.table.value is not None, timeout=PATIENCE)
    return window


def test_every_control_has_a_name_in_every_state(worked: MainWindow, qtbot: QtBot) -> None:
    place = safety(worked)
    place.backups.want_compare()
    qtbot.waitUntil(lambda: place.compare.closer.isVisible(), timeout=PATIENCE)
    for part in (place.compare.secret_row, place.passphrase.old_row, place.check.findings, place.check.repairer):
        part.show()
    QApplication.processEvents()
    assert nameless(worked) == []


def test_a_backup_is_made_by_key_and_stands_in_the_list(window: MainWindow, qtbot: QtBot) -> None:
    place = safety(window)
    qtbot.waitUntil(place.backups.none.isVisible, timeout=PATIENCE)
    place.backups.maker.setFocus()
    press(Qt.Key.Key_B, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: place.backups.table.value is not None, timeout=PATIENCE)
    assert "checked and counted" in place.backups.message.text
    listed = place.backups.table.value
    assert listed.backup.reason is Reason.ASKED and listed.path.is_file()


def test_what_differs_is_shown_before_a_backup_is_restored_and_the_restore_can_be_taken_back(
    worked: MainWindow, path: Path, qtbot: QtBot
) -> None:
    place = safety(worked)
    place.backups.want_restore()
    qtbot.waitUntil(lambda: place.compare.restorer.hasFocus(), timeout=PATIENCE)
    assert "2 records differ" in place.compare.summary.text()
    assert dict.fromkeys(place.compare.kinds.values) == {"source": None, "species_status": None}
    lines = place.compare.records.copy()
    assert "After the backup\tonly now: restoring removes it" in lines and "Population trend" in lines
    press(Qt.Key.Key_Space)
    assert worked.files.page is not None and path.name in worked.files.page.title.text()

    place = ended(worked, qtbot)
    assert "After the backup" not in citations(worked)
    assert "The state before is kept" in place.backups.message.text
    qtbot.waitUntil(lambda: len(place.backups.table.values) == 3, timeout=PATIENCE)
    place.backups.taker.click()
    place = ended(worked, qtbot)
    assert "After the backup" in citations(worked)
    assert "taken back" in place.backups.message.text


def test_leaving_everything_as_it_is_closes_the_comparison(worked: MainWindow, qtbot: QtBot) -> None:
    place = safety(worked)
    place.backups.table.setFocus()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.compare.closer.hasFocus(), timeout=PATIENCE)
    place.compare.closer.click()
    assert not place.compare_card.isVisible() and place.backups.table.hasFocus()
    assert "After the backup" in citations(worked)


def test_a_backup_with_another_passphrase_asks_for_it(
    open_window: Callable[[Path], MainWindow], path: Path, qtbot: QtBot
) -> None:
    protect(path, None, FIRST)
    with Workspace.open(path, passphrase=FIRST) as workspace:
        workspace.back_up(Reason.ASKED)
        before = len(workspace.all(Source))
    protect(path, FIRST, None)
    with Workspace.open(path) as workspace:
        workspace.backups.wanted = False
        workspace.save(Source(citation="Later", source_type="press"))
    window = open_window(path)
    place = safety(window)
    qtbot.waitUntil(lambda: place.backups.table.value is not None, timeout=PATIENCE)
    place.backups.want_restore()
    qtbot.waitUntil(lambda: place.compare.secret_row.isVisible(), timeout=PATIENCE)
    assert "another passphrase" in place.compare.message.text
    place.compare.secret.line.setText(FIRST)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.compare.restorer.hasFocus(), timeout=PATIENCE)
    press(Qt.Key.Key_Space)
    place = ended(window, qtbot)
    assert len(citations(window)) == before and is_protected(path)
    assert "Protected by a passphrase" in place.state.key.text
    place.backups.taker.click()
    ended(window, qtbot)
    assert "Later" in citations(window)


def test_a_passphrase_is_set_with_its_sheet_changed_and_removed(
    worked: MainWindow, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    place = safety(worked)
    sheet = tmp_path / "sheet"
    place.passphrase.new.setFocus()
    fill("New passphrase", FIRST)
    fill("New passphrase again", "Архал")
    press(Qt.Key.Key_Return)
    assert "not the same" in place.passphrase.message.text and not is_protected(path)
    place.passphrase.again.line.setText(FIRST)
    place.passphrase.sheet.put(sheet)
    place.passphrase.setter.click()

    place = ended(worked, qtbot)
    assert is_protected(path) and "After the backup" in citations(worked)
    assert sheet.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
    assert "lost data" in place.passphrase.message.text
    assert "Protected by a passphrase" in place.state.key.text
    backups = list((path.parent / "kz backups").iterdir())
    assert backups and all(is_protected(item) for item in backups)

    place.passphrase.old.line.setText("Falsch")
    place.passphrase.new.line.setText(SECOND)
    place.passphrase.again.line.setText(SECOND)
    place.passphrase.setter.click()
    assert "not the present passphrase" in place.passphrase.message.text
    place.passphrase.old.line.setText(FIRST)
    place.passphrase.setter.click()
    place = ended(worked, qtbot)
    worked.close()
    with Workspace.open(path, passphrase=SECOND) as workspace:
        assert workspace.backups.key is not None


def test_a_passphrase_is_removed_by_whoever_knows_it(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    assert window.session is not None
    window.close()
    protect(path, None, FIRST)
    again = MainWindow(who="Test")
    qtbot.addWidget(again)
    again.show()
    again.files.open(Opening(path, passphrase=FIRST))
    qtbot.waitUntil(lambda: again.session is not None, timeout=PATIENCE)
    place = safety(again)
    place.passphrase.remover.click()
    assert "present passphrase first" in place.passphrase.message.text
    place.passphrase.old.line.setText(FIRST)
    place.passphrase.remover.click()
    place = ended(again, qtbot)
    assert not is_protected(path)
    assert "opens without a passphrase" in place.passphrase.message.text
    again.close()


def test_what_fails_while_the_file_is_closed_is_told_and_the_file_is_opened_again(
    worked: MainWindow, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(b"something else")
    place = safety(worked)
    for line in (place.passphrase.new, place.passphrase.again):
        line.line.setText(FIRST)
    place.passphrase.sheet.put(sheet)
    place.passphrase.setter.click()
    place = ended(worked, qtbot)
    assert "exists already" in place.passphrase.message.text
    assert not is_protected(path) and sheet.read_bytes() == b"something else"
    assert "After the backup" in citations(worked)


def test_the_second_place_must_be_a_folder_of_another_kind_than_the_first(
    window: MainWindow, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    place = safety(window)
    second = tmp_path / "second"
    for folder, words in ((second, "There is no folder"), (path.parent, "folder of the file itself")):
        place.second.folder.put(folder)
        place.second.user.click()
        assert words in place.second.message.text
    assert settings.second_place() is None
    second.mkdir()
    place.second.folder.put(second)
    place.second.user.click()
    place.backups.back_up()
    qtbot.waitUntil(lambda: place.backups.table.value is not None, timeout=PATIENCE)
    assert place.backups.table.value.apart and place.backups.table.value.beside
    assert settings.second_place() == second
    place.second.nobody.click()
    assert settings.second_place() is None and window.session is not None
    assert window.session.workspace.backups.second is None


def test_the_check_finds_nothing_in_a_sound_file_and_repairs_a_copy_of_another(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    place = safety(window)
    place.check.checker.click()
    qtbot.waitUntil(lambda: "Nothing is wrong" in place.check.message.text, timeout=PATIENCE)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE population_estimate SET best = 7 WHERE year = 2003")
        connection.commit()
    place.check.checker.click()
    qtbot.waitUntil(lambda: place.check.repairer.isVisible(), timeout=PATIENCE)
    assert place.check.findings.values
    place.check.repairer.click()
    qtbot.waitUntil(lambda: place.check.folder.isVisible(), timeout=PATIENCE)
    assert path.with_name("kz repaired.cami").is_file()
    assert "was not changed" in place.check.message.text


def test_the_keyboard_stays_with_the_check_and_a_second_space_undoes_nothing(worked: MainWindow, qtbot: QtBot) -> None:
    place = safety(worked)
    before = place.session.workspace.last_change()
    place.check.checker.setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Nothing is wrong" in place.check.message.text, timeout=PATIENCE)
    assert place.check.checker.hasFocus()
    assert place.session.workspace.last_change() == before


def test_a_file_opened_to_read_only_can_be_compared_and_checked_but_not_changed(
    app: QApplication, path: Path, qtbot: QtBot
) -> None:
    with Workspace.open(path) as workspace:
        workspace.back_up(Reason.ASKED)
    window = MainWindow(who="Test")
    qtbot.addWidget(window)
    window.show()
    window.files.open(Opening(path, read_only=True))
    qtbot.waitUntil(lambda: window.session is not None, timeout=PATIENCE)
    place = safety(window)
    qtbot.waitUntil(lambda: place.backups.table.value is not None, timeout=PATIENCE)
    assert "read only" in place.state.where.text
    assert place.backups.comparer.isEnabled()
    for item in (place.backups.maker, place.backups.restorer, place.passphrase.setter):
        assert not item.isEnabled()
    window.close()
