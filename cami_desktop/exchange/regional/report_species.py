"""The chapter of the regional report on populations: a total for each taxon, what it is made of, and its years."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence

from cami_desktop.exchange.regional import said
from cami_desktop.exchange.regional.report_parts import chapter, table
from cami_desktop.exchange.report.figure import Figure
from cami_desktop.exchange.report.layout import WIDTH
from cami_desktop.exchange.report.runs import Run, Runs
from cami_desktop.exchange.report.story import Story
from cami_desktop.exchange.report.tables import Column, Row, Rows, Want
from cami_desktop.records.kinds import PopulationEstimate
from cami_desktop.synthesis.population_chart import population_chart
from cami_desktop.synthesis.region import Region
from cami_desktop.synthesis.reported import ANIMALS, NATIONAL
from cami_desktop.synthesis.totals import Total
from cami_desktop.words import _

_LABEL = 150.0
_LEAST_POINTS = 3
"""A chart of fewer figures says less than the table beside it."""


def populations(story: Story, region: Region) -> None:
    """A section for every taxon with a figure: the total and what it is made of, a chart, the totals of each year."""
    chapter(story, _("Population totals"))
    if not region.latest:
        story.text(_("Nothing was recorded."))
    for total in region.latest:
        found = story.catalogue.all_taxa.get(total.taxon)
        latin = f" – {found.scientific_name}" if found else ""
        story.section(said.taxon_name(story.catalogue, total.taxon) + latin)
        _total(story, total)
        _national(story, total)
        _chart(story, total.taxon)
        _years(story, region, total.taxon)


def _total(story: Story, total: Total) -> None:
    def labels(codes: Sequence[str]) -> str:
        return ", ".join(said.labels(story.catalogue, "country", codes)) or "–"

    unit = said.label(story.catalogue, "population_unit", total.unit)
    words = said.total_text(total)
    left = Counter(item.why.text(story.catalogue) for item in total.left_out)
    facts: list[tuple[str, Runs]] = [
        (
            _("Total, {first}–{last}").format(first=total.year - total.window, last=total.year),
            [Run(f"{words} ({unit})" if unit and total.additive else words, "strong")],
        ),
        (_("Minimum to maximum"), [Run(_outer(total))]),
        (_("What to know") if total.additive else _("Why not added"), [Run(said.total_notes(total, story.catalogue))]),
        (_("Range states with a figure"), [Run(labels(total.reported))]),
        (_("Confirmed absent"), [Run(labels(total.confirmed_absent))] if total.confirmed_absent else []),
        (_("Older figures only"), [Run(labels(total.outdated))] if total.outdated else []),
        (_("Without a figure"), [Run(labels(total.missing))]),
        (_("Left out"), [Run("; ".join(f"{why} ({n})" for why, n in left.items()))] if left else []),
    ]
    rows = [Row([[Run(label, "label")], runs]) for label, runs in facts if runs and runs[0].text]
    shown = Rows([Column("", _LABEL), Column("", WIDTH - _LABEL)], rows)
    shown.together = True
    story.add(shown)


def _outer(total: Total) -> str:
    """The least and the most that the figures allow, blank where either is not known or both say nothing new."""
    if total.minimum is None or total.maximum is None or total.best is None:
        return ""
    low, high = total.minimum.once, total.maximum.twice
    return "" if (low, high) == (total.best.once, total.best.twice) else said.range_text(low, None, high)


def _national(story: Story, total: Total) -> None:
    field = PopulationEstimate.field
    wants = [
        Want(_("Country")),
        Want(_(field("year").label), "right", grows=False),
        Want(_(field("level").label)),
        Want(_(field("season").label)),
        Want(_("Figure"), "right", grows=False),
        Want(_(field("unit").label)),
        Want(_(field("method").label)),
    ]
    cells = []
    for count in total.counts:
        one = count.figures[0]
        target = one.record if len(count.figures) == 1 else ""
        method = said.label(story.catalogue, "survey_method", one.method) if len(count.figures) == 1 else ""
        cells.append(
            [
                [Run(story.catalogue.label("country", count.country))],
                [Run(str(count.year))],
                [Run(said.label(story.catalogue, "coverage", count.basis))],
                [Run(said.season_label(story.catalogue, count.season_code))] if count.season_code else [],
                [Run(said.count_text(count).replace(" ", "\u00a0"), "link" if target else "text", target)],
                [Run(said.label(story.catalogue, "population_unit", count.unit))],
                [Run(method)],
            ]
        )
    if cells:
        table(story, wants, cells)


def _chart(story: Story, taxon: str) -> None:
    """National figures over the years, a line for each state; only living animals, a chart for each unit."""
    found = [
        estimate
        for estimate in story.view.all(PopulationEstimate, taxon=taxon)
        if estimate.level == NATIONAL and estimate.year and estimate.unit in ANIMALS
    ]
    for unit in dict.fromkeys(estimate.unit for estimate in found):
        # A state may name its national figures in several ways; here a line is a state.
        chosen = [
            dataclasses.replace(estimate, population=story.catalogue.label("country", estimate.country), site=None)
            for estimate in found
            if estimate.unit == unit
        ]
        if len(chosen) >= _LEAST_POINTS:
            title = said.taxon_name(story.catalogue, taxon)
            picture = population_chart(chosen, story.catalogue, width=WIDTH, height=180, title=title)
            story.add(Figure(picture))


def _years(story: Story, region: Region, taxon: str) -> None:
    totals = [total for total in region.totals if total.taxon == taxon]
    if len(totals) < 2:
        return
    story.part(_("Totals by year"))
    wants = [
        Want(_("Year"), "right", grows=False),
        Want(_("Total"), "right", grows=False),
        Want(_("Unit")),
        Want(_("Reported by"), most=150),
        Want(_("Range states with a figure"), "right", grows=False),
        Want(_("Why not added, and what to know"), most=260),
    ]
    cells = [
        [
            [Run(str(total.year))],
            [Run(said.total_text(total).replace(" ", "\u00a0"), "text" if total.additive else "absent")],
            [Run(said.label(story.catalogue, "population_unit", total.unit))],
            [Run(", ".join(said.labels(story.catalogue, "country", total.reported)))],
            [Run(f"{sum(1 for c in total.expected if c in total.reported)}\u00a0/\u00a0{len(total.expected)}")],
            [Run(said.total_notes(total, story.catalogue))],
        ]
        for total in totals
    ]
    table(story, wants, cells)
