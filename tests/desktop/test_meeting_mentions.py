"""Mentions by keyboard: completed as one types, on any layout, shown as links, taken into the contribution."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.mention_list import MentionList
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.records.kinds import (
    AgendaItem,
    Contribution,
    Note,
    Organisation,
    Participation,
    Person,
    Site,
)
from tests.desktop.keys import CONTROL, SHIFT, enter, focus, name, press
from tests.desktop.meeting_kit import begun, meetings, open_notes


@pytest.fixture
def tab(window: MainWindow) -> NotesTab:
    """The notes of a meeting with one agenda item, one participant and a site, ready to be typed into."""
    place = meetings(window)
    session = place.session
    meeting = begun(place)
    person = session.save(session.new(Person, name="Айгерим Сәрсенова", surname="Сәрсенова", given="Айгерим"))
    host = session.all(Organisation)[0]
    session.save_all(
        [
            session.new(Participation, meeting=meeting.id, person=person.id, organisation=host.id, role="participant"),
            session.new(AgendaItem, meeting=meeting.id, number="1", title="Сайгак"),
            session.new(Person, name="Somebody Else"),
            session.new(Site, name="Irgiz-Turgay reserve", site_kind="protected_area"),
        ]
    )
    return open_notes(place, meeting)


def listed(mentioning: MentionList) -> list[str]:
    """What the open list offers."""
    return [choice.text for choice in mentioning.rows.rows] if mentioning.is_open else []


def test_a_russian_layout_types_a_note_with_every_sort_of_mention(tab: NotesTab) -> None:
    entry, session = tab.entry, tab.session
    enter("+сарс")
    assert listed(entry.mentioning) == ["Сәрсенова Айгерим · Охотзоопром"]
    press(Qt.Key.Key_Return)
    enter(": мало №акбок")
    press(Qt.Key.Key_Tab)
    assert name() == "New note", "Tab takes the mention and stays in the line"
    enter("у *irg")
    press(Qt.Key.Key_Return)
    enter("из-за !браконь")
    entry.mentioning.close_list()
    enter(" и !5.1.1")
    press(Qt.Key.Key_Escape)
    enter(", %1.1.1")
    press(Qt.Key.Key_Return)
    assert entry.text.text() == (
        "@[Сәрсенова Айгерим] : мало #[Saiga antelope] у ^[Irgiz-Turgay reserve] из-за !браконь и !5.1.1, §1.1.1 "
    )
    press(Qt.Key.Key_Return)
    [note] = session.all(Note)
    [part] = session.all(Participation)
    [site] = session.all(Site)
    assert note.text == "мало #[Saiga antelope] у ^[Irgiz-Turgay reserve] из-за !браконь и !5.1.1, §1.1.1"
    assert (note.speaker, note.taxa, note.threats, note.sites) == (part.id, ["saiga"], ["5.1.1"], [site.id])
    assert [code.rpartition("/")[2] for code in note.pow_items] == ["1.1.1"]


def test_escape_leaves_the_text_and_a_sign_alone_takes_nothing(tab: NotesTab) -> None:
    enter("Стой !")
    assert tab.entry.mentioning.is_open
    press(Qt.Key.Key_Return)
    assert [note.text for note in tab.session.all(Note)] == ["Стой !"]
    enter("#сайг")
    press(Qt.Key.Key_Escape)
    assert not tab.entry.mentioning.is_open
    assert tab.entry.text.text() == "#сайг"
    enter(" мало")
    press(Qt.Key.Key_Return)
    assert tab.session.all(Note)[-1].text == "#сайг мало"


def test_ctrl_space_offers_the_sorts_where_the_keyboard_lacks_the_sign(tab: NotesTab) -> None:
    enter("по пункту")
    press(Qt.Key.Key_Space, CONTROL)
    assert [text.split("  ")[1] for text in listed(tab.entry.mentioning)] == ["@", "#", "!", "§", "^"]
    enter("4")
    enter("1.1.1")
    press(Qt.Key.Key_Return)
    assert tab.entry.text.text() == "по пункту §1.1.1 "
    press(Qt.Key.Key_Space, CONTROL)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert tab.entry.text.text().startswith("по пункту §1.1.1 #")


def test_a_participant_mentioned_alone_is_the_speaker_of_what_follows(tab: NotesTab) -> None:
    enter("@sarsen")
    press(Qt.Key.Key_Escape)
    tab.entry.text.clear()
    enter("@сарсенова")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert tab.session.all(Note) == []
    enter("Да")
    press(Qt.Key.Key_Return)
    [note] = tab.session.all(Note)
    [part] = tab.session.all(Participation)
    assert note.speaker == part.id


def test_editing_a_note_in_the_form_completes_too_and_its_links_follow_in_one_step_of_undo(tab: NotesTab) -> None:
    session = tab.session
    note = session.save(session.new(Note, meeting=tab.meeting_id, text="#saiga was seen"))
    assert note.taxa == ["saiga"]
    tab.browser.go_to(note.id, "text")
    control = focus()
    assert isinstance(control, QPlainTextEdit)
    control.selectAll()
    enter("#кулан")
    press(Qt.Key.Key_Return)
    enter("seen")
    press(Qt.Key.Key_Tab)
    stored = session.find(note.id)
    assert isinstance(stored, Note)
    assert (stored.taxa, (stored.text or "").endswith(" seen")) == (["kulan"], True)
    session.undo()
    back = session.find(note.id)
    assert isinstance(back, Note)
    assert (back.text, back.taxa) == ("#saiga was seen", ["saiga"])


def test_a_click_on_a_mention_goes_to_it_and_so_does_enter_on_its_link(tab: NotesTab, window: MainWindow) -> None:
    session = tab.session
    note = session.save(session.new(Note, meeting=tab.meeting_id, text="#saiga at ^[Irgiz-Turgay reserve]"))
    tab.browser.go_to(note.id)
    QApplication.processEvents()
    table = tab.browser.table
    column = [field.name for field in table.rows.fields].index("text")
    cell = table.visualRect(table.rows.index(0, column))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell.center() - QPoint(cell.width() // 2 - 16, 0))
    assert window.place_id == "species"
    window.show_place("meetings")
    QApplication.processEvents()
    tab.links.setFocus()
    assert name() == "Mentions of the chosen note"
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert window.place_id in ("register", "species")
    assert window.place_id == "register"


def test_ctrl_t_takes_the_whole_note_with_its_mentions_speaker_and_agenda_item(tab: NotesTab) -> None:
    enter("@сарсенова: #saiga needs §1.1.1 at ^[Irgiz-Turgay reserve] against !5.1.1")
    tab.entry.mentioning.close_list()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_T, CONTROL)
    [made] = tab.session.all(Contribution)
    [part], [item], [site] = tab.session.all(Participation), tab.session.all(AgendaItem), tab.session.all(Site)
    assert made.text == "saiga needs §1.1.1 at Irgiz-Turgay reserve against 5.1.1"
    assert (made.participation, made.organisation, made.agenda_item) == (part.id, part.organisation, item.id)
    assert (made.taxa, made.threats, made.site) == (["saiga"], ["5.1.1"], site.id)
    assert [code.rpartition("/")[2] for code in made.pow_items] == ["1.1.1"]


def test_ctrl_t_on_a_selected_part_takes_only_its_mentions(tab: NotesTab) -> None:
    session = tab.session
    note = session.save(session.new(Note, meeting=tab.meeting_id, text="#saiga is few. #kulan is well."))
    tab.browser.go_to(note.id, "text")
    for _letter in "#saiga is few.":
        press(Qt.Key.Key_Right, SHIFT)
    press(Qt.Key.Key_T, CONTROL)
    [made] = session.all(Contribution)
    assert (made.text, made.taxa, made.notes) == ("saiga is few.", ["saiga"], [note.id])
