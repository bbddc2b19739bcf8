"""The main work: a figure is filled in with the keyboard, a rule complains, it is mended, stored, and there again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cami_desktop.desktop.forms import RecordForm
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.species.place import Species
from cami_desktop.desktop.places.species.tabs import PopulationTab
from cami_desktop.records.kinds import PopulationEstimate
from tests.desktop.keys import CONTROL, SHIFT, enter, fill, focus, name, press, replace, tab_to


def population(window: MainWindow) -> PopulationTab:
    """The population of the saiga in the Species place."""
    place = window.show_place("species")
    assert isinstance(place, Species)
    assert place.taxa.choose("saiga")
    tab = place.open_tab("population")
    assert isinstance(tab, PopulationTab)
    QApplication.processEvents()
    return tab


def message(form: RecordForm, field: str) -> str:
    """What stands under a field."""
    return form.rows[field].message.text


def test_a_person_fills_an_estimate_with_the_keyboard_and_finds_it_after_reopening(
    window: MainWindow, open_window: Callable[[Path], MainWindow], path: Path
) -> None:
    tab = population(window)
    assert tab.browser.table.rows.rowCount() == 11
    tab.browser.table.setFocus()
    press(Qt.Key.Key_Insert)
    assert name() == "Population"
    enter("Ustyurt")
    fill("What is counted", "one pop")
    fill("Year", "2014")
    fill("Minimum", "12 000")
    fill("Best estimate", "9 000")
    tab_to("Maximum")
    form = tab.browser.form
    complaint = message(form, "minimum") or message(form, "best")
    assert complaint, "the rule minimum <= best speaks at the field"

    press(Qt.Key.Key_Tab, SHIFT)
    assert name() == "Best estimate"
    replace("13 500")
    fill("Maximum", "15000")
    fill("Survey method", "aerial trans")
    fill("Source", "aerial sur")
    tab_to("Remarks")
    assert not message(form, "minimum")
    assert not message(form, "best")
    stored = form.record
    assert isinstance(stored, PopulationEstimate)
    assert stored.id
    assert tab.browser.table.rows.rowCount() == 12
    assert tab.chart.picture() is not None
    assert "2014: 12,000 / 13,500 / 15,000" in tab.chart.accessibleDescription()
    window.close()

    again = population(open_window(path))
    found = again.session.find(stored.id)
    assert isinstance(found, PopulationEstimate)
    assert (found.population, found.level, found.year) == ("Ustyurt", "population", 2014)
    assert (found.minimum, found.best, found.maximum) == (12_000, 13_500, 15_000)
    assert found.method == "aerial_transect"
    assert found.source
    assert again.session.findings(found) == []
    assert again.browser.go_to(found.id)
    assert again.browser.form.rows["best"].editor.typed() == "13,500"


def test_a_closed_workspace_is_one_file_and_what_was_being_typed_is_stored(window: MainWindow, path: Path) -> None:
    tab = population(window)
    tab.browser.form.focus_field("remarks")
    enter("typed until the window was closed")
    record = tab.browser.form.record
    assert record is not None
    window.close()
    assert [item.name for item in path.parent.iterdir() if item.is_file()] == [path.name]
    from cami_desktop.workspace.workspace import Workspace

    with Workspace.open(path) as workspace:
        stored = workspace.get(PopulationEstimate, record.id)
    assert stored is not None
    assert stored.remarks == "typed until the window was closed"


def test_undo_and_redo_name_what_they_do_and_reach_the_form(window: MainWindow) -> None:
    tab = population(window)
    form = tab.browser.form
    form.focus_field("best")
    before = form.rows["best"].editor.typed()
    replace("77")
    press(Qt.Key.Key_Tab)
    assert "Best estimate" in window.top.undo_button.toolTip()
    press(Qt.Key.Key_Z, CONTROL)
    assert form.rows["best"].editor.typed() == before
    press(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert form.rows["best"].editor.typed() == "77"


def test_undo_inside_a_field_takes_back_the_typing_first(window: MainWindow) -> None:
    tab = population(window)
    tab.browser.form.focus_field("remarks")
    enter("abc")
    press(Qt.Key.Key_Z, CONTROL)
    assert tab.browser.form.rows["remarks"].editor.typed() == ""
    assert window.top.redo_button.isEnabled() is False


def test_a_figure_that_means_two_things_is_refused_in_words_and_kept_as_typed(window: MainWindow) -> None:
    tab = population(window)
    form = tab.browser.form
    record = form.record
    assert isinstance(record, PopulationEstimate)
    form.focus_field("best")
    replace("1.234")
    press(Qt.Key.Key_Tab)
    assert "may mean two different figures" in message(form, "best")
    assert form.rows["best"].editor.typed() == "1.234"
    stored = tab.session.find(record.id)
    assert isinstance(stored, PopulationEstimate)
    assert stored.best == record.best
    other = tab.browser.table.rows.record(3)
    assert other is not None
    tab.browser.go_to(other.id)
    assert not message(form, "best")
    tab.browser.go_to(record.id)
    assert form.rows["best"].editor.typed() == "1.234"
    assert "may mean two different figures" in message(form, "best")


def test_unknown_is_an_answer_and_not_a_blank(window: MainWindow) -> None:
    tab = population(window)
    form = tab.browser.form
    form.focus_field("maximum")
    enter("н/д")
    press(Qt.Key.Key_Tab)
    assert form.rows["maximum"].editor.typed() == "unknown"
    assert form.record is not None
    assert form.record.absent == {"maximum": "unknown"}
    form.focus_field("maximum")
    focus().clear()  # type: ignore[attr-defined]
    press(Qt.Key.Key_Tab)
    assert form.record.absent == {}


def test_a_new_record_that_nothing_was_typed_into_is_not_stored(window: MainWindow) -> None:
    tab = population(window)
    tab.browser.new_record()
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    window.show_place("home")
    assert len(tab.session.all(PopulationEstimate)) == 11


def test_a_source_that_is_not_there_is_added_from_the_field(window: MainWindow) -> None:
    tab = population(window)
    form = tab.browser.form
    form.focus_field("source")
    replace("Milner-Gulland 2001")
    press(Qt.Key.Key_Tab)
    assert isinstance(form.record, PopulationEstimate)
    source = tab.session.find(form.record.source)
    assert source is not None
    assert source.values()["citation"] == "Milner-Gulland 2001"


def test_the_buttons_that_a_warning_brings_come_right_after_their_field(window: MainWindow) -> None:
    tab = population(window)
    form = tab.browser.form
    tab.browser.go_to(tab.browser.table.rows.record(3).id, "best")  # type: ignore[union-attr]
    assert name() == "Best estimate" and form.rows["best"].accepter is None
    replace("400 000")
    press(Qt.Key.Key_Tab)
    accepter = form.rows["best"].accepter
    assert "Is this right?" in message(form, "best") and accepter is not None and accepter.isVisible()
    assert name() == "Maximum"
    press(Qt.Key.Key_Tab, SHIFT)
    assert accepter.hasFocus()
    press(Qt.Key.Key_Tab, SHIFT)
    assert name() == "Best estimate"
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    enter("Counted from the air for the first time")
    press(Qt.Key.Key_Return)
    assert accepter.isHidden() and "Accepted: Counted from the air" in message(form, "best")
