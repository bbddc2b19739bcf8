"""Rules of population estimates: order, years, evidence, and figures that ask "is this right?"."""

from __future__ import annotations

import bisect
from collections.abc import Iterator

from cami_desktop.records.kinds import PopulationEstimate, SpeciesStatus
from cami_desktop.records.recordset import RecordView
from cami_desktop.records.rules.finding import Severity
from cami_desktop.records.rules.registry import rule
from cami_desktop.words import N_, _, formats

EXTINCT = frozenset({"4", "5"})
"""IUCN presence codes: possibly extinct, extinct."""

JUMP = 10
"""A best figure this many times the last one (or a tenth of it) is asked about."""

FIGURES = ("minimum", "best", "maximum")


def series_of(estimate: PopulationEstimate, view: RecordView) -> list[PopulationEstimate]:
    """The estimates that compare with this one (same taxon, country, population, level, site and unit), by year."""
    series = view.cached("series of estimates", lambda: _all_series(view), PopulationEstimate)
    return series.get(_series_key(estimate), [])


def _all_series(view: RecordView) -> dict[tuple[str | None, ...], list[PopulationEstimate]]:
    series: dict[tuple[str | None, ...], list[PopulationEstimate]] = {}
    for item in sorted(view.all(PopulationEstimate), key=lambda item: (item.year or 0, item.id)):
        series.setdefault(_series_key(item), []).append(item)
    return series


def _series_key(item: PopulationEstimate) -> tuple[str | None, ...]:
    return (item.country, item.taxon, item.population, item.level, item.site, item.unit)


@rule("order-of-figures", Severity.ERROR, N_("Minimum, best and maximum are out of order"), PopulationEstimate)
def order_of_figures(record: PopulationEstimate, view: RecordView) -> Iterator[tuple[str, str]]:
    """minimum ≤ best ≤ maximum."""
    for low, high, message in (
        ("minimum", "best", _("The minimum is larger than the best estimate.")),
        ("best", "maximum", _("The best estimate is larger than the maximum.")),
        ("minimum", "maximum", _("The minimum is larger than the maximum.")),
    ):
        smaller, larger = getattr(record, low), getattr(record, high)
        if smaller is not None and larger is not None and smaller > larger:
            if (low, high) == ("minimum", "maximum") and record.best is not None:
                continue
            yield low, message


@rule("no-figure", Severity.ERROR, N_("An estimate has no figure"), PopulationEstimate)
def no_figure(record: PopulationEstimate, view: RecordView) -> Iterator[tuple[str, str]]:
    """At least one of the three figures is given, or the blank has a reason."""
    if all(getattr(record, name) is None for name in FIGURES) and not any(name in record.absent for name in FIGURES):
        yield "best", _("Give at least one figure, or say that it is unknown.")


@rule("year-in-future", Severity.ERROR, N_("A year lies in the future"), PopulationEstimate, SpeciesStatus)
def year_in_future(record: PopulationEstimate | SpeciesStatus, view: RecordView) -> Iterator[tuple[str, str]]:
    """A year of a survey or trend has come already."""
    names = (
        ("year",)
        if isinstance(record, PopulationEstimate)
        else ("trend_from", "trend_to", "last_survey", "red_book_year")
    )
    for name in names:
        year = getattr(record, name)
        if year is not None and year > view.today.year:
            yield name, _("The year {year} lies in the future.").format(year=year)


@rule("tenfold", Severity.WARNING, N_("A figure is ten times the last one"), PopulationEstimate)
def tenfold(record: PopulationEstimate, view: RecordView) -> Iterator[tuple[str, str]]:
    """A best figure far from the last one of the same series is asked about."""
    if not record.best or not record.year:
        return
    series = series_of(record, view)
    before = bisect.bisect_left(series, record.year, key=lambda item: item.year or 0)
    last = next((item for item in reversed(series[:before]) if item.best and item.year), None)
    if last is None or last.best is None:
        return
    if record.best >= JUMP * last.best or record.best * JUMP <= last.best:
        yield "best", _("The last figure, of {year}, was {best}. Is this right?").format(
            year=last.year, best=formats.number(last.best)
        )


@rule("extinct-with-estimate", Severity.WARNING, N_("Reported extinct, yet counted alive"), PopulationEstimate)
def extinct_with_estimate(record: PopulationEstimate, view: RecordView) -> Iterator[tuple[str, str]]:
    """A taxon reported as extinct has no living estimate of a later year than its trend."""
    figure = max((getattr(record, name) or 0 for name in FIGURES), default=0)
    if not figure or record.unit == "carcasses":
        return
    for status in view.all(SpeciesStatus, taxon=record.taxon):
        since = status.trend_to or status.trend_from
        recent = since is None or (record.year or 0) >= since
        if status.country == record.country and status.presence in EXTINCT and recent:
            yield "best", _("The species status says extinct, yet animals are counted here.")


@rule("zero-needs-absence", Severity.WARNING, N_("Zero animals, yet reported present"), PopulationEstimate)
def zero_needs_absence(record: PopulationEstimate, view: RecordView) -> Iterator[tuple[str, str]]:
    """A count of zero for a whole country goes with a presence of extinct; not surveyed is not zero."""
    if record.level != "national" or record.best != 0 or record.maximum:
        return
    for status in view.all(SpeciesStatus, taxon=record.taxon):
        if status.country == record.country and status.presence not in EXTINCT:
            yield "best", _("Zero is recorded, yet the species status says present. If nobody looked, leave it blank.")


@rule(
    "outside-range", Severity.WARNING, N_("A taxon outside its known range states"), PopulationEstimate, SpeciesStatus
)
def outside_range(record: PopulationEstimate | SpeciesStatus, view: RecordView) -> Iterator[tuple[str, str]]:
    """A taxon is reported by one of its range states."""
    taxon = view.catalogue.all_taxa.get(record.taxon or "")
    if taxon is not None and record.country not in taxon.range_states:
        yield (
            "taxon",
            _("The catalogue does not name {country} as a range state of this taxon.").format(
                country=view.catalogue.label("country", record.country)
            ),
        )
