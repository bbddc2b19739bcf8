"""Population totals by taxon and year: a sum only where unit, year, season and exclusiveness allow, else why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cami_desktop.catalogue import Catalogue
from cami_desktop.records.recordset import RecordView
from cami_desktop.synthesis.matrix import EXTINCT, latest_statuses
from cami_desktop.synthesis.national_count import LeftOut, NationalCount, national_count, unusable
from cami_desktop.synthesis.reported import POPULATION, Reported, by_country, reported_figures
from cami_desktop.synthesis.sentence import Sentence, sentence
from cami_desktop.synthesis.sharing import Shared, least_union, shared_between
from cami_desktop.words import N_

LATEST_WINDOW = 10
"""Years that the newest figures of several states may lie apart in `latest_totals`."""


@dataclass(frozen=True, slots=True)
class Span:
    """A sum without and with what two states may both have counted; equal where nothing is shared."""

    once: int
    twice: int

    @property
    def certain(self) -> bool:
        """Whether no animal can have been counted twice."""
        return self.once == self.twice


@dataclass(frozen=True, slots=True)
class Total:
    """What is known of a taxon in a year, or in the window of years that ends with it.

    counts are the national figures side by side, one for each state; minimum, best and maximum their sums, None where
    a state does not give that number or where the figures must not be added (additive is False, reasons say why);
    cautions say what a reader of the sum must know; outdated are states whose figures are all older than the window;
    shared are the pairs of states that may have counted the same animals; reported, confirmed_absent and expected are
    states: those with a figure here, those that report the taxon as extinct, and all range states of the catalogue.
    """

    taxon: str
    year: int
    window: int
    unit: str
    counts: tuple[NationalCount, ...]
    additive: bool
    reasons: tuple[Sentence, ...]
    cautions: tuple[Sentence, ...]
    minimum: Span | None
    best: Span | None
    maximum: Span | None
    shared: tuple[Shared, ...]
    left_out: tuple[LeftOut, ...]
    reported: tuple[str, ...]
    confirmed_absent: tuple[str, ...]
    outdated: tuple[str, ...]
    expected: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Range states without any figure here that did not report the taxon as extinct."""
        known = {*self.reported, *self.confirmed_absent, *self.outdated}
        return tuple(c for c in self.expected if c not in known)

    @property
    def at_least(self) -> bool:
        """Whether a figure in it is only a least number."""
        return any(count.at_least for count in self.counts)


def population_totals(
    view: RecordView, *, window: int = 0, cycle: str = "", figures: Sequence[Reported] | None = None
) -> tuple[Total, ...]:
    """A total for every taxon and every year that has a figure, oldest first.

    window: how many years before that year a figure may be; 0 adds figures of the same year only.
    """
    maker = _Maker(view, cycle, figures)
    years = sorted({(maker.rank(f.taxon), f.taxon, f.year) for f in maker.figures if f.year is not None})
    return tuple(maker.total(taxon, year, window) for _rank, taxon, year in years)


def latest_totals(
    view: RecordView, *, window: int = LATEST_WINDOW, cycle: str = "", figures: Sequence[Reported] | None = None
) -> tuple[Total, ...]:
    """One total for every taxon: the newest figure of each state, as far as the window before the newest of all."""
    maker = _Maker(view, cycle, figures)
    newest: dict[str, int] = {}
    for item in maker.figures:
        if item.year is not None and unusable(item) is None:
            newest[item.taxon] = max(item.year, newest.get(item.taxon, item.year))
    return tuple(maker.total(taxon, newest[taxon], window) for taxon in sorted(newest, key=maker.rank))


class _Maker:
    """What all totals of one view share."""

    def __init__(self, view: RecordView, cycle: str, figures: Sequence[Reported] | None) -> None:
        self.view = view
        self.cycle = cycle
        self.figures = reported_figures(view) if figures is None else figures
        self.by_taxon: dict[str, list[Reported]] = {}
        for item in self.figures:
            self.by_taxon.setdefault(item.taxon, []).append(item)
        self.statuses = latest_statuses(view, cycle)
        self.places = {code: n for n, code in enumerate(view.catalogue.all_taxa)}

    def rank(self, taxon: str) -> int:
        return self.places.get(taxon, len(self.places))

    def total(self, taxon: str, year: int, window: int) -> Total:
        found = [f for f in self.by_taxon[taxon] if f.year is not None and year - window <= f.year <= year]
        never = [LeftOut(f, why) for f in found if (why := unusable(f)) is not None]
        usable = [f for f in found if unusable(f) is None]
        choices = [national_count(c, of, self.view.catalogue) for c, of in sorted(by_country(usable).items())]
        counts = tuple(choice.count for choice in choices if choice.count is not None)
        reasons = [choice.problem for choice in choices if choice.problem is not None]
        reasons += _apart(counts)
        if not choices:
            reasons += list(dict.fromkeys(item.why for item in never))
        states = sorted({f.country for f in usable})
        additive = bool(counts) and not reasons
        shared = shared_between(self.view, taxon, [count.country for count in counts], self.cycle)
        sums = [_span(counts, usable, shared, which) if additive else None for which in ("low", "best", "high")]
        absent = [c for t, c in self.statuses if t == taxon and self._extinct(taxon, c) and c not in states]
        older = {f.country for f in self.by_taxon[taxon] if f.year and f.year < year - window and not unusable(f)}
        return Total(
            taxon=taxon,
            year=year,
            window=window,
            unit=counts[0].unit if counts and len({count.unit for count in counts}) == 1 else "",
            counts=counts,
            additive=additive,
            reasons=tuple(reasons),
            cautions=_cautions(counts) if additive else (),
            minimum=sums[0],
            best=sums[1],
            maximum=sums[2],
            shared=shared,
            left_out=(*(item for choice in choices for item in choice.left_out), *never),
            reported=tuple(states),
            confirmed_absent=tuple(sorted(absent)),
            outdated=tuple(sorted(older - {*states, *absent})) if window else (),
            expected=self.view.catalogue.range_states(taxon),
        )

    def _extinct(self, taxon: str, country: str) -> bool:
        return self.statuses[taxon, country].presence == EXTINCT


def _apart(counts: Sequence[NationalCount]) -> list[Sentence]:
    """Why the figures of several states must not be added."""
    reasons = []
    units = list(dict.fromkeys(count.unit for count in counts))
    if len(units) > 1:
        reasons.append(sentence(N_("different units: {units}"), units=("population_unit", units)))
    if len({count.season_code for count in counts} - {""}) > 1:
        reasons.append(sentence(N_("counted in different seasons")))
    return reasons


def _cautions(counts: Sequence[NationalCount]) -> tuple[Sentence, ...]:
    """What a reader of the sum must know: seasons not told, years that differ, figures that are only least numbers."""
    found = []
    silent = [count.country for count in counts if not count.season_code]
    if silent and len(silent) < len(counts):
        found.append(sentence(N_("season not told: {countries}"), countries=("country", silent)))
    years = sorted({count.year for count in counts})
    if len(years) > 1:
        found.append(sentence(N_("figures from {first} to {last}"), first=str(years[0]), last=str(years[-1])))
    least = [count.country for count in counts if count.at_least]
    if least:
        found.append(sentence(N_("only a least number: {countries}"), countries=("country", least)))
    return tuple(found)


_Group = tuple[str, str]
"""Animals of a state: its code, and the shared population that they are, blank for all the others."""


def _span(
    counts: Sequence[NationalCount], usable: Sequence[Reported], shared: Sequence[Shared], which: str
) -> Span | None:
    """The sum of one number, without and with what may be counted twice; None where a state does not give it."""
    numbers: dict[str, int] = {}
    for count in counts:
        number = getattr(count, which)
        if number is None:
            return None
        numbers[count.country] = number
    sizes, groups = _groups(counts, usable, shared, which, numbers)
    pairs = [(groups[a, pair.population], groups[b, pair.population]) for pair in shared for a, b in [pair.countries]]
    return Span(least_union(sizes, pairs), sum(numbers.values()))


def _groups(
    counts: Sequence[NationalCount],
    usable: Sequence[Reported],
    shared: Sequence[Shared],
    which: str,
    numbers: Mapping[str, int],
) -> tuple[dict[_Group, int], dict[_Group, _Group]]:
    """Divide each state's number into its shared populations and the rest.

    Where a state does not say how many of its animals are the shared ones, all of them may be.
    """
    sizes: dict[_Group, int] = {(country, ""): number for country, number in numbers.items()}
    groups: dict[_Group, _Group] = {}
    for count in counts:
        populations = {pair.population for pair in shared if count.country in pair.countries}
        # A sharing without a named population may touch every animal of the state: nothing can be set apart.
        known = {} if "" in populations else {p: _portion(count, usable, p, which) for p in populations}
        for population in populations:
            portion = known.get(population)
            whole = portion is None or portion > sizes[count.country, ""]
            groups[count.country, population] = (count.country, "" if whole else population)
            if portion is not None and not whole:
                sizes[count.country, population] = portion
                sizes[count.country, ""] -= portion
    return sizes, groups


def _portion(count: NationalCount, usable: Sequence[Reported], population: str, which: str) -> int | None:
    """The state's own figure for a shared population, of the same year, unit and season as its total."""
    found = [
        getattr(f, which)
        for f in usable
        if f.level == POPULATION
        and (f.country, f.population_code) == (count.country, population)
        and (f.year, f.unit, f.season_code) == (count.year, count.unit, count.season_code)
    ]
    return found[0] if len(found) == 1 else None


def share_known(total: Total, catalogue: Catalogue) -> str:
    """How many of the range states have a figure here, as «3 / 5»."""
    known = set(total.reported) | set(total.confirmed_absent)
    expected = [country for country in total.expected if catalogue.countries.get(country)]
    return f"{sum(1 for country in expected if country in known)} / {len(expected)}"
