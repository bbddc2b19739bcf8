"""Rules of species status and threats: trends against figures, neighbours, scoring."""

from __future__ import annotations

from collections.abc import Iterator

from cami_desktop.records.kinds import PopulationEstimate, SpeciesStatus, ThreatAssessment
from cami_desktop.records.recordset import RecordView
from cami_desktop.records.rules.finding import Severity
from cami_desktop.records.rules.registry import rule
from cami_desktop.words import N_, _

NOTICEABLE = 0.2
"""A change of the best figure by less than this share does not contradict a trend."""


@rule("trend-contradicts-series", Severity.WARNING, N_("The trend contradicts the figures"), SpeciesStatus)
def trend_contradicts_series(record: SpeciesStatus, view: RecordView) -> Iterator[tuple[str, str]]:
    """An increase or decrease agrees with the first and last national figure of the trend's years."""
    if record.trend not in ("increasing", "decreasing", "stable"):
        return
    series = [
        item
        for item in view.all(PopulationEstimate, taxon=record.taxon)
        if item.country == record.country
        and item.level == "national"
        and item.best
        and item.year
        and (record.trend_from or 0) <= item.year <= (record.trend_to or 9999)
    ]
    series.sort(key=lambda item: (item.unit or "", item.population or "", item.year or 0))
    first, last = (series[0], series[-1]) if series else (None, None)
    if first is None or last is None or (first.unit, first.population) != (last.unit, last.population):
        return
    assert first.best is not None and last.best is not None
    share = (last.best - first.best) / first.best
    contradicts = {"increasing": share < -NOTICEABLE, "decreasing": share > NOTICEABLE, "stable": abs(share) > 1}
    if first.year != last.year and contradicts[record.trend]:
        yield (
            "trend",
            _("The figures go from {first} ({from_year}) to {last} ({to_year}).").format(
                first=first.best, from_year=first.year, last=last.best, to_year=last.year
            ),
        )


@rule("neighbour-missing", Severity.ERROR, N_("Shared across a border, but with whom?"), SpeciesStatus)
def neighbour_missing(record: SpeciesStatus, view: RecordView) -> Iterator[tuple[str, str]]:
    """A transboundary population names the range states that share it, and not the country itself."""
    if record.transboundary == "yes" and not record.shared_with:
        yield "shared_with", _("Name the range states that share the population.")
    if record.country in record.shared_with:
        yield "shared_with", _("A country does not share a population with itself.")


@rule("status-twice", Severity.ERROR, N_("Two statuses of one taxon in one cycle"), SpeciesStatus)
def status_twice(record: SpeciesStatus, view: RecordView) -> Iterator[tuple[str, str]]:
    """One taxon has one status in a country and cycle."""
    alike = [
        item
        for item in view.all(SpeciesStatus, taxon=record.taxon, cycle=record.cycle)
        if item.country == record.country and item.id != record.id
    ]
    if alike and record.taxon:
        yield "taxon", _("There is another status of this taxon for the same cycle.")


@rule("impact-incomplete", Severity.WARNING, N_("The impact of a threat is incomplete"), ThreatAssessment)
def impact_incomplete(record: ThreatAssessment, view: RecordView) -> Iterator[tuple[str, str]]:
    """The impact needs timing, scope and severity; unknown is an answer, blank is not (iucn_scoring)."""
    for name in ("timing", "scope", "severity"):
        past = record.timing in ("past_unlikely", "past_likely")
        if getattr(record, name) is None and name not in record.absent and not past:
            yield name, _("The impact needs timing, scope and severity; choose “unknown” where nobody knows.")


@rule("threat-too-general", Severity.HINT, N_("A threat of the top level only"), ThreatAssessment)
def threat_too_general(record: ThreatAssessment, view: RecordView) -> Iterator[tuple[str, str]]:
    """The lowest level of the classification that is true is assigned (IUCN guidance)."""
    if record.threat and "." not in record.threat and record.threat != "12":
        yield "threat", _("Choose a more precise threat of this group, if one fits.")
