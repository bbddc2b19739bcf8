"""The places: from a finding to its field, marks of sections, the Programme of Work, what Home proposes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.check.place import Check
from cami_desktop.desktop.places.home.place import Home
from cami_desktop.desktop.places.programme.place import Programme
from cami_desktop.desktop.places.register.place import Register
from cami_desktop.desktop.places.species.history import HistoryTab
from cami_desktop.desktop.places.species.place import Species
from cami_desktop.desktop.places.species.tabs import PopulationTab, SourcesTab, StatusTab
from cami_desktop.desktop.places.species.taxon_list import STATES
from cami_desktop.records.completeness import SECTIONS, State
from cami_desktop.records.kinds import Barrier, Gap, PopulationEstimate, PowResponse, Source, SpeciesStatus
from tests.desktop.keys import enter, name, press


def species(window: MainWindow) -> Species:
    """The Species place on the saiga."""
    place = window.show_place("species")
    assert isinstance(place, Species)
    assert place.taxa.choose("saiga")
    QApplication.processEvents()
    return place


def test_enter_on_a_finding_goes_to_its_field(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    bad = window.session.save(
        window.session.new(PopulationEstimate, taxon="kulan", year=2010, best=5, minimum=9, method="aerial_transect")
    )
    place = window.show_place("check")
    assert isinstance(place, Check)
    qtbot.waitUntil(lambda: any(finding.id == bad.id for finding in place.items))
    finding = next(finding for finding in place.items if finding.id == bad.id and finding.field == "source")
    QApplication.processEvents()
    place.tree.setFocus()
    place.tree.setCurrentItem(place.items[finding])
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.place_id == "species"
    assert name() == "Source"
    assert window.places["species"].memory() == "kulan/population"


def test_a_finding_that_is_mended_goes_away(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert session is not None
    source = session.save(session.new(Source, citation="S"))
    place = window.show_place("check")
    assert isinstance(place, Check)
    qtbot.waitUntil(lambda: any(finding.id == source.id for finding in place.items))
    source.source_type = "peer_reviewed"
    session.save(source)
    qtbot.waitUntil(lambda: not any(finding.id == source.id and finding.rule == "required" for finding in place.items))


def test_the_taxa_carry_a_mark_for_every_section(window: MainWindow, qtbot: QtBot) -> None:
    place = species(window)
    item = place.taxa.list.currentItem()
    assert item is not None
    qtbot.waitUntil(lambda: len(item.data(STATES) or []) == len(SECTIONS))
    states = dict(zip(SECTIONS, item.data(STATES), strict=True))
    assert states["population"] == State.COMPLETE
    assert states["threats"] == State.NOT_STARTED
    assert "Population: complete" in item.data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert "Saiga tatarica" in item.data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert window.session is not None
    window.session.save(window.session.new(Barrier, name="Fence", barrier_kind="border_fence", taxa=["saiga"]))
    qtbot.waitUntil(lambda: item.data(STATES)[list(SECTIONS).index("barriers")] == State.COMPLETE)


def test_a_species_is_found_by_any_of_its_names(window: MainWindow) -> None:
    place = species(window)
    place.taxa.search.setFocus()
    enter("бөкен")
    shown = [n for n in range(place.taxa.list.count()) if not place.taxa.list.item(n).isHidden()]
    assert [place.taxa.list.item(n).text() for n in shown] == ["Saiga antelope"]
    assert place.taxa.choose("kulan")
    assert not place.taxa.list.currentItem().isHidden()


def test_the_status_of_a_taxon_without_one_is_a_draft_until_something_is_filled_in(window: MainWindow) -> None:
    place = species(window)
    assert place.taxa.choose("argali")
    tab = place.open_tab("status")
    assert isinstance(tab, StatusTab)
    QApplication.processEvents()
    assert window.session is not None
    assert tab.form.record is not None
    assert tab.form.record.id == ""
    tab.form.focus_field("presence")
    enter("extant")
    press(Qt.Key.Key_Tab)
    stored = window.session.all(SpeciesStatus, lambda record: record.taxon == "argali")
    assert [(record.cycle, record.presence) for record in stored] == [("cami-2014", "1")]
    window.session.undo()
    QApplication.processEvents()
    assert tab.form.record is not None
    assert tab.form.record.id == ""


def test_the_chart_follows_the_table_and_tells_its_figures_in_words(window: MainWindow) -> None:
    tab = species(window).open_tab("population")
    assert isinstance(tab, PopulationTab)
    QApplication.processEvents()
    assert "2013: – / 11,000 / –" in tab.chart.accessibleDescription()
    before = tab.chart.grab().toImage()
    assert window.session is not None
    window.session.save(
        window.session.new(
            PopulationEstimate, taxon="saiga", population="Betpak-dala", level="population", year=2014, best=40_000,
            unit="individuals", method="aerial_transect",
        )
    )  # fmt: skip
    assert "2014: – / 40,000 / –" in tab.chart.accessibleDescription()
    assert tab.chart.grab().toImage() != before
    tab.chart.copy_svg()
    assert QApplication.clipboard().text().startswith("<svg") or "<svg" in QApplication.clipboard().text()
    tab.chart.copy_image()
    assert not QApplication.clipboard().image().isNull()


def test_gaps_and_needs_sources_and_history_show_what_belongs_to_the_taxon(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    gap = session.save(session.new(Gap, area="knowledge", taxa=["saiga"], text="Winter counts"))
    place = species(window)
    window.show_record("gap", gap.id, "text")
    QApplication.processEvents()
    assert name() == "Text"
    sources = place.open_tab("sources")
    assert isinstance(sources, SourcesTab)
    assert sources.browser.table.rows.rowCount() == 1
    history = place.open_tab("history")
    assert isinstance(history, HistoryTab)
    first = history.list.topLevelItem(0)
    assert first is not None
    assert first.text(3) == "New record"
    assert "Winter counts" in first.text(2)


def test_an_item_of_the_programme_is_answered_in_line(window: MainWindow) -> None:
    place = window.show_place("programme")
    assert isinstance(place, Programme)
    QApplication.processEvents()
    session = window.session
    assert session is not None
    code = next(code for code, item in session.catalogue.pow_items.items() if item.answerable)
    assert place.tree.currentItem() is place.items[code]
    assert place.form is not None
    place.form.focus_field("relevance")
    enter("relevant")
    press(Qt.Key.Key_Tab)
    stored = session.all(PowResponse)
    assert [(record.pow_item, record.relevance) for record in stored] == [(code, "relevant")]
    assert place.items[code].text(2) == "Relevant"
    assert place.summary.text().startswith("1 of ")
    place.search.setFocus()
    enter("zzzz")
    assert all(node.isHidden() for node in place.items.values())


def test_home_proposes_what_comes_next_and_leads_there(window: MainWindow, qtbot: QtBot) -> None:
    home = window.show_place("home")
    assert isinstance(home, Home)
    steps = [button for button in home.findChildren(QPushButton) if "Threats" in button.text()]
    if not steps:
        qtbot.waitUntil(lambda: any("Threats" in button.text() for button in home.findChildren(QPushButton)))
        steps = [button for button in home.findChildren(QPushButton) if "Threats" in button.text()]
    steps[0].click()
    assert window.place_id == "species"
    assert window.places["species"].memory().endswith("/threats")


def test_home_lists_what_was_changed_lately(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert session is not None
    session.save(session.new(Gap, area="knowledge", taxa=["saiga"], text="Winter counts"))
    home = window.show_place("home")
    assert isinstance(home, Home)

    def told() -> bool:
        return any("New Gap: Winter counts" in label.text() for label in home.findChildren(QLabel))

    qtbot.waitUntil(told)


def test_a_source_is_shown_in_the_register(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    source = session.all(Source)[0]
    window.show_record("source", source.id, "citation")
    QApplication.processEvents()
    place = window.places["register"]
    assert isinstance(place, Register)
    assert place.tabs.code == "source"
    assert name() == "Citation"


def test_what_a_place_does_not_hold_is_said_and_not_thrown(window: MainWindow) -> None:
    window.show_record("source", "no such id")
    assert window.status.message.text == "This record cannot be shown here."
