"""Beginning a species status from the one of the last cycle, and telling which of its fields are still as they were."""

from __future__ import annotations

import copy

from cami_desktop.records.kinds import SpeciesStatus
from cami_desktop.records.recordset import RecordView

_OWN = ("taxon", "cycle")
"""Fields that say which status it is: they are not carried over."""


def last_status(view: RecordView, country: str, taxon: str | None, cycle: str | None) -> SpeciesStatus | None:
    """The status of a taxon in the latest cycle before `cycle` (the catalogue's order of cycles); None without one."""
    order = list(view.catalogue.cycles)
    if cycle not in order:
        return None
    earlier = order[: order.index(cycle)]
    found = [
        status
        for status in view.all(SpeciesStatus, taxon=taxon)
        if status.country == country and status.cycle in earlier
    ]
    return max(found, key=lambda status: (order.index(status.cycle or ""), status.id), default=None)


def carried_over(last: SpeciesStatus, fresh: SpeciesStatus) -> SpeciesStatus:
    """A copy of `fresh` with everything that the last cycle recorded; it says itself which taxon and cycle it is of."""
    result = copy.deepcopy(fresh)
    for name, value in last.values().items():
        if name not in _OWN:
            setattr(result, name, copy.deepcopy(value))
    result.absent = {name: reason for name, reason in last.absent.items() if name not in _OWN}
    return result


def unchanged(record: SpeciesStatus, last: SpeciesStatus) -> list[str]:
    """Names of the fields that were answered in the last cycle and are answered the same now."""
    before = last.values()
    return [
        name
        for name, value in record.values().items()
        if name not in _OWN and value not in (None, "", []) and value == before[name]
    ]
