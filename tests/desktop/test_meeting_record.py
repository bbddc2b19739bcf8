"""Taking a record over in the Notes tab: from a file, the clipboard, a drop or a paste, looked at before it is kept."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from cami_desktop.assets import folder
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.desktop.places.meetings.record import RecordPreview
from cami_desktop.desktop.places.meetings.record_taking import is_record
from cami_desktop.records.kinds import AgendaItem, Attachment, Note, Participation, Person
from tests.desktop.keys import CONTROL, SHIFT, enter, name, press
from tests.desktop.meeting_kit import DAY, begun, meetings, open_notes

RECORD = "1. Открытие\nСарсенова: Нужен учёт #Сайгак\nЗаборы мешают\n\n2. Решения\nПринять"
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def tab(window: MainWindow) -> NotesTab:
    """The notes of a meeting with one note, two participants and the entry line in focus."""
    place = meetings(window)
    session = place.session
    meeting = begun(place, title="Кеңес", attribution=None)
    people = session.save_all(
        [session.new(Person, name=f"{surname} {given}", surname=surname, given=given)
         for surname, given in (("Сарсенова", "Айгерим"), ("Оспанов", "Болат"))]
    )  # fmt: skip
    session.save_all([session.new(Participation, meeting=meeting.id, person=one.id) for one in people])
    session.save(session.new(Note, meeting=meeting.id, text="Раньше", noted_at=f"{DAY} 10:00:00"))
    return open_notes(place, meeting)


def copied(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def panel(tab: NotesTab, qtbot: QtBot, lines: int) -> RecordPreview:
    """The preview, once it shows so many paragraphs."""
    qtbot.waitUntil(lambda: tab.taking.panel is not None and tab.taking.panel.lines.topLevelItemCount() == lines)
    found = tab.taking.panel
    assert found is not None and tab.taking.is_open
    return found


def becomes(preview: RecordPreview) -> list[str]:
    items = (preview.lines.topLevelItem(row) for row in range(preview.lines.topLevelItemCount()))
    return [item.text(0) for item in items if item is not None]


def texts(tab: NotesTab) -> list[str | None]:
    rows = tab.browser.table.rows
    return [one.text for row in range(rows.rowCount()) if isinstance(one := rows.record(row), Note)]


def told(tab: NotesTab) -> list[str]:
    said: list[str] = []
    tab.session.told.connect(lambda text, _tone: said.append(text))
    return said


def dragged(target: QWidget, data: QMimeData) -> bool:
    """Drag something over a widget and drop it there; whether it was taken."""
    at, act = QPoint(4, 4), Qt.DropAction.CopyAction
    over = QDragEnterEvent(at, act, data, LEFT, NONE)
    over.ignore()
    QApplication.sendEvent(target, over)
    if over.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPointF(at), act, data, LEFT, NONE))
    return over.isAccepted()


def test_a_record_on_the_clipboard_becomes_notes_by_keyboard_and_one_undo_takes_them_back(
    tab: NotesTab, qtbot: QtBot
) -> None:
    copied(RECORD)
    said = told(tab)
    press(Qt.Key.Key_V, CONTROL | SHIFT)
    preview = panel(tab, qtbot, 5)
    assert becomes(preview) == ["Agenda item", "Note", "Note", "Agenda item", "Note"]
    assert preview.summary.text() == "3 notes · 2 agenda items · 0 left out"
    assert name() == "Paragraphs of the record"
    press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: not tab.taking.is_open)
    qtbot.waitUntil(lambda: len(texts(tab)) == 4)
    notes = tab.session.all(Note, lambda note: note.text != "Раньше")
    first = next(note for note in notes if note.text == "Нужен учёт #Сайгак")
    assert first.taxa == ["saiga"] and first.speaker is not None
    assert [item.title for item in tab.session.all(AgendaItem)] == ["Открытие", "Решения"]
    table = tab.browser.table
    qtbot.waitUntil(lambda: table.current is not None and table.current.id == first.id)
    assert tab.browser.table.hasFocus() and any("Ctrl+Z" in words for words in said)
    order = [text for text in texts(tab) if text != "Раньше"]
    assert order == ["Нужен учёт #Сайгак", "Заборы мешают", "Принять"]
    tab.session.undo()
    assert texts(tab) == ["Раньше"] and not tab.session.all(AgendaItem)


def test_keys_say_what_a_paragraph_becomes_and_who_said_it_also_on_a_cyrillic_layout(
    tab: NotesTab, qtbot: QtBot
) -> None:
    copied(RECORD)
    press(Qt.Key.Key_V, CONTROL | SHIFT)
    preview = panel(tab, qtbot, 5)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_Down)
    enter("т")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Delete)
    assert becomes(preview) == ["Agenda item", "Note", "Agenda item", "Note", "left out"]
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_S)
    view = preview.speaker.view()
    assert view.isVisible()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(preview.speaker.hasFocus)
    press(Qt.Key.Key_Escape)
    assert name() == "Paragraphs of the record" and tab.taking.is_open, "Esc leaves the speakers first"
    enter("ы")
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(preview.lines.hasFocus)
    chosen = preview.speaker.currentText()
    assert preview.found[3].text == "2. Решения" and preview.found[3].speaker
    assert chosen.startswith("Оспанов")
    press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(texts(tab)) == 3)
    assert sorted(item.title or "" for item in tab.session.all(AgendaItem)) == ["Заборы мешают", "Открытие"]
    (note,) = tab.session.all(Note, lambda note: note.text == "2. Решения")
    assert note.speaker == preview.speaker.itemData(preview.speaker.findText(chosen))


def test_escape_goes_back_to_the_line_and_what_was_typed_there_is_still_there(tab: NotesTab, qtbot: QtBot) -> None:
    enter("Половина")
    copied(RECORD)
    press(Qt.Key.Key_V, CONTROL)
    panel(tab, qtbot, 5)
    press(Qt.Key.Key_Escape)
    assert not tab.taking.is_open and tab.entry.text.hasFocus()
    assert tab.entry.text.text() == "Половина" and texts(tab) == ["Раньше"]


def test_a_short_text_is_pasted_into_the_line_as_ever(tab: NotesTab) -> None:
    copied("одна строка")
    press(Qt.Key.Key_V, CONTROL)
    assert tab.entry.text.text() == "одна строка" and not tab.taking.is_open
    assert not is_record("два\nслова") and is_record("а\nб\nв") and is_record("а" * 200 + "\nб")


def test_paste_of_the_lines_own_menu_looks_at_the_record_too(tab: NotesTab, qtbot: QtBot) -> None:
    copied(RECORD)
    line = tab.entry.text
    QApplication.sendEvent(line, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(50, 50)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.objectName() == "edit-paste").trigger()
    menu.close()
    panel(tab, qtbot, 5)
    assert line.text() == ""


def test_files_are_chosen_or_dropped_also_on_the_line(
    tab: NotesTab, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Протокол.docx"
    document = docx.Document()
    document.add_heading("Открытие", 1)
    document.add_paragraph("Приветствия")
    document.save(str(path))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    press(Qt.Key.Key_O, CONTROL)
    preview = panel(tab, qtbot, 2)
    assert preview.head.text() == "Take over Протокол.docx" and not preview.keep.isChecked()
    press(Qt.Key.Key_Escape)
    for target in (tab, tab.entry.text):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        assert dragged(target, data)
        panel(tab, qtbot, 2)
        press(Qt.Key.Key_Escape)
        assert tab.entry.text.text() == ""
    data = QMimeData()
    data.setText(RECORD)
    assert dragged(tab.entry.text, data)
    panel(tab, qtbot, 5)


def test_other_files_and_several_at_once_are_for_the_attachments(
    tab: NotesTab, qtbot: QtBot, tmp_path: Path
) -> None:
    files = [tmp_path / name for name in ("a.txt", "b.txt")]
    for number, path in enumerate(files):
        path.write_text(f"{RECORD} {number}", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    taken = QDragEnterEvent(QPoint(4, 4), Qt.DropAction.CopyAction, data, LEFT, NONE)
    taken.ignore()
    QApplication.sendEvent(tab.entry.text, taken)
    assert taken.isAccepted() and not tab.taking.is_open, "the place around takes them"
    place = tab.window().findChild(Meetings)
    assert isinstance(place, Meetings)
    QApplication.sendEvent(place, QDropEvent(QPointF(4, 4), Qt.DropAction.CopyAction, data, LEFT, NONE))
    qtbot.waitUntil(lambda: len(tab.session.all(Attachment)) == 2)
    assert tab.entry.text.text() == "" and texts(tab) == ["Раньше"]


def test_the_file_is_kept_on_wish_as_a_confidential_attachment_and_undo_takes_the_notes_back(
    tab: NotesTab, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "record.txt"
    path.write_text(RECORD, encoding="utf-8")
    tab.taking.take_file(path)
    preview = panel(tab, qtbot, 5)
    preview.keep.setChecked(True)
    press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(texts(tab)) == 4)
    (kept,) = tab.session.all(Attachment)
    assert (kept.record, kept.file_name, kept.confidential) == (tab.meeting_id, "record.txt", True)
    tab.session.undo()
    assert texts(tab) == ["Раньше"] and len(tab.session.all(Attachment)) == 1


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("old.doc", b"\xd0\xcf\x11\xe0" + bytes(600), "old format .doc"),
        ("cut.docx", b"PK\x03\x04" + bytes(40), "damaged"),
        ("empty.txt", b"\n", "holds no text"),
        ("letter.rtf", b"{\\rtf1 text}", "neither a document"),
        ("gone.docx", None, "no file"),
        ("huge.txt", b"a\n" * 50_001, "too large"),
    ],
)
def test_what_is_no_record_is_told_in_words_and_nothing_is_lost(
    tab: NotesTab, qtbot: QtBot, tmp_path: Path, file: str, content: bytes | None, words: str
) -> None:
    path = tmp_path / file
    if content is not None:
        path.write_bytes(content)
    enter("Половина")
    tab.taking.take_file(path)
    preview = tab.taking.panel
    assert preview is not None
    qtbot.waitUntil(lambda: words in preview.summary.text())
    assert not preview.apply_button.isEnabled()
    press(Qt.Key.Key_Escape)
    assert tab.entry.text.text() == "Половина" and texts(tab) == ["Раньше"]


def test_the_same_record_is_not_taken_over_twice(tab: NotesTab, qtbot: QtBot) -> None:
    for times in range(2):
        copied(RECORD)
        press(Qt.Key.Key_V, CONTROL | SHIFT)
        preview = panel(tab, qtbot, 5)
        said = told(tab)
        press(Qt.Key.Key_Return, CONTROL)
        if times == 0:
            qtbot.waitUntil(lambda: len(texts(tab)) == 4)
    qtbot.waitUntil(lambda: any("stand in the meeting already" in words for words in said))
    assert tab.taking.is_open and preview.apply_button.isEnabled() and len(texts(tab)) == 4


def test_nothing_on_the_clipboard_is_told_and_another_meeting_lets_go_of_the_record(
    tab: NotesTab, qtbot: QtBot
) -> None:
    said = told(tab)
    QGuiApplication.clipboard().clear()
    press(Qt.Key.Key_V, CONTROL | SHIFT)
    assert any("no text on the clipboard" in words for words in said) and not tab.taking.is_open
    copied(RECORD)
    press(Qt.Key.Key_V, CONTROL | SHIFT)
    panel(tab, qtbot, 5)
    tab.show_meeting(tab.entry.meeting)
    assert tab.taking.is_open and name() == "Paragraphs of the record", "coming back it is still there"
    note = tab.session.all(Note)[0]
    assert tab.show_record(note) and not tab.taking.is_open
    press(Qt.Key.Key_V, CONTROL | SHIFT)
    tab.show_meeting(None)
    assert not tab.taking.is_open


def test_a_long_record_is_shown_and_changed_in_slices(tab: NotesTab, qtbot: QtBot) -> None:
    copied("\n".join(f"Абзац {n}" for n in range(2_000)))
    press(Qt.Key.Key_V, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: tab.taking.panel is not None and bool(tab.taking.panel.found))
    preview = panel(tab, qtbot, 2_000)
    press(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_Delete)
    assert preview.summary.text() == "0 notes · 0 agenda items · 2,000 left out"
    qtbot.waitUntil(lambda: set(becomes(preview)) == {"left out"})
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(texts(tab)) == 2_001, timeout=20_000)


def test_the_public_record_of_bishkek_is_read_and_looked_at(tab: NotesTab, qtbot: QtBot) -> None:
    tab.taking.take_file(folder("resources") / "meeting_records" / "bishkek-2014.md")
    preview = panel(tab, qtbot, 33)
    assert preview.summary.text() == "26 notes · 7 agenda items · 0 left out"
