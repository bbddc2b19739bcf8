"""Chapters of the regional report on species: populations, threats, overlaps, and the annex of all figures."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence

from reportlab.platypus import PageBreak

from cami_desktop.exchange.regional import said
from cami_desktop.exchange.regional.species_sheets import DIGEST_SHOWN, season_label
from cami_desktop.exchange.report.figure import Figure
from cami_desktop.exchange.report.front import IMPACTS
from cami_desktop.exchange.report.layout import WIDTH
from cami_desktop.exchange.report.runs import Run, Runs, joined
from cami_desktop.exchange.report.story import Story
from cami_desktop.exchange.report.tables import Column, Row, Rows, Want, fitted
from cami_desktop.records.kinds import PopulationEstimate, SpeciesStatus
from cami_desktop.synthesis.bar_chart import Bar, Part, bar_chart
from cami_desktop.synthesis.population_chart import population_chart
from cami_desktop.synthesis.region import Region
from cami_desktop.synthesis.reported import ANIMALS, NATIONAL, Reported
from cami_desktop.synthesis.threats import ThreatRank
from cami_desktop.synthesis.totals import Total
from cami_desktop.words import _, formats

_LABEL = 150.0
_MOST_BARS = 14
_LEAST_POINTS = 3
"""A chart of fewer figures says less than the table beside it."""


def table(
    story: Story,
    wants: Sequence[Want],
    cells: Sequence[Sequence[Runs]],
    anchors: Sequence[str] = (),
    below: Sequence[Runs] = (),
) -> None:
    """Add a table as wide as the page, or say that there is nothing; anchors name the rows, below stands under them."""
    if not cells:
        story.text(_("Nothing was recorded."))
        return
    names, more = anchors or [""] * len(cells), below or [()] * len(cells)
    rows = [Row(row, under, name) for row, under, name in zip(cells, more, names, strict=True)]
    story.add(Rows(fitted(wants, cells, WIDTH), rows))


def chapter(story: Story, title: str) -> None:
    """Begin a chapter on a new page."""
    story.add(PageBreak())
    story.chapter(title)


def countries_by_code(story: Story, region: Region) -> str:
    """The codes of the countries that have records, explained."""
    codes = [item.country for item in region.deliveries]
    return "; ".join(f"{code}\u00a0– {story.catalogue.label('country', code)}" for code in codes)


def number(value: int | float) -> Runs:
    """A figure as a cell; nothing for 0, so that what there is stands out."""
    return [Run(formats.number(value))] if value else []


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
                [Run(season_label(story.catalogue, count.season_code))] if count.season_code else [],
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


def threats(story: Story, region: Region) -> None:
    """The ranking as a chart over all, then as tables by taxon and by country."""
    chapter(story, _("Threats"))
    ranking = region.threats
    if not ranking.overall:
        story.text(_("Nothing was recorded."))
        return
    story.text(
        _(
            "Counted are assessments of each impact (IUCN: timing, scope, severity); classes are never averaged. "
            "Threats of high or medium impact are major."
        )
    )
    story.text(countries_by_code(story, region), "small")
    _bars(story, ranking.overall)
    for title, ranks, by_taxon in (
        (_("By taxon"), ranking.by_taxon, True),
        (_("By country"), ranking.by_country, False),
    ):
        story.section(title)
        _ranking(story, ranks, by_taxon)


def _bars(story: Story, ranks: Sequence[ThreatRank]) -> None:
    used = {code for rank in ranks for code in rank.counts}
    label = story.catalogue.label
    parts = [
        Part(code, label("threat_impact", code) if code else _("not scored"), colour)
        for code, colour in IMPACTS
        if code in used
    ]
    bars = [Bar(f"{rank.threat} {label('threat', rank.threat)}", rank.counts) for rank in ranks[:_MOST_BARS]]
    story.add(Figure(bar_chart(bars, parts, width=WIDTH, title=_("Threats by impact"))))
    if len(ranks) > _MOST_BARS:
        story.text(_("Shown are the {n} that rank highest.").format(n=_MOST_BARS), "small")


def _ranking(story: Story, ranks: Sequence[ThreatRank], by_taxon: bool) -> None:
    label = story.catalogue.label
    impacts = ("high", "medium", "low")
    wants = [
        Want(_("Taxon") if by_taxon else _("Country")),
        Want(_("Threat"), most=230),
        Want(_("Major"), "right", grows=False),
        *(Want(label("threat_impact", code), "right", grows=False) for code in impacts),
        Want(_("Unknown"), "right", grows=False),
        Want(_("All"), "right", grows=False),
        Want(_("Countries") if by_taxon else _("Taxa"), most=120),
    ]
    cells: list[list[Runs]] = []
    last = ""
    for rank in ranks:
        within = said.taxon_name(story.catalogue, rank.taxon) if by_taxon else label("country", rank.country)
        taxa = ", ".join(said.taxon_name(story.catalogue, code) for code in rank.taxa)
        states = f"{', '.join(rank.countries)} ({len(rank.countries)}\u00a0/\u00a0{rank.reporting})"
        cells.append(
            [
                [Run(within, "strong")] if within != last else [],
                [Run(f"{rank.threat}\u00a0{label('threat', rank.threat)}")],
                number(rank.major),
                *(number(rank.counts.get(code, 0)) for code in impacts),
                number(rank.unknown),
                number(rank.total),
                [Run(states if by_taxon else taxa)],
            ]
        )
        last = within
    table(story, wants, cells)


def overlaps(story: Story, region: Region) -> None:
    """Possible double counts, disagreements of neighbours, and two figures of one country."""
    story.chapter(_("What needs a person's eye"))
    label = story.catalogue.label
    story.section(_("Possible double counts between countries"))
    wants = [Want(_("Taxon")), Want(_("Year"), "right", grows=False), Want(_("Why")), Want(_("Figures"), most=260)]
    cells = []
    for item in region.overlaps:
        figures = joined([_figure_link(story, f) for f in item.figures], "; ")
        population = said.label(story.catalogue, "population", item.population)
        why = f"{_(said.WHY[item.why])}: {population}" if population else _(said.WHY[item.why])
        taxon = said.taxon_name(story.catalogue, item.taxon)
        cells.append([[Run(taxon)], [Run(str(item.year))], [Run(why)], figures])
    table(story, wants, cells)
    story.section(_("Where neighbours disagree"))
    cells = []
    for found in region.disagreements:
        field = SpeciesStatus.field(found.field)
        told = [
            f"{label('country', country)}: {', '.join(said.labels(story.catalogue, field.code_list, value.split(';')))}"
            for country, value in found.values
        ]
        taxon = said.taxon_name(story.catalogue, found.taxon)
        cells.append([[Run(taxon)], [Run(_(field.label))], [Run("; ".join(told))]])
    table(story, [Want(_("Taxon")), Want(_("About")), Want(_("What they say"), most=260)], cells)
    story.section(_("Two figures of one country"))
    cells = [
        [
            [Run(said.taxon_name(story.catalogue, item.taxon))],
            [Run(str(item.year))],
            [Run(label("country", item.country))],
            joined([_figure_link(story, f) for f in item.figures], "; "),
        ]
        for item in region.discrepancies
    ]
    table(story, [Want(_("Taxon")), Want(_("Year"), "right", grows=False), Want(_("Country")), wants[-1]], cells)


def _figure_link(story: Story, figure: Reported) -> list[Run]:
    name = figure.place or said.label(story.catalogue, "coverage", figure.level)
    country = story.catalogue.label("country", figure.country)
    return [Run(f"{country}, {name}: "), Run(said.figure_text(figure), "link", figure.record)]


def figures_annex(story: Story, region: Region) -> None:
    """Every figure with its record and submission; links of the other chapters lead here."""
    chapter(story, _("Figures side by side, and where they come from"))
    story.text(
        _(
            "The record is told by its identifier, which is the name of a place in the country's own report; the "
            "submission by its number and the beginning of the SHA-256 of its package."
        )
    )
    field = PopulationEstimate.field
    wants = [
        Want(_("Taxon")),
        Want(_("Country")),
        Want(_("What was counted"), most=120),
        Want(_(field("year").label), "right", grows=False),
        Want(_("Figure"), "right", grows=False),
        Want(_(field("unit").label)),
        Want(_(field("quality").label), grows=False),
    ]
    cells = [_reported(story, figure) for figure in region.figures]
    below = [_origin(region, figure) for figure in region.figures]
    table(story, wants, cells, [figure.record for figure in region.figures], below)


def _origin(region: Region, figure: Reported) -> Runs:
    """Record and submission of a figure, on one line."""
    delivery = region.submission(figure.country)
    record = _("record {id}").format(id=figure.record)
    if delivery is None:
        return [Run(record, "label")]
    sent = _("submission {number}, {digest}, signed by {signer}").format(
        number=delivery.number, digest=delivery.digest[:DIGEST_SHOWN], signer=delivery.signer
    )
    return [Run(f"{record}   ·   {sent}", "label")]


def _reported(story: Story, figure: Reported) -> list[Runs]:
    place = figure.place or said.label(story.catalogue, "coverage", figure.level)
    season = f", {figure.season}" if figure.season else ""
    return [
        [Run(said.taxon_name(story.catalogue, figure.taxon))],
        [Run(story.catalogue.label("country", figure.country))],
        [Run(place + season)],
        [Run(str(figure.year or ""))],
        [Run(said.figure_text(figure))],
        [Run(said.label(story.catalogue, "population_unit", figure.unit))],
        [Run(figure.quality)],
    ]
