"""Merging one field: which of the values written by several replicas stand, from the version vectors alone.

The values that nobody has seen and replaced stand side by side (the multi-value register of Preguiça et al. 2010). One
of them is shown; the others wait in the conflict queue until a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from cami_desktop.records.version import Stamp, knows
from cami_desktop.words import N_


class Rule(StrEnum):
    """The rule that decided about a record or field; stored as the reason in the history."""

    NEW_RECORD = "new-record"
    ALREADY_KNOWN = "already-known"
    THEIRS_IS_NEWER = "theirs-is-newer"
    PUBLISHED_ANEW = "published-anew"
    CONCURRENT_EDIT = "concurrent-edit"
    DELETE_AGAINST_EDIT = "delete-against-edit"
    SEEN_AND_REPLACED = "seen-and-replaced"
    SAME_VALUE = "same-value"
    EARLIEST = "earliest"
    LATEST = "latest"
    KEPT = "ours-is-newer"
    NOT_THE_OWNER = "not-the-owner"
    OTHER_KIND = "other-kind"


RULE_WORDS = {
    Rule.NEW_RECORD: N_("The record is new here."),
    Rule.ALREADY_KNOWN: N_("This version, or a newer one, is here already."),
    Rule.THEIRS_IS_NEWER: N_("The sender knew our value and changed it."),
    Rule.PUBLISHED_ANEW: N_("The same version was published with other values, for example after a consent."),
    Rule.CONCURRENT_EDIT: N_("Both sides changed the field without knowing of each other."),
    Rule.DELETE_AGAINST_EDIT: N_("One side removed the record while the other changed it."),
    Rule.SEEN_AND_REPLACED: N_("The waiting value was seen and replaced by the sender."),
    Rule.SAME_VALUE: N_("Both sides have the same value."),
    Rule.EARLIEST: N_("Both sides noted when it began; the earlier time counts."),
    Rule.LATEST: N_("Both sides noted when it ended; the later time counts."),
    Rule.KEPT: N_("The sender did not know our value, which replaced theirs."),
    Rule.NOT_THE_OWNER: N_("The record belongs to another country than the package."),
    Rule.OTHER_KIND: N_("A record of another kind has the same id here."),
}
"""What each rule means, in words."""

Settled = tuple[Rule, Callable[[Sequence[Any]], Any]]

SETTLED: Mapping[tuple[str, str], Settled] = MappingProxyType(
    {
        ("agenda_item", "began_at"): (Rule.EARLIEST, min),
        ("agenda_item", "ended_at"): (Rule.LATEST, max),
    }
)
"""Fields, by kind and name, whose values no person needs to choose from: two note takers of one meeting each write when
an item was come to and left. Of values that stand side by side the one counts that the function gives (they are never
blank: a time beats none); it must give the same in whatever order and groups the values come, as min and max do."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value and the changes that wrote it; no stamps where the field was never written."""

    value: Any
    stamps: frozenset[Stamp]


@dataclass(frozen=True, slots=True)
class Sides:
    """What both sides know, whose workspace this is, and whether theirs is the newest submission of its country."""

    ours: Mapping[str, int]
    theirs: Mapping[str, int]
    own_replica: str
    republished: bool


@dataclass(frozen=True, slots=True)
class FieldMerge:
    """What became of a field: the value shown, its stamps, the rule, and the values that wait beside it.

    waited says whether values waited already before this merge.
    """

    field: str
    value: Any
    stamps: frozenset[Stamp]
    rule: Rule
    ours: Any
    theirs: Any
    alternatives: tuple[Candidate, ...] = ()
    waited: bool = False


def merge_field(
    name: str, ours: Sequence[Candidate], theirs: Candidate, sides: Sides, settled: Settled | None = None
) -> FieldMerge:
    """Merge a field; ours is the shown value first, then what waits in the queue; settled as in SETTLED."""
    shown = ours[0]
    standing = _standing(ours, theirs, sides)
    if settled is not None and len(standing) > 1:
        rule, one_of = settled
        values = [item.value for item in standing if item.value is not None]
        # It carries the stamps of all, so that every side takes it as seen.
        stamps = frozenset().union(*(item.stamps for item in standing))
        return FieldMerge(name, one_of(values), stamps, rule, shown.value, theirs.value, (), len(ours) > 1)
    # Without a standing value (never written on either side) what the sender publishes now counts.
    unwritten = theirs if sides.republished else shown
    pick = _shown(standing, sides.own_replica) if standing else unwritten
    others = tuple(sorted((item for item in standing if item is not pick), key=_least))
    return FieldMerge(
        name,
        pick.value,
        pick.stamps,
        _rule(name, pick, shown, ours, theirs, others),
        shown.value,
        theirs.value,
        others,
        len(ours) > 1,
    )


def _standing(ours: Sequence[Candidate], theirs: Candidate, sides: Sides) -> list[Candidate]:
    """The values whose stamps stand: held by both sides, or unseen by the other; equal values stand as one."""
    mine = {stamp: item.value for item in ours for stamp in item.stamps}
    values = {stamp: value for stamp, value in mine.items() if stamp in theirs.stamps or not knows(sides.theirs, stamp)}
    for stamp in theirs.stamps:
        if stamp in mine:
            # The same change published with another value, for example after a consent given since.
            values[stamp] = theirs.value if sides.republished else mine[stamp]
        elif not knows(sides.ours, stamp):
            values[stamp] = theirs.value
    grouped: list[tuple[Any, set[Stamp]]] = []
    for stamp, value in sorted(values.items()):
        for known, stamps in grouped:
            if known == value:
                stamps.add(stamp)
                break
        else:
            grouped.append((value, {stamp}))
    return [Candidate(value, frozenset(stamps)) for value, stamps in grouped]


def _shown(standing: Sequence[Candidate], own_replica: str) -> Candidate:
    """This workspace's own value where it has one, else the least stamp: the same in any order of arrival."""
    own = [item for item in standing if any(replica == own_replica for replica, _counter in item.stamps)]
    return min(own or standing, key=_least)


def _least(item: Candidate) -> Stamp:
    return min(item.stamps, default=("", 0))


def _rule(
    name: str,
    pick: Candidate,
    shown: Candidate,
    ours: Sequence[Candidate],
    theirs: Candidate,
    others: Sequence[Candidate],
) -> Rule:
    if others:
        return Rule.DELETE_AGAINST_EDIT if name == "deleted" else Rule.CONCURRENT_EDIT
    if pick.value == shown.value:
        return Rule.SEEN_AND_REPLACED if len(ours) > 1 else Rule.SAME_VALUE if pick.value == theirs.value else Rule.KEPT
    return Rule.PUBLISHED_ANEW if pick.stamps <= shown.stamps else Rule.THEIRS_IS_NEWER
