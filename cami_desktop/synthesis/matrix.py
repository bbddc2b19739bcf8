"""The matrix of species and range states: what each state reports, with the four kinds of blank told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cami_desktop.records.kinds import SpeciesStatus
from cami_desktop.records.recordset import RecordView
from cami_desktop.synthesis.reported import NATIONAL, Reported, best_figure, reported_figures

EXTINCT = "5"
"""Code of the list `presence`: extinct (IUCN spatial data)."""

_COUNTED = frozenset({"census", "minimum_count", "sample_estimate", "model"})
"""Types of estimate that follow from a survey; only such a zero confirms that there is none."""


class CellKind(StrEnum):
    """Kinds of cell (codes of the list `matrix_cell`)."""

    VALUE = "value"
    ZERO_CONFIRMED = "zero_confirmed"
    NOT_RANGE_STATE = "not_range_state"
    NOT_SURVEYED = "not_surveyed"
    NO_REPORT = "no_report"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What one state reports on one taxon; records are the ids behind it, the figure's own among them.

    figure is the youngest national one. beside counts further national figures of the same year, which are not hidden
    in the choice. outside_range tells that the catalogue does not know the state as a range state of the taxon.
    """

    taxon: str
    country: str
    kind: CellKind
    presence: str = ""
    trend: str = ""
    quality: str = ""
    figure: Reported | None = None
    beside: int = 0
    not_surveyed: bool = False
    outside_range: bool = False
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """Taxa down, states across, a cell for every pair."""

    taxa: tuple[str, ...]
    countries: tuple[str, ...]
    cells: Mapping[tuple[str, str], MatrixCell]

    def cell(self, taxon: str, country: str) -> MatrixCell:
        """The cell of a pair. Raises KeyError where the matrix has no such row or column."""
        return self.cells[taxon, country]


def species_matrix(view: RecordView, cycle: str = "", figures: Sequence[Reported] | None = None) -> Matrix:
    """The matrix of the catalogue's taxa and range states, and of whatever else was reported.

    cycle: whose statuses count where a state has several (blank: the latest by cycle); figures: those of the view
    where the caller has them already.
    """
    shown = reported_figures(view) if figures is None else figures
    statuses = latest_statuses(view, cycle)
    by_pair: dict[tuple[str, str], list[Reported]] = {}
    for item in shown:
        by_pair.setdefault((item.taxon, item.country), []).append(item)
    pairs = {*statuses, *by_pair}
    taxa = [*view.catalogue.taxa, *sorted({taxon for taxon, _c in pairs} - {*view.catalogue.taxa, ""})]
    countries = [*view.catalogue.countries, *sorted({c for _t, c in pairs} - {*view.catalogue.countries, ""})]
    cells = {
        (taxon, country): _cell(view, taxon, country, statuses.get((taxon, country)), by_pair.get((taxon, country), []))
        for taxon in taxa
        for country in countries
    }
    return Matrix(tuple(taxa), tuple(countries), cells)


def latest_statuses(view: RecordView, cycle: str = "") -> dict[tuple[str, str], SpeciesStatus]:
    """One status for each taxon and country: that of the cycle, else the one of the latest cycle. Not to be changed."""
    return view.cached(f"statuses of {cycle}", lambda: _latest_statuses(view, cycle), SpeciesStatus)


def _latest_statuses(view: RecordView, cycle: str) -> dict[tuple[str, str], SpeciesStatus]:
    order = list(view.catalogue.codes("cycle"))

    def rank(status: SpeciesStatus) -> tuple[bool, int, str]:
        place = order.index(status.cycle) if status.cycle in order else -1
        return (status.cycle == cycle, place, status.id)

    found: dict[tuple[str, str], SpeciesStatus] = {}
    for status in sorted(view.all(SpeciesStatus), key=rank):
        if status.taxon:
            found[status.taxon, status.country] = status
    return found


def _cell(
    view: RecordView, taxon: str, country: str, status: SpeciesStatus | None, figures: Sequence[Reported]
) -> MatrixCell:
    figure = best_figure(figures)
    in_range = country in view.catalogue.range_states(taxon)
    if status is None and not figures:
        return MatrixCell(taxon, country, CellKind.NO_REPORT if in_range else CellKind.NOT_RANGE_STATE)
    same_year = [f for f in figures if figure and f.level == NATIONAL and f.year == figure.year and f.animals]
    unsurveyed = bool(status and status.not_surveyed)
    return MatrixCell(
        taxon=taxon,
        country=country,
        kind=_kind(status, figures, figure),
        presence=(status.presence if status else "") or "",
        trend=(status.trend if status else "") or "",
        quality=(figure.quality if figure else "") or (status.quality if status else "") or "",
        figure=figure,
        beside=max(0, len(same_year) - 1),
        not_surveyed=unsurveyed,
        outside_range=not in_range,
        records=tuple(filter(None, (status.id if status else "", figure.record if figure else ""))),
    )


def _kind(status: SpeciesStatus | None, figures: Sequence[Reported], figure: Reported | None) -> CellKind:
    if status is not None and status.presence == EXTINCT:
        return CellKind.ZERO_CONFIRMED
    if figure is not None:
        zero = max(figure.filled) == 0 and figure.estimate_type in _COUNTED
        return CellKind.ZERO_CONFIRMED if zero else CellKind.VALUE
    if status is not None and "withheld" in (status.absent.get("presence"), status.absent.get("trend")):
        return CellKind.WITHHELD
    if any(item.withheld for item in figures):
        return CellKind.WITHHELD
    if status is not None and status.not_surveyed:
        return CellKind.NOT_SURVEYED
    if status is None and not any(item.filled for item in figures):
        # The state says of every year that it has no figure: that is no survey, not no report.
        return CellKind.NOT_SURVEYED
    return CellKind.VALUE


def reporting(matrix: Matrix, taxon: str) -> tuple[str, ...]:
    """The states that report anything on a taxon."""
    blank = (CellKind.NO_REPORT, CellKind.NOT_RANGE_STATE)
    return tuple(c for c in matrix.countries if matrix.cells[taxon, c].kind not in blank)
