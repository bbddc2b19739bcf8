"""The stream of notes by keyboard: edited in place, cut, joined, moved, marked, filtered, leading to contributions."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QPlainTextEdit, QStyleOptionViewItem

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.note_commands import first_sentence
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.records.kinds import AgendaItem, Contribution, Note, Participation, Person
from tests.desktop.keys import ALT, CONTROL, SHIFT, enter, focus, name, press
from tests.desktop.meeting_kit import DAY, begun, meetings, open_notes

TEXTS = ("Мало #saiga. Почему?", "Заборы", "Согласны")


@pytest.fixture
def tab(window: MainWindow) -> NotesTab:
    """The notes of a meeting: three of the first of two agenda items, said by two people."""
    place = meetings(window)
    session = place.session
    meeting = begun(place)
    people = session.save_all([session.new(Person, name=name) for name in ("Aigerim", "B. Ospanov")])
    parts = session.save_all(
        [session.new(Participation, meeting=meeting.id, person=one.id, role="participant") for one in people]
    )
    items = session.save_all([session.new(AgendaItem, meeting=meeting.id, number=n, title=n) for n in ("1", "2", "10")])
    for n, text in enumerate(TEXTS):
        session.save(
            session.new(
                Note, meeting=meeting.id, text=text, speaker=parts[n % 2].id, agenda_item=items[0].id, language="ru",
                note_kind="question" if n == 0 else "statement", noted_at=f"{DAY} 10:0{n}:00",
            )
        )  # fmt: skip
    return open_notes(place, meeting)


def texts(tab: NotesTab) -> list[str]:
    """The texts of the stream from above."""
    rows = tab.browser.table.rows
    return [rows.whole_text(row, rows.column_of("text")) for row in range(rows.rowCount())]


def notes(tab: NotesTab) -> list[Note]:
    """The notes of the stream from above."""
    rows = tab.browser.table.rows
    return [one for row in range(rows.rowCount()) if isinstance(one := rows.record(row), Note)]


def stand(tab: NotesTab, row: int, field: str = "text") -> None:
    """Go to a cell of the stream."""
    table = tab.browser.table
    table.setFocus()
    table.stand_at(row, table.rows.column_of(field))


def items(tab: NotesTab) -> Sequence[AgendaItem]:
    """The agenda items, as they were made."""
    return tab.session.all(AgendaItem)


def told(tab: NotesTab) -> list[str]:
    """What the status line says from now on."""
    said: list[str] = []
    tab.session.told.connect(lambda text, _tone: said.append(text))
    return said


def test_enter_edits_a_note_in_place_with_completion_and_escape_takes_back(tab: NotesTab) -> None:
    stand(tab, 1)
    press(Qt.Key.Key_Return)
    assert (name(), tab.browser.table.cell is not None) == ("Text", True)
    enter(" и #кула")
    press(Qt.Key.Key_Return)
    assert tab.browser.table.cell is not None, "Enter took the mention"
    press(Qt.Key.Key_Return, ALT)
    enter("!")
    press(Qt.Key.Key_Return)
    note = notes(tab)[1]
    assert note.text is not None and note.text.startswith("Заборы и #") and note.text.endswith("\n!")
    assert note.taxa == ["kulan"]
    stand(tab, 2)
    press(Qt.Key.Key_F2)
    enter(" не")
    press(Qt.Key.Key_Escape)
    assert texts(tab)[2] == TEXTS[2]
    press(Qt.Key.Key_Return)
    enter(" все")
    tab.entry.text.setFocus()
    assert texts(tab)[2] == "Согласны все", "stored when left"


def test_a_note_is_cut_at_the_cursor_and_one_undo_joins_it_again(tab: NotesTab) -> None:
    session = tab.session
    note = notes(tab)[0]
    made = session.save(
        session.new(Contribution, meeting=tab.meeting_id, text="x", notes=[note.id], input_kind="gap")
    )  # fmt: skip
    said = told(tab)
    stand(tab, 0, "noted_at")
    press(Qt.Key.Key_Return, CONTROL | SHIFT)
    control = focus()
    assert isinstance(control, QPlainTextEdit)
    assert control.textCursor().position() == len("Мало #saiga."), "behind the first sentence"
    assert "cut" in said[-1]
    press(Qt.Key.Key_Return, CONTROL | SHIFT)
    assert texts(tab) == ["Мало #saiga.", "Почему?", *TEXTS[1:]]
    first, second = notes(tab)[:2]
    assert (first.taxa, second.taxa) == (["saiga"], [])
    for field in ("noted_at", "agenda_item", "speaker", "note_kind", "language"):
        assert getattr(second, field) == getattr(note, field)
    assert session.find(made.id).notes == [first.id, second.id]  # type: ignore[union-attr]
    assert tab.browser.table.current == second
    session.undo()
    assert texts(tab) == list(TEXTS)
    assert notes(tab)[0].taxa == ["saiga"]
    assert session.find(made.id).notes == [note.id]  # type: ignore[union-attr]
    assert "Split of the note “Мало #saiga. Почему?”" in said[-1]
    session.redo()
    assert texts(tab)[:2] == ["Мало #saiga.", "Почему?"]


def test_what_was_typed_and_the_letters_before_the_cursor_count_also_in_the_form(tab: NotesTab) -> None:
    tab.browser.go_to(notes(tab)[1].id, "text")
    control = focus()
    assert isinstance(control, QPlainTextEdit)
    control.selectAll()
    enter("🦌 раз два")
    for _letter in " два":
        press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Return, CONTROL | SHIFT)
    assert texts(tab)[1:3] == ["🦌 раз", "два"]


def test_a_cut_at_the_end_is_refused_in_words(tab: NotesTab) -> None:
    said = told(tab)
    stand(tab, 1)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CONTROL | SHIFT)
    assert texts(tab) == list(TEXTS)
    assert "nothing to cut off" in said[-1]


def test_selected_notes_are_joined_with_every_voice_and_one_undo_parts_them(tab: NotesTab) -> None:
    session = tab.session
    before = notes(tab)
    made = session.save(
        session.new(Contribution, meeting=tab.meeting_id, text="x", notes=[before[2].id], input_kind="gap")
    )  # fmt: skip
    said = told(tab)
    stand(tab, 0)
    press(Qt.Key.Key_J, CONTROL)
    assert "two or more notes" in said[-1]
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_J, CONTROL)
    assert texts(tab) == ["Мало #saiga. Почему?\n@[B. Ospanov]: Заборы\n@Aigerim: Согласны"]
    [note] = notes(tab)
    assert (note.id, note.speaker, note.note_kind) == (before[0].id, before[0].speaker, None)
    assert len(note.people) == 2
    assert session.find(made.id).notes == [note.id]  # type: ignore[union-attr]
    assert "Join of 3 notes" in said[-1]
    session.undo()
    assert "Join of 3 notes" in said[-1]
    assert [(one.id, one.text, one.speaker, one.people) for one in notes(tab)] == [
        (one.id, one.text, one.speaker, one.people) for one in before
    ]
    assert session.find(made.id).notes == [before[2].id]  # type: ignore[union-attr]


def test_alt_and_an_arrow_and_the_list_move_notes_between_agenda_items(tab: NotesTab) -> None:
    first, second, tenth = items(tab)
    said = told(tab)
    stand(tab, 1)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Down, ALT)
    assert [note.agenda_item for note in notes(tab)] == [first.id, second.id, second.id]
    assert "Move of 2 notes to 2 2" in said[-1]
    press(Qt.Key.Key_Down, ALT)
    press(Qt.Key.Key_Down, ALT)
    assert [note.agenda_item for note in notes(tab)] == [first.id, tenth.id, tenth.id]
    assert said[-1] == "This is the last agenda item."
    press(Qt.Key.Key_I, CONTROL | SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert [note.agenda_item for note in notes(tab)] == [first.id, None, None]
    press(Qt.Key.Key_Up, ALT)
    assert notes(tab)[1].agenda_item == tenth.id
    tab.session.undo()
    assert notes(tab)[1].agenda_item is None


def test_a_note_is_marked_while_one_types_found_again_and_shown_alone(tab: NotesTab) -> None:
    said = told(tab)
    tab.entry.text.setFocus()
    press(Qt.Key.Key_M, CONTROL)
    assert [note.follow_up for note in notes(tab)] == [None, None, True]
    assert "Mark for follow-up on 1 note" in said[-1]
    assert (name(), tab.filters.marked.text()) == ("New note", "Follow-up: 1")
    stand(tab, 0)
    press(Qt.Key.Key_M, CONTROL)
    press(Qt.Key.Key_M, CONTROL | SHIFT)
    assert tab.browser.table.current == notes(tab)[2]
    press(Qt.Key.Key_M, CONTROL | SHIFT)
    assert tab.browser.table.current == notes(tab)[0]
    press(Qt.Key.Key_O, CONTROL | SHIFT)
    assert texts(tab) == [TEXTS[0], TEXTS[2]]
    assert tab.browser.count.text() == "2 of 3 records"
    tab.browser.table.setFocus()
    press(Qt.Key.Key_M, CONTROL)
    assert texts(tab) == [TEXTS[2]], "what is done with goes from the list"
    assert tab.filters.marked.text() == "Follow-up: 1"
    tab.session.undo()
    assert texts(tab) == [TEXTS[0], TEXTS[2]]
    press(Qt.Key.Key_F, CONTROL | SHIFT)
    assert (texts(tab), tab.filters.marked.isChecked()) == (list(TEXTS), False)


def test_the_stream_is_filtered_by_item_kind_and_speaker_and_a_new_note_is_never_hidden(tab: NotesTab) -> None:
    def choose(box: QComboBox, text: str) -> None:
        box.setCurrentIndex(box.findText(text))

    filters = tab.filters
    choose(filters.speaker, "Aigerim")
    assert texts(tab) == [TEXTS[0], TEXTS[2]]
    choose(filters.kind, "Question")
    assert texts(tab) == [TEXTS[0]]
    choose(filters.item, "2 2")
    assert texts(tab) == []
    assert tab.browser.pages.currentIndex() == 0, "not as if there were no notes"
    tab.entry.text.setFocus()
    enter("Новое")
    press(Qt.Key.Key_Return)
    assert texts(tab) == [*TEXTS, "Новое"]
    assert not filters.active
    choose(filters.item, "No agenda item")
    assert texts(tab) == []
    assert tab.show_record(notes_of(tab)[0])
    assert len(texts(tab)) == 4


def notes_of(tab: NotesTab) -> list[Note]:
    """All notes, shown or not."""
    return list(tab.session.all(Note))


def test_the_time_stands_alone_and_date_and_item_only_where_they_change(tab: NotesTab) -> None:
    session = tab.session
    last = session.new(
        Note, meeting=tab.meeting_id, text="Второй день", noted_at="2014-09-14 09:06:00", agenda_item=items(tab)[1].id
    )  # fmt: skip
    session.save(last)
    table = tab.browser.table

    def shown(field: str) -> list[str]:
        column = table.rows.column_of(field)
        found = []
        for row in range(table.rows.rowCount()):
            option = QStyleOptionViewItem()
            table.itemDelegate().initStyleOption(option, table.rows.index(row, column))  # type: ignore[attr-defined]
            found.append(option.text)
        return found

    assert shown("noted_at") == ["13 May 10:00", "10:01", "10:02", "14 Sep 09:06"]
    assert shown("agenda_item") == ["1, 1", "", "", "2, 2"]
    assert table.rows.text(1, table.rows.column_of("agenda_item")) == "1, 1", "copied and read out whole"


def test_sorted_by_agenda_item_the_tenth_comes_after_the_second(tab: NotesTab) -> None:
    first, second, tenth = items(tab)
    for note, item in zip(notes(tab), (tenth, first, second), strict=True):
        note.agenda_item = item.id
        tab.session.save(note)
    tab.browser.table.sort_by("agenda_item")
    assert [note.agenda_item for note in notes(tab)] == [first.id, second.id, tenth.id]


def test_a_note_leads_to_every_contribution_made_from_it_and_two_can_be_made(tab: NotesTab, window: MainWindow) -> None:
    session = tab.session
    place = window.show_place("meetings")
    assert isinstance(place, Meetings)
    said = told(tab)
    stand(tab, 0)
    assert tab.made.isHidden()
    press(Qt.Key.Key_T, CONTROL | SHIFT)
    assert "Ctrl+T makes one" in said[-1]
    for _time in range(2):
        place.open_tab("notes")
        stand(tab, 0)
        press(Qt.Key.Key_T, CONTROL)
        QApplication.processEvents()
    first, second = session.all(Contribution)
    assert first.notes == second.notes == [notes(tab)[0].id]
    place.open_tab("notes")
    stand(tab, 0)
    QApplication.processEvents()
    assert not tab.made.isHidden()
    assert [one.id for one in tab.marks.contributions(notes(tab)[0].id)] == [first.id, second.id]
    tab.made.setFocus()
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert place.tabs.code == "contributions"
    place.open_tab("notes")
    QApplication.processEvents()
    table = tab.browser.table
    table.scrollToTop()
    cell = table.visualRect(table.rows.index(0, table.rows.column_of("text")))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(cell.right() - 8, cell.center().y()))
    assert place.tabs.code == "contributions", "so does a click on the mark"


def test_ctrl_t_takes_the_part_that_is_selected_in_the_cell(tab: NotesTab) -> None:
    stand(tab, 0)
    press(Qt.Key.Key_Return)
    for _letter in "Почему?":
        press(Qt.Key.Key_Left, SHIFT)
    press(Qt.Key.Key_T, CONTROL)
    [made] = tab.session.all(Contribution)
    assert (made.text, made.taxa) == ("Почему?", [])


@pytest.mark.parametrize(
    ("text", "place"), [("One. Two.", 4), ("One\nTwo", 4), ("3.1 is one", 10), ("Really? Yes", 7), ("", 0)]
)
def test_the_first_sentence_ends_where_a_reader_says_so(text: str, place: int) -> None:
    assert first_sentence(text) == place
