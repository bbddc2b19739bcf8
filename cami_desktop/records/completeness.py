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


def completeness(view: RecordView, country: str) -> Grid:
    """The state of every section, by taxon where it is kept by taxon."""
    grid: Grid = {}
    taxa = expected_taxa(view, country)
    for section, kinds in SECTIONS.items():
        by_taxon = _by_taxon(view, kinds)
        grid[section] = {taxon: _cell(view, section, taxon, kinds, by_taxon.get(taxon, [])) for taxon in taxa}
    for section, kinds in WHOLE_COUNTRY.items():
        records = [record for cls in kinds for record in view.all(cls)]
        grid[section] = {"": _state(view, kinds, records, False)}
    return grid


def taxa_of(record: Record) -> list[str]:
    """The taxa that a record is about, whether its kind names one or several."""
    values = record.values()
    return list(values.get("taxa") or filter(None, [values.get("taxon")]))


def _by_taxon(view: RecordView, kinds: tuple[type[Record], ...]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for cls in kinds:
        for record in view.all(cls):
            for taxon in taxa_of(record):
                found.setdefault(taxon, []).append(record)
    return found


def _cell(view: RecordView, section: str, taxon: str, kinds: tuple[type[Record], ...], records: list[Record]) -> Cell:
    confirmed = any(section in status.nothing_to_report for status in view.all(SpeciesStatus, taxon=taxon))
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
