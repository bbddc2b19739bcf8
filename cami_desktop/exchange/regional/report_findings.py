"""Chapters of the regional report: the ranking of threats, what needs a person's eye, and the annex of all figures."""

from __future__ import annotations

from collections.abc import Sequence

from cami_desktop.exchange.regional import said
from cami_desktop.exchange.regional.report_parts import chapter, countries_by_code, number, table
from cami_desktop.exchange.regional.species_sheets import DIGEST_SHOWN
from cami_desktop.exchange.report.figure import Figure
from cami_desktop.exchange.report.front import IMPACTS
from cami_desktop.exchange.report.layout import WIDTH
from cami_desktop.exchange.report.runs import Run, Runs, joined
from cami_desktop.exchange.report.story import Story
from cami_desktop.exchange.report.tables import Want
from cami_desktop.records.kinds import Barrier, PopulationEstimate, SpeciesStatus
from cami_desktop.synthesis.bar_chart import Bar, Part, bar_chart
from cami_desktop.synthesis.region import Region
from cami_desktop.synthesis.reported import Reported
from cami_desktop.synthesis.threats import ThreatRank
from cami_desktop.words import _, formats

_MOST_BARS = 14


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


def barriers(story: Story, region: Region) -> None:
    """Barriers to migration: number and length by kind, then each barrier."""
    story.chapter(_("Barriers to migration"))
    label, found = story.catalogue.label, region.barriers
    wants = [
        Want(_(Barrier.field("barrier_kind").label)),
        Want(_(Barrier.plural), "right", grows=False),
        Want(f"{_(Barrier.field('length_km').label)}, km", "right", grows=False),
        Want(_("Effects"), most=200),
        Want(_("Countries")),
    ]
    cells: list[list[Runs]] = [
        [
            [Run(label("barrier_kind", count.barrier_kind) if count.barrier_kind else _("not given"))],
            number(count.total),
            [*number(count.km), *_unmeasured(count.without_length)],
            [Run(said.counted(story.catalogue, "barrier_effect", count.effects))],
            [Run(", ".join(f"{country}\u00a0{n}" for country, n in count.countries.items()))],
        ]
        for count in found.by_kind
    ]
    table(story, wants, cells)
    if not found.rows:
        return
    names = ("name", "state", "length_km", "neighbour", "taxa", "effect")
    rest = [Want(_(Barrier.field(n).label), "right" if n == "length_km" else "left", n != "length_km") for n in names]
    cells = [
        [
            [Run(label("country", row.country))],
            [Run(row.name)],
            [Run(said.label(story.catalogue, "barrier_state", row.state))],
            number(row.length_km or 0),
            [Run(said.label(story.catalogue, "country", row.neighbour))],
            [Run(said.taxa(story.catalogue, row.taxa))],
            [Run(said.label(story.catalogue, "barrier_effect", row.effect))],
        ]
        for row in found.rows
    ]
    table(story, [Want(_("Country")), *rest], cells, [row.record for row in found.rows])


def _unmeasured(count: int) -> Runs:
    return [Run("\n" + _("without a length: {n}").format(n=formats.number(count)), "label")] if count else []


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
    wants = [
        Want(_("Taxon") if by_taxon else _("Country"), most=90),
        Want(_("Threat"), most=230),
        Want(_("Major"), "right", grows=False),
        Want(_("By impact"), most=150),
        Want(_("All"), "right", grows=False),
        Want(_("Countries") if by_taxon else _("Taxa"), most=110),
    ]
    cells: list[list[Runs]] = []
    last = ""
    for rank in ranks:
        within = said.taxon_name(story.catalogue, rank.taxon) if by_taxon else label("country", rank.country)
        states = f"{', '.join(rank.countries)} ({len(rank.countries)}\u00a0/\u00a0{rank.reporting})"
        impacts = said.counted(story.catalogue, "threat_impact", rank.counts, blank=_("not scored"))
        cells.append(
            [
                [Run(within, "strong")] if within != last else [],
                [Run(f"{rank.threat} {label('threat', rank.threat)}")],
                number(rank.major),
                [Run(impacts.replace(", ", "\n").replace(" ", "\u00a0"))],
                number(rank.total),
                [Run(states if by_taxon else said.taxa(story.catalogue, rank.taxa))],
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
    sent = _("submission {number}, {digest}").format(number=delivery.number, digest=delivery.digest[:DIGEST_SHOWN])
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
