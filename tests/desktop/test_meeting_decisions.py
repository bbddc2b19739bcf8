"""Decisions and next steps by keyboard: one line each, who and when by keys, overdue in words and shape."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.decisions import DecisionsTab, decision_from
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.records.kinds import AgendaItem, Contribution, Decision, Meeting, Organisation, Person
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import CONTROL, enter, name, press, replace, tab_to


@pytest.fixture
def tab(window: MainWindow) -> DecisionsTab:
    """The open decisions of a meeting with two contributions at one agenda item."""
    place = window.show_place("meetings")
    assert isinstance(place, Meetings)
    session = place.session
    meeting = session.save(
        session.new(
            Meeting, title="Kenes", cycle="cami-2014", meeting_kind="national_stakeholder", starts_on="2014-05-13",
            attribution="attributed",
        )
    )  # fmt: skip
    item = session.save(session.new(AgendaItem, meeting=meeting.id, number="3", title="Fences"))
    said = [
        session.new(Contribution, meeting=meeting.id, agenda_item=item.id, input_kind=kind, text=text, text_en=english)
        for kind, text, english in (("action_point", "Ашу керек", "Open it"), ("action_point", "Санау", "Count"))
    ]
    session.save_all(said)
    assert place.list.choose(meeting.id)
    found = place.open_tab("decisions")
    assert isinstance(found, DecisionsTab)
    QApplication.processEvents()
    return found


def stored(tab: DecisionsTab) -> list[Decision]:
    return list(tab.session.all(Decision))


def test_a_next_step_with_who_and_when_is_one_line_and_its_keys(tab: DecisionsTab, path: Path) -> None:
    tab.line.text.setFocus()
    press(Qt.Key.Key_3, CONTROL)
    enter("Открыть проходы")
    press(Qt.Key.Key_O, CONTROL)
    assert name() == "Responsible organisation"
    enter("охотзо")
    press(Qt.Key.Key_Return)
    assert name() == "New decision", "back in the text once it is chosen"
    press(Qt.Key.Key_P, CONTROL)
    enter("Айгерим Сәрсенова")
    press(Qt.Key.Key_D, CONTROL)
    assert name() == "Due"
    enter("30.05.2014")
    press(Qt.Key.Key_Return)
    assert name() == "New decision" and tab.line.text.text() == ""
    [decision] = stored(tab)
    [person] = tab.session.all(Person)
    [organisation] = tab.session.all(Organisation)
    assert (decision.text, decision.decision_kind, decision.due) == ("Открыть проходы", "next_step", "2014-05-30")
    assert (decision.organisation, decision.person, decision.state) == (organisation.id, person.id, "open")
    assert person.name == "Айгерим Сәрсенова"
    assert tab.line.kinds.chosen == "next_step", "several of a kind follow one another"
    tab.session.undo()
    assert stored(tab) == [] and not tab.session.all(Person), "decision and new person are one step"


def test_a_date_that_is_none_is_told_and_nothing_is_lost(tab: DecisionsTab) -> None:
    tab.line.text.setFocus()
    enter("Count")
    press(Qt.Key.Key_D, CONTROL)
    enter("soon")
    told: list[str] = []
    tab.session.told.connect(lambda words, _tone: told.append(words))
    press(Qt.Key.Key_Return)
    assert stored(tab) == [] and "soon" in told[0]
    assert name() == "Due" and tab.line.text.text() == "Count"
    replace("2015")
    press(Qt.Key.Key_Return)
    assert [item.due for item in stored(tab)] == ["2015"]


def test_what_is_typed_and_not_stored_comes_back(
    tab: DecisionsTab, window: MainWindow, path: Path, open_window: object
) -> None:
    tab.line.text.setFocus()
    enter("Half a decision")
    window.close()
    with Workspace.open(path) as workspace:
        assert [(draft.kind, draft.text) for draft in workspace.drafts() if draft.field] == [
            ("decision", "Half a decision")
        ]
        assert workspace.all(Decision) == []


def test_a_decision_is_made_from_chosen_contributions(tab: DecisionsTab) -> None:
    tab.line.text.setFocus()
    press(Qt.Key.Key_T, CONTROL)
    assert name() == "Show only contributions with these words"
    enter("ашу")
    press(Qt.Key.Key_Return)
    assert name() == "Contributions of the meeting"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, CONTROL)
    [decision] = stored(tab)
    assert (decision.text, decision.text_en, decision.decision_kind) == ("Ашу керек", "Open it", "next_step")
    assert name() == "Responsible organisation", "who is responsible is asked next"
    assert [item.text for item in map(tab.session.find, decision.contributions) if isinstance(item, Contribution)] == [
        "Ашу керек"
    ]


def test_escape_goes_back_from_the_contributions(tab: DecisionsTab) -> None:
    press(Qt.Key.Key_T, CONTROL)
    assert tab.browser.below.currentWidget() is tab.picks
    press(Qt.Key.Key_Escape)
    assert tab.browser.below.currentWidget() is tab.browser.form and stored(tab) == []


def test_contributions_to_choose_from_stay_in_view_while_others_are_stored(tab: DecisionsTab) -> None:
    session, browser = tab.session, tab.browser
    first = session.save(session.new(Decision, meeting=tab.meeting_id, text="Build"))
    press(Qt.Key.Key_T, CONTROL)
    session.remove([first])
    assert stored(tab) == [] and browser.pages.currentIndex() == 0
    assert tab.picks is not None and tab.picks.isVisible()
    press(Qt.Key.Key_Escape)
    assert browser.pages.currentIndex() == 1, "how to begin is told again"


def test_several_contributions_make_one_decision_with_what_they_agree_on(tab: DecisionsTab) -> None:
    said = tab.session.all(Contribution)
    made = decision_from(tab.session, said)
    assert made.text == "Ашу керек\nСанау" and made.text_en == "Open it\nCount"
    assert made.agenda_item == said[0].agenda_item and made.contributions == [item.id for item in said]
    said[1].text_en, said[1].agenda_item, said[1].input_kind = None, None, "need"
    mixed = decision_from(tab.session, said)
    assert (mixed.text_en, mixed.agenda_item, mixed.decision_kind) == (None, None, "recommendation")


def test_what_is_overdue_is_told_by_shape_and_words_and_counted(tab: DecisionsTab) -> None:
    session = tab.session
    for due, state in (("2014-05-30", "open"), ("2014-05-30", "done"), ("2099", "open")):
        session.save(
            session.new(Decision, meeting=tab.meeting_id, text=due, decision_kind="decision", due=due, state=state)
        )
    rows = tab.browser.table.rows
    column = rows.column_of("state")
    texts = [rows.text(row, column) for row in range(rows.rowCount())]
    assert sorted(texts) == ["Done", "Open", "Overdue"]
    marked = [
        rows.data(rows.index(row, column), int(Qt.ItemDataRole.DecorationRole)) is not None
        for row in range(rows.rowCount())
    ]
    assert [text == "Overdue" for text in texts] == marked
    assert tab.line.standing.text() == "2 open · 1 overdue · 1 closed"
    tab.browser.table.setFocus()
    copied = tab.browser.table.rows.whole_text(texts.index("Overdue"), column)
    assert copied == "Open", "what is copied is the value"


def test_the_line_can_be_walked_with_tab(tab: DecisionsTab) -> None:
    tab.line.text.setFocus()
    tab_to("Responsible organisation")
    tab_to("Responsible person")
    tab_to("Due")
