"""What a workspace must hold after a row of steps: plain values, changed step by step; opens no file."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

State = dict[str, Any]
"""Everything that can be seen of a workspace, flat: "source <id>" → its fields, "draft <id> <field>" → its text …"""

Delta = Mapping[str, Any]
"""What a step gives the keys that it touches; None where the key goes."""

QUIET, EDIT, UNDO, REDO, RESTORE = "quiet", "edit", "undo", "redo", "restore"
"""What a step does to the stack of undo: nothing, it comes on top, the top is taken back, done again; a whole file."""


def plain(value: Any) -> Any:
    """A value as it comes back from JSON, which is how it travels between the processes."""
    return json.loads(json.dumps(value, ensure_ascii=False))


def digest_of(state: Delta) -> str:
    """A short name of a state: equal states have the same."""
    return hashlib.sha256(json.dumps(state, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def fields_in(state: Delta) -> int:
    """How many single values a state holds."""
    return sum(len(value) if isinstance(value, dict) else 1 for value in state.values())


def delta_between(before: Delta, after: Delta) -> dict[str, Any]:
    """What leads from one state to the other."""
    gone = {key: None for key in before if key not in after}
    return gone | {key: value for key, value in after.items() if before.get(key) != value}


def _given(state: State, delta: Delta) -> State:
    return {key: value for key, value in {**state, **delta}.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a person: what it gives, what taking it back gives, and the file it makes or is restored from."""

    what: str
    act: str = QUIET
    delta: Delta = field(default_factory=dict)
    back: Delta = field(default_factory=dict)
    file: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """A state and the steps that undo and redo would take, the next one last.

    earlier and dropped: how many more steps of the time before can be undone and done again; nobody does.
    """

    state: State = field(default_factory=dict)
    done: tuple[tuple[Delta, Delta], ...] = ()
    undone: tuple[tuple[Delta, Delta], ...] = ()
    earlier: int = 0
    dropped: int = 0

    @classmethod
    def of(cls, found: State) -> World:
        """The world of a workspace as it was found."""
        state = {key: value for key, value in found.items() if key not in (UNDO, REDO)}
        return cls(state, earlier=found[UNDO], dropped=found[REDO])

    def after(self, step: Step) -> World:
        """The world once the step was done."""
        state = self.state
        if step.act == UNDO:
            back, forth = self.done[-1]
            return World(_given(state, back), self.done[:-1], (*self.undone, (back, forth)), self.earlier)
        if step.act == REDO:
            back, forth = self.undone[-1]
            return World(_given(state, forth), (*self.done, (back, forth)), self.undone[:-1], self.earlier)
        if step.act == EDIT:
            forth = _lasting(step.delta)
            return World(_given(state, step.delta), (*self.done, (step.back, forth)), (), self.earlier)
        return dataclasses.replace(self, state=_given(state, step.delta))

    def shown(self) -> State:
        """The state with the depth of both stacks, as it is read from a workspace."""
        return {**self.state, UNDO: self.earlier + len(self.done), REDO: self.dropped + len(self.undone)}


def _lasting(delta: Delta) -> dict[str, Any]:
    """What redo gives again: storing a field drops its draft, undo and redo leave drafts alone."""
    return {key: value for key, value in delta.items() if not key.startswith("draft ")}


@dataclass(slots=True)
class Model:
    """What the parent believes: the world as acknowledged, the step in flight, and the files that were acknowledged.

    files are workspace files (backups) by path; seen are the digests of every world there was: a backup that was made
    without being asked for must equal one of them.
    """

    world: World = field(default_factory=World)
    pending: Step | None = None
    files: dict[str, World] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    acknowledged: int = 0

    def start(self, world: World) -> None:
        """Begin with a world."""
        self.world = world
        self.seen.add(digest_of(world.shown()))

    def begin(self, step: Step) -> None:
        """A step is about to be done."""
        self.pending = step
        self.seen.add(digest_of(self.next().shown()))

    def next(self) -> World:
        """The world once the step in flight is done; the present one where there is none."""
        if self.pending is None:
            return self.world
        if self.pending.act == RESTORE:
            return self.files[self.pending.file]
        return self.world.after(self.pending)

    def finish(self, made: str = "") -> None:
        """The step in flight was acknowledged; made: a backup of the world as it is now."""
        self.world, self.pending = self.next(), None
        self.acknowledged += 1
        if made:
            self.files[made] = self.world

    def settle(self, found: State) -> list[str]:
        """Compare what a killed process left with what it may have left; go on from that. Return what is wrong."""
        whole, absent = self.next(), self.world
        step, self.pending = self.pending, None
        if found == whole.shown():
            self.world = whole
            return []
        if found == absent.shown():
            return []
        nearer = min((absent, whole), key=lambda world: len(delta_between(world.shown(), found)))
        # From here on the file is what it is: one loss is told once.
        self.start(World.of(found))
        return [_complaint(step, key, nearer.shown(), found) for key in sorted(delta_between(nearer.shown(), found))]


def _complaint(step: Step | None, key: str, wanted: Delta, found: Delta) -> str:
    flight = f" (in flight: {step.what})" if step else ""
    if key not in found:
        return f"lost: {key}{flight}"
    if key not in wanted:
        return f"nobody stored: {key}{flight}"
    if isinstance(wanted[key], dict) and isinstance(found[key], dict):
        names = [name for name in wanted[key] if wanted[key][name] != found[key].get(name)]
        return f"differs: {key}, {', '.join(names)}{flight}"
    return f"differs: {key}, {found[key]!r} instead of {wanted[key]!r}{flight}"
