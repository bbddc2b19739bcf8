"""A meeting from the first word to the contribution, with the keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.contributions import contribution_from
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.desktop.places.meetings.people import ParticipantsTab
from cami_desktop.desktop.places.meetings.place import TABS, Meetings
from cami_desktop.desktop.places.meetings.tabs import ListTab, end_of
from cami_desktop.desktop.places.meetings.tabs import agenda as agenda_of
from cami_desktop.desktop.session import Session
from cami_desktop.records.kinds import (
    AgendaItem,
    Contribution,
    Decision,
    Meeting,
    Note,
    Organisation,
    Participation,
    Person,
)
from cami_desktop.records.meeting_times import in_order, planned
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import CONTROL, SHIFT, enter, fill, focus, name, press, tab_to
from tests.desktop.meeting_kit import DAY, begun, meetings


@pytest.fixture
def place(window: MainWindow) -> Meetings:
    """The place of meetings, without any meeting yet."""
    return meetings(window)


@pytest.fixture
def meeting(place: Meetings) -> Meeting:
    """A meeting with two agenda items and one participant."""
    session = place.session
    made = begun(place, languages=["kk"], place_name="Astana")
    person = session.save(session.new(Person, name="Representative of Okhotzooprom"))
    host = session.all(Organisation)[0]
    part = session.new(Participation, meeting=made.id, person=person.id, organisation=host.id, role="chair")
    items = [session.new(AgendaItem, meeting=made.id, number=str(n), title=f"Item {n}") for n in (1, 2)]
    session.save_all([part, *items])
    assert place.list.choose(made.id)
    return made


def notes_tab(place: Meetings) -> NotesTab:
    """The open notes."""
    tab = place.open_tab("notes")
    assert isinstance(tab, NotesTab)
    QApplication.processEvents()
    return tab


def new_record(place: Meetings, code: str, button: str) -> ListTab:
    """Go to a tab by its name and begin a record with Tab and the space bar."""
    place.tabs.tabBar().setFocus()
    for _step in range(list(TABS).index(code) - place.tabs.currentIndex()):
        press(Qt.Key.Key_Right)
    assert place.tabs.code == code
    tab_to(button)
    press(Qt.Key.Key_Space)
    found = place.tabs.page(code)
    assert isinstance(found, ListTab)
    return found


def test_a_person_makes_a_meeting_with_agenda_participants_and_a_contribution_by_keyboard(
    place: Meetings, window: MainWindow, path: Path
) -> None:
    press(Qt.Key.Key_N, CONTROL | SHIFT)
    assert name() == "Title"
    enter("Совещание в Астане")
    fill("Kind of meeting", "national stake")
    fill("Begins on", "13.05.2014")
    fill("Attribution rule", "organisation only")
    tab_to("Summary")
    assert place.meeting is not None
    assert place.name.text() == "Совещание в Астане"

    place.tabs.setFocus()
    press(Qt.Key.Key_Tab, CONTROL)
    assert place.tabs.code == "participants"
    tab_to("Person")
    enter("Айгерим Сәрсенова")
    press(Qt.Key.Key_Tab)
    assert name() == "Organisation represented"
    enter("охотзо")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert name() == "Person", "ready for the next name"

    agenda = new_record(place, "agenda", "New: Agenda item")
    assert name() == "Number"
    fill("Title", "Opening")
    fill("Begins at", "9.30")
    fill("Minutes planned, min", "30")
    tab_to("Aim")
    agenda.browser.table.setFocus()
    press(Qt.Key.Key_Insert)
    fill("Title", "Saiga")
    tab_to("Aim")

    new_record(place, "contributions", "New: Contribution")
    fill("Kind of contribution", "gap")
    tab_to("Text")
    enter("Нет данных о пересечении границы")
    fill("Contributed by", "Айгерим")
    tab_to("Priority")
    window.close()

    with Workspace.open(path) as stored:
        [meeting] = stored.all(Meeting)
        assert (meeting.starts_on, meeting.attribution) == (DAY, "organisation_only")
        [person] = stored.all(Person)
        [organisation] = stored.all(Organisation)
        [part] = stored.all(Participation)
        assert person.name == "Айгерим Сәрсенова"
        assert (part.meeting, part.person, part.organisation) == (meeting.id, person.id, organisation.id)
        assert part.role == "participant"
        first, second = sorted(stored.all(AgendaItem), key=lambda item: item.number or "")
        assert (first.number, first.title, first.starts_at, first.minutes) == ("1", "Opening", "09:30", 30)
        assert (second.number, second.title, second.starts_at) == ("2", "Saiga", "10:00")
        [contribution] = stored.all(Contribution)
        assert (contribution.input_kind, contribution.state) == ("gap", "proposed")
        assert contribution.participation == part.id


def test_enter_stores_a_note_with_its_time_agenda_item_kind_and_speaker(place: Meetings, meeting: Meeting) -> None:
    notes_tab(place)
    assert name() == "New note"
    press(Qt.Key.Key_PageDown, CONTROL)
    press(Qt.Key.Key_P, CONTROL)
    assert name() == "Speaker"
    enter("okhotz")
    press(Qt.Key.Key_Tab)
    if name() != "New note":
        tab_to("New note")
    press(Qt.Key.Key_2, CONTROL)
    enter("Сколько сайгаков на Устюрте?")
    press(Qt.Key.Key_Return)
    assert name() == "New note"
    enter("1 270")
    press(Qt.Key.Key_Return)
    first, second = place.session.all(Note)
    item = next(item for item in place.session.all(AgendaItem) if item.number == "2")
    [part] = place.session.all(Participation)
    assert first.text == "Сколько сайгаков на Устюрте?"
    assert (first.meeting, first.agenda_item, first.speaker) == (meeting.id, item.id, part.id)
    assert (first.note_kind, first.language) == ("question", "kk")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", first.noted_at or "")
    assert (second.text, second.note_kind, second.agenda_item) == ("1 270", "statement", item.id)


def test_an_empty_line_stores_nothing(place: Meetings, meeting: Meeting) -> None:
    tab = notes_tab(place)
    enter("   ")
    press(Qt.Key.Key_Return)
    assert tab.session.all(Note) == []


def test_ctrl_t_makes_a_contribution_from_a_note_with_everything_it_tells(place: Meetings, meeting: Meeting) -> None:
    session = place.session
    [part] = session.all(Participation)
    note = session.save(
        session.new(
            Note, meeting=meeting.id, text="Fence gaps are needed", speaker=part.id, taxa=["saiga"], language="en",
            note_kind="statement", noted_at=f"{DAY} 10:00:00",
        )
    )  # fmt: skip
    tab = notes_tab(place)
    assert tab.browser.go_to(note.id)
    press(Qt.Key.Key_T, CONTROL)
    assert place.tabs.code == "contributions"
    assert name() == "Kind of contribution"
    [made] = session.all(Contribution)
    assert (made.text, made.notes, made.taxa, made.language) == (note.text, [note.id], ["saiga"], "en")
    assert (made.participation, made.organisation) == (part.id, part.organisation)
    assert (made.meeting, made.state) == (meeting.id, "proposed")


def test_ctrl_t_takes_only_the_selected_part_of_the_text(place: Meetings, meeting: Meeting) -> None:
    session = place.session
    note = session.save(session.new(Note, meeting=meeting.id, text="First thing. Second thing."))
    tab = notes_tab(place)
    tab.browser.go_to(note.id, "text")
    control = focus()
    assert isinstance(control, QPlainTextEdit)
    for _step in range(len("First thing.")):
        press(Qt.Key.Key_Right, SHIFT)
    press(Qt.Key.Key_T, CONTROL)
    [made] = session.all(Contribution)
    assert made.text == "First thing."


def test_several_notes_make_one_contribution_that_claims_only_what_they_agree_on(session: Session) -> None:
    one = Note(id="a", meeting="m", agenda_item="i", text="One", taxa=["saiga"], language="ru", note_kind="question")
    two = Note(id="b", meeting="m", agenda_item="j", text="Two", taxa=["kulan", "saiga"], language="ru")
    made = contribution_from(session, [one, two])
    assert made.text == "One\nTwo"
    assert made.notes == ["a", "b"]
    assert made.taxa == ["saiga", "kulan"]
    assert (made.agenda_item, made.language, made.input_kind, made.participation) == (None, "ru", None, None)


def test_a_new_meeting_like_the_last_takes_agenda_and_people_but_no_dates_and_no_consent(
    place: Meetings, meeting: Meeting
) -> None:
    session = place.session
    [old] = session.all(Participation)
    old.consent = "written"
    session.save(old)
    press(Qt.Key.Key_L, CONTROL | SHIFT)
    assert name() == "Begins on"
    fresh = place.meeting
    assert fresh is not None and fresh.id != meeting.id
    assert (fresh.title, fresh.attribution, fresh.starts_on, fresh.status) == (
        "Ulttyq kenes", "attributed", None, "draft",
    )  # fmt: skip
    people = session.all(Participation, lambda item: item.meeting == fresh.id)
    assert [(item.person, item.role, item.consent) for item in people] == [(old.person, "chair", None)]
    assert len(session.all(AgendaItem, lambda item: item.meeting == fresh.id)) == 2
    session.undo()
    assert [item.id for item in session.all(Meeting)] == [meeting.id]
    assert len(session.all(AgendaItem)) == 2


def test_nobody_is_entered_twice_and_a_similar_name_is_not_joined(place: Meetings, meeting: Meeting) -> None:
    tab = place.open_tab("participants")
    assert isinstance(tab, ParticipantsTab)
    told: list[str] = []
    tab.session.told.connect(lambda text, _tone: told.append(text))
    tab.adder.person.setText("Representative of Okhotzooprom")
    assert tab.adder.add() is None
    assert "already among the participants" in told[-1]
    tab.adder.person.setText("Representative of Okhotzo")
    assert tab.adder.add() is not None
    assert len(tab.session.all(Person)) == 2


def test_every_record_of_a_meeting_is_found_from_elsewhere(
    place: Meetings, meeting: Meeting, window: MainWindow
) -> None:
    session = place.session
    decision = session.save(session.new(Decision, meeting=meeting.id, text="Count again", decision_kind="decision"))
    window.show_place("home")
    window.show_record("decision", decision.id, "due")
    assert window.place_id == "meetings"
    assert place.tabs.code == "decisions"
    assert name() == "Due"
    memory = place.memory()
    place.open_tab("details")
    place.recall(memory)
    assert place.tabs.code == "decisions"


def test_a_place_without_a_meeting_says_how_to_begin(place: Meetings) -> None:
    assert place.name.text() == "No meeting yet"
    assert [place.tabs.isTabEnabled(number) for number in range(len(TABS))] == [True] + [False] * (len(TABS) - 1)


def test_agenda_numbers_sort_as_people_count_and_times_add_up() -> None:
    assert sorted(["10", "9", "3.10", "3.9", "3"], key=in_order) == ["3", "3.9", "3.10", "9", "10"]
    assert end_of(AgendaItem(starts_at="09:30", minutes=45)) == "10:15"
    assert end_of(AgendaItem(starts_at="23:30", minutes=45)) is None
    assert end_of(AgendaItem(starts_at="09:30")) is None


def test_the_agenda_stands_in_the_window_in_the_order_of_the_paper(session: Session) -> None:
    meeting = session.save(session.new(Meeting, title="Workshop", starts_on=DAY))
    items = [session.new(AgendaItem, meeting=meeting.id, number=number) for number in ("3.0", "4", "3b", "3")]
    session.save_all(items)
    shown = agenda_of(session, meeting.id)
    assert [item.number for item in shown] == ["3", "3b", "3.0", "4"]
    assert list(shown) == [one.item for one in planned(shown)]
