"""The number of a taxon in one state and year: chosen or added from its figures where that is allowed, else why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cami_desktop.catalogue import Catalogue
from cami_desktop.synthesis.reported import CARCASSES, NATIONAL, POPULATION, SAMPLE, SITE, TRANSBOUNDARY, Reported
from cami_desktop.synthesis.sentence import Sentence, sentence
from cami_desktop.words import N_
from cami_desktop.words.searchkey import search_key


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure that does not enter a total, and why."""

    figure: Reported
    why: Sentence


@dataclass(frozen=True, slots=True)
class NationalCount:
    """What one state enters into a total.

    basis is the level of the figures used (national, population or site). low, best and high are animals, None where
    not known: parts that are no whole range give only a least number (at_least).
    """

    country: str
    year: int
    basis: str
    unit: str
    season_code: str
    figures: tuple[Reported, ...]
    low: int | None
    best: int | None
    high: int | None
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The count of a state, or the reason why it has none; and the figures that were not used."""

    count: NationalCount | None
    problem: Sentence | None
    left_out: tuple[LeftOut, ...]


def unusable(figure: Reported) -> Sentence | None:
    """Why a figure never enters a total, whatever stands beside it; None where it may."""
    if figure.unit == CARCASSES:
        return sentence(N_("dead animals are never added to living ones"))
    if figure.withheld:
        return sentence(N_("the figure is withheld"))
    if not figure.filled:
        return sentence(N_("no figure was given"))
    if not figure.animals:
        return sentence(N_("the unit does not number animals: {unit}"), unit=("population_unit", [figure.unit]))
    if figure.level == TRANSBOUNDARY:
        return sentence(N_("a joint survey of several states stands beside the national figures, not among them"))
    if figure.level == SAMPLE:
        return sentence(N_("a sampled part of the range"))
    if figure.level not in (NATIONAL, POPULATION, SITE):
        return sentence(N_("what was counted is not said"))
    return None


_LOWER: dict[str, tuple[str, ...]] = {NATIONAL: (POPULATION, SITE), POPULATION: (SITE,), SITE: ()}


def national_count(country: str, figures: Sequence[Reported], catalogue: Catalogue) -> Choice:
    """Choose or add the figures of one state, one taxon and a window of years; all of them usable.

    The whole national range is preferred; populations stand below it and sites below populations, and nothing that
    stands below is ever added to it. Of a level the latest year counts.
    """
    left: list[LeftOut] = []
    for level in (NATIONAL, POPULATION, SITE):
        found = [item for item in figures if item.level == level]
        if not found:
            continue
        part = sentence(N_("part of the figure above it"))
        left += [LeftOut(item, part) for item in figures if item.level in _LOWER[level]]
        year = max(item.year or 0 for item in found)
        older = sentence(N_("the same state has a later figure"))
        left += [LeftOut(item, older) for item in found if item.year != year]
        chosen = [item for item in found if item.year == year]
        count = _whole(country, chosen) if level == NATIONAL else _parts(country, chosen, level, catalogue)
        if isinstance(count, Sentence):
            return Choice(None, count, tuple(left))
        used = {item.record for item in count.figures}
        same = sentence(N_("the same figure reported again"))
        left += [LeftOut(item, same) for item in chosen if item.record not in used]
        return Choice(count, None, tuple(left))
    return Choice(None, None, ())


def _numbers(item: Reported) -> tuple[object, ...]:
    return (item.minimum, item.best, item.maximum, item.unit, item.season_code)


def _whole(country: str, figures: Sequence[Reported]) -> NationalCount | Sentence:
    if len({_numbers(item) for item in figures}) > 1:
        return sentence(
            N_("{country} has {n} different national figures for {year}; one must be chosen first"),
            country=("country", [country]),
            n=len(figures),
            year=str(figures[0].year),
        )
    one = figures[0]
    return NationalCount(
        country, one.year or 0, NATIONAL, one.unit, one.season_code, (one,), one.low, one.best, one.high,
        at_least=one.high is None,
    )  # fmt: skip


def place_key(item: Reported) -> str:
    """By what two figures count the same population or site."""
    return item.population_code or item.site or search_key(item.place)


def _parts(
    country: str, figures: Sequence[Reported], level: str, catalogue: Catalogue
) -> NationalCount | Sentence:
    """Add populations or sites that exclude one another; without all populations they are a least number."""
    places: dict[str, Reported] = {}
    for item in figures:
        twin = places.setdefault(place_key(item), item)
        if _numbers(twin) != _numbers(item):
            return sentence(
                N_("{country} has several figures for {place} in {year}; one must be chosen first"),
                country=("country", [country]),
                place=item.place or "–",
                year=str(item.year),
            )
    used = tuple(places.values())
    for differing, message in (
        ({item.unit for item in used}, N_("{country} counted its parts in different units")),
        ({item.season_code for item in used}, N_("{country} counted its parts in different seasons")),
    ):
        if len(differing) > 1:
            return sentence(message, country=("country", [country]))
    all_of_it = level == POPULATION and _covers(country, used, catalogue)
    return NationalCount(
        country=country,
        year=used[0].year or 0,
        basis=level,
        unit=used[0].unit,
        season_code=used[0].season_code,
        figures=used,
        low=_sum(used, lambda item: item.low),
        best=_sum(used, lambda item: item.best) if all_of_it else None,
        high=_sum(used, lambda item: item.high) if all_of_it else None,
        at_least=not all_of_it,
    )


def _covers(country: str, figures: Sequence[Reported], catalogue: Catalogue) -> bool:
    """Whether the figures are those of all populations that the catalogue knows in the state."""
    taxon = figures[0].taxon
    known = {p.code for p in catalogue.populations.values() if p.taxon == taxon and country in p.countries}
    return bool(known) and known <= {item.population_code for item in figures}


def _sum(figures: Sequence[Reported], number: Callable[[Reported], int | None]) -> int | None:
    numbers = [number(item) for item in figures]
    return None if None in numbers else sum(n for n in numbers if n is not None)
