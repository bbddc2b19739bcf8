"""Undo and redo: a step of few records at once, many records beside the window; what became of it is told in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from cami_desktop.desktop import garbage
from cami_desktop.desktop.changes import step_words
from cami_desktop.desktop.jobs import unexpected
from cami_desktop.desktop.storing import MANY, Storing
from cami_desktop.errors import CamiError
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.records import Record
    from cami_desktop.records.recordset import RecordSet
    from cami_desktop.workspace.history import Change
    from cami_desktop.workspace.steps import Step
    from cami_desktop.workspace.workspace import Workspace

EDITS = frozenset({"edit", "import"})
"""Origins of changes whose records stay in the file when they are undone."""

MOST_ENTERED = 50_000
"""Touched records that are given to the window one by one; of more, it gets all records of the file anew."""


MOST_LOOKED_THROUGH = 2_000
"""Touched records of which a thread makes so many objects that looking for garbage among them would be felt."""


@dataclass(slots=True)
class Taken:
    """Steps that were taken, the records that they touched, all records where some have left, and what stopped them."""

    done: list[Change] = field(default_factory=list)
    found: list[Record] = field(default_factory=list)
    whole: RecordSet | None = None
    error: CamiError | None = None


def take(session: Session, steps: Sequence[Step], *, backwards: bool) -> list[Change]:
    """Take steps in their order, stop at one that cannot be, and tell what was done.

    Returns the changes taken; none yet where a job takes them because they touch many records, or a merge.
    """
    if not steps:
        return []
    # Afterwards a record that the step began has no title any more.
    words = step_words(session, steps[0])
    n = sum(step.records for step in steps)
    few = n < MANY and all(step.change.origin in EDITS for step in steps)
    work = partial(_take, session.workspace, len(steps), backwards)
    show, tell = partial(_show, session), partial(_tell, session, words, backwards)
    if few or session.jobs is None:
        taken = work()
        for _step in show(taken):
            pass
        tell(taken)
        return taken.done
    undoing = n_("Undoing {n} record", "Undoing {n} records", n)
    again = n_("Doing {n} record again", "Doing {n} records again", n)
    title = (undoing if backwards else again).format(n=n)
    Storing(session, session.jobs, title, work if n < MOST_LOOKED_THROUGH else partial(_quietly, work), show, tell)
    return []


def _quietly(work: Callable[[], Taken], _progress: object) -> Taken:
    with garbage.waits():
        return work()


def _take(workspace: Workspace, count: int, backwards: bool, _progress: object = None) -> Taken:
    """On whatever thread: take so many steps, and read what they touched."""
    from cami_desktop.workspace import steps

    last = workspace.last_change()
    taken = Taken()
    try:
        while len(taken.done) < count:
            change = workspace.undo() if backwards else workspace.redo()
            if change is None:
                break
            taken.done.append(change)
    except CamiError as error:
        taken.error = error
    except Exception as error:
        # The steps before it were taken and must be shown.
        taken.error = unexpected(error)
    if taken.done:
        touched = steps.touched_since(workspace, last)
        n = sum(map(len, touched.values()))
        edits = all(change.origin in EDITS for change in taken.done)
        if edits and n <= MOST_ENTERED:
            taken.found = steps.records_of(workspace, touched)
        if not edits or len(taken.found) < n:
            # A merge that is taken back takes its records out of the file again.
            taken.whole = workspace.records()
        # Counted here, what is offered next is known at once.
        steps.undo_steps(workspace, 1)
        steps.redo_steps(workspace, 1)
    return taken


def _show(session: Session, taken: Taken) -> Iterator[None]:
    if taken.whole is not None:
        session.reload(taken.whole)
    elif taken.done:
        yield from session.taking_up(taken.found)


def _tell(session: Session, words: str, backwards: bool, taken: Taken | None, failed: CamiError | None = None) -> None:
    error = taken.error if taken is not None else failed
    n = len(taken.done) if taken is not None else 0
    if error is not None:
        # Why it stopped must not be overwritten by what was done before.
        session.told.emit(str(error), "error")
    elif n > 1:
        undone = n_("{n} step undone", "{n} steps undone", n)
        again = n_("{n} step done again", "{n} steps done again", n)
        session.told.emit((undone if backwards else again).format(n=n), "muted")
    elif n:
        session.told.emit((_("Undone: {what}") if backwards else _("Done again: {what}")).format(what=words), "muted")
