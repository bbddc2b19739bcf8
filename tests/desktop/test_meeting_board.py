"""The board of contributions with the keyboard alone: sorting, several at once, notes, votes, joining, and dragging."""

from __future__ import annotations

import copy

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop import settings
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.board import NOTES, Board
from cami_desktop.desktop.places.meetings.board_bar import REMEMBERED
from cami_desktop.desktop.places.meetings.board_column import STRIP
from cami_desktop.desktop.places.meetings.contributions import ContributionsTab
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.desktop.session import Session
from cami_desktop.records.contribution_board import UNSORTED
from cami_desktop.records.kinds import Contribution, Decision, Meeting, Note, Participation, Person
from tests.desktop.keys import CONTROL, SHIFT, enter, focus, name, press, tab_to

GAP, NEED = "gap", "need"
TEXTS = ("Проходы в ограждении нужны сайгаку весной", "Учёт с воздуха каждый год", "Обучение инспекторов",
         "Нужны проходы в ограждениях для сайгаков весной")  # fmt: skip


@pytest.fixture
def place(window: MainWindow) -> Meetings:
    """The place of meetings with one meeting of two speakers, four contributions without a kind and two notes."""
    settings.keep_table_layout(REMEMBERED, "")
    session = window.session
    assert session is not None
    meeting = session.save(
        session.new(Meeting, title="Совещание", cycle="cami-2014", meeting_kind="national_stakeholder",
                    starts_on="2014-05-13", attribution="attributed", languages=["ru"])
    )  # fmt: skip
    people = [session.save(session.new(Person, name=name_)) for name_ in ("Айгерим", "Бекзат")]
    parts = [
        session.save(session.new(Participation, meeting=meeting.id, person=one.id, role="participant"))
        for one in people
    ]
    for n, text in enumerate(TEXTS):
        session.save(
            session.new(Contribution, meeting=meeting.id, text=text, taxa=["saiga"], language="ru", state="proposed",
                        participation=parts[n % 3 % 2].id, supporters=n)
        )  # fmt: skip
    session.save_all(
        [
            session.new(Note, meeting=meeting.id, text=text, noted_at=f"2014-05-13 10:0{n}:00", taxa=["argali"])
            for n, text in enumerate(("Нет карты зимовок", "Кто отвечает за пункт?"))
        ]
    )
    found = window.show_place("meetings")
    assert isinstance(found, Meetings)
    assert found.list.choose(meeting.id)
    QApplication.processEvents()
    return found


@pytest.fixture
def tab(place: Meetings) -> ContributionsTab:
    """The open contributions, with the focus on the first card of the unsorted."""
    found = place.open_tab("contributions")
    assert isinstance(found, ContributionsTab)
    QApplication.processEvents()
    assert found.board.go_to(contributions(found.session)[0].id)
    return found


def contributions(session: Session) -> list[Contribution]:
    """The contributions, oldest first."""
    return list(session.all(Contribution))


def kinds(session: Session) -> list[str | None]:
    """Their kinds, oldest first."""
    return [record.input_kind for record in contributions(session)]


def number_of(board: Board, value: str) -> int:
    """The number key of a column."""
    return [one.value for one in board.columns if one.value != NOTES].index(value)


def test_a_number_moves_the_card_and_the_next_one_is_ready(tab: ContributionsTab) -> None:
    key = Qt.Key(Qt.Key.Key_0.value + number_of(tab.board, GAP))
    press(key)
    assert kinds(tab.session) == [GAP, None, None, None]
    assert tab.board.current == contributions(tab.session)[1]
    press(key)
    assert kinds(tab.session) == [GAP, GAP, None, None]
    tab.session.undo()
    assert kinds(tab.session) == [GAP, None, None, None]
    assert focus() is tab.board.column_of(UNSORTED).list  # type: ignore[union-attr]


def test_control_and_arrows_carry_cards_from_column_to_column_and_back(tab: ContributionsTab) -> None:
    tab.bar.by.setCurrentIndex(tab.bar.by.findData("state"))
    tab.board.go_to(contributions(tab.session)[0].id)
    assert focus() is tab.board.column_of("proposed").list  # type: ignore[union-attr]
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Right, CONTROL)
    assert [record.state for record in contributions(tab.session)] == ["agreed", "agreed", "proposed", "proposed"]
    assert focus() is tab.board.column_of("agreed").list  # type: ignore[union-attr]
    press(Qt.Key.Key_Right, CONTROL)
    assert [record.state for record in contributions(tab.session)][:2] == ["disputed", "disputed"]
    assert tab.board.column_of("agreed").width() == STRIP  # type: ignore[union-attr]
    press(Qt.Key.Key_Left)
    assert focus() is tab.board.column_of("proposed").list, "arrows pass by columns without cards"  # type: ignore[union-attr]
    press(Qt.Key.Key_Z, CONTROL)
    assert [record.state for record in contributions(tab.session)][:2] == ["agreed", "agreed"], "one step of undo"


def test_a_column_is_found_by_typing_its_name_in_any_language(tab: ContributionsTab, qtbot: QtBot) -> None:
    enter("п")
    assert name() == "Add a column"
    enter("отребн")
    press(Qt.Key.Key_Return)
    assert kinds(tab.session)[0] == NEED
    assert focus() is tab.board.column_of(UNSORTED).list  # type: ignore[union-attr]
    enter("g")
    assert name() == "Add a column"
    QApplication.activePopupWidget().close()  # type: ignore[union-attr]
    press(Qt.Key.Key_Escape)
    assert focus() is tab.board.column_of(UNSORTED).list  # type: ignore[union-attr]
    assert kinds(tab.session)[1] is None


def test_a_column_can_be_added_and_of_two_taxa_only_the_one_moved_is_replaced(tab: ContributionsTab) -> None:
    session = tab.session
    first = contributions(session)[0]
    first.taxa = ["saiga", "kulan"]
    session.save(first)
    tab.bar.by.setCurrentIndex(tab.bar.by.findData("taxa"))
    assert [one.value for one in tab.board.columns if first.id in one.list.rows.ids] == ["saiga", "kulan"]
    assert tab.board.column_of("cheetah") is None
    tab.bar.target.setFocus()
    enter("гепард")
    press(Qt.Key.Key_Return)
    column = tab.board.column_of("cheetah")
    assert column is not None
    assert not column.narrow
    saiga = tab.board.column_of("saiga")
    assert saiga is not None
    saiga.list.setFocus()
    saiga.list.stand_at(saiga.list.rows.ids.index(first.id))
    column.dropped.emit()
    assert set(contributions(session)[0].taxa) == {"cheetah", "kulan"}


def test_cards_are_dragged_to_a_strip_and_dropped(tab: ContributionsTab) -> None:
    start, target = tab.board.column_of(UNSORTED), tab.board.column_of(GAP)
    assert start is not None
    assert target is not None
    assert target.narrow
    press(Qt.Key.Key_A, CONTROL)
    mime = start.list.rows.mimeData(start.list.selectedIndexes())
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    target.dropEvent(event)
    assert kinds(tab.session) == [GAP] * 4
    assert len(target.list.rows.ids) == 4
    assert not target.narrow


def test_cards_from_the_board_of_another_window_are_not_taken(tab: ContributionsTab) -> None:
    start, target = tab.board.column_of(UNSORTED), tab.board.column_of(GAP)
    assert start is not None and target is not None
    mime = start.list.rows.mimeData(start.list.selectedIndexes())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.MoveAction, mime, left, none)
    assert event.source() is None, "as it is for what comes from elsewhere"
    target.dragEnterEvent(event)
    assert not event.isAccepted() and target.narrow


def test_notes_become_one_contribution_each_or_one_of_all(tab: ContributionsTab) -> None:
    board = tab.board
    assert tab.bar.notes.text() == "Notes left: 2"
    press(Qt.Key.Key_Left)
    assert board.columns[0].value == NOTES
    press(Qt.Key.Key_A, CONTROL)
    enter("gap")
    press(Qt.Key.Key_Return)
    made = contributions(tab.session)[4:]
    assert [(record.input_kind, record.taxa) for record in made] == [(GAP, ["argali"])] * 2
    assert [len(record.notes) for record in made] == [1, 1]
    assert tab.bar.notes.text() == "Notes left: 0"
    tab.session.undo()
    assert len(contributions(tab.session)) == 4, "one step of undo"
    board.columns[0].list.setFocus()
    press(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_T, CONTROL)
    [one] = contributions(tab.session)[4:]
    assert one.text == "Нет карты зимовок\nКто отвечает за пункт?"
    assert name() == "Kind of contribution"


def test_plus_and_minus_count_on_the_card_and_in_the_form(tab: ContributionsTab) -> None:
    enter("+")
    enter("+")
    enter("-")
    first = contributions(tab.session)[0]
    assert (first.supporters, first.opponents) == (2, 1)
    press(Qt.Key.Key_Return)
    assert name() == "Agenda item"
    tab_to("Supporters")
    enter("+")
    tab_to("Opponents")
    enter("−")
    first = contributions(tab.session)[0]
    assert (first.supporters, first.opponents) == (3, 2)
    press(Qt.Key.Key_Escape)
    assert not tab.under.isVisible()
    assert "supporters 3, opponents 2" in focus().model().index(0, 0).data()  # type: ignore[attr-defined]


def test_contributions_that_look_alike_are_offered_and_joined_with_all_voices(
    tab: ContributionsTab, qtbot: QtBot
) -> None:
    session = tab.session
    records = contributions(session)
    records[0].input_kind, records[3].input_kind = GAP, NEED
    other = session.all(Participation)[1]
    records[3].participation = other.id
    decision = session.new(Decision, meeting=records[0].meeting, text="Построить", contributions=[records[3].id])
    decision.id = session.save_all([records[0], records[3], decision])[-1].id
    qtbot.waitUntil(lambda: len(tab.joining.pairs) == 1, timeout=10_000)
    press(Qt.Key.Key_J, CONTROL | SHIFT)
    assert name() == "Kind of contribution: which one"
    assert not tab.joining.panel.apply_button.isEnabled(), "nothing wins silently"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert tab.joining.panel.apply_button.isEnabled()
    press(Qt.Key.Key_Return, CONTROL)
    assert len(contributions(session)) == 3
    kept = contributions(session)[0]
    assert (kept.input_kind, kept.supporters, kept.voices) == (NEED, 3, [other.id])
    assert kept.text == f"{TEXTS[0]}\n{TEXTS[3]}"
    assert session.find(decision.id).contributions == [kept.id]  # type: ignore[union-attr]
    session.undo()
    assert len(contributions(session)) == 4, "one step of undo"
    assert session.find(decision.id).contributions == [records[3].id]  # type: ignore[union-attr]


def test_a_pair_that_is_not_the_same_is_not_offered_again(tab: ContributionsTab, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(tab.joining.pairs) == 1, timeout=10_000)
    tab.joining.offer_similar()
    press(Qt.Key.Key_3, CONTROL | SHIFT)
    assert tab.board.isVisible()
    qtbot.waitUntil(lambda: not tab.joining.pairs, timeout=10_000)
    assert len(contributions(tab.session)) == 4


def test_what_is_being_joined_stays_in_view_whatever_is_stored_meanwhile(tab: ContributionsTab) -> None:
    session, browser = tab.session, tab.browser
    other = contributions(session)[2]
    other.text_en = "Maps"
    session.save(other)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_J, CONTROL)
    panel = tab.joining.panel
    assert panel.isVisible() and not browser.pages.isVisible()
    session.undo()
    assert panel.isVisible() and browser.previewing
    tab.bar.which.setCurrentIndex(1)
    assert not panel.isVisible() and browser.pages.isVisible(), "other cards are asked for"


def test_chosen_cards_are_joined_with_another_text_and_speaker(tab: ContributionsTab) -> None:
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_J, CONTROL)
    chooser = tab.joining.panel.choosers["text"]
    chooser.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    tab.joining.panel.choosers["participation"].setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return, CONTROL)
    parts = tab.session.all(Participation)
    kept = contributions(tab.session)[0]
    assert (kept.text, kept.participation, kept.voices) == (TEXTS[1], parts[1].id, [parts[0].id])


def test_only_what_lacks_a_translation_is_shown_and_stays_while_it_is_written(tab: ContributionsTab) -> None:
    tab.bar.which.setCurrentIndex(tab.bar.which.findData("translation"))
    tab.board.enter()
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    tab_to("Working translation into English")
    enter("Annual aerial survey")
    press(Qt.Key.Key_Tab)
    assert name() == "Language"
    translated = [record for record in contributions(tab.session) if record.text_en]
    assert len(translated) == 1
    assert tab.browser.form.record == translated[0]
    press(Qt.Key.Key_Escape)
    tab.bar.which.setCurrentIndex(0)
    tab.bar.which.setCurrentIndex(tab.bar.which.findData("translation"))
    assert tab.board.column_of(UNSORTED).list.rows.rowCount() == 3  # type: ignore[union-attr]


def test_a_contribution_shows_its_notes_and_goes_to_them_and_back(tab: ContributionsTab, place: Meetings) -> None:
    press(Qt.Key.Key_Return)
    tab.origin.line.setFocus()
    enter("зимовок")
    press(Qt.Key.Key_Return)
    [first, *_others] = contributions(tab.session)
    note = tab.session.all(Note)[0]
    assert first.notes == [note.id]
    tab.origin.table.setFocus()
    press(Qt.Key.Key_Return)
    assert place.tabs.code == "notes"
    place.show_record("contribution", first.id, "text")
    assert name() == "Text"
    tab.origin.table.setFocus()
    press(Qt.Key.Key_Delete)
    assert contributions(tab.session)[0].notes == []


def test_notes_of_a_contribution_and_those_offered_say_what_is_stored_now(
    tab: ContributionsTab, place: Meetings
) -> None:
    press(Qt.Key.Key_Return)
    session, origin = tab.session, tab.origin
    first, second = session.all(Note)
    origin.line.setFocus()
    enter("зимовок")
    press(Qt.Key.Key_Return)
    assert origin.table.values == [first.id]
    first, second = copy.deepcopy(first), copy.deepcopy(second)
    first.text, second.text = "Карта есть", "Кто платит?"
    place.open_tab("agenda")
    session.save_all([first, second])
    place.open_tab("contributions")
    QApplication.processEvents()
    assert "Карта есть" in origin.table.topLevelItem(0).text(1)  # type: ignore[union-attr]
    origin.line.setFocus()
    enter("платит")
    press(Qt.Key.Key_Return)
    assert set(contributions(session)[0].notes) == {first.id, second.id}


def test_board_or_table_and_its_columns_are_remembered(tab: ContributionsTab, place: Meetings) -> None:
    assert tab.on_board
    tab.bar.by.setCurrentIndex(tab.bar.by.findData("priority"))
    press(Qt.Key.Key_V, CONTROL | SHIFT)
    assert tab.browser.table.isVisible()
    assert focus() is tab.browser.table
    again = ContributionsTab(place.session)
    assert not again.on_board
    assert again.board.criterion == "priority"
    again.deleteLater()
    press(Qt.Key.Key_V, CONTROL | SHIFT)
    assert tab.board.isVisible()


def test_the_filter_narrows_the_cards_in_any_spelling(tab: ContributionsTab) -> None:
    tab.bar.finder.setFocus()
    enter("учет возд")
    assert [record.values()["text"] for record in tab.board.chosen] == [TEXTS[1]]
    press(Qt.Key.Key_Down)
    assert focus() is tab.board.column_of(UNSORTED).list  # type: ignore[union-attr]


def test_removed_cards_come_back_with_undo(tab: ContributionsTab) -> None:
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Delete)
    assert len(contributions(tab.session)) == 2
    tab.session.undo()
    tab.session.undo()
    assert len(contributions(tab.session)) == 4


def test_a_new_contribution_begins_in_the_form_and_stands_on_the_board(tab: ContributionsTab) -> None:
    press(Qt.Key.Key_Insert)
    assert name() == "Agenda item"
    tab_to("Text")
    enter("Новое")
    press(Qt.Key.Key_Tab)
    made = contributions(tab.session)[-1]
    assert made.text == "Новое"
    assert tab.browser.form.record == made
    press(Qt.Key.Key_Escape)
    assert tab.board.go_to(made.id)
