"""Completeness: how far each section of each taxon is recorded, and what is still missing, one step from the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cami_desktop.records.kinds import (
    Barrier,
    ConservationMeasure,
    Gap,
    Meeting,
    Need,
    PopulationEstimate,
    PowResponse,
    SpeciesStatus,
    ThreatAssessment,
)
from cami_desktop.records.record import Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.records.rules.finding import Severity
from cami_desktop.records.rules.registry import check_all


class State(StrEnum):
    """How far a section is."""

    NOT_STARTED = "not_started"
    IN_WORK = "in_work"
    COMPLETE = "complete"
    NOTHING_TO_REPORT = "nothing_to_report"


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that keeps a section from being complete; id is empty where the whole record is missing."""

    kind: str
    id: str
    field: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One section of one taxon."""

    state: State
    records: int = 0
    missing: tuple[Missing, ...] = ()


Grid = dict[str, dict[str, Cell]]
"""Section code → taxon code → cell; sections without taxa (meetings, pow) have the one key ''."""

SECTIONS: Mapping[str, tuple[type[Record], ...]] = {
    "status": (SpeciesStatus,),
    "population": (PopulationEstimate,),
    "threats": (ThreatAssessment,),
    "barriers": (Barrier,),
    "measures": (ConservationMeasure,),
    "gaps_needs": (Gap, Need),
}
"""The sections of a taxon (codes of the list `section`) and the kinds that fill them."""

WHOLE_COUNTRY: Mapping[str, tuple[type[Record], ...]] = {"meetings": (Meeting,), "pow": (PowResponse,)}
"""Sections that are not kept by taxon."""


def expected_taxa(view: RecordView, country: str) -> list[str]:
    """The taxa a country reports on: those of the edition with it as range state, and those it recorded anyway."""
    listed = [code for code, taxon in view.catalogue.taxa.items() if country in taxon.range_states]
    kinds = {cls for kinds in SECTIONS.values() for cls in kinds}
    recorded = {taxon for cls in kinds for record in view.all(cls) for taxon in taxa_of(record)}
    return listed + sorted(recorded - set(listed))


def completeness(view: RecordView, country: str, cycle: str = "") -> Grid:
    """The state of every section, by taxon where it is kept by taxon.

    Where a cycle is named, records that belong to another one do not count: last cycle's status is no answer to this.
    """
    grid: Grid = {}
    taxa = expected_taxa(view, country)
    for section, kinds in SECTIONS.items():
        by_taxon = _by_taxon(view, kinds, cycle)
        grid[section] = {taxon: _cell(view, section, taxon, kinds, by_taxon.get(taxon, []), cycle) for taxon in taxa}
    for section, kinds in WHOLE_COUNTRY.items():
        records = [record for cls in kinds for record in view.all(cls) if _of_cycle(record, cycle)]
        grid[section] = {"": _state(view, kinds, records, False)}
    return grid


def taxa_of(record: Record) -> list[str]:
    """The taxa that a record is about, whether its kind names one or several."""
    several, one = getattr(record, "taxa", None), getattr(record, "taxon", None)
    return list(several) if several else [one] if one else []


def _of_cycle(record: Record, cycle: str) -> bool:
    """Whether a record belongs to a cycle, or to none in particular."""
    return not cycle or getattr(record, "cycle", None) in (None, cycle)


def _by_taxon(view: RecordView, kinds: tuple[type[Record], ...], cycle: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for cls in kinds:
        for record in view.all(cls):
            if not _of_cycle(record, cycle):
                continue
            for taxon in taxa_of(record):
                found.setdefault(taxon, []).append(record)
    return found


def _cell(
    view: RecordView, section: str, taxon: str, kinds: tuple[type[Record], ...], records: list[Record], cycle: str
) -> Cell:
    statuses = [status for status in view.all(SpeciesStatus, taxon=taxon) if _of_cycle(status, cycle)]
    confirmed = any(section in status.nothing_to_report for status in statuses)
    return _state(view, kinds, records, confirmed)


def _state(view: RecordView, kinds: tuple[type[Record], ...], records: list[Record], confirmed: bool) -> Cell:
    if not records:
        state = State.NOTHING_TO_REPORT if confirmed else State.NOT_STARTED
        return Cell(state, 0, () if confirmed else (Missing(kinds[0].kind, "", ""),))
    errors = view.cached("errors by record", lambda: _errors(view))
    missing = tuple(missing for record in records for missing in errors.get(record.id, ()))
    return Cell(State.IN_WORK if missing else State.COMPLETE, len(records), missing)


def _errors(view: RecordView) -> dict[str, list[Missing]]:
    found: dict[str, list[Missing]] = {}
    for finding in check_all(view):
        if finding.severity is Severity.ERROR:
            found.setdefault(finding.id, []).append(Missing(finding.kind, finding.id, finding.field))
    return found
