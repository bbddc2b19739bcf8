"""The entry line of the notes never waits for the disk, knows who speaks by few keys, and keeps the agenda's time."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget
from pytestqt.qtbot import QtBot

from cami_desktop.desktop import settings
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.clock import AgendaTimes
from cami_desktop.desktop.places.meetings.entry import EntryLine
from cami_desktop.records.kinds import AgendaItem, Meeting, Note, Participation, Person
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import ALT, CONTROL, SHIFT, enter, name, press
from tests.desktop.meeting_kit import begun, meetings, open_notes

PEOPLE = (("Иванов", "Айдар"), ("Ильясов", "Алмаз"), ("Сәрсенова", "Айгерим"))


@pytest.fixture
def entry(window: MainWindow) -> EntryLine:
    """The line of a meeting that is held today, with three agenda items and three participants."""
    place = meetings(window)
    session = place.session
    meeting = begun(place, title="Совещание", starts_on=datetime.date.today().isoformat(), languages=[])
    people = [session.new(Person, name=f"{surname} {given}", surname=surname, given=given) for surname, given in PEOPLE]
    parts = [
        session.new(Participation, meeting=meeting.id, person=person.id, role="participant")
        for person in session.save_all(people)
    ]
    items = [
        session.new(AgendaItem, meeting=meeting.id, number=str(n), title=f"Item {n}", minutes=20) for n in (1, 2, 3)
    ]
    session.save_all([*parts, *items])
    return open_notes(place, meeting).entry


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """While somebody else writes, nothing of ours can be stored: a disk that takes its time."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def texts(entry: EntryLine) -> list[str]:
    return [note.text or "" for note in entry.session.all(Note)]


def stored(path: Path) -> list[str]:
    with Workspace.open(path, read_only=True) as workspace:
        return [note.text or "" for note in workspace.all(Note)]


def speaker(entry: EntryLine) -> str:
    """The surname of who speaks."""
    part = entry.session.find(entry.speaker.value)
    person = entry.session.find(part.person) if isinstance(part, Participation) else None
    return (person.surname or "") if isinstance(person, Person) else ""


# Typing never waits


def test_notes_are_shown_while_the_disk_is_busy_and_stored_once_and_in_order_afterwards(
    entry: EntryLine, window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    said = [f"Заметка {n}" for n in range(5)]
    with locked(path):
        for text in said:
            enter(text)
            press(Qt.Key.Key_Return)
            assert entry.text.text() == ""
        assert texts(entry) == said
        assert stored(path) == []
        qtbot.waitUntil(lambda: window.top.saved.text() == "Saving …")
    qtbot.waitUntil(lambda: not entry.session.behind.busy)
    assert stored(path) == said
    qtbot.waitUntil(lambda: window.top.saved.text().startswith("Saved "))
    assert [note.version for note in entry.session.all(Note)] == [{entry.session.info.replica: 1}] * 5
    entry.session.drafts.writer.finish()
    assert entry.session.workspace.drafts() == []


def test_whatever_else_is_stored_or_undone_waits_for_the_notes_before_it(entry: EntryLine, path: Path) -> None:
    session = entry.session
    enter("Первая")
    press(Qt.Key.Key_Return)
    [note] = session.all(Note)
    note = session.new(Note, **{**note.values(), "text": "Первая, исправленная"})
    note.id = session.all(Note)[0].id
    session.save(note)
    assert stored(path) == ["Первая, исправленная"]
    enter("Вторая")
    press(Qt.Key.Key_Return)
    session.undo()
    assert texts(entry) == stored(path) == ["Первая, исправленная"]
    session.undo()
    assert texts(entry) == stored(path) == ["Первая"]
    session.undo()
    assert texts(entry) == stored(path) == []


def test_a_note_that_cannot_be_stored_comes_back_into_the_line_and_is_stored_at_the_next_enter(
    entry: EntryLine, path: Path, qtbot: QtBot
) -> None:
    told: list[str] = []
    entry.session.told.connect(lambda text, _tone: told.append(text))
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TRIGGER refuse BEFORE INSERT ON note BEGIN SELECT RAISE(ABORT, 'broken'); END")
        other.commit()
    press(Qt.Key.Key_2, ALT)
    enter("Не пропадёт")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1].startswith("Not stored: ")
    assert entry.text.text() == "Не пропадёт"
    assert texts(entry) == []
    with closing(sqlite3.connect(path)) as other:
        other.execute("DROP TRIGGER refuse")
        other.commit()
    press(Qt.Key.Key_Return)
    entry.session.flush()
    assert stored(path) == ["Не пропадёт"]
    assert entry.session.all(Note)[0].speaker is not None
    entry.session.drafts.writer.finish()
    assert entry.session.workspace.drafts() == []


def test_of_several_that_cannot_be_stored_the_others_are_offered_above(
    entry: EntryLine, window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TRIGGER refuse BEFORE INSERT ON note BEGIN SELECT RAISE(ABORT, 'broken'); END")
        other.commit()
    for text in ("Раз", "Два"):
        enter(text)
        press(Qt.Key.Key_Return)
    enter("Три")
    qtbot.waitUntil(lambda: not entry.session.behind.busy)
    assert entry.text.text() == "Три", "what is typed meanwhile stays"
    assert sorted(offer.texts["text"] for offer in entry.session.drafts.offers) == ["Два", "Раз"]
    assert window.offered.isVisible()
    assert texts(entry) == []


# Who speaks


def test_alt_and_a_number_chooses_the_speaker_and_the_last_ones_keep_their_numbers(
    entry: EntryLine, window: MainWindow
) -> None:
    assert [button.text() for button in entry.speakers.buttons if button.isVisible()] == [
        "1 Иванов А.", "2 Ильясов А.", "3 Сәрсенова А.",
    ]  # fmt: skip
    press(Qt.Key.Key_3, ALT)
    assert (name(), speaker(entry), window.place_id) == ("New note", "Сәрсенова", "meetings")
    assert [button.isChecked() for button in entry.speakers.buttons[:3]] == [False, False, True]
    enter("Да")
    press(Qt.Key.Key_Return)
    assert entry.session.all(Note)[-1].speaker == entry.speakers.numbered.of(3)
    press(Qt.Key.Key_9, ALT)
    assert speaker(entry) == "Сәрсенова", "nobody has that number"
    press(Qt.Key.Key_0, ALT)
    assert speaker(entry) == ""


def test_a_number_or_initials_before_a_colon_are_the_speaker_and_no_part_of_the_text(entry: EntryLine) -> None:
    for typed, who in (("2: мало воды", "Ильясов"), ("СарА: согласна", "Сәрсенова"), ("IvA: да", "Иванов")):
        enter(typed)
        press(Qt.Key.Key_Return)
        assert speaker(entry) == who
    enter("Вопрос: сколько?")
    press(Qt.Key.Key_Return)
    assert texts(entry) == ["мало воды", "согласна", "да", "Вопрос: сколько?"]
    enter("1:")
    press(Qt.Key.Key_Return)
    assert (speaker(entry), entry.text.text(), len(texts(entry))) == ("Иванов", "", 4)


def test_initials_of_several_people_are_offered_and_never_guessed(entry: EntryLine) -> None:
    enter("ИА:")
    assert entry.speakers.question.text() == "Who is “ИА”?"
    assert [button.text() for button in entry.speakers.buttons if button.isVisible()] == ["1 Иванов А.", "2 Ильясов А."]
    enter(" против")
    press(Qt.Key.Key_Return)
    assert texts(entry) == []
    press(Qt.Key.Key_2, ALT)
    assert (speaker(entry), texts(entry), entry.text.text()) == ("Ильясов", ["против"], "")
    assert entry.speakers.question.text() == "Speakers"
    enter("ИА: Инструкция отменена")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert texts(entry)[-1] == "ИА: Инструкция отменена", "Enter once more stores it as it stands"


# The agenda's time


def test_the_first_note_begins_an_item_and_stepping_ends_it_each_as_one_step_of_undo(entry: EntryLine) -> None:
    session = entry.session
    enter("Открыто")
    press(Qt.Key.Key_Return)
    first, second, _third = sorted(session.all(AgendaItem), key=lambda item: item.number or "")
    assert first.began_at is not None
    assert first.ended_at is None
    press(Qt.Key.Key_PageDown, CONTROL)
    entry.clock.settle()
    session.flush()
    first, second, _third = sorted(session.all(AgendaItem), key=lambda item: item.number or "")
    assert (first.ended_at, second.ended_at) == (second.began_at, None)
    assert session.undo_steps(1)[0].change.label == "Agenda: item 2 begun"
    session.undo()
    first, second, _third = sorted(session.all(AgendaItem), key=lambda item: item.number or "")
    assert (first.ended_at, second.began_at) == (None, None)


def test_who_steps_on_does_not_begin_the_items_that_are_passed(entry: EntryLine) -> None:
    press(Qt.Key.Key_PageDown, CONTROL)
    press(Qt.Key.Key_PageDown, CONTROL)
    entry.clock.settle()
    begun = [item.number for item in entry.session.all(AgendaItem) if item.began_at]
    assert begun == ["3"]


def test_the_clock_tells_minutes_and_drift_calmly_and_can_be_hidden(entry: EntryLine) -> None:
    session = entry.session
    first = next(item for item in session.all(AgendaItem) if item.number == "1")
    began = datetime.datetime.now() - datetime.timedelta(minutes=32, seconds=5)
    started = session.new(AgendaItem, **first.values())
    started.id, started.began_at = first.id, began.strftime("%Y-%m-%d %H:%M:%S")
    session.save(started)
    assert entry.clock.words.text() == "32 of 20 min, 12 over · 12 min behind the agenda"
    assert entry.clock.words.property("tone") == "warning"
    press(Qt.Key.Key_G, CONTROL | SHIFT)
    panel = entry.clock.findChild(AgendaTimes)
    assert panel is not None
    lines = panel.findChild(QTreeWidget)
    assert lines is not None
    shown = [[lines.topLevelItem(n).text(column) for column in range(4)] for n in range(3)]  # type: ignore[union-attr]
    assert shown[0] == ["1 Item 1", "20 min", "32 min", "12 min over"]
    assert shown[1] == ["2 Item 2", "20 min", "", ""]
    panel.hider.click()
    assert entry.clock.words.text() == ""
    settings.keep_agenda_clock(True)


def test_notes_written_up_later_leave_the_times_alone(entry: EntryLine) -> None:
    session = entry.session
    [meeting] = session.all(Meeting)
    past = session.new(Meeting, **{**meeting.values(), "starts_on": "2014-05-20"})
    past.id = meeting.id
    session.save(past)
    enter("Из тетради")
    press(Qt.Key.Key_Return)
    session.flush()
    assert [item.began_at for item in session.all(AgendaItem)] == [None, None, None]
    assert entry.clock.words.text() == ""
