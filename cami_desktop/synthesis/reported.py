"""Population figures as the countries reported them, in a form that regional tables share; nothing is added up here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cami_desktop.catalogue import Catalogue
from cami_desktop.records.kinds import PopulationEstimate, Site, Source
from cami_desktop.records.recordset import RecordView
from cami_desktop.synthesis.season import season_of
from cami_desktop.words.searchkey import search_key

NATIONAL, POPULATION, SITE, SAMPLE, TRANSBOUNDARY = "national", "population", "site", "sample", "transboundary"
"""Codes of the list `coverage`: what a figure counts."""

CARCASSES = "carcasses"
ANIMALS = frozenset({"individuals", "adults", "mature_individuals", "females"})
"""Units that number living animals; pairs, groups, dens, densities, indices and carcasses do not."""

FIGURES = ("minimum", "best", "maximum")


@dataclass(frozen=True, slots=True)
class Reported:
    """One figure as it was reported, with the id of the record behind it.

    population_code is the population of the catalogue that the free text names, blank for none; place is the text that
    tells what was counted; season is the text as it was written and season_code its season, blank where neither is
    known; source is the citation. withheld says that the figures exist and were not shared.
    """

    record: str
    country: str
    taxon: str
    level: str
    place: str
    population_code: str
    site: str
    year: int | None
    season: str
    season_code: str
    minimum: int | None
    best: int | None
    maximum: int | None
    unit: str
    bounds: str
    estimate_type: str
    method: str
    quality: str
    source: str
    remarks: str
    withheld: bool

    @property
    def filled(self) -> tuple[int, ...]:
        """The figures that were given, smallest meaning first."""
        return tuple(n for n in (self.minimum, self.best, self.maximum) if n is not None)

    @property
    def low(self) -> int | None:
        """The least that the figure allows: its minimum, else the best figure; 0 where only a maximum was given."""
        if self.minimum is not None:
            return self.minimum
        if self.best is not None:
            return self.best
        return 0 if self.maximum is not None else None

    @property
    def high(self) -> int | None:
        """The most that the figure allows: its maximum, else the best figure; None where only a minimum was given."""
        return self.maximum if self.maximum is not None else self.best

    @property
    def animals(self) -> bool:
        """Whether the unit numbers living animals."""
        return self.unit in ANIMALS


def reported_figures(view: RecordView) -> tuple[Reported, ...]:
    """All population estimates of the view, by taxon, country, level, place and year."""
    names = _population_names(view.catalogue)
    found = [_reported(estimate, view, names) for estimate in view.all(PopulationEstimate)]
    return tuple(sorted(found, key=lambda item: _order(item, view.catalogue)))


def _order(item: Reported, catalogue: Catalogue) -> tuple[object, ...]:
    taxa, levels = list(catalogue.all_taxa), list(catalogue.codes("coverage"))
    taxon = taxa.index(item.taxon) if item.taxon in taxa else len(taxa)
    level = levels.index(item.level) if item.level in levels else len(levels)
    return (taxon, item.country, level, item.place, item.year or 0, item.season, item.record)


def _reported(estimate: PopulationEstimate, view: RecordView, names: dict[tuple[str, str], str]) -> Reported:
    site = view.find(estimate.site or "")
    source = view.find(estimate.source or "")
    place = estimate.population or (site.name_en or site.name if isinstance(site, Site) else "") or ""
    figures = [getattr(estimate, name) for name in FIGURES]
    hidden = any(estimate.absent.get(name) == "withheld" for name in FIGURES)
    taxon, season = estimate.taxon or "", estimate.season or ""
    code = names.get((taxon, search_key(estimate.population or "")), "")
    return Reported(
        record=estimate.id,
        country=estimate.country,
        taxon=taxon,
        level=estimate.level or "",
        place=place,
        population_code=code,
        site=estimate.site or "",
        year=estimate.year,
        season=season,
        season_code=season_of(season, view.catalogue),
        minimum=estimate.minimum,
        best=estimate.best,
        maximum=estimate.maximum,
        unit=estimate.unit or "",
        bounds=estimate.bounds or "",
        estimate_type=estimate.estimate_type or "",
        method=estimate.method or "",
        quality=estimate.quality or "",
        source=(source.citation if isinstance(source, Source) else "") or "",
        remarks=estimate.remarks or "",
        withheld=hidden and figures == [None, None, None],
    )


def _population_names(catalogue: Catalogue) -> dict[tuple[str, str], str]:
    """Taxon and any name of a population of the catalogue → its code."""
    found: dict[tuple[str, str], str] = {}
    for code, population in catalogue.populations.items():
        for name in (code, *population.labels.values(), *population.other_names):
            found.setdefault((population.taxon, search_key(name)), code)
    return found


def by_country(figures: Iterable[Reported]) -> dict[str, list[Reported]]:
    """Figures of each country, in their order."""
    found: dict[str, list[Reported]] = {}
    for item in figures:
        found.setdefault(item.country, []).append(item)
    return found


_SURENESS = ("census", "sample_estimate", "model", "minimum_count", "official_figure", "expert_opinion", "press")
"""Types of estimate from the one that leans most on counting to the one that leans least."""


def best_figure(figures: Sequence[Reported]) -> Reported | None:
    """The youngest figure of the whole national range in living animals; of one year the best founded, None for none.

    Nothing is combined: where a year has several figures, the others stay beside it in the tables.
    """

    def rank(item: Reported) -> tuple[int, int, int, str]:
        sureness = _SURENESS.index(item.estimate_type) if item.estimate_type in _SURENESS else len(_SURENESS)
        quality = "ABCDE".find(item.quality or "E")
        return (-(item.year or 0), quality if quality >= 0 else 5, sureness, item.record)

    usable = [item for item in figures if item.level == NATIONAL and item.animals and item.year and item.filled]
    return min(usable, key=rank, default=None)
