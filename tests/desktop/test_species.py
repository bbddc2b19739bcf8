"""The species: chart and table of a population, the explained impact, links of gaps and sources, the last cycle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.changes import shown_value
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.species.place import Species
from cami_desktop.desktop.places.species.tabs import (
    GapsNeedsTab,
    GapsTab,
    PopulationTab,
    SourcesTab,
    StatusTab,
    ThreatsTab,
)
from cami_desktop.records.kinds import Contribution, Gap, PopulationEstimate, SpeciesStatus, ThreatAssessment
from cami_desktop.records.rules import check_all
from cami_desktop.records.rules.last_cycle import NOT_CONFIRMED
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import CONTROL, SHIFT, enter, press


def species(window: MainWindow, taxon: str = "saiga") -> Species:
    place = window.show_place("species")
    assert isinstance(place, Species)
    assert place.taxa.choose(taxon)
    return place


@pytest.fixture
def population(window: MainWindow) -> PopulationTab:
    """The population of the saiga, with a chart large enough to point into."""
    tab = species(window).open_tab("population")
    assert isinstance(tab, PopulationTab)
    tab.chart.setMinimumSize(360, 240)
    QApplication.processEvents()
    return tab


def year(tab: PopulationTab) -> int | None:
    current = tab.browser.table.current
    assert isinstance(current, PopulationEstimate)
    return current.year


def test_a_click_on_a_figure_of_the_chart_goes_to_its_row(population: PopulationTab) -> None:
    picture = population.chart.picture()
    assert picture is not None
    spot = picture.spots[4]
    QTest.mouseMove(population.chart, population.chart.place_of(spot).toPoint() + QPoint(1, 1))
    QTest.mouseClick(
        population.chart, Qt.MouseButton.LeftButton, pos=population.chart.place_of(spot).toPoint() + QPoint(1, 1)
    )
    assert (
        population.panel.words.text() == "Betpak-dala, 2007: best 5,000 · Aerial transect survey (helicopter or plane)"
    )
    assert year(population) == 2007


def test_the_arrow_keys_walk_from_figure_to_figure_and_enter_goes_to_the_row(population: PopulationTab) -> None:
    assert year(population) == 2013
    population.chart.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert "2013" in population.panel.words.text()
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Left)
    assert "2011" in population.chart.accessibleDescription()
    press(Qt.Key.Key_Return)
    assert year(population) == 2011


def test_the_current_row_is_ringed_in_the_chart(population: PopulationTab) -> None:
    before = population.chart.grab().toImage()
    first = population.session.all(PopulationEstimate)[0]
    assert population.browser.go_to(first.id)
    QApplication.processEvents()
    assert population.chart.grab().toImage() != before


def test_one_population_is_drawn_alone_where_there_are_several(population: PopulationTab) -> None:
    assert not population.panel.choice.isEnabled()
    new = population.session.new
    population.session.save(
        new(PopulationEstimate, taxon="saiga", population="Ural", level="population", year=2012, best=20_900,
            unit="individuals", method="aerial_transect")
    )  # fmt: skip
    choice = population.panel.choice
    assert [choice.itemText(n) for n in range(choice.count())] == ["All populations", "Betpak-dala", "Ural"]
    choice.setFocus()
    enter("Ural")
    picture = population.chart.picture()
    assert picture is not None
    assert [spot.words.split(":")[0] for spot in picture.spots] == ["Ural, 2012"]


@pytest.mark.parametrize("name", ["chart.svg", "chart.png"])
def test_the_chart_is_saved_as_it_is_drawn(population: PopulationTab, tmp_path: Path, name: str) -> None:
    population.chart.save_to(tmp_path / name)
    picture = population.chart.picture()
    assert picture is not None
    if name.endswith("svg"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text.count("<circle") >= len(picture.spots)
        assert "Aerial transect survey (helicopter or plane)" in text
    else:
        image = QImage(str(tmp_path / name))
        assert abs(image.width() - picture.width * 4) <= 1


def test_the_population_tells_who_shares_it(population: PopulationTab) -> None:
    assert "shared with" in population.strip.text()
    assert "Russian Federation" in population.strip.text()


def test_an_impact_tells_how_it_came_about_and_follows_a_change(window: MainWindow) -> None:
    assert window.session is not None
    session = window.session
    threat = session.save(
        session.new(ThreatAssessment, taxon="saiga", threat="5.1.1", timing="ongoing", scope="whole", severity="rapid")
    )
    tab = species(window).open_tab("threats")
    assert isinstance(tab, ThreatsTab)
    label = session.catalogue.label
    assert f"{label('threat_timing', 'ongoing')} (3) + " in tab.strip.text()
    assert f"(2) = 8: {label('threat_impact', 'high')}." in tab.strip.text()
    threat.severity = "unknown"
    session.save(threat)
    assert tab.strip.text().startswith("Unknown impact")
    threat.severity = None
    session.save(threat)
    assert tab.strip.text().startswith("No impact yet")
    threat.timing = "past_unlikely"
    session.save(threat)
    assert tab.strip.text().startswith("Past impact")


def test_from_a_gap_one_goes_to_the_contribution_it_comes_from(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    session = window.session
    said = session.save(session.new(Contribution, text="No <counts> in winter", taxa=["saiga"]))
    gap = session.save(session.new(Gap, area="knowledge", text="Winter", taxa=["saiga"]))
    tab = species(window).open_tab("gaps_needs")
    assert isinstance(tab, GapsNeedsTab)
    part = tab.tabs.page("gap")
    assert isinstance(part, GapsTab)
    assert part.strip.text().startswith("Others about the species")
    gap.contributions = [said.id]
    session.save(gap)
    assert part.strip.text().startswith("From contributions")
    assert "&lt;counts&gt;" in part.strip.text()
    with qtbot.waitSignal(session.wanted) as heard:
        part.strip.setFocus()
        press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Return)
    assert heard.args == ["contribution", said.id, ""]


def test_a_source_tells_what_cites_it(window: MainWindow) -> None:
    tab = species(window).open_tab("sources")
    assert isinstance(tab, SourcesTab)
    assert tab.strip.text().startswith("Cited by 11 records of this species.")
    assert "Population estimates (11)" in tab.strip.text()
    assert "and 6 more" in tab.strip.text()


@pytest.fixture
def second_cycle(tmp_path: Path) -> Path:
    """A workspace of the cycle 2021 that holds the status of the saiga from 2014."""
    path = tmp_path / "kz-2021.cami"
    with Workspace.create(path, country="KZ", cycle="cami-2021", who="Test") as workspace:
        workspace.save(SpeciesStatus(
            taxon="saiga", cycle="cami-2014", presence="1", trend="increasing", habitat="Steppe", origin="1",
        ))  # fmt: skip
    return path


def test_a_status_starts_from_the_last_cycle_and_is_confirmed(
    second_cycle: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    window = open_window(second_cycle)
    tab = species(window).open_tab("status")
    assert isinstance(tab, StatusTab)
    session = tab.session
    QApplication.processEvents()
    assert tab.last.start.isVisible()
    tab.form.focus_field()
    press(Qt.Key.Key_L, CONTROL | SHIFT)

    def fresh() -> SpeciesStatus:
        return next(one for one in session.all(SpeciesStatus) if one.cycle == "cami-2021")

    def asked() -> list[str]:
        return [f.field for f in check_all(session.snapshot()) if f.rule == NOT_CONFIRMED and f.open]

    assert (fresh().habitat, fresh().trend) == ("Steppe", "increasing")
    assert asked() == ["presence", "origin", "habitat", "trend"]
    assert tab.last.said.text.startswith("4 answers are as in the last cycle")
    tab.form.focus_field("habitat")
    enter("Steppe and semi-desert")
    press(Qt.Key.Key_Tab)
    assert tab.last.said.text.startswith("3 answers are")
    said = "Confirmed: still as in the last cycle"
    tab.form.focus_field("trend")
    trend = tab.form.rows["trend"]
    assert trend.confirmer is not None and trend.confirmer.isVisible() and trend.accepter is None
    press(Qt.Key.Key_R, CONTROL)
    assert asked() == ["presence", "origin"]
    assert fresh().accepted == {f"{NOT_CONFIRMED}.trend": said}
    assert (trend.message.text, trend.confirmer.isVisible()) == (said, False)
    assert trend.editor.control.hasFocus()
    told = shown_value(session, "species_status", "accepted", fresh().accepted)
    assert told == f"As in the last cycle, not confirmed (Population trend): {said}"
    tab.form.focus_field("origin")
    press(Qt.Key.Key_Return, CONTROL | SHIFT)
    assert asked() == []
    assert fresh().accepted == {f"{NOT_CONFIRMED}.{name}": said for name in ("trend", "presence", "origin")}
    assert not tab.last.isVisible()
    old = next(one for one in session.all(SpeciesStatus) if one.cycle == "cami-2014")
    assert old.habitat == "Steppe"
    session.undo()
    QApplication.processEvents()
    assert len(asked()) == 2


def test_all_tabs_are_seen_in_a_narrow_window(window: MainWindow) -> None:
    place = species(window)
    window.resize(1024, 768)
    QApplication.processEvents()
    bar = place.tabs.tabBar()
    assert bar.tabRect(bar.count() - 1).right() <= place.tabs.width()
