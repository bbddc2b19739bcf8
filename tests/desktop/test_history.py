"""The history of a record stands beside it, follows the field in focus, and gives older values back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cami_desktop.desktop.history_panel import HistoryPanel
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.records.kinds import Organisation, PopulationEstimate
from cami_desktop.workspace.steps import entries_of

from .keys import name, press


@pytest.fixture
def panel(window: MainWindow) -> HistoryPanel:
    """The panel, opened with its key while the first estimate, changed twice, is looked at."""
    session = window.session
    assert session is not None
    record = session.all(PopulationEstimate)[0]
    for best, reason in ((1_200, None), (1_500, "Recount of the photographs")):
        record.best = best
        session.save(record, reason)
    window.show_record("population_estimate", record.id, "best")
    QApplication.processEvents()
    press(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert window.history is not None
    assert window.history.isVisible()
    return window.history


def values(panel: HistoryPanel, field: str) -> list[str]:
    groups = [panel.list.topLevelItem(number) for number in range(panel.list.topLevelItemCount())]
    (group,) = [group for group in groups if group is not None and group.text(0) == field]
    lines = [group.child(number) for number in range(group.childCount())]
    return [line.text(0) for line in lines if line is not None]


def test_the_panel_shows_each_field_with_its_values_who_when_and_why(panel: HistoryPanel) -> None:
    assert "Betpak-dala" in panel.about.text()
    assert values(panel, "Best estimate") == ["1,500", "1,200", "1,000"]
    assert values(panel, "The record itself") == ["made"]
    detail = panel.detail.toPlainText()
    assert "Before: 1,200" in detail
    assert "After: 1,500" in detail
    assert "Aigerim" in detail
    assert "Why: Recount of the photographs" in detail
    assert not panel.take.isEnabled()


def test_an_older_value_is_taken_again_as_an_edit_that_undo_takes_back(panel: HistoryPanel, window: MainWindow) -> None:
    session = window.session
    assert session is not None
    assert panel.choose("best", 2)
    panel.take.click()
    assert session.all(PopulationEstimate)[0].best == 1_000
    assert values(panel, "Best estimate")[0] == "1,000"
    assert "1,000" in window.status.message.text
    session.undo()
    assert session.all(PopulationEstimate)[0].best == 1_500


def test_the_panel_follows_the_record_and_the_field_in_focus(panel: HistoryPanel, window: MainWindow) -> None:
    session = window.session
    assert session is not None
    window.show_record("population_estimate", session.all(PopulationEstimate)[0].id, "year")
    QApplication.processEvents()
    entry = panel.entry
    assert entry is not None
    assert entry.field == "year"
    organisation = session.all(Organisation)[0]
    window.show_record("organisation", organisation.id, "name")
    QApplication.processEvents()
    assert "Охотзоопром" in panel.about.text()
    window.show_place("bin")
    QApplication.processEvents()
    assert panel.pages.currentIndex() == 1
    window.show_place("species")
    QApplication.processEvents()
    assert "Betpak-dala" in panel.about.text()


def test_the_panel_closes_with_esc_and_stays_open_over_another_language(
    panel: HistoryPanel, window: MainWindow
) -> None:
    window.speak("ru")
    window.speak("en")
    QApplication.processEvents()
    again = window.history
    assert again is not None
    assert again is not panel
    assert again.isVisible()
    assert window.top.history_button.isChecked()
    again.list.setFocus()
    assert name() == "Changes by field"
    press(Qt.Key.Key_Escape)
    assert not again.isVisible()
    assert not window.top.history_button.isChecked()


def test_the_changes_of_many_records_come_in_the_order_in_which_they_were_made(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    records = session.all(PopulationEstimate)
    for number, record in enumerate(reversed(records)):
        record.best = number
        session.save(record)
    found = entries_of(session.workspace, [record.id for record in records])
    assert [entry.record_id for entry in found[-11:]] == [record.id for record in reversed(records)]
    assert [entry.change.id for entry in found] == sorted(entry.change.id for entry in found)
