"""Files of a meeting: dropped on any tab, pasted from the clipboard, looked at; people in them are thought of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.attachments import AttachmentsTab, MeetingFiles
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.desktop.places.submit.place import Submit
from cami_desktop.records.kinds import Attachment, Meeting, Note
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import name, press


@pytest.fixture
def place(path: Path, open_window: Callable[[Path], MainWindow]) -> Meetings:
    with Workspace.open(path, who="Test") as workspace:
        workspace.save(Meeting(title="Другое", starts_on="2013-01-01"))
        meeting = workspace.save(Meeting(title="Совещание", starts_on="2014-05-14"))
        workspace.save(Note(meeting=meeting.id, text="Сказано", noted_at="2014-05-14 10:00:00"))
    found = open_window(path).show_place("meetings")
    assert isinstance(found, Meetings)
    return found


def picture(path: Path | None = None) -> QImage:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    if path is not None:
        image.save(str(path))
    return image


def drop(target: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    target.dropEvent(event)


def files(place: Meetings) -> MeetingFiles:
    tab = place.tabs.page("attachments")
    assert isinstance(tab, AttachmentsTab)
    return tab.page


def test_files_dropped_on_any_tab_are_the_meetings_and_people_in_them_are_thought_of(
    place: Meetings, qtbot: QtBot, tmp_path: Path
) -> None:
    session = place.session
    picture(tmp_path / "IMG_7.png")
    (tmp_path / "Лист регистрации.txt").write_text("Айгерим Сарсенова", encoding="utf-8")
    (tmp_path / "talk.txt").write_text("Сайга", encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    place.open_tab("agenda")
    drop(place, *(tmp_path / name for name in ("IMG_7.png", "Лист регистрации.txt", "talk.txt", "empty.txt")))
    qtbot.waitUntil(lambda: len(session.all(Attachment)) == 3)
    page = files(place)
    qtbot.waitUntil(lambda: "empty.txt is empty" in page.not_added.text)
    assert place.tabs.code == "attachments" and name() == "Caption"
    assert place.meeting is not None
    assert {item.record for item in session.all(Attachment)} == {place.meeting.id}
    assert {item.file_name: item.confidential for item in session.all(Attachment)} == {
        "IMG_7.png": True, "Лист регистрации.txt": True, "talk.txt": None,
    }  # fmt: skip
    assert page.care.text.startswith("2 files were marked as confidential") and "signatures" in page.care.text
    assert "2 confidential files" in page.sums.text() and "4 GB" in page.sums.text()
    page.free_button.setFocus()
    press(Qt.Key.Key_Space)
    assert not any(item.confidential for item in session.all(Attachment)) and page.care_line.isHidden()
    session.undo()
    assert sum(bool(item.confidential) for item in session.all(Attachment)) == 2


def test_a_picture_is_pasted_with_the_key_where_no_text_has_the_focus(place: Meetings, qtbot: QtBot) -> None:
    session = place.session
    QApplication.clipboard().setImage(picture())
    place.open_tab("details")
    place.list.list.setFocus()
    press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(session.all(Attachment)) == 1)
    (found,) = session.all(Attachment)
    assert (found.file_name or "").startswith("Picture 20") and found.media_type == "image/png" and found.confidential
    page = files(place)
    qtbot.waitUntil(lambda: page.panel.pages.currentIndex() == 1)  # type: ignore[attr-defined]
    page.paste_button.click()
    qtbot.waitUntil(lambda: bool(page.not_added.text))
    assert len(session.all(Attachment)) == 1 and "is attached here already" in page.not_added.text
    QApplication.clipboard().setText("Сайга")
    place.details.form.focus_field("title")
    assert not place._paste.isEnabled(), "a text is pasted by the control that has the focus"


def test_files_of_a_note_are_there_too_and_those_of_another_meeting_are_not(
    place: Meetings, tmp_path: Path, qtbot: QtBot
) -> None:
    session = place.session
    (note,) = session.all(Note)
    other = next(item for item in session.all(Meeting) if item.title == "Другое")
    for owner in (note, other):
        (tmp_path / f"{owner.kind}.txt").write_text(owner.kind)
        session.take_up([session.workspace.add_attachment(owner.id, tmp_path / f"{owner.kind}.txt")])
    place.open_tab("attachments")
    page = files(place)
    rows = page.table.rows
    assert [rows.record(n).file_name for n in range(rows.rowCount())] == ["note.txt"]  # type: ignore[union-attr]


def test_submit_says_what_the_files_come_to_before_anything_is_written(
    place: Meetings, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "talk.txt").write_text("Сайга", encoding="utf-8")
    picture(tmp_path / "IMG_7.png")
    place.add_files([tmp_path / "talk.txt", tmp_path / "IMG_7.png"])
    qtbot.waitUntil(lambda: len(place.session.all(Attachment)) == 2)
    window = place.window()
    assert isinstance(window, MainWindow)
    submit = window.show_place("submit")
    assert isinstance(submit, Submit)
    qtbot.waitUntil(lambda: submit.scope is not None, timeout=20_000)
    said = submit.scope_part.files.text()
    assert said == "1 file is handed over, 1 kB of at most 4 GB. 1 confidential file stays here."
    assert submit.scope is not None
    talk = next(item for item in place.session.all(Attachment) if not item.confidential)
    talk.size = 5_000_000_000
    place.session.save(talk)
    qtbot.waitUntil(lambda: submit.scope is not None and submit.scope.files.too_much, timeout=20_000)
    assert "have 5 GB together" in submit.check.message.text and submit.scope.blocked
