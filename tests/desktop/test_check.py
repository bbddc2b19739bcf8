"""Check: warnings are accepted with a reason and taken back, by keyboard; errors are not; undo takes all back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.check.place import Check
from cami_desktop.records.kinds import PopulationEstimate, Source
from cami_desktop.records.rules import Finding, Severity
from tests.desktop.keys import CONTROL, enter, name, press


def check_of(window: MainWindow, qtbot: QtBot) -> Check:
    """The place, with two weak estimates and a source that lacks its type."""
    session = window.session
    assert session is not None
    session.save(session.new(Source, citation="Unnamed"))
    for best in (10, 20):
        session.save(
            session.new(PopulationEstimate, taxon="kulan", year=2012, best=best, minimum=5, method="expert_opinion")
        )
    place = window.show_place("check")
    assert isinstance(place, Check)
    qtbot.waitUntil(lambda: bool(warnings(place)))
    return place


def warnings(place: Check) -> list[Finding]:
    return [item for item in place.items if item.severity is Severity.WARNING and item.open]


def test_a_warning_is_accepted_with_a_reason_and_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    place, session = check_of(window, qtbot), window.session
    assert session is not None
    chosen = warnings(place)[0]
    place.tree.setFocus()
    place.tree.setCurrentItem(place.items[chosen])
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Return)
    assert "only with a reason" in place.reasons.problem.text
    enter("seen by the team")
    press(Qt.Key.Key_Return)
    record = session.find(chosen.id)
    assert record is not None and record.accepted == {chosen.rule: "seen by the team"}
    qtbot.waitUntil(lambda: chosen not in place.items)
    accepted = next(item for item in place.items if item.id == chosen.id and item.rule == chosen.rule)
    assert accepted.accepted == "seen by the team"
    place.tree.setCurrentItem(place.items[accepted])
    assert place.reasons.back.isVisibleTo(place)
    place.reasons.back.click()
    record = session.find(chosen.id)
    assert record is not None and record.accepted == {}
    qtbot.waitUntil(lambda: chosen in place.items)


def test_all_findings_below_a_heading_are_accepted_as_one_step(window: MainWindow, qtbot: QtBot) -> None:
    place, session = check_of(window, qtbot), window.session
    assert session is not None
    rule = warnings(place)[0].rule
    same = [item for item in warnings(place) if item.rule == rule]
    place.tree.clearSelection()
    group = place.items[same[0]].parent()
    assert group is not None
    place.tree.setCurrentItem(group)
    assert {item.rule for item in place.tree.chosen} == {rule}
    place.reasons.line.setText("counted so")
    place.reasons.accept.click()
    assert all(record.accepted[rule] for item in same if (record := session.find(item.id)))
    session.undo()
    assert not any(record.accepted for item in same if (record := session.find(item.id)))


def test_an_error_offers_no_reason(window: MainWindow, qtbot: QtBot) -> None:
    place = check_of(window, qtbot)
    grave = next(item for item in place.items if item.severity is Severity.ERROR)
    place.tree.setCurrentItem(place.items[grave])
    assert not place.reasons.line.isVisibleTo(place)
    assert "cannot be accepted" in place.reasons.about.text()


def test_what_was_folded_stays_folded_when_the_rules_look_again(window: MainWindow, qtbot: QtBot) -> None:
    place, session = check_of(window, qtbot), window.session
    assert session is not None
    top = place.tree.topLevelItem(0)
    assert top is not None
    top.setExpanded(False)
    before = len(place.items)
    session.save(session.new(Source, citation="Another"))
    qtbot.waitUntil(lambda: len(place.items) > before)
    top = place.tree.topLevelItem(0)
    assert top is not None and not top.isExpanded()


def test_a_warning_is_accepted_where_it_stands_in_the_form(window: MainWindow, qtbot: QtBot) -> None:
    place, session = check_of(window, qtbot), window.session
    assert session is not None
    chosen = next(item for item in warnings(place) if item.kind == "population_estimate" and item.field)
    window.show_record(chosen.kind, chosen.id, chosen.field)
    qtbot.waitUntil(lambda: name() != "")
    press(Qt.Key.Key_R, CONTROL)
    assert name() == "Reason"
    enter("twice counted")
    press(Qt.Key.Key_Return)
    record = session.find(chosen.id)
    assert record is not None and record.accepted[chosen.rule] == "twice counted"
    session.undo()
    record = session.find(chosen.id)
    assert record is not None and record.accepted == {}
