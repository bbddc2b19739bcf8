"""The Programme of Work by keyboard: answering item after item, filters, what comments on an item, totals."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.programme.place import Programme
from cami_desktop.desktop.session import Session
from cami_desktop.records.completeness import State
from cami_desktop.records.kinds import Contribution, Meeting, PowResponse
from tests.desktop.keys import CONTROL, enter, name, press


def opened(window: MainWindow) -> tuple[Programme, Session, list[str]]:
    """The place, the session, and the codes of the items that can be answered."""
    place = window.show_place("programme")
    assert isinstance(place, Programme)
    QApplication.processEvents()
    assert window.session is not None
    return place, window.session, list(place.tree.states)


def visible(place: Programme) -> list[str]:
    return [code for code in place.tree.states if not place.items[code].isHidden()]


def test_items_are_answered_one_after_another_without_the_mouse(window: MainWindow) -> None:
    place, session, codes = opened(window)
    place.tree.setFocus()
    press(Qt.Key.Key_Return)
    assert name() == "Relevance"
    place.form.focus_field("comment")
    enter("First")
    press(Qt.Key.Key_PageDown, CONTROL)
    QApplication.processEvents()
    assert place.tree.code == codes[1]
    assert name() == "Comment"
    enter("Second")
    press(Qt.Key.Key_PageUp, CONTROL)
    found = {record.pow_item: record.comment for record in session.all(PowResponse)}
    assert found == {codes[0]: "First", codes[1]: "Second"}
    assert place.tree.code == codes[0]
    place.tree.setFocus()
    press(Qt.Key.Key_PageUp, CONTROL)
    assert place.tree.code == codes[0]


def test_how_complete_an_answer_is_stands_beside_it_in_words_and_shape(window: MainWindow) -> None:
    place, session, codes = opened(window)
    assert place.items[codes[0]].text(1) == "not answered"
    session.save(session.new(PowResponse, pow_item=codes[0], relevance="relevant"))
    session.save(session.new(PowResponse, pow_item=codes[1], comment="Soon"))
    assert [place.items[code].text(1) for code in codes[:3]] == ["complete", "1 missing", "not answered"]
    keys = {place.items[code].icon(1).cacheKey() for code in codes[:3]}
    assert len(keys) == 3


def test_filters_leave_what_fits_and_the_headings_above_it(window: MainWindow) -> None:
    place, session, codes = opened(window)
    answer = session.new(PowResponse, pow_item=codes[0], relevance="relevant", priority="essential")
    answer.comment = "Zündkerze"
    session.save(answer)
    session.save(session.new(PowResponse, pow_item=codes[1], relevance="not_relevant"))
    place.search.setFocus()
    enter("zundkerze")
    assert visible(place) == codes[:1]
    heading = place.items[codes[0]].parent()
    assert heading is not None
    assert not heading.isHidden()
    place.search.clear()
    assert visible(place) == codes
    place.relevance.setCurrentIndex(place.relevance.findData("not_relevant"))
    assert visible(place) == codes[1:2]
    assert place.tree.code == codes[1]
    place.relevance.setCurrentIndex(0)
    place.priority.setCurrentIndex(place.priority.findData("essential"))
    assert visible(place) == codes[:1]
    place.priority.setCurrentIndex(0)
    place.state.setCurrentIndex(place.state.findData(State.NOT_STARTED.value))
    assert visible(place) == codes[2:]


def test_a_response_that_a_filter_hides_is_shown_when_it_is_asked_for(window: MainWindow) -> None:
    place, session, codes = opened(window)
    record = session.save(session.new(PowResponse, pow_item=codes[0], relevance="relevant"))
    place.state.setCurrentIndex(place.state.findData(State.NOT_STARTED.value))
    assert codes[0] not in visible(place)
    window.show_record("pow_response", record.id, "cost")
    QApplication.processEvents()
    assert place.tree.code == codes[0]
    assert name() == "Cost"


def test_totals_follow_the_filter_and_keep_currencies_apart(window: MainWindow) -> None:
    place, session, codes = opened(window)
    assert place.totals.said.text() == "No shown answer names a cost."
    rows = (
        (codes[0], "relevant", 1_000, "USD", "funded"), (codes[1], "relevant", 500, "USD", "unfunded"),
        (codes[2], "partly_relevant", 7_000_000, "KZT", "partly"), (codes[3], "relevant", None, None, None),
    )  # fmt: skip
    for code, relevance, cost, currency, funding in rows:
        session.save(
            session.new(PowResponse, pow_item=code, relevance=relevance, cost=cost, currency=currency, funding=funding)
        )

    def told() -> list[list[str]]:
        table = place.totals.table
        lines = [table.topLevelItem(n) for n in range(table.topLevelItemCount())]
        return [[line.text(column) for column in range(5)] for line in lines if line is not None]

    assert told() == [["KZT", "7,000,000", "–", "–", "7,000,000"], ["USD", "1,500", "1,000", "500", "–"]]
    assert place.totals.said.text() == "Cost of all items · 1 relevant answer names no cost"
    place.relevance.setCurrentIndex(place.relevance.findData("relevant"))
    assert told() == [["USD", "1,500", "1,000", "500", "–"]]
    assert place.totals.said.text().startswith("Cost of the shown items")


def test_what_was_said_about_an_item_stands_beside_it_and_is_one_key_away(window: MainWindow) -> None:
    place, session, codes = opened(window)
    assert place.heard_list.isHidden()
    meeting = session.save(
        session.new(Meeting, title="Astana", meeting_kind="national", starts_on="2014-05-20", cycle="cami-2014")
    )
    said = session.save(
        session.new(Contribution, meeting=meeting.id, input_kind="need", text="More cars", pow_items=[codes[0]])
    )
    assert place.heard.text.startswith("1 contribution comments on this item")
    assert place.heard_list.value == said.id
    place.heard_list.setFocus()
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.place_id == "meetings"
    window.show_place("programme")
    assert place.tree.choose(codes[1])
    assert place.heard_list.isHidden()


def test_the_whole_wording_of_an_item_can_be_read(window: MainWindow) -> None:
    place, session, codes = opened(window)
    longest = max(codes, key=lambda code: len(session.catalogue.pow_items[code].text()))
    assert place.tree.choose(longest)
    QApplication.processEvents()
    assert session.catalogue.pow_items[longest].text() in place.name.text()
    assert place.name.height() >= place.name.heightForWidth(place.name.width())
