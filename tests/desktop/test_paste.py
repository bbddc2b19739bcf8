"""Pasting from a spreadsheet: what the preview says, what is stored in one step; nothing is dropped in silence."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.forms.reading import GROUP, POINT, TextReader
from cami_desktop.desktop.session import Session
from cami_desktop.desktop.tables import RecordBrowser
from cami_desktop.desktop.tables.clipboard import exact, read_tsv, write_tsv
from cami_desktop.desktop.tables.paste_panel import PastePanel
from cami_desktop.errors import CamiError
from cami_desktop.records.kinds import Organisation, PopulationEstimate, Site, SpeciesStatus, ThreatAssessment
from cami_desktop.words import using
from tests.desktop.keys import CONTROL, bring_up, focus, press

COLUMNS = ("year", "population", "best", "unit", "source", "remarks")


@pytest.fixture
def browser(session: Session, qtbot: QtBot) -> RecordBrowser:
    """The estimates, the newest first, with the focus in the table."""
    browser = RecordBrowser(
        session, PopulationEstimate, sort="-year", columns=COLUMNS, defaults=lambda: {"taxon": "saiga"}
    )
    bring_up(qtbot, browser, 1100, 700)
    browser.table.setFocus()
    return browser


def paste(browser: RecordBrowser, text: str, row: int = 0, field: str = "year") -> PastePanel:
    """Copy a text elsewhere and paste it at a cell."""
    QApplication.clipboard().setText(text)
    browser.table.stand_at(row, browser.table.rows.column_of(field))
    browser.table.setFocus()
    press(Qt.Key.Key_V, CONTROL)
    assert browser.paste_panel is not None
    return browser.paste_panel


def estimates(session: Session) -> list[PopulationEstimate]:
    """The estimates, the newest first."""
    return sorted(session.all(PopulationEstimate), key=lambda one: -(one.year or 0))


def test_quoted_cells_keep_their_tabs_and_line_ends() -> None:
    rows = [["a\tb", 'say "so"', "one\ntwo"], ["", "x", ""]]
    assert read_tsv(write_tsv(rows)) == rows
    assert read_tsv("a\tb\r\nc\r\n\r\n") == [["a", "b"], ["c", ""]]
    assert read_tsv('"open\tcell\nnext') == [['"open', "cell"], ["next", ""]]
    assert read_tsv("") == []


def test_cells_are_changed_from_the_current_one_down_and_right(session: Session, browser: RecordBrowser) -> None:
    panel = paste(browser, "Ural\t12 500\nUstyurt\t9001", row=1, field="population")
    assert panel.isVisible()
    assert panel.summary.text() == "4 cells changed · in 2 records"
    assert "by their place: Population, Best estimate" in panel.columns.text()
    assert focus() is panel.apply_button
    assert estimates(session)[1].population == "Betpak-dala"
    press(Qt.Key.Key_Return, CONTROL)
    assert [(one.population, one.best) for one in estimates(session)[1:3]] == [("Ural", 12_500), ("Ustyurt", 9_001)]
    assert not panel.isVisible()
    assert focus() is browser.table
    session.undo()
    assert [(one.population, one.best) for one in estimates(session)[1:3]] == [
        ("Betpak-dala", 10_000), ("Betpak-dala", 9_000),
    ]  # fmt: skip


def test_cancel_leaves_everything(session: Session, browser: RecordBrowser) -> None:
    before = session.workspace.last_change()
    panel = paste(browser, "1999\tUral")
    press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert session.workspace.last_change() == before


def test_a_heading_in_russian_matches_columns_and_rows_become_new(session: Session, browser: RecordBrowser) -> None:
    with using("ru"):
        from cami_desktop.words import _

        heads = [_(PopulationEstimate.field(name).label) for name in ("year", "best", "unit", "source")]
    text = "\t".join([*heads, "Наше примечание"]) + "\n"
    text += "2015\t1 200,0\tособи\tAerial survey report\tx\n2016\tнет данных\t\tAerial survey report\t"
    panel = paste(browser, text)
    assert panel.where.currentData() is True
    assert panel.summary.text().startswith("2 new records")
    assert "Наше примечание (not known here)" in panel.columns.text()
    press(Qt.Key.Key_Return, CONTROL)
    new = [one for one in estimates(session) if one.year in (2015, 2016)]
    assert [(one.year, one.best, one.unit, one.taxon) for one in new] == [
        (2016, None, None, "saiga"), (2015, 1_200, "individuals", "saiga"),
    ]  # fmt: skip
    assert new[0].absent == {"best": "unknown"}
    assert new[0].source == estimates(session)[5].source
    assert browser.table.rows.rowCount() == 13
    session.undo()
    assert browser.table.rows.rowCount() == 11


def test_what_cannot_be_read_is_listed_stays_and_can_be_copied_back(session: Session, browser: RecordBrowser) -> None:
    panel = paste(browser, "Year\tBest estimate\tSource\n2015\tmany\tAerial survey report\n2016\t7\tNobody's report")
    assert panel.summary.text() == "2 new records · 2 cells cannot be read"
    first = panel.lines.topLevelItem(0)
    assert first is not None
    assert [first.text(column) for column in (0, 2, 3)] == ["1", "Best estimate", "many"]
    panel.apply_button.click()
    source = estimates(session)[3].source
    stored = [(one.year, one.best, one.source) for one in estimates(session)[:2]]
    assert stored == [(2016, 7, None), (2015, None, source)]
    assert panel.isVisible()
    assert panel.lines.topLevelItemCount() == 2
    panel.copy_button.click()
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0] == "Year\tBest estimate\tSource\tWhy it was not read"
    assert lines[2].startswith("2016\t7\tNobody's report\tSource: “Nobody's report” is not in the list.")
    panel.cancel_button.click()
    assert not panel.isVisible()


def test_a_figure_that_may_mean_two_is_asked_about(session: Session, browser: RecordBrowser) -> None:
    panel = paste(browser, "11,500\n12,000", row=0, field="best")
    assert panel.sign.isVisible()
    assert panel.summary.text() == "2 cells cannot be read"
    assert not panel.apply_button.isEnabled()
    panel.sign.setCurrentIndex(panel.sign.findData(GROUP))
    press(Qt.Key.Key_Return, CONTROL)
    assert [one.best for one in estimates(session)[:2]] == [11_500, 12_000]


def test_our_own_cells_come_back_exactly(session: Session, browser: RecordBrowser) -> None:
    first = browser.table.rows.record(0)
    assert first is not None
    browser.table.go_to(first.id)
    press(Qt.Key.Key_C, CONTROL)
    own = exact()
    assert own is not None
    assert own.names == list(COLUMNS)
    browser.table.stand_at(3, 0)
    press(Qt.Key.Key_V, CONTROL)
    assert browser.paste_panel is not None
    assert "cannot" not in browser.paste_panel.summary.text()
    browser.paste_panel.apply_button.click()
    assert [one.year for one in estimates(session)[:5]] == [2013, 2013, 2012, 2011, 2009]


def test_rows_beyond_the_last_one_become_new_records(session: Session, browser: RecordBrowser) -> None:
    panel = paste(browser, "2003\n2002\n2001", row=10)
    assert panel.summary.text() == "2 new records · 1 cell stays as it is"
    panel.apply_button.click()
    assert browser.table.rows.rowCount() == 13


def test_a_workbook_table_changes_the_records_whose_ids_it_names(session: Session, browser: RecordBrowser) -> None:
    one = estimates(session)[4]
    text = f"id\tyear\tunit\tunit.label\nID\tYear\tUnit\tUnit\n{one.id}\t1988\tindividuals\tindividuals\n\t1987\t\t"
    panel = paste(browser, text)
    assert panel.where.isHidden()
    assert "unit.label (only says a code in words)" in panel.columns.text()
    assert panel.summary.text().startswith("1 new record · 1 cell changed")
    panel.apply_button.click()
    changed = session.find(one.id)
    assert isinstance(changed, PopulationEstimate)
    assert changed.year == 1988


def test_a_derived_column_is_not_taken_and_said_so(session: Session, qtbot: QtBot) -> None:
    browser = RecordBrowser(session, ThreatAssessment, defaults=lambda: {"taxon": "saiga"})
    qtbot.addWidget(browser)
    browser.show()
    QApplication.clipboard().setText("Threat\tImpact\n1.1\tHigh")
    browser.paste_button.click()
    panel = browser.paste_panel
    assert panel is not None
    assert browser.pages.currentIndex() == 0
    assert "Impact (the program fills it)" in panel.columns.text()
    panel.apply_button.click()
    assert browser.table.rows.rowCount() == 1


def test_a_change_meanwhile_is_not_overwritten(session: Session, browser: RecordBrowser) -> None:
    panel = paste(browser, "Ural", row=0, field="population")
    one = estimates(session)[0]
    one.remarks = "Typed meanwhile"
    session.save(one)
    panel.apply_button.click()
    after = estimates(session)[0]
    assert (after.population, after.remarks) == ("Ural", "Typed meanwhile")


def test_a_preview_ends_where_other_records_are_shown(session: Session, browser: RecordBrowser) -> None:
    before = session.workspace.last_change()
    panel = paste(browser, "Year\tBest estimate\n2015\t7")
    assert panel.isVisible()
    browser.show_where(lambda record: record.values().get("taxon") == "argali")
    assert not panel.isVisible()
    assert session.workspace.last_change() == before
    browser.show_where(None)
    paste(browser, "Year\tBest estimate\n2015\t7").apply_button.click()
    assert browser.table.rows.rowCount() == 12


def test_an_empty_clipboard_is_said(session: Session, browser: RecordBrowser) -> None:
    told: list[str] = []
    session.told.connect(lambda text, _tone: told.append(text))
    panel = paste(browser, " \n ")
    assert not panel.isVisible()
    assert told[-1].startswith("There are no cells on the clipboard")


def test_many_rows_are_read_in_slices(session: Session, browser: RecordBrowser, qtbot: QtBot) -> None:
    text = "Year\tBest estimate\tUnit\n" + "\n".join(f"{1900 + n % 100}\t{n}\tособи" for n in range(1_500))
    panel = paste(browser, text)
    qtbot.waitUntil(panel.apply_button.isEnabled)
    assert panel.summary.text() == "1,500 new records"
    panel.cancel_button.click()


@pytest.mark.parametrize(
    ("kind", "field", "text", "value"),
    [
        (PopulationEstimate, "best", "1\u202f200", 1_200),
        (PopulationEstimate, "coverage_percent", "12,5", 12.5),
        (Site, "latitude", "47,123", 47.123),
        (PopulationEstimate, "unit", "Individuals", "individuals"),
        (PopulationEstimate, "taxon", "Saiga tatarica", "saiga"),
        (PopulationEstimate, "taxon", "Сайгак", "saiga"),
        (ThreatAssessment, "threat", "1.1", "1.1"),
        (Organisation, "name", "  Name  ", "Name"),
        (SpeciesStatus, "transboundary", "да", "yes"),
        (Site, "sensitive", "да", True),
        (SpeciesStatus, "last_survey", "", None),
        (Organisation, "organisation_type", "National government ministry/agency", "national_government"),
    ],
)  # fmt: skip
def test_texts_are_read_as_people_write_them(session: Session, kind: type, field: str, text: str, value: Any) -> None:
    assert TextReader(session, kind.field(field)).read(text).value == value  # type: ignore[attr-defined]


def test_several_names_in_a_cell_are_parted_and_unknown_ones_refused(session: Session) -> None:
    sources = TextReader(session, SpeciesStatus.field("sources"))
    [one] = sources.read("Aerial survey report").value
    assert sources.read(f"aerial survey report; {one}").value == [one]
    with pytest.raises(CamiError, match="not in the list"):
        sources.read("Aerial survey report; another")


def test_a_sign_settles_what_may_mean_two_figures(session: Session) -> None:
    field = PopulationEstimate.field("coverage_percent")
    assert TextReader(session, PopulationEstimate.field("best"), GROUP).read("-1,234").value == -1_234
    assert TextReader(session, field).read("11,500").value == 11.5
    assert TextReader(session, PopulationEstimate.field("minimum"), POINT).read("11,000").value == 11


def test_a_record_removed_during_the_preview_is_left_out_and_told(session: Session, browser: RecordBrowser) -> None:
    first, second, third = estimates(session)[:3]
    panel = paste(browser, "Ural\nUstyurt", field="population")
    session.remove([first])
    assert panel.summary.text() == "1 cell changed · in 1 record · 1 row is left out: its record is in the bin"
    line = panel.lines.topLevelItem(0)
    assert line is not None
    assert line.text(2) == "not changed"
    assert "in the bin" in line.text(4)
    said: list[tuple[str, str]] = []
    session.told.connect(lambda text, tone: said.append((text, tone)))
    panel.apply()
    assert [session.records.get(one.id).population for one in (first, second, third)] == [  # type: ignore[union-attr]
        "Betpak-dala", "Ustyurt", "Betpak-dala",
    ]  # fmt: skip
    assert session.find(first.id) is None
    assert said[-1][1] == "warning"
    assert "Pasted: 1 record; Ctrl+Z takes it back. 1 row was left out" in said[-1][0]
    assert panel.isVisible()
    assert panel.copy_unread().startswith("Ural\tThe record is in the bin.")


def test_a_row_that_names_a_removed_record_makes_no_new_one(session: Session, browser: RecordBrowser) -> None:
    gone = estimates(session)[3]
    session.remove([gone])
    panel = paste(browser, f"id\tPopulation\n{gone.id}\tUral\n{estimates(session)[0].id}\tUral")
    panel.apply()
    assert len(session.all(PopulationEstimate)) == 10
    assert [one.population for one in estimates(session)].count("Ural") == 1
    assert session.find(gone.id) is None
