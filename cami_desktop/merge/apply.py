"""Applies a plan inside one transaction of a workspace, with its conflicts, and counts what it stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cami_desktop.errors import DamagedInput
from cami_desktop.merge.fields import Candidate, FieldMerge
from cami_desktop.merge.plan import Plan, RecordPlan
from cami_desktop.records import Record
from cami_desktop.records.version import Stamp
from cami_desktop.words import _
from cami_desktop.workspace.ledger import Conflict
from cami_desktop.workspace.transaction import Transaction
from cami_desktop.workspace.workspace import Workspace

Base = Callable[[str, str, Record, Record], Any]
"""(record id, field, our version, theirs) → the value that both sides last shared."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What was stored: records written and conflicts now waiting."""

    stored: int
    conflicts: int


def queue_of(workspace: Workspace) -> dict[tuple[str, str], list[Candidate]]:
    """The values that wait in the conflict queue, by record id and field."""
    queue: dict[tuple[str, str], list[Candidate]] = {}
    for item in workspace.ledger(Conflict, state="open"):
        queue.setdefault((item.record_id, item.field), []).append(Candidate(item.theirs, _stamps(item.theirs_stamp)))
    return queue


def apply(plan: Plan, change: Transaction, origin: str, base: Base) -> Applied:
    """Store what a plan decided, in the transaction given; raises DamagedInput where the counts disagree.

    origin names the package (its digest) in the conflict queue.
    """
    stored = change.put_all(
        (item.before, item.result, {"": item.rule.value} | {name.field: name.rule.value for name in item.fields})
        for item in plan.changing
        if item.result is not None
    )
    if stored != len(plan.changing):
        raise DamagedInput(
            _("The merge planned {planned} records and stored {stored}.").format(
                planned=len(plan.changing), stored=stored
            ),
            kept=_("Everything was taken back; the workspace is as it was."),
        )
    waiting = 0
    for item in plan.changing:
        for merged in item.fields:
            waiting += _settle_queue(item, merged, change, origin, base)
    return Applied(stored, waiting)


def _settle_queue(item: RecordPlan, merged: FieldMerge, change: Transaction, origin: str, base: Base) -> int:
    """Bring the conflict queue of one field in step with what stands; return how many values wait."""
    waiting = change.conflicts(item.id, merged.field) if merged.waited or merged.alternatives else []
    kept = []
    for entry in waiting:
        if any(candidate.value == entry.theirs for candidate in merged.alternatives):
            kept.append(entry)
        else:
            change.close_conflict(entry, "superseded", merged.value, merged.rule.value)
    for candidate in merged.alternatives:
        known = next((entry for entry in kept if entry.theirs == candidate.value), None)
        assert item.before is not None
        change.note(
            Conflict(
                id=known.id if known else None,
                record_id=item.id,
                kind=item.kind,
                field=merged.field,
                base=known.base if known else base(item.id, merged.field, item.before, item.theirs),
                ours=merged.value,
                theirs=candidate.value,
                ours_stamp=stamps_text(merged.stamps),
                theirs_stamp=stamps_text(candidate.stamps),
                origin=known.origin if known else origin,
                found_at=known.found_at if known else change.at,
            )
        )
    return len(merged.alternatives)


def stamps_text(stamps: Iterable[Stamp]) -> str:
    """Stamps as the conflict queue writes them: `replica:counter replica:counter`, sorted."""
    return " ".join(f"{replica}:{counter}" for replica, counter in sorted(stamps))


def _stamps(text: str) -> frozenset[Stamp]:
    pairs = (part.partition(":") for part in text.split())
    return frozenset((replica, int(counter)) for replica, _colon, counter in pairs)
