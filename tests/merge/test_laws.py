"""The laws of merging, over random histories of three replicas."""

from __future__ import annotations

import copy
import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.merge.plan import Outcome
from cami_desktop.records import Record
from cami_desktop.records.kinds import Gap
from cami_desktop.records.version import knows
from tests.merge.replicas import COUNTRY, Replica

IDS = ["0190b0c0-0000-7000-8000-000000000000", "0190b0c0-0000-7000-8000-000000000001"]
NAMES = ("aa", "bb", "cc")
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "text": st.sampled_from(["одно", "другое", "третье"]),
    "priority": st.sampled_from([None, "high", "low"]),
    "taxa": st.sampled_from([[], ["argali"], ["argali", "saiga"]]),
    "deleted": st.booleans(),
    "absent": st.sampled_from([{}, {"consequence": "unknown"}]),
}
EDITS = st.sampled_from(sorted(FIELDS)).flatmap(lambda name: FIELDS[name].map(lambda value: {name: value}))
EDIT = st.tuples(st.just("edit"), st.sampled_from(NAMES), st.sampled_from(IDS), EDITS)
SYNC = st.tuples(st.just("sync"), st.sampled_from(NAMES), st.sampled_from(NAMES), st.none())
HISTORIES = st.lists(EDIT | EDIT | SYNC, max_size=25)


def play(history: list[tuple[str, str, str, Any]]) -> dict[str, Replica]:
    """Three replicas after a history of edits and hand-overs."""
    replicas = {name: Replica(name) for name in NAMES}
    for what, first, second, values in history:
        if what == "edit":
            replicas[first].edit(Gap(id=second, country=COUNTRY), **values)
        elif not replicas[first].queue:
            replicas[second].merge(replicas[first].package())
    return replicas


def packages(replicas: dict[str, Replica]) -> list[list[Record]]:
    return [replica.package() for replica in replicas.values() if not replica.queue]


@given(HISTORIES)
def test_merging_the_same_package_again_changes_nothing(history: list[Any]) -> None:
    replicas = play(history)
    for package in packages(replicas):
        for replica in replicas.values():
            target = copy.deepcopy(replica)
            target.merge(package)
            once = copy.deepcopy(target.state())
            again = target.merge(package)
            assert target.state() == once
            assert all(item.outcome is Outcome.KNOWN for item in again.records)


@given(HISTORIES)
def test_the_order_of_packages_does_not_change_the_result(history: list[Any]) -> None:
    replicas = play(history)
    for target in (Replica("zz"), *replicas.values()):
        results = []
        for order in itertools.permutations(packages(replicas)):
            receiver = copy.deepcopy(target)
            for package in order:
                receiver.merge(package)
            results.append(receiver.state())
        assert all(result == results[0] for result in results)


@given(HISTORIES)
def test_merging_in_groups_gives_what_merging_one_by_one_gives(history: list[Any]) -> None:
    replicas = play(history)
    if any(replica.queue for replica in replicas.values()):
        return
    a, b, c = (replicas[name] for name in NAMES)
    left = copy.deepcopy(b)
    left.merge(a.package())
    if left.queue:
        return
    grouped, single = copy.deepcopy(c), copy.deepcopy(c)
    grouped.merge(left.package())
    single.merge(a.package())
    single.merge(b.package())
    assert grouped.state() == single.state()


@given(HISTORIES)
def test_no_value_that_nobody_replaced_disappears(history: list[Any]) -> None:
    replicas = play(history)
    given_out = packages(replicas)
    receiver = Replica("zz")
    for package in given_out:
        receiver.merge(package)
    standing = receiver.standing()
    versions = [record for package in given_out for record in package]
    for record in versions:
        for name, stamps in record.stamps.items():
            for stamp in stamps:
                replaced = any(
                    other.id == record.id and knows(other.version, stamp) and stamp not in other.stamps.get(name, ())
                    for other in versions
                )
                assert replaced or repr(getattr(record, name)) in standing[record.id, name]


@given(HISTORIES)
def test_a_decision_ends_a_conflict_for_all_who_had_seen_no_more(history: list[Any]) -> None:
    replicas = play(history)
    receiver = Replica("zz")
    for package in packages(replicas):
        receiver.merge(package)
    for id_, name in list(receiver.queue):
        receiver.decide(id_, name)
    decided = receiver.package()
    for replica in replicas.values():
        had_waited = bool(replica.queue)
        replica.merge(decided)
        assert not replica.queue or had_waited
