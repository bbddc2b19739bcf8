"""Where countries may count the same animals, where neighbours disagree, and where one country gives two figures."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from cami_desktop.records.kinds import Site, SpeciesStatus
from cami_desktop.records.recordset import RecordView
from cami_desktop.synthesis.matrix import latest_statuses
from cami_desktop.synthesis.national_count import place_key
from cami_desktop.synthesis.reported import NATIONAL, SITE, Reported, reported_figures
from cami_desktop.synthesis.sharing import SHARED, shared_between

NEAR_KM = 20.0
"""Sites of two countries whose centres lie nearer than this may be one ground cut by the border."""

_EARTH_KM = 6371.0


class Why(StrEnum):
    """What makes figures of two countries suspect of counting the same animals."""

    POPULATION = "population"  # both count a transboundary population of the catalogue
    RANGE = "range"  # both count national ranges that share a population or are declared to
    SITES = "sites"  # both count sites that touch


@dataclass(frozen=True, slots=True)
class Overlap:
    """Figures of several countries, of one taxon, year and season, that may stand for the same animals."""

    taxon: str
    why: Why
    population: str
    year: int
    season_code: str
    figures: tuple[Reported, ...]
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Neighbours that say different things about one taxon; field is a field of the species status."""

    taxon: str
    field: str
    values: tuple[tuple[str, str], ...]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Different figures of one country for the same population, year and season."""

    taxon: str
    country: str
    place: str
    year: int
    figures: tuple[Reported, ...]


def overlaps(view: RecordView, cycle: str = "", figures: Sequence[Reported] | None = None) -> tuple[Overlap, ...]:
    """Possible double counts between countries, by taxon and year."""
    shown = [f for f in (reported_figures(view) if figures is None else figures) if f.animals and f.filled and f.year]
    shared = _Sharing(view, cycle)
    found: dict[tuple[object, ...], set[Reported]] = {}
    for a, b in _comparable(shown):
        why, population = shared.why(a, b)
        if why is not None:
            key = (a.taxon, why, population, a.year, a.season_code or b.season_code)
            found.setdefault(key, set()).update((a, b))
    made = [_overlap(key, group) for key, group in found.items()]
    taxa = {code: n for n, code in enumerate(view.catalogue.all_taxa)}
    return tuple(sorted(made, key=lambda o: (taxa.get(o.taxon, len(taxa)), o.year, o.why, o.population, o.season_code)))


def _comparable(figures: Iterable[Reported]) -> list[tuple[Reported, Reported]]:
    """Pairs of different countries with one taxon, unit and year and with seasons that may be the same."""
    groups: dict[tuple[object, ...], list[Reported]] = {}
    for item in figures:
        groups.setdefault((item.taxon, item.unit, item.year), []).append(item)
    return [
        (a, b)
        for group in groups.values()
        for a, b in combinations(group, 2)
        if a.country != b.country and (a.season_code == b.season_code or not (a.season_code and b.season_code))
    ]


def _overlap(key: tuple[object, ...], group: Iterable[Reported]) -> Overlap:
    taxon, why, population, year, season = key
    figures = tuple(sorted(group, key=lambda f: (f.country, f.level, f.record)))
    countries = tuple(dict.fromkeys(f.country for f in figures))
    return Overlap(str(taxon), Why(str(why)), str(population), int(str(year)), str(season), figures, countries)


class _Sharing:
    """Judges pairs of figures."""

    def __init__(self, view: RecordView, cycle: str) -> None:
        self.view = view
        self.cycle = cycle
        self._pairs: dict[tuple[str, str, str], tuple[str, ...]] = {}

    def why(self, a: Reported, b: Reported) -> tuple[Why | None, str]:
        """What makes the two suspect, and the population of the catalogue, blank for none."""
        if a.population_code and a.population_code == b.population_code:
            return Why.POPULATION, a.population_code
        if a.level == SITE == b.level:
            return (Why.SITES, "") if self._touch(a.site, b.site) else (None, "")
        populations = self._shared(a.taxon, a.country, b.country)
        for one, other in ((a, b), (b, a)):
            # A state's whole range holds its part of the population that the neighbour counted.
            if one.level == NATIONAL and other.population_code in populations and other.population_code:
                return Why.POPULATION, other.population_code
        if a.level == NATIONAL == b.level and populations:
            return Why.RANGE, populations[0] if len(populations) == 1 else ""
        return None, ""

    def _shared(self, taxon: str, a: str, b: str) -> tuple[str, ...]:
        key = (taxon, *sorted((a, b)))
        if key not in self._pairs:
            found = shared_between(self.view, taxon, (a, b), self.cycle)
            self._pairs[key] = tuple(item.population for item in found)  # type: ignore[index]
        return self._pairs[key]  # type: ignore[index]

    def _touch(self, a: str, b: str) -> bool:
        one, other = self.view.find(a), self.view.find(b)
        if not (isinstance(one, Site) and isinstance(other, Site)):
            return False
        if one.wdpa_id and one.wdpa_id == other.wdpa_id:
            return True
        return distance_km(one, other) <= NEAR_KM


def distance_km(a: Site, b: Site) -> float:
    """The distance of the centres on the sphere (haversine); infinite where one has none."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return math.inf
    up, across = math.radians(b.latitude - a.latitude), math.radians(b.longitude - a.longitude)
    north = math.cos(math.radians(a.latitude)) * math.cos(math.radians(b.latitude))
    part = math.sin(up / 2) ** 2 + north * math.sin(across / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, part)))


_UNKNOWN = frozenset({"", "unknown", "6"})
"""Answers that contradict nobody: blank, unknown trend, presence uncertain."""


def disagreements(view: RecordView, cycle: str = "") -> tuple[Disagreement, ...]:
    """Neighbours that share a taxon and give another trend for it, and sharing that only one side declares."""
    statuses = latest_statuses(view, cycle)
    found: list[Disagreement] = []
    for taxon in dict.fromkeys(taxon for taxon, _country in sorted(statuses)):
        states = {country: status for (t, country), status in statuses.items() if t == taxon}
        for shared in shared_between(view, taxon, states, cycle):
            pair = [states[country] for country in shared.countries]
            for name, differ in _FIELDS:
                if differ(*pair):
                    found.append(_disagreement(taxon, name, pair))
    return tuple(dict.fromkeys(found))


def _trends_differ(a: SpeciesStatus, b: SpeciesStatus) -> bool:
    return a.trend != b.trend and not {a.trend or "", b.trend or ""} & _UNKNOWN


def _one_side_shares(a: SpeciesStatus, b: SpeciesStatus) -> bool:
    """Whether one state names the other as sharing, and the other answered and does not."""
    named = [x.transboundary == SHARED and y.country in x.shared_with for x, y in ((a, b), (b, a))]
    answered = not {a.transboundary or "", b.transboundary or ""} & _UNKNOWN
    return answered and named[0] != named[1]


_FIELDS: tuple[tuple[str, Callable[[SpeciesStatus, SpeciesStatus], bool]], ...] = (
    ("trend", _trends_differ),
    ("shared_with", _one_side_shares),
)


def _disagreement(taxon: str, name: str, pair: Sequence[SpeciesStatus]) -> Disagreement:
    values = tuple((s.country, ";".join(s.shared_with) if name == "shared_with" else s.trend or "") for s in pair)
    return Disagreement(taxon, name, values, tuple(s.id for s in pair))


def discrepancies(view: RecordView, figures: Sequence[Reported] | None = None) -> tuple[Discrepancy, ...]:
    """Figures of one country that count the same population or site in the same year and season and differ."""
    groups: dict[tuple[object, ...], list[Reported]] = {}
    for item in reported_figures(view) if figures is None else figures:
        if item.animals and item.filled and item.year:
            place = "" if item.level == NATIONAL else place_key(item)
            groups.setdefault((item.taxon, item.country, item.level, place, item.year, item.unit), []).append(item)
    return tuple(
        Discrepancy(group[0].taxon, group[0].country, group[0].place, group[0].year or 0, tuple(group))
        for group in groups.values()
        if len({(f.minimum, f.best, f.maximum) for f in group}) > 1
        and len({f.season_code for f in group if f.season_code}) <= 1
    )
