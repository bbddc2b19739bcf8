"""Times of agenda items that several note takers wrote: the same in any order of packages, and nobody is asked."""

from __future__ import annotations

import copy
import itertools
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cami_desktop.merge.fields import Rule
from cami_desktop.merge.plan import Outcome
from cami_desktop.records.kinds import AgendaItem
from tests.merge.replicas import COUNTRY, Replica

ID = "0190b0c0-0000-7000-8000-000000000000"
NAMES = ("aa", "bb", "cc")
CLOCKS = ("2014-05-14 09:00:00", "2014-05-14 09:05:00", "2014-05-14 11:30:00")
TIMES = st.sampled_from(CLOCKS)
EDITS = st.tuples(st.sampled_from(["began_at", "ended_at"]), TIMES)
STEPS = st.tuples(st.just("edit"), st.sampled_from(NAMES), EDITS) | st.tuples(
    st.just("sync"), st.sampled_from(NAMES), st.sampled_from(NAMES)
)
HISTORIES = st.lists(STEPS, max_size=16)
FARTHER = {"began_at": min, "ended_at": max}
"""As the clock of the window writes them: a beginning is never moved later, an end never earlier."""


def play(history: list[Any]) -> dict[str, Replica]:
    """Three note takers after a history of steps through the agenda and hand-overs."""
    replicas = {name: Replica(name) for name in NAMES}
    for what, who, more in history:
        if what == "edit":
            name, value = more
            known = getattr(replicas[who].records.get(ID), name, None)
            written = FARTHER[name](value, known or value)
            replicas[who].edit(AgendaItem(id=ID, country=COUNTRY), **{name: written})
        else:
            replicas[more].merge(replicas[who].package())
    return replicas


@settings(max_examples=40)
@given(HISTORIES)
def test_nobody_is_asked_and_the_order_of_packages_does_not_matter(history: list[Any]) -> None:
    replicas = play(history)
    for target in (Replica("zz"), *replicas.values()):
        results = []
        for order in itertools.permutations(replicas.values()):
            receiver = copy.deepcopy(target)
            for replica in order:
                receiver.merge(replica.package())
            assert not receiver.queue
            results.append(receiver.records)
        assert all(result == results[0] for result in results)


@given(HISTORIES)
def test_the_same_package_again_changes_nothing_and_groups_give_the_same(history: list[Any]) -> None:
    a, b, c = play(history).values()
    single = copy.deepcopy(c)
    single.merge(a.package())
    single.merge(b.package())
    once = copy.deepcopy(single.records)
    assert all(item.outcome is Outcome.KNOWN for item in single.merge(a.package()).records)
    assert single.records == once
    left = copy.deepcopy(b)
    left.merge(a.package())
    grouped = copy.deepcopy(c)
    grouped.merge(left.package())
    assert grouped.records == single.records


def item(replica: Replica) -> AgendaItem:
    found = replica.records[ID]
    assert isinstance(found, AgendaItem)
    return found


def test_of_two_beginnings_the_earlier_counts_and_of_two_ends_the_later() -> None:
    first, second = Replica("aa"), Replica("bb")
    first.edit(AgendaItem(id=ID, country=COUNTRY), number="1")
    second.merge(first.package())
    first.edit(item(first), began_at=CLOCKS[1], ended_at=CLOCKS[2])
    second.edit(item(second), began_at=CLOCKS[0], ended_at=CLOCKS[1])
    plan = first.plan(second.package())
    assert {one.field: one.rule for one in plan.records[0].fields} == {
        "began_at": Rule.EARLIEST, "ended_at": Rule.LATEST, "deleted": Rule.SAME_VALUE,
    }  # fmt: skip
    first.merge(second.package())
    second.merge(first.package())
    assert item(first) == item(second)
    assert (item(first).began_at, item(first).ended_at) == (CLOCKS[0], CLOCKS[2])


def test_a_time_beats_none_and_a_correction_beats_what_it_had_seen() -> None:
    first, second = Replica("aa"), Replica("bb")
    first.edit(AgendaItem(id=ID, country=COUNTRY), ended_at=CLOCKS[1])
    second.merge(first.package())
    first.edit(item(first), ended_at=None)
    second.edit(item(second), ended_at=CLOCKS[2])
    first.merge(second.package())
    assert item(first).ended_at == CLOCKS[2]
    first.edit(item(first), ended_at=CLOCKS[0])
    second.merge(first.package())
    assert item(second).ended_at == CLOCKS[0]
