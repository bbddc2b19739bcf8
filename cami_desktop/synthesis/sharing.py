"""Which range states share animals of a taxon, and the least number that figures which may overlap stand for."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from cami_desktop.records.kinds import SpeciesStatus
from cami_desktop.records.recordset import RecordView
from cami_desktop.synthesis.matrix import latest_statuses

Node = TypeVar("Node", bound=Hashable)

SHARED = "yes"
"""Code of the list `yes_no_unknown` by which a status says that animals cross a border."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Two states that share animals of a taxon.

    population is the transboundary population of the catalogue that says so, blank where only statuses do; declared_by
    are the states whose status says so, records the ids of those statuses.
    """

    taxon: str
    countries: tuple[str, str]
    population: str = ""
    declared_by: tuple[str, ...] = ()
    records: tuple[str, ...] = ()


def shared_between(view: RecordView, taxon: str, countries: Collection[str], cycle: str = "") -> tuple[Shared, ...]:
    """Every pair of states that shares animals of the taxon, by the catalogue's populations or by statuses."""
    populations = [p for p in view.catalogue.populations.values() if p.taxon == taxon and p.transboundary]
    statuses = latest_statuses(view, cycle)
    found = []
    for a, b in combinations(sorted(countries), 2):
        declaring = [s for s in (_declares(statuses, taxon, a, b), _declares(statuses, taxon, b, a)) if s is not None]
        known = [p.code for p in populations if a in p.countries and b in p.countries]
        by, ids = tuple(s.country for s in declaring), tuple(s.id for s in declaring)
        found += [Shared(taxon, (a, b), code, by, ids) for code in known or ([""] if declaring else [])]
    return tuple(found)


def _declares(
    statuses: Mapping[tuple[str, str], SpeciesStatus], taxon: str, country: str, neighbour: str
) -> SpeciesStatus | None:
    status = statuses.get((taxon, country))
    if status is not None and status.transboundary == SHARED and neighbour in status.shared_with:
        return status
    return None


def least_union(sizes: Mapping[Node, int], overlaps: Collection[tuple[Node, Node]]) -> int:
    """The least number of animals that groups of the given sizes stand for, where only the named pairs may overlap.

    Groups that cannot overlap add up, so no union is smaller than the heaviest set of groups of which no two may
    overlap; that weight is returned. Exact search: the groups that overlap are few, one or two for each state.
    """
    beside: dict[Node, set[Node]] = {node: set() for node in sizes}
    for a, b in overlaps:
        if a != b and a in beside and b in beside:
            beside[a].add(b)
            beside[b].add(a)

    def heaviest(left: frozenset[Node]) -> int:
        node = max(left, key=lambda n: (len(beside[n] & left), sizes[n]), default=None)
        if node is None:
            return 0
        near = beside[node] & left
        if not near:
            return sum(sizes[n] for n in left)
        without = heaviest(left - {node})
        return max(without, sizes[node] + heaviest(left - near - {node}))

    return heaviest(frozenset(sizes))
