"""The ranking of threats: how many assessments give each impact, by taxon and by country; scores are only counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cami_desktop.catalogue import impact
from cami_desktop.catalogue.impact import is_major
from cami_desktop.records.kinds import ThreatAssessment
from cami_desktop.records.recordset import RecordView

IMPACTS = ("high", "medium", "low", "negligible", "past", "unknown")
"""Codes of the list `threat_impact`, in the order of the ranking."""

NOT_SCORED = ""
"""Stands for an impact that does not follow because timing, scope or severity was not chosen."""


@dataclass(frozen=True, slots=True)
class ThreatRank:
    """One threat within a taxon, within a country, or over all (where taxon and country are blank).

    counts: assessments by impact; records their ids; countries those that assess the threat here, taxa the taxa
    concerned; reporting counts the countries that assess any threat here, so that silence is told from absence.
    """

    threat: str
    taxon: str
    country: str
    counts: Mapping[str, int]
    countries: tuple[str, ...]
    taxa: tuple[str, ...]
    reporting: int
    records: tuple[str, ...]

    @property
    def major(self) -> int:
        """Assessments of high or medium impact, which the IUCN calls major threats."""
        return sum(n for code, n in self.counts.items() if is_major(code))

    @property
    def unknown(self) -> int:
        """Assessments whose impact is unknown or could not be scored."""
        return self.counts.get("unknown", 0) + self.counts.get(NOT_SCORED, 0)

    @property
    def total(self) -> int:
        """All assessments."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class ThreatRanking:
    """The ranking over all, by taxon and by country; each best first within its taxon or country."""

    overall: tuple[ThreatRank, ...]
    by_taxon: tuple[ThreatRank, ...]
    by_country: tuple[ThreatRank, ...]


def impact_of(threat: ThreatAssessment) -> str:
    """The impact that follows from timing, scope and severity; NOT_SCORED where one of them was not chosen."""
    return impact(threat.timing, threat.scope, threat.severity) or threat.impact or NOT_SCORED


def threat_ranking(view: RecordView) -> ThreatRanking:
    """Rank the threats of all assessments in the view."""
    threats = [item for item in view.all(ThreatAssessment) if item.threat]
    taxa = {code: n for n, code in enumerate(view.catalogue.all_taxa)}
    countries = {code: n for n, code in enumerate(view.catalogue.countries)}
    return ThreatRanking(
        overall=_ranked(threats, lambda item: ("", "")),
        by_taxon=_sorted(_ranked(threats, lambda item: (item.taxon or "", "")), lambda r: taxa.get(r.taxon, len(taxa))),
        by_country=_sorted(
            _ranked(threats, lambda item: ("", item.country)), lambda r: countries.get(r.country, len(countries))
        ),
    )


def _sorted(ranks: Sequence[ThreatRank], place: Callable[[ThreatRank], int]) -> tuple[ThreatRank, ...]:
    return tuple(sorted(ranks, key=place))


def _ranked(
    threats: Sequence[ThreatAssessment], within: Callable[[ThreatAssessment], tuple[str, str]]
) -> tuple[ThreatRank, ...]:
    groups: dict[tuple[str, str, str], list[ThreatAssessment]] = {}
    reporting: dict[tuple[str, str], set[str]] = {}
    for item in threats:
        taxon, country = within(item)
        groups.setdefault((taxon, country, item.threat or ""), []).append(item)
        reporting.setdefault((taxon, country), set()).add(item.country)
    ranks = [
        ThreatRank(
            threat=threat,
            taxon=taxon,
            country=country,
            counts=Counter(impact_of(item) for item in found),
            countries=tuple(sorted({item.country for item in found})),
            taxa=tuple(sorted({item.taxon for item in found if item.taxon})),
            reporting=len(reporting[taxon, country]),
            records=tuple(item.id for item in found),
        )
        for (taxon, country, threat), found in groups.items()
    ]
    return tuple(sorted(ranks, key=_rank))


def _rank(rank: ThreatRank) -> tuple[object, ...]:
    """Most high impacts first, then most medium and so on; then the more countries; the code decides last."""
    return (*(-rank.counts.get(code, 0) for code in IMPACTS), -len(rank.countries), rank.threat)
