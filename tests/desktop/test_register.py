"""The register: surname first, consent explained, citations as printed, attachments looked at, duplicates joined."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.register.attachments import AttachmentsPage
from cami_desktop.desktop.places.register.duplicates import DuplicatesPage
from cami_desktop.desktop.places.register.people import PeoplePage
from cami_desktop.desktop.places.register.place import Register
from cami_desktop.desktop.places.register.sources import SourcesPage
from cami_desktop.desktop.session import Session
from cami_desktop.records.kinds import (
    Attachment,
    Meeting,
    Organisation,
    Participation,
    Person,
    PopulationEstimate,
    Source,
)
from tests.desktop.keys import CONTROL, SHIFT, name, press


def opened(window: MainWindow, tab: str) -> tuple[QWidget, Session]:
    """A page of the register, and the session."""
    place = window.show_place("register")
    assert isinstance(place, Register)
    page = place.tabs.open(tab)
    QApplication.processEvents()
    assert window.session is not None
    return page, window.session


def names(page: PeoplePage) -> list[str]:
    return [page.table.rows.text(row, 0) for row in range(page.table.rows.rowCount())]


def test_people_stand_surname_first_and_are_sorted_so(window: MainWindow, qtbot: QtBot) -> None:
    page, session = opened(window, "person")
    assert isinstance(page, PeoplePage)
    session.save(session.new(Person, name="Rustam Zakirov", surname="Zakirov", given="Rustam"))
    session.save(session.new(Person, name="Aigerim"))
    session.save(session.new(Person, name="Zoya Baimova", surname="Baimova", given="Zoya", patronymic="Olegovna"))
    qtbot.waitUntil(lambda: names(page) == ["Aigerim", "Baimova Zoya Olegovna", "Zakirov Rustam"])


def test_consent_is_explained_with_what_it_means(window: MainWindow) -> None:
    page, session = opened(window, "person")
    assert isinstance(page, PeoplePage)
    person = session.save(session.new(Person, name="Aigerim"))
    page.go_to(person.id)
    assert page.panel.verdict.text == "The name stays in this workspace."  # type: ignore[attr-defined]
    assert "No consent" in page.panel.why.text()  # type: ignore[attr-defined]
    meeting = session.save(session.new(Meeting, title="M"))
    session.save(session.new(Participation, meeting=meeting.id, person=person.id, consent="oral"))
    assert page.panel.verdict.text == "The name may be shared."  # type: ignore[attr-defined]
    person = session.save(session.new(Person, id=person.id, name="Aigerim", consent="refused"))
    assert page.panel.verdict.text == "The name stays in this workspace."  # type: ignore[attr-defined]
    assert "whatever was said" in page.panel.why.text()  # type: ignore[attr-defined]


def test_a_source_is_shown_as_it_is_printed_and_who_cites_it(window: MainWindow) -> None:
    page, session = opened(window, "source")
    assert isinstance(page, SourcesPage)
    source = session.all(Source)[0]
    page.go_to(source.id)
    panel = page.panel
    assert panel.text.text() == "[1] Aerial survey report\nOfficial government figure"  # type: ignore[attr-defined]
    assert panel.cited.text() == "Cited by 11 records"  # type: ignore[attr-defined]
    session.save(session.new(Source, citation="A count before", source_type="peer_reviewed"))
    assert panel.text.text().startswith("[2] Aerial")  # type: ignore[attr-defined]
    panel.records.setFocus()  # type: ignore[attr-defined]
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.place_id == "species"
    assert isinstance(session.find(session.looked_at[0]), PopulationEstimate)


def dropped(page: QWidget, *paths: Path) -> None:
    """Drop files on a page."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    page.dropEvent(event)


def test_files_that_are_dropped_are_kept_looked_at_and_copied_out(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page, session = opened(window, "attachment")
    assert isinstance(page, AttachmentsPage)
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    image.save(str(tmp_path / "saiga.png"))
    (tmp_path / "note.txt").write_text("Сайга " * 20, encoding="utf-8")
    dropped(page, tmp_path / "saiga.png", tmp_path / "gone.png", tmp_path / "note.txt")
    qtbot.waitUntil(lambda: len(session.all(Attachment)) == 2)
    qtbot.waitUntil(lambda: page.panel.pages.currentIndex() == 2)  # type: ignore[attr-defined]
    assert name() == "Belongs to"
    panel = page.panel
    assert panel.text.toPlainText().startswith("Сайга Сайга")  # type: ignore[attr-defined]
    picture = next(item for item in session.all(Attachment) if item.file_name == "saiga.png")
    page.go_to(picture.id)
    qtbot.waitUntil(lambda: panel.pages.currentIndex() == 1)  # type: ignore[attr-defined]
    assert not panel.image.pixmap().isNull()  # type: ignore[attr-defined]
    assert (picture.sha256 or "")[:8] in panel.facts.text()  # type: ignore[attr-defined]
    panel.save_to(tmp_path / "copy.png")  # type: ignore[attr-defined]
    qtbot.waitUntil((tmp_path / "copy.png").exists)
    assert (tmp_path / "copy.png").read_bytes() == (tmp_path / "saiga.png").read_bytes()


def test_what_is_missing_is_named_and_what_runs_is_not_opened(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assert window.session is not None
    session = window.session
    lost = session.save(
        session.new(Attachment, file_name="lost.png", media_type="image/png", size=5, sha256="ab" * 32)
    )
    (tmp_path / "setup.exe").write_bytes(b"MZ")
    page, session = opened(window, "attachment")
    assert isinstance(page, AttachmentsPage)
    qtbot.waitUntil(lambda: "lost.png" in page.unsound.text)
    page.go_to(lost.id)
    qtbot.waitUntil(lambda: "missing or was altered" in page.panel.message.text)  # type: ignore[attr-defined]
    page.add_files([tmp_path / "setup.exe"])
    qtbot.waitUntil(lambda: "can run programs" in page.panel.message.text)  # type: ignore[attr-defined]
    assert not page.panel.open_button.isEnabled()  # type: ignore[attr-defined]
    page.unsound.say("")
    page.check_files()
    qtbot.waitUntil(lambda: "lost.png" in page.unsound.text)
    assert "setup.exe" not in page.unsound.text


@pytest.fixture
def pair(window: MainWindow, qtbot: QtBot) -> tuple[DuplicatesPage, Session, Organisation, Organisation, Person]:
    """The page with two organisations of one name, and a person of the newer one."""
    assert window.session is not None
    session = window.session
    older = session.save(session.new(Organisation, name="Комитет", organisation_type="academia"))
    newer = session.save(session.new(Organisation, name="КОМИТЕТ", web="example.org"))
    person = session.save(session.new(Person, name="Aigerim", organisation=newer.id))
    page, session = opened(window, "duplicates")
    assert isinstance(page, DuplicatesPage)
    qtbot.waitUntil(lambda: len(page.pairs) == 1)
    return page, session, older, newer, person


def test_duplicates_stand_side_by_side_and_are_joined_in_one_step_of_undo(
    window: MainWindow, qtbot: QtBot, pair: tuple[DuplicatesPage, Session, Organisation, Organisation, Person]
) -> None:
    page, session, older, newer, person = pair
    lines = [page.table.topLevelItem(n) for n in range(page.table.topLevelItemCount())]
    told = {line.text(0): (line.text(1), line.text(2)) for line in lines if line is not None}
    assert told["Name"] == ("Комитет", "КОМИТЕТ")
    assert told["Used by"] == ("0 records", "1 record")
    register = window.places["register"]
    assert isinstance(register, Register)
    assert register.tabs.tabText(register.tabs.count() - 1) == "Duplicates (1)"
    page.list.setFocus()
    press(Qt.Key.Key_1, CONTROL | SHIFT)
    assert session.find(newer.id) is None
    kept, moved = session.find(older.id), session.find(person.id)
    assert isinstance(kept, Organisation)
    assert isinstance(moved, Person)
    assert (kept.web, moved.organisation) == ("example.org", older.id)
    qtbot.waitUntil(lambda: page.pairs == [])
    session.undo()
    back, moved = session.find(newer.id), session.find(person.id)
    assert back is not None
    assert isinstance(moved, Person)
    assert moved.organisation == newer.id
    qtbot.waitUntil(lambda: len(page.pairs) == 1)


def test_the_keyboard_stays_when_the_last_two_are_joined(
    qtbot: QtBot, pair: tuple[DuplicatesPage, Session, Organisation, Organisation, Person]
) -> None:
    page, session, _older, newer, _person = pair
    page.keep_first.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.pairs == [])
    press(Qt.Key.Key_Space)
    assert session.find(newer.id) is None


def test_two_that_are_not_the_same_are_not_shown_again(
    qtbot: QtBot, pair: tuple[DuplicatesPage, Session, Organisation, Organisation, Person]
) -> None:
    page, session, older, newer, _person = pair
    page.list.setFocus()
    press(Qt.Key.Key_3, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: page.pairs == [])
    kept = session.find(older.id)
    assert kept is not None
    assert newer.id in kept.accepted["possible-duplicate"]
    assert session.find(newer.id) is not None
    assert page.pages.currentIndex() == 1
