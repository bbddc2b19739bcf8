"""The sheets that ask for judgement: the ranking of threats, and what a person must look at before figures are used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cami_desktop.catalogue import Catalogue
from cami_desktop.exchange.regional import said
from cami_desktop.exchange.regional.sheet import Book, Head, Value
from cami_desktop.exchange.regional.species_sheets import trace, trace_heads
from cami_desktop.records.kinds import Barrier, SpeciesStatus, ThreatAssessment
from cami_desktop.synthesis.region import Region
from cami_desktop.synthesis.threats import IMPACTS, NOT_SCORED, ThreatRank
from cami_desktop.words import N_, _


def threats(book: Book, region: Region, catalogue: Catalogue) -> None:
    """The ranking over all, then by taxon, then by country."""
    impacts = [Head(f"impact.{code}", catalogue.label("threat_impact", code), 15, "number") for code in IMPACTS]
    heads = [
        Head("taxon", _("Taxon"), 22, "strong"),
        Head("country", _("Country"), 16, "strong"),
        Head("rank", _("Rank"), 7, "year"),
        Head("threat", _("Code"), 9),
        Head("threat.label", _(ThreatAssessment.field("threat").label), 42),
        Head("major", _("Major threats (high or medium)"), 14, "number"),
        *impacts,
        Head("impact.none", _("Not scored"), 11, "number"),
        Head("total", _("Assessments"), 13, "number"),
        Head("countries", _("Countries"), 30),
        Head("reporting", _("Countries that report threats"), 14, "number"),
        Head("records", _("Records"), 34, "quiet"),
    ]
    ranking = region.threats
    rows = [row for part in (ranking.overall, ranking.by_taxon, ranking.by_country) for row in _ranked(part, catalogue)]
    book.table("Threats", heads, rows, keep=5)


def _ranked(ranks: Sequence[ThreatRank], catalogue: Catalogue) -> Iterator[list[Value]]:
    place, last = 0, ("", "")
    for rank in ranks:
        place = place + 1 if (rank.taxon, rank.country) == last else 1
        last = (rank.taxon, rank.country)
        yield [
            said.taxon_name(catalogue, rank.taxon) if rank.taxon else _("all taxa"),
            said.label(catalogue, "country", rank.country) or _("all countries"),
            place,
            rank.threat,
            catalogue.label("threat", rank.threat),
            rank.major,
            *(rank.counts.get(code, 0) for code in IMPACTS),
            rank.counts.get(NOT_SCORED, 0),
            rank.total,
            ", ".join(said.labels(catalogue, "country", rank.countries)),
            rank.reporting,
            "\n".join(rank.records),
        ]


def barriers(book: Book, region: Region, catalogue: Catalogue) -> None:
    """Every barrier by kind."""
    field = Barrier.field
    heads = [
        Head("barrier_kind", _(field("barrier_kind").label), 22, "strong"),
        Head("country", _("Country"), 16),
        Head("name", _(field("name").label), 34),
        Head("state", _(field("state").label), 18),
        Head("length_km", f"{_(field('length_km').label)} (km)", 12, "number"),
        Head("neighbour", _(field("neighbour").label), 18),
        Head("taxa", _(field("taxa").label), 30),
        Head("effect", _(field("effect").label), 24),
        Head("mitigation", _(field("mitigation").label), 40),
        Head("mitigation_proposed", _(field("mitigation_proposed").label), 40),
        *trace_heads(),
    ]
    rows: list[list[Value]] = [
        [
            said.label(catalogue, "barrier_kind", row.barrier_kind),
            said.label(catalogue, "country", row.country),
            row.name,
            said.label(catalogue, "barrier_state", row.state),
            row.length_km,
            said.label(catalogue, "country", row.neighbour),
            said.taxa(catalogue, row.taxa),
            said.label(catalogue, "barrier_effect", row.effect),
            row.mitigation,
            row.mitigation_proposed,
            *trace(region, row.country, [row.record]),
        ]
        for row in region.barriers.rows
    ]
    book.table("Barriers", heads, rows, keep=3)


OVERLAP, DISAGREEMENT, DISCREPANCY = (
    N_("possible double count between countries"),
    N_("neighbours disagree"),
    N_("two figures of one country"),
)


def overlaps(book: Book, region: Region, catalogue: Catalogue) -> None:
    """What a person must look at: possible double counts, disagreements of neighbours, two figures of one country."""
    heads = [
        Head("what", _("What"), 26, "strong"),
        Head("taxon", _("Taxon"), 22, "strong"),
        Head("year", _("Year"), 8, "year"),
        Head("season", _("Season"), 11),
        Head("why", _("Why"), 36),
        Head("population", _("Population"), 22),
        Head("country", _("Country"), 16),
        Head("says", _("What it reports"), 40),
        *trace_heads(),
    ]
    rows = [*_overlap_rows(region, catalogue), *_disagreement_rows(region, catalogue)]
    book.table("Overlaps", heads, rows, keep=2)


def _overlap_rows(region: Region, catalogue: Catalogue) -> Iterator[list[Value]]:
    for item in region.overlaps:
        for figure in item.figures:
            yield [
                _(OVERLAP),
                said.taxon_name(catalogue, item.taxon),
                item.year,
                said.season_label(catalogue, item.season_code),
                _(said.WHY[item.why]),
                said.label(catalogue, "population", item.population),
                said.label(catalogue, "country", figure.country),
                f"{figure.place}: {said.figure_text(figure)}" if figure.place else said.figure_text(figure),
                *trace(region, figure.country, [figure.record]),
            ]
    for found in region.discrepancies:
        for figure in found.figures:
            yield [
                _(DISCREPANCY),
                said.taxon_name(catalogue, found.taxon),
                found.year,
                figure.season,
                said.label(catalogue, "estimate_type", figure.estimate_type),
                found.place,
                said.label(catalogue, "country", found.country),
                said.figure_text(figure),
                *trace(region, figure.country, [figure.record]),
            ]


def _disagreement_rows(region: Region, catalogue: Catalogue) -> Iterator[list[Value]]:
    for item in region.disagreements:
        for (country, value), record in zip(item.values, item.records, strict=True):
            field = SpeciesStatus.field(item.field)
            codes = value.split(";") if value else []
            yield [
                _(DISAGREEMENT),
                said.taxon_name(catalogue, item.taxon),
                None,
                None,
                _(field.label),
                None,
                said.label(catalogue, "country", country),
                ", ".join(said.labels(catalogue, field.code_list, codes)) or "–",
                *trace(region, country, [record]),
            ]
