"""Barriers to migration over all countries: one line each, and their number and length by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from cami_desktop.records.kinds import Barrier
from cami_desktop.records.recordset import RecordView


@dataclass(frozen=True, slots=True)
class BarrierRow:
    """One barrier as its country reported it; length_km is None where it was not given."""

    record: str
    country: str
    name: str
    barrier_kind: str
    state: str
    length_km: float | None
    neighbour: str
    taxa: tuple[str, ...]
    effect: str
    mitigation: str
    mitigation_proposed: str


@dataclass(frozen=True, slots=True)
class BarrierCount:
    """The barriers of one kind: how many, in which countries, with which effect; km adds the lengths given."""

    barrier_kind: str
    total: int
    km: float
    without_length: int
    countries: Mapping[str, int]
    effects: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Barriers:
    """All of them, and their sums by kind in the order of the list `barrier_kind`."""

    rows: tuple[BarrierRow, ...]
    by_kind: tuple[BarrierCount, ...]


def barriers(view: RecordView) -> Barriers:
    """The barriers of all countries, by kind, country and name."""
    order = {code: n for n, code in enumerate(view.catalogue.codes("barrier_kind"))}

    def place(row: BarrierRow) -> tuple[int, str, str, str, str]:
        return (order.get(row.barrier_kind, len(order)), row.barrier_kind, row.country, row.name.casefold(), row.record)

    rows = tuple(sorted(map(_row, view.all(Barrier)), key=place))
    kinds = dict.fromkeys(row.barrier_kind for row in rows)
    return Barriers(rows, tuple(_count(kind, [row for row in rows if row.barrier_kind == kind]) for kind in kinds))


def _row(item: Barrier) -> BarrierRow:
    return BarrierRow(
        record=item.id,
        country=item.country,
        name=item.name or "",
        barrier_kind=item.barrier_kind or "",
        state=item.state or "",
        length_km=item.length_km,
        neighbour=item.neighbour or "",
        taxa=tuple(item.taxa),
        effect=item.effect or "",
        mitigation=item.mitigation or "",
        mitigation_proposed=item.mitigation_proposed or "",
    )


def _count(kind: str, rows: list[BarrierRow]) -> BarrierCount:
    lengths = [row.length_km for row in rows if row.length_km is not None]
    return BarrierCount(
        barrier_kind=kind,
        total=len(rows),
        km=sum(lengths),
        without_length=len(rows) - len(lengths),
        countries=dict(sorted(Counter(row.country for row in rows).items())),
        effects=Counter(row.effect for row in rows if row.effect),
    )
