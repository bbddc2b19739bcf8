"""Replicas in memory: edits and merges as workspaces do them, without files, for the laws of merging."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from cami_desktop.merge.fields import Candidate
from cami_desktop.merge.plan import Plan, make_plan
from cami_desktop.records import Record
from cami_desktop.records.version import bump
from cami_desktop.workspace.history import differences

COUNTRY = "KG"


class Replica:
    """One workspace: its records by id, and the values that wait in its conflict queue."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.records: dict[str, Record] = {}
        self.queue: dict[tuple[str, str], list[Candidate]] = {}

    def edit(self, record: Record, **values: Any) -> None:
        """Change fields as a person does: a new version by this replica where anything differs."""
        before = self.records.get(record.id)
        after = copy.deepcopy(before or record)
        for name, value in values.items():
            setattr(after, name, value)
        found = differences(before, after)
        if found:
            after.version, stamp = bump(before.version if before else {}, self.name)
            after.stamps = dict(before.stamps if before else {}) | dict.fromkeys((*found, "deleted"), (stamp,))
            self.records[record.id] = after

    def decide(self, id_: str, name: str) -> None:
        """Decide a conflict for the shown value: a version of its own that has seen all values."""
        self.queue.pop((id_, name))
        record = copy.deepcopy(self.records[id_])
        record.version, stamp = bump(record.version, self.name)
        record.stamps |= {name: (stamp,), "deleted": (stamp,)}
        self.records[id_] = record

    def package(self) -> list[Record]:
        """What this replica hands over; as the program does, only while no conflict waits."""
        assert not self.queue
        return copy.deepcopy(list(self.records.values()))

    def plan(self, records: Iterable[Record], *, newest: bool = True) -> Plan:
        return make_plan(
            copy.deepcopy(list(records)), self.records.get, owner=COUNTRY, own_replica=self.name,
            alternatives=self.queue, newest=newest,
        )  # fmt: skip

    def merge(self, records: Iterable[Record]) -> Plan:
        """Merge a package as merge.apply stores it."""
        plan = self.plan(records)
        for item in plan.changing:
            assert item.result is not None
            self.records[item.id] = item.result
            for merged in item.fields:
                self.queue.pop((item.id, merged.field), None)
                if merged.alternatives:
                    self.queue[item.id, merged.field] = list(merged.alternatives)
        return plan

    def standing(self) -> dict[tuple[str, str], set[str]]:
        """Every value that stands for a field, shown or waiting, whichever is shown."""
        values = {}
        for record in self.records.values():
            for name, value in record.tracked().items():
                waiting = self.queue.get((record.id, name), [])
                values[record.id, name] = {repr(value), *(repr(item.value) for item in waiting)}
        return values

    def state(self) -> tuple[dict[str, Record], dict[tuple[str, str], set[str]]]:
        """What a person sees, and what waits."""
        return self.records, {key: {repr(item) for item in found} for key, found in self.queue.items()}
