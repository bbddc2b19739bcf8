"""The rule of confirmation: what stands as in the last cycle is asked about until somebody confirms it.

Confirming is accepting this warning with a reason, so it is stored, travels and is merged as every acceptance is. It is
given field by field; one that was given for the whole record, as it was at first, holds for all of its fields.
"""

from __future__ import annotations

from collections.abc import Iterator

from cami_desktop.records.kinds import SpeciesStatus
from cami_desktop.records.last_cycle import last_status, unchanged
from cami_desktop.records.recordset import RecordView
from cami_desktop.records.rules.finding import Severity
from cami_desktop.records.rules.registry import rule
from cami_desktop.words import N_, _

NOT_CONFIRMED = "not-confirmed"
"""The id of the rule."""

TITLE = N_("As in the last cycle, not confirmed")

CONFIRMED = N_("Confirmed: still as in the last cycle")
"""The reason for which it is accepted."""


@rule(NOT_CONFIRMED, Severity.WARNING, TITLE, SpeciesStatus, ready=CONFIRMED)
def not_confirmed(record: SpeciesStatus, view: RecordView) -> Iterator[tuple[str, str]]:
    """Each answer that equals the one of the last cycle is confirmed or changed."""
    last = last_status(view, record.country, record.taxon, record.cycle)
    for name in unchanged(record, last) if last is not None else ():
        yield name, _(TITLE)
