"""The chapters on species: status, figures and threats of each taxon; barriers, measures, gaps and needs of all."""

from __future__ import annotations

from collections.abc import Sequence

from cami_desktop.exchange.report.figure import Figure
from cami_desktop.exchange.report.front import IMPACTS
from cami_desktop.exchange.report.layout import WIDTH, group_heading
from cami_desktop.exchange.report.runs import Run, joined
from cami_desktop.exchange.report.story import Story, by_text
from cami_desktop.exchange.report.tables import Column, Row, Rows
from cami_desktop.records.kinds import (
    Barrier,
    ConservationMeasure,
    Gap,
    Need,
    PopulationEstimate,
    SpeciesStatus,
    ThreatAssessment,
)
from cami_desktop.synthesis.population_chart import chart_caption, population_chart, series_of
from cami_desktop.words import _

_MANY_TAXA = (Barrier, ConservationMeasure, Gap, Need)
_MOST_SERIES = 6
_MOST_LINKS = 12


def species(story: Story) -> None:
    """A section for every taxon that any record of status, figure or threat names."""
    story.chapter(_("Status of the species"))
    taxa: set[str | None] = {
        getattr(record, "taxon", None)
        for cls in (SpeciesStatus, PopulationEstimate, ThreatAssessment)
        for record in story.view.all(cls)
    }
    if not taxa:
        story.text(_("Nothing was recorded."))
    for taxon in sorted(taxa, key=story.rank("taxon")):
        _taxon(story, taxon)


def _taxon(story: Story, taxon: str | None) -> None:
    found = story.catalogue.all_taxa.get(taxon or "")
    if found is not None:
        story.section(f"{found.name()} – {found.scientific_name}")
    else:
        story.section(story.catalogue.label("taxon", taxon) if taxon else _("Taxon not given"))
    statuses = by_text(story.view.all(SpeciesStatus, taxon=taxon), "cycle")
    for status in statuses:
        hide = ("taxon",) if len(statuses) > 1 else ("taxon", "cycle")
        story.add(*story.tables.fields(status, hide=hide))
    if not statuses:
        story.text(_("The status of this taxon was not recorded."))
    _also(story, taxon)
    _population(story, taxon)
    _threats(story, taxon)


def _also(story: Story, taxon: str | None) -> None:
    """Links to the records about several taxa, which stand in chapters of their own."""
    rows = []
    for cls in _MANY_TAXA:
        records = [record for record in story.view.all(cls) if taxon in getattr(record, "taxa", ())]
        if records:
            links = joined([[Run(story.values.name(r), "link", r.id)] for r in records[:_MOST_LINKS]], "; ")
            if len(records) > _MOST_LINKS:
                links.append(Run("; " + _("and {n} more").format(n=len(records) - _MOST_LINKS)))
            rows.append(Row([[Run(_(cls.plural), "label")], links]))
    if rows:
        story.part(_("Recorded elsewhere in this report"))
        story.add(Rows([Column("", 128), Column("", WIDTH - 128)], rows))


def _population(story: Story, taxon: str | None) -> None:
    level = story.rank("coverage")
    estimates = sorted(
        story.view.all(PopulationEstimate, taxon=taxon),
        key=lambda e: (level(e.level), e.population or "", e.year or 0, e.season or "", e.id),
    )
    if not estimates:
        return
    story.part(_(PopulationEstimate.plural))
    for chosen in charted(story, estimates):
        picture = population_chart(
            chosen, story.catalogue, width=WIDTH, height=190, name=lambda e: series_name(story, e)
        )
        story.add(Figure(picture))
    caption = chart_caption(estimates)
    if caption:
        story.text(caption, "small")
    groups: dict[tuple[str | None, str | None], list[PopulationEstimate]] = {}
    for estimate in estimates:
        groups.setdefault((estimate.level, estimate.unit), []).append(estimate)
    for (covered, unit), group in groups.items():
        labels = [(("coverage", covered), _("coverage not given")), (("population_unit", unit), _("unit not given"))]
        words = [story.catalogue.label(name, code) if code else blank for (name, code), blank in labels]
        story.add(*group_heading(" · ".join(words)))
        story.table(group, hide=("taxon", "level", "unit"), alone=True)


def series_name(story: Story, estimate: PopulationEstimate) -> str:
    """What a series counts: its population, else its site, else how much of the range."""
    for name in ("population", "site", "level"):
        text = story.values.text(estimate, name)
        if text:
            return text
    return _("not named")


def charted(story: Story, estimates: Sequence[PopulationEstimate]) -> list[list[PopulationEstimate]]:
    """The estimates of each chart: by unit, the national range apart from its parts; single figures need no chart."""
    charts: list[list[PopulationEstimate]] = []
    for unit in dict.fromkeys(estimate.unit for estimate in estimates):
        for national in (True, False):
            chosen = [e for e in estimates if e.unit == unit and (e.level == "national") is national]
            series = [s for s in series_of(chosen, lambda e: series_name(story, e)) if len(s.estimates) > 1]
            for n in range(0, len(series), _MOST_SERIES):
                charts.append([e for one in series[n : n + _MOST_SERIES] for e in one.estimates])
    return charts


def _threats(story: Story, taxon: str | None) -> None:
    order = [code for code, _colour in IMPACTS]
    values = story.values

    def rank(threat: ThreatAssessment) -> tuple[int, str, str]:
        found = values.value(threat, threat.field("impact")) or ""
        return (order.index(found) if found in order else len(order), threat.threat or "", threat.id)

    threats = sorted(story.view.all(ThreatAssessment, taxon=taxon), key=rank)
    if threats:
        story.part(_(ThreatAssessment.plural))
        story.table(threats, hide=("taxon",))


def across_species(story: Story) -> None:
    """Chapters of what concerns several taxa at once."""
    story.chapter(_(Barrier.plural))
    story.table(by_text(story.view.all(Barrier), "barrier_kind", "name"))
    story.chapter(_(ConservationMeasure.plural))
    story.table(by_text(story.view.all(ConservationMeasure), "action", "title"))
    story.chapter(_("Gaps and needs"))
    priority, area, category = story.rank("priority"), story.rank("gap_kind"), story.rank("need_kind")
    story.section(_(Gap.plural))
    gaps = sorted(story.view.all(Gap), key=lambda g: (area(g.area), priority(g.priority), g.id))
    needs = sorted(story.view.all(Need), key=lambda n: (category(n.category), priority(n.priority), n.id))
    story.table(gaps)
    story.section(_(Need.plural))
    story.table(needs)
