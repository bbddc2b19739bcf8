"""Working in a table as in a spreadsheet: cells typed, refused, emptied, filled down; rows, columns and their order."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.session import Session
from cami_desktop.desktop.tables import RecordBrowser, RecordTable
from cami_desktop.desktop.tables.actions import GROUPS
from cami_desktop.desktop.tables.remembered import Layout, keep_layout, layout
from cami_desktop.desktop.tables.rows import MOST_APART
from cami_desktop.records import new_id
from cami_desktop.records.kinds import Organisation, PopulationEstimate, SpeciesStatus, ThreatAssessment
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import ALT, CONTROL, SHIFT, bring_up, enter, focus, name, press

COLUMNS = ("year", "population", "best", "estimate_type", "source", "remarks")


@pytest.fixture
def browser(session: Session, qtbot: QtBot) -> RecordBrowser:
    """The estimates, the newest first, with the focus in the table."""
    browser = RecordBrowser(session, PopulationEstimate, sort="-year", columns=COLUMNS)
    bring_up(qtbot, browser, 1100, 700)
    browser.table.setFocus()
    return browser


def stand(browser: RecordBrowser, row: int, field: str) -> None:
    """Make a cell the current one."""
    browser.table.stand_at(row, browser.table.rows.column_of(field))


def at(browser: RecordBrowser) -> tuple[int, str]:
    """The row and field of the current cell."""
    index = browser.table.currentIndex()
    return index.row(), browser.table.rows.fields[index.column()].name


def estimate(browser: RecordBrowser, row: int) -> PopulationEstimate:
    """The record in a row."""
    record = browser.table.rows.record(row)
    assert isinstance(record, PopulationEstimate)
    return record


def test_typing_replaces_a_figure_and_enter_stores_it_and_goes_down(browser: RecordBrowser) -> None:
    stand(browser, 0, "best")
    enter("12 500")
    assert name() == "Best estimate"
    press(Qt.Key.Key_Return)
    assert estimate(browser, 0).best == 12_500
    assert at(browser) == (1, "best")
    assert focus() is browser.table
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Return, SHIFT)
    assert at(browser) == (0, "best")
    assert "two different figures" not in browser.table.rows.text(1, 2)


def test_tab_stores_and_goes_to_the_right_and_on_to_the_next_row(browser: RecordBrowser) -> None:
    stand(browser, 0, "population")
    enter("Ustyurt")
    press(Qt.Key.Key_Tab)
    assert estimate(browser, 0).population == "Ustyurt"
    assert at(browser) == (0, "best")
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Backtab, SHIFT)
    assert at(browser) == (0, "population")
    stand(browser, 0, "remarks")
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Tab)
    assert at(browser) == (1, "year")


def test_esc_takes_back_what_was_typed(browser: RecordBrowser) -> None:
    stand(browser, 0, "best")
    enter("7")
    press(Qt.Key.Key_Escape)
    assert estimate(browser, 0).best == 11_000
    assert focus() is browser.table
    assert browser.table.cell is None


def test_a_refused_figure_stays_in_its_cell_with_the_reason_in_words(session: Session, browser: RecordBrowser) -> None:
    stand(browser, 0, "best")
    enter("about 9000")
    press(Qt.Key.Key_Return)
    cell = browser.table.cell
    assert cell is not None
    assert cell.bubble.isVisible()
    assert "is not a figure" in cell.message.text
    assert "is not a figure" in cell.control.accessibleDescription()
    browser.form.focus_field("season")
    assert browser.table.cell is None
    assert browser.table.rows.data(browser.table.rows.index(0, 2)) == "about 9000"
    tip = browser.table.rows.data(browser.table.rows.index(0, 2), Qt.ItemDataRole.ToolTipRole)
    assert "is not a figure" in tip
    assert estimate(browser, 0).best == 11_000
    stand(browser, 0, "best")
    browser.table.setFocus()
    press(Qt.Key.Key_F2)
    assert browser.table.cell is not None
    assert browser.table.cell.editor.typed() == "about 9000"
    press(Qt.Key.Key_Escape)
    assert browser.table.rows.data(browser.table.rows.index(0, 2)) == "11,000"
    assert session.drafts.text(estimate(browser, 0).id, "best") is None


def test_a_code_is_chosen_in_its_cell_by_typing_a_part_of_its_name(browser: RecordBrowser) -> None:
    stand(browser, 0, "estimate_type")
    enter("expert")
    press(Qt.Key.Key_Return)
    assert estimate(browser, 0).estimate_type == "expert_opinion"
    assert at(browser) == (1, "estimate_type")


def test_a_long_text_takes_lines_with_alt_and_enter(browser: RecordBrowser) -> None:
    stand(browser, 0, "remarks")
    enter("One")
    press(Qt.Key.Key_Return, ALT)
    enter("two")
    press(Qt.Key.Key_Return)
    assert estimate(browser, 0).remarks == "One\ntwo"
    assert browser.table.rows.text(0, 5) == "One two"
    tip = browser.table.rows.data(browser.table.rows.index(0, 5), Qt.ItemDataRole.ToolTipRole)
    assert "One<br>two" in tip


def test_a_row_stays_while_its_cell_is_edited_and_moves_when_the_form_changes_it(browser: RecordBrowser) -> None:
    record = estimate(browser, 0)
    stand(browser, 0, "year")
    enter("1990")
    press(Qt.Key.Key_Return)
    assert browser.table.rows.row_of(record.id) == 0
    browser.table.go_to(record.id)
    browser.form.focus_field("year")
    focus().selectAll()  # type: ignore[attr-defined]
    enter("1991")
    browser.form.commit()
    assert browser.table.rows.row_of(record.id) == 10
    assert browser.table.current is not None
    assert browser.table.current.id == record.id


def test_a_derived_field_says_that_the_program_fills_it(session: Session, qtbot: QtBot) -> None:
    session.save(session.new(ThreatAssessment, taxon="saiga", threat="1.1"))
    table = RecordTable(session, ThreatAssessment, ("threat", "impact"))
    qtbot.addWidget(table)
    table.show()
    told: list[str] = []
    session.told.connect(lambda text, _tone: told.append(text))
    table.stand_at(0, 1)
    table.edit_cell()
    assert table.cell is None
    assert told == ["Impact: the program fills this field."]


def test_backspace_empties_cells_and_delete_removes_only_whole_rows(session: Session, browser: RecordBrowser) -> None:
    told: list[str] = []
    session.told.connect(lambda text, _tone: told.append(text))
    stand(browser, 0, "population")
    QTest.keyClick(browser.table, Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Delete)
    assert browser.table.rows.rowCount() == 11
    assert "Shift+Space" in told[-1]
    press(Qt.Key.Key_Backspace)
    assert [estimate(browser, row).population for row in range(3)] == [None, None, "Betpak-dala"]
    assert told[-1] == "Emptied: 2 cells; Ctrl+Z takes it back"
    session.undo()
    assert estimate(browser, 1).population == "Betpak-dala"
    press(Qt.Key.Key_Space, SHIFT)
    press(Qt.Key.Key_Delete)
    assert browser.table.rows.rowCount() == 9


def test_control_d_fills_down_in_one_step_of_undo(session: Session, browser: RecordBrowser) -> None:
    stand(browser, 0, "population")
    enter("Ural")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_D, CONTROL)
    assert estimate(browser, 1).population == "Ural"
    stand(browser, 1, "population")
    for _down in range(3):
        QTest.keyClick(browser.table, Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_D, CONTROL)
    assert {estimate(browser, row).population for row in range(5)} == {"Ural"}
    session.undo()
    assert estimate(browser, 4).population == "Betpak-dala"
    assert estimate(browser, 1).population == "Ural"


def test_a_cell_range_is_copied_whole_with_its_line_ends(browser: RecordBrowser) -> None:
    stand(browser, 0, "remarks")
    enter("a\tb")
    press(Qt.Key.Key_Return)
    stand(browser, 0, "remarks")
    press(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "a b" or QApplication.clipboard().text() == '"a\tb"'


def test_one_field_of_selected_records_changes_in_one_step(session: Session, browser: RecordBrowser) -> None:
    stand(browser, 0, "estimate_type")
    for _down in range(2):
        QTest.keyClick(browser.table, Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_E, CONTROL | SHIFT)
    panel = browser.bulk_panel
    assert panel is not None
    assert panel.isVisible()
    field = panel.findChild(QComboBox)
    assert isinstance(field, QComboBox)
    assert field.currentData() == "estimate_type"
    assert name() == "New value"
    focus().selectAll()  # type: ignore[attr-defined]
    enter("expert")
    press(Qt.Key.Key_Return)
    assert panel.summary.text() == "3 records are selected. 3 of them change."
    panel.apply_button.click()
    assert [estimate(browser, row).estimate_type for row in range(4)] == ["expert_opinion"] * 3 + [None]
    assert not panel.isVisible()
    session.undo()
    assert estimate(browser, 0).estimate_type is None


def test_columns_are_sorted_by_several_fields_with_shift_and_click(session: Session, browser: RecordBrowser) -> None:
    session.save(session.new(PopulationEstimate, taxon="saiga", population="Aral", year=2001, best=5))
    table = browser.table
    click(table, "population")
    click(table, "year", SHIFT)
    assert list(table.rows.sorted_by) == [("population", False), ("year", False)]
    assert [table.rows.text(row, 0) for row in range(3)] == ["2001", "2003", "2004"]
    click(table, "year", SHIFT)
    assert [table.rows.text(row, 0) for row in range(3)] == ["2001", "2013", "2012"]
    spoken = table.rows.headerData(0, Qt.Orientation.Horizontal, int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "Year, sorted downward, 2"
    click(table, "best")
    assert list(table.rows.sorted_by) == [("best", False)]


def test_the_keyboard_sorts_too(browser: RecordBrowser) -> None:
    stand(browser, 0, "best")
    press(Qt.Key.Key_S, CONTROL | SHIFT)
    press(Qt.Key.Key_S, CONTROL | SHIFT)
    assert list(browser.table.rows.sorted_by) == [("best", True)]
    stand(browser, 0, "year")
    press(Qt.Key.Key_A, CONTROL | SHIFT)
    assert list(browser.table.rows.sorted_by) == [("best", True), ("year", False)]
    press(Qt.Key.Key_S, CONTROL | SHIFT)
    press(Qt.Key.Key_S, CONTROL | SHIFT)
    assert list(browser.table.rows.sorted_by) == []
    assert browser.table.rows.text(0, 0) == "2003"


def click(table: RecordTable, field: str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Click on the heading of a column."""
    left = table.filters.sectionViewportPosition(table.rows.column_of(field))
    QTest.mouseClick(table.filters.viewport(), Qt.MouseButton.LeftButton, modifiers, QPoint(left + 20, 8))


def test_columns_are_chosen_moved_and_remembered(session: Session, qtbot: QtBot) -> None:
    table = RecordTable(session, SpeciesStatus)
    qtbot.addWidget(table)
    table.show()
    table.stand_at(0, 0)
    table.arrangement.choose_columns()
    popup = table.arrangement.popup
    assert popup is not None
    assert {row.value for row in popup.rows.rows} == {field.name for field in SpeciesStatus.fields()}
    popup.search.setText("quota")
    popup.search.textEdited.emit("quota")
    ticked = next(row for row in range(popup.rows.rowCount()) if popup.rows.rows[row].value == "quota")
    popup.rows.toggle(ticked)
    popup.close()
    assert table.arrangement.names[-1] == "quota"
    assert len(table.filters.lines) == len(table.rows.fields)
    table.arrangement.column_right()
    assert table.arrangement.names[:2] == ["cycle", "taxon"]
    again = RecordTable(session, SpeciesStatus)
    qtbot.addWidget(again)
    assert again.arrangement.names == table.arrangement.names
    again.arrangement.columns_as_first()
    assert layout("species_status", [field.name for field in SpeciesStatus.fields()]) == Layout()


def test_a_column_that_is_dragged_takes_its_filter_along(session: Session, browser: RecordBrowser) -> None:
    table = browser.table
    table.filters.lines[0].setText("201")
    table.filters.lines[0].textEdited.emit("201")
    table.filters.moveSection(0, 2)
    QApplication.processEvents()
    assert table.arrangement.names[:3] == ["population", "best", "year"]
    assert table.filters.lines[2].text() == "201"
    assert table.rows.rowCount() == 4
    assert table.filters.visualIndex(2) == 2
    table.arrangement.columns_as_first()


def test_what_was_remembered_by_another_version_or_by_hand_does_no_harm(session: Session) -> None:
    keep_layout("site", Layout(["gone", "name", "name"], {"gone": 10, "name": 300}))
    assert layout("site", ["name", "site_kind"]) == Layout(["name"], {"name": 300})
    keep_layout("site", Layout())
    assert layout("site", ["name"]) == Layout()


def test_the_menu_offers_everything_with_its_keys(browser: RecordBrowser) -> None:
    center = browser.table.visualRect(browser.table.rows.index(0, 0)).center()
    QTest.mouseClick(browser.table.viewport(), Qt.MouseButton.RightButton, pos=center)
    browser.more_button.click()
    menu = browser.findChild(QMenu)
    assert isinstance(menu, QMenu)
    words = [entry.text() for entry in menu.actions() if entry.text()]
    assert len(words) == sum(map(len, GROUPS))
    assert all("\t" in text for text in words)
    menu.close()


def test_the_history_of_the_record_is_shown_when_asked_for(window: MainWindow) -> None:
    place = window.show_place("register")
    assert place is not None
    browser = place.findChild(RecordBrowser)
    assert isinstance(browser, RecordBrowser)
    browser.table.ask_history()
    assert window.history is not None
    assert window.history.isVisible()


def test_where_records_are_only_read_nothing_can_be_typed(app: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    with Workspace.create(tmp_path / "region.cami", role="regional") as workspace:
        session = Session(workspace, workspace.records())
        session.records.put(Organisation(id=new_id(), name="A", country="KZ", catalogue="cami-2014"))
        browser = RecordBrowser(session, Organisation)
        qtbot.addWidget(browser)
        browser.show()
        table = browser.table
        table.stand_at(0, 1)
        table.setFocus()
        for key in (Qt.Key.Key_F2, Qt.Key.Key_X, Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            QTest.keyClick(table, key)
        table.paste()
        assert table.cell is None
        assert browser.paste_panel is None
        assert len(session.all(Organisation)) == 1
        browser.more_button.click()
        menu = browser.findChild(QMenu)
        assert isinstance(menu, QMenu)
        assert not any("F2" in entry.text() for entry in menu.actions())


def test_many_rows_are_filtered_and_sorted_in_slices(app: QApplication, big: Path, qtbot: QtBot) -> None:
    with Workspace.open(big) as workspace:
        session = Session(workspace, workspace.records())
        table = RecordTable(session, ThreatAssessment, ("population", "threat"))
        qtbot.addWidget(table)
        table.show()
        table.sort_by("population", down=True)
        qtbot.waitUntil(lambda: not table.rows.slices.busy)
        assert table.rows.text(0, 0) == "group 1999"
        assert [table.rows.text(row, 0) for row in range(1, 2000)] == [f"group {n:04d}" for n in range(1998, -1, -1)]
        table.rows.set_filter("population", "group 11 119")
        qtbot.waitUntil(lambda: not table.rows.slices.busy)
        narrowed = [table.rows.text(row, 0) for row in range(table.rows.rowCount())]
        assert narrowed == [f"group {n:04d}" for n in range(1999, -1, -1) if "119" in f"{n:04d}"]
        changed = list(session.all(ThreatAssessment))[: MOST_APART + 10]
        for record in changed:
            record.population = "renamed"
        session.save_all(changed)
        qtbot.waitUntil(lambda: not table.rows.slices.busy)
        assert table.rows.rowCount() == len(narrowed)
        table.filters.clear()
        table.rows.set_filter("population", "")
        qtbot.waitUntil(lambda: not table.rows.slices.busy)
        assert table.rows.text(0, 0) == "renamed"


def test_many_new_records_come_at_once(session: Session, browser: RecordBrowser) -> None:
    made = [session.new(PopulationEstimate, taxon="saiga", year=1900 + n) for n in range(MOST_APART + 1)]
    browser.table.edits.store(made, "Pasted", list)
    assert browser.table.rows.rowCount() == 11 + len(made)
    assert browser.table.rows.text(11 + MOST_APART, 0) == "1900"


def test_a_record_that_ceases_to_fit_the_filter_goes_and_one_that_fits_comes(session: Session, qtbot: QtBot) -> None:
    first, second = session.save_all([session.new(Organisation, name=text) for text in ("Alpha", "Beta")])
    table = RecordTable(session, Organisation)
    qtbot.addWidget(table)
    table.rows.set_filter("name", "alpha")
    assert table.rows.rowCount() == 1
    second.name = "Alphabet"  # type: ignore[attr-defined]
    session.save(second)
    assert [table.rows.text(row, 0) for row in range(2)] == ["Alpha", "Alphabet"]
    first.name = "Gamma"  # type: ignore[attr-defined]
    session.save(first)
    assert [table.rows.text(row, 0) for row in range(table.rows.rowCount())] == ["Alphabet"]
    session.remove([second])
    assert table.rows.rowCount() == 0
    assert table.rows.total == 2


def test_what_is_typed_in_a_cell_is_kept_each_second(session: Session, browser: RecordBrowser, qtbot: QtBot) -> None:
    stand(browser, 0, "population")
    enter("Ust")
    record = estimate(browser, 0)
    qtbot.waitUntil(lambda: session.drafts.text(record.id, "population") == "Ust", timeout=5_000)
    press(Qt.Key.Key_Return)
    assert session.drafts.text(record.id, "population") is None
    assert session.looked_at == (estimate(browser, 1).id, "population")


def test_a_width_is_set_with_keys_and_remembered(session: Session, browser: RecordBrowser, qtbot: QtBot) -> None:
    stand(browser, 0, "population")
    before = browser.table.columnWidth(1)
    press(Qt.Key.Key_Up, ALT | SHIFT)
    wider = browser.table.columnWidth(1)
    assert wider > before
    key = browser.table.arrangement._key
    qtbot.waitUntil(lambda: layout(key, COLUMNS).widths == {"population": wider}, timeout=3_000)
    press(Qt.Key.Key_R, CONTROL | SHIFT)
    assert layout(key, COLUMNS) == Layout()


def test_the_filter_is_left_and_emptied_with_keys(browser: RecordBrowser) -> None:
    stand(browser, 0, "year")
    press(Qt.Key.Key_F, CONTROL)
    enter("2013")
    assert browser.table.rows.rowCount() == 1
    press(Qt.Key.Key_Down)
    assert focus() is browser.table
    press(Qt.Key.Key_F, CONTROL)
    press(Qt.Key.Key_Escape)
    assert browser.table.rows.rowCount() == 11
    press(Qt.Key.Key_Escape)
    assert focus() is browser.table
