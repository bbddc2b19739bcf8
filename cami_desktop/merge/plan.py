"""The plan of a merge: a pure function of two sides that says for every record and field what is to happen, and why."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cami_desktop.merge.fields import SETTLED, Candidate, FieldMerge, Rule, Sides, merge_field
from cami_desktop.records import Record, title_of, tracked_names
from cami_desktop.records.version import Order, compare, join

Alternatives = Mapping[tuple[str, str], Sequence[Candidate]]
"""Values that wait in the conflict queue beside the shown one, by record id and field."""


class Outcome(StrEnum):
    """What happens to a record."""

    ADDED = "added"
    UPDATED = "updated"
    DELETED = "deleted"
    KNOWN = "known"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RecordPlan:
    """What happens to one record; result is the version to store, fields what was decided about those that differ."""

    kind: str
    id: str
    title: str
    outcome: Outcome
    rule: Rule
    theirs: Record
    before: Record | None = None
    result: Record | None = None
    fields: tuple[FieldMerge, ...] = ()

    @property
    def changes(self) -> tuple[FieldMerge, ...]:
        """The fields whose shown value changes."""
        return tuple(item for item in self.fields if item.value != item.ours)

    @property
    def conflicts(self) -> tuple[FieldMerge, ...]:
        """The fields that wait for a person."""
        return tuple(item for item in self.fields if item.alternatives)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merge would do. missing names records that an earlier submission held and this one leaves out."""

    records: tuple[RecordPlan, ...]
    missing: tuple[str, ...] = field(default=())

    def count(self, outcome: Outcome) -> int:
        """How many records have an outcome."""
        return sum(1 for item in self.records if item.outcome is outcome)

    def counts(self) -> dict[str, int]:
        """Records by outcome."""
        return {outcome.value: self.count(outcome) for outcome in Outcome}

    @property
    def changing(self) -> tuple[RecordPlan, ...]:
        """The records that the merge would store."""
        return tuple(item for item in self.records if item.result is not None)


def make_plan(
    theirs: Iterable[Record],
    ours: Callable[[str], Record | None],
    *,
    owner: str,
    own_replica: str,
    alternatives: Alternatives | None = None,
    expected: Iterable[Record] = (),
    newest: bool = True,
) -> Plan:
    """Plan the merge of `theirs` into what `ours` finds by id.

    owner: the country whose records the package may touch; own_replica: this workspace's name, whose value stays
    shown while a conflict waits; alternatives: the conflict queue; expected: records of that country that a
    complete submission should still hold; newest: whether no later submission of the country was merged, so that
    an equal version that is published with other values (a consent given since) is taken.
    """
    queue = alternatives or {}
    plans, seen = [], set()
    for record in sorted(theirs, key=lambda item: (item.kind, item.id)):
        seen.add(record.id)
        plans.append(_plan_record(record, ours(record.id), owner, own_replica, queue, newest))
    missing = tuple(sorted(item.id for item in expected if item.id not in seen and not item.deleted))
    return Plan(tuple(plans), missing)


def _plan_record(
    theirs: Record, ours: Record | None, owner: str, own_replica: str, queue: Alternatives, newest: bool
) -> RecordPlan:
    def planned(outcome: Outcome, rule: Rule, **more: Any) -> RecordPlan:
        return RecordPlan(theirs.kind, theirs.id, title_of(theirs), outcome, rule, theirs, before=ours, **more)

    if theirs.country != owner or (ours is not None and ours.country != owner):
        return planned(Outcome.REFUSED, Rule.NOT_THE_OWNER)
    if ours is None:
        return planned(Outcome.ADDED, Rule.NEW_RECORD, result=theirs)
    if ours.kind != theirs.kind:
        return planned(Outcome.REFUSED, Rule.OTHER_KIND)
    order = compare(ours.version, theirs.version)
    if order is Order.NEWER or (order is Order.EQUAL and not (newest and ours.tracked() != theirs.tracked())):
        return planned(Outcome.KNOWN, Rule.ALREADY_KNOWN)
    fields = merge_records(ours, theirs, own_replica, queue, newest)
    result = _result(ours, theirs, fields)
    if any(item.alternatives for item in fields):
        outcome = Outcome.CONFLICT
    elif result.deleted and not ours.deleted:
        outcome = Outcome.DELETED
    else:
        outcome = Outcome.UPDATED if ours.tracked() != result.tracked() else Outcome.KNOWN
    rule = next((item.rule for item in fields if item.alternatives), Rule.THEIRS_IS_NEWER)
    return planned(outcome, rule, result=result, fields=fields)


def merge_records(
    ours: Record, theirs: Record, own_replica: str, queue: Alternatives, newest: bool = True
) -> tuple[FieldMerge, ...]:
    """Decide every tracked field of two versions of one record; fields that are the same on both sides are left out."""
    decided = []
    for name in tracked_names(type(ours)):
        waiting = queue.get((ours.id, name), ())
        mine, other = _candidate(ours, name), _candidate(theirs, name)
        if mine != other or waiting:
            sides = Sides(ours.version, theirs.version, own_replica, republished=newest)
            decided.append(merge_field(name, [mine, *waiting], other, sides, SETTLED.get((ours.kind, name))))
    return tuple(decided)


def _candidate(record: Record, name: str) -> Candidate:
    return Candidate(getattr(record, name), frozenset(record.stamps.get(name, ())))


def _result(ours: Record, theirs: Record, fields: Sequence[FieldMerge]) -> Record:
    result = copy.deepcopy(ours)
    for item in fields:
        setattr(result, item.field, copy.deepcopy(item.value))
        result.stamps[item.field] = tuple(sorted(item.stamps))
    result.version = join(ours.version, theirs.version)
    created = min((ours.created_at, ours.created_by), (theirs.created_at, theirs.created_by))
    modified = max((ours.modified_at, ours.modified_by), (theirs.modified_at, theirs.modified_by))
    result.created_at, result.created_by = created
    result.modified_at, result.modified_by = modified
    return result
