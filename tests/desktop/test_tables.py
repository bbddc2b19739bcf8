"""Tables: filter, sort, copy, remove and new by key, and thousands of rows without being measured."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.session import Session
from cami_desktop.desktop.tables import RecordBrowser, RecordTable, RecordTableModel
from cami_desktop.desktop.tables.model import BLOCK, MOST_BLOCKS
from cami_desktop.records import KINDS
from cami_desktop.records.kinds import Organisation, PopulationEstimate, Site, ThreatAssessment
from cami_desktop.words import using
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import CONTROL, SHIFT, bring_up, enter, focus, name, press


@pytest.fixture
def browser(session: Session, qtbot: QtBot) -> RecordBrowser:
    """The estimates, shown."""
    browser = RecordBrowser(session, PopulationEstimate, sort="-year", columns=("year", "population", "best", "source"))
    bring_up(qtbot, browser, 1000, 700)
    return browser


def column(table: RecordTable, number: int) -> list[str]:
    """The texts of a column."""
    return [table.rows.text(row, number) for row in range(table.rows.rowCount())]


def test_a_click_on_a_head_sorts_figures_as_figures_and_blanks_last(session: Session, browser: RecordBrowser) -> None:
    session.save(session.new(PopulationEstimate, taxon="saiga", year=1999, best=200_000))
    session.save(session.new(PopulationEstimate, taxon="saiga", year=1998))
    table = browser.table
    assert column(table, 0)[0] == "2013"
    table.sort_by("best")
    assert column(table, 2)[:2] == ["1,000", "2,000"]
    assert column(table, 2)[-2:] == ["200,000", ""]
    table.sort_by("best", down=True)
    assert column(table, 2)[0] == "200,000"
    assert column(table, 2)[-1] == ""


def test_the_filter_row_narrows_while_one_types_and_understands_other_letters(session: Session, qtbot: QtBot) -> None:
    session.save_all(
        [session.new(Organisation, name=name) for name in ("Қазақстан биоалуантүрлілігін сақтау қауымдастығы", "ACBK")]
    )
    table = RecordTable(session, Organisation)
    qtbot.addWidget(table)
    table.show()
    QTest.keyClicks(table.filters.lines[0], "acb")
    assert column(table, 0) == ["ACBK"]
    table.filters.clear()
    table.filters.lines[0].setText("казакстан")
    table.filters.lines[0].textEdited.emit("казакстан")
    assert column(table, 0) == ["Қазақстан биоалуантүрлілігін сақтау қауымдастығы"]
    table.filters.clear()
    assert table.rows.rowCount() == 3


def test_control_f_goes_to_the_filter_and_the_current_record_stays(browser: RecordBrowser) -> None:
    browser.table.setFocus()
    browser.table.go_to(browser.table.rows.record(4).id)  # type: ignore[union-attr]
    kept = browser.table.current
    assert kept is not None
    press(Qt.Key.Key_F, CONTROL)
    assert name().startswith("Filter by")
    enter("200")
    assert browser.table.rows.filtered
    assert browser.table.current is not None
    assert browser.table.current.id == kept.id
    assert "of" in browser.count.text()


def test_rows_are_copied_as_tab_separated_text(browser: RecordBrowser) -> None:
    browser.table.setFocus()
    browser.table.selectRow(0)
    QTest.keyClick(browser.table, Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == (
        "2013\tBetpak-dala\t11,000\tAerial survey report\n2012\tBetpak-dala\t10,000\tAerial survey report"
    )
    press(Qt.Key.Key_C, CONTROL | SHIFT)
    assert QApplication.clipboard().text().splitlines()[0] == "Year\tPopulation\tBest estimate\tSource"


def test_a_row_is_removed_with_delete_and_undo_brings_it_back(session: Session, browser: RecordBrowser) -> None:
    browser.table.setFocus()
    gone = browser.table.current
    assert gone is not None
    press(Qt.Key.Key_Delete)
    assert browser.table.rows.rowCount() == 10
    assert session.find(gone.id) is None
    assert browser.form.record is not None
    session.undo()
    assert browser.table.rows.rowCount() == 11
    assert session.find(gone.id) is not None


def test_insert_begins_a_row_and_enter_opens_the_form(browser: RecordBrowser) -> None:
    browser.table.setFocus()
    press(Qt.Key.Key_Return)
    assert name() == "Taxon"
    browser.table.setFocus()
    press(Qt.Key.Key_Insert)
    assert name() == "Taxon"
    assert browser.form.record is not None
    assert browser.form.record.id == ""
    enter("kul")
    press(Qt.Key.Key_Tab)
    assert browser.form.record.id
    assert browser.table.current is not None
    assert browser.table.current.id == browser.form.record.id
    assert focus().accessibleName() == "Population"


def test_an_empty_table_says_what_belongs_there(session: Session, qtbot: QtBot) -> None:
    browser = RecordBrowser(session, Site, empty="Places that matter.")
    qtbot.addWidget(browser)
    browser.show()
    assert browser.pages.currentIndex() == 1
    browser.new_record()
    assert browser.pages.currentIndex() == 0


def test_a_linked_name_that_changes_changes_in_the_table(session: Session, browser: RecordBrowser) -> None:
    estimate = browser.table.rows.record(0)
    assert isinstance(estimate, PopulationEstimate)
    source = session.find(estimate.source)
    assert source is not None
    source.citation = "Renamed report"  # type: ignore[attr-defined]
    session.save(source)
    assert set(column(browser.table, 3)) == {"Renamed report"}


def test_figures_stand_right_and_heads_speak_the_language(session: Session) -> None:
    model = RecordTableModel(session, PopulationEstimate, ("year", "best", "population"))
    align = Qt.ItemDataRole.TextAlignmentRole
    right = int(Qt.AlignmentFlag.AlignRight)
    assert [int(model.data(model.index(0, n), align)) & right for n in range(3)] == [right, right, 0]
    assert model.data(model.index(0, 1)) == "1,000"
    with using("ru"):
        assert model.headerData(0, Qt.Orientation.Horizontal) == "Год"
    assert model.rowCount(model.index(0, 0)) == 0


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_has_a_table_and_a_form(session: Session, kind: str, qtbot: QtBot) -> None:
    browser = RecordBrowser(session, KINDS[kind])
    qtbot.addWidget(browser)
    browser.show()
    browser.new_record()
    assert list(browser.form.rows) == [field.name for field in KINDS[kind].fields()]


def test_thousands_of_rows_keep_a_few_blocks_of_text(app: QApplication, big: Path, qtbot: QtBot) -> None:
    with Workspace.open(big) as workspace:
        session = Session(workspace, workspace.records())
        table = RecordTable(session, ThreatAssessment, ("population", "threat"))
        qtbot.addWidget(table)
        table.resize(600, 400)
        table.show()
        for row in range(0, 2_000, 100):
            assert table.rows.text(row, 0) == f"group {row:04d}"
        assert len(table.rows._blocks) <= min(MOST_BLOCKS, 2_000 // BLOCK + 1)
        table.go_to(table.rows.record(1_999).id)  # type: ignore[union-attr]
        assert table.rowAt(table.viewport().height() - 20) > 1_900


def test_a_regional_table_begins_with_the_country(app: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    with Workspace.create(tmp_path / "region.cami", role="regional") as workspace:
        session = Session(workspace, workspace.records())
        browser = RecordBrowser(session, PopulationEstimate)
        qtbot.addWidget(browser)
        assert browser.table.rows.headerData(0, Qt.Orientation.Horizontal) == "Country"
        assert not browser.new_button.isEnabled()
        browser.new_record()
        assert browser.form.record is None


def test_a_table_is_quiet_about_kinds_it_does_not_show(session: Session, browser: RecordBrowser) -> None:
    told: list[object] = []
    browser.table.rows.modelReset.connect(lambda: told.append(1))
    session.save(session.new(Organisation, name="Another"))
    assert told == []


