"""Joining another note taker's working package: first what it would bring, then the join, beside the window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cami_desktop.desktop.jobs import Progress
from cami_desktop.desktop.places.region.inbox import packages_in
from cami_desktop.desktop.places.submit.parts import ENDING, counting
from cami_desktop.desktop.storing import Storing
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.texts import local_time
from cami_desktop.desktop.widgets import Message, button, column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.records import KINDS
from cami_desktop.records.kinds import Contribution, Note
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.loop.receive import Receiving
    from cami_desktop.merge.plan import Plan
    from cami_desktop.records.recordset import RecordSet

WORKING = "working"


class JoinPart(QWidget):
    """Packages are chosen or dropped, looked at, and joined when the person says so. joined(notes) tells that it was
    done and how many notes came; the session was read anew then.
    """

    joined = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.ready: list[Receiving] = []
        self.busy = False
        about = _(
            "Choose the working package of the other note taker, or drop it here. First you see what it would bring; "
            "joining keeps every note of both, by agenda item and time, and one undo takes it back."
        )
        self.chooser = button(_("Choose a package…"), self.ask, icon="open", key="Ctrl+O")
        self.joiner = button(
            _("Join"), self.join, icon="join", main=True, key="Ctrl+Return",
            hint=_("Join what is shown; a backup is made before"),
        )  # fmt: skip
        self.message = Message(small=False)
        heads = [_("Kind"), _("New"), _("Changed"), _("Removed"), _("Waiting for you")]
        self.table = PlainTable(_("What the package would bring"), heads, (240, 90, 100, 100), sortable=False)
        column(self, label(about, tone="muted", wrap=True), row(self.chooser, self.joiner, None), self.message,
               self.table)  # fmt: skip
        self.table.hide()
        self._offer()

    # What is done

    def ask(self) -> None:
        """Let the person choose packages."""
        wish = _("Packages ({pattern})").format(pattern=f"*{ENDING}")
        start = str(self.session.workspace.path.parent)
        paths, _chosen = QFileDialog.getOpenFileNames(self, _("Choose a package…"), start, wish)
        if paths:
            self.look_at([Path(path) for path in paths])

    def look_at(self, paths: Sequence[Path]) -> None:
        """Verify packages and say what they would bring; nothing is changed."""
        jobs, found = self.session.jobs, packages_in(paths)
        if self.busy or jobs is None or self.session.workspace.read_only:
            return
        if not found:
            self.message.say(_("No package (*{ending}) is among these files.").format(ending=ENDING), "warning")
            return
        self.session.flush()
        workspace = self.session.workspace

        def work(progress: Progress) -> list[Receiving]:
            from cami_desktop.loop.receive import receive

            return receive(workspace, found, dry_run=True, progress=counting(progress))

        self._begin(_("Looking at the package …"))
        job = jobs.run(_("Verifying packages"), work, done=self._looked, failed=self._failed)
        job.cancelled.connect(self._stopped)

    def join(self) -> None:
        """Join what was looked at. Meanwhile input is held: what is typed comes after it."""
        jobs = self.session.jobs
        if self.busy or jobs is None or not self.ready:
            return
        self.session.flush()
        workspace, paths = self.session.workspace, [result.package for result in self.ready]

        def work(_progress: object) -> tuple[list[Receiving], RecordSet]:
            from cami_desktop.loop.receive import receive

            # Once begun it is carried through.
            return receive(workspace, paths), workspace.records()

        self._begin(_("Joining …"))
        Storing(self.session, jobs, _("Joining packages"), work, self._show, self._joined)

    # Inside

    def _begin(self, words: str) -> None:
        self.busy = True
        self.message.say(words)
        self._offer()

    def _looked(self, results: list[Receiving]) -> None:
        self.busy = False
        fit, told = [], []
        for result in results:
            if result.outcome == "planned" and result.info is not None and result.info.kind == WORKING:
                fit.append(result)
            else:
                told.append(f"{result.package.name}: {_why_not(result)}")
        self.ready = fit
        self._fill()
        if fit:
            said = [self._brings(result) for result in fit]
            self.message.say("\n".join([*said, *told]), "warning" if told else "hint")
        else:
            self.message.say("\n".join(told), "warning")
        self._offer()
        (self.joiner if fit else self.chooser).setFocus()

    def _brings(self, result: Receiving) -> str:
        """From whom a package is, how many notes and contributions are new in it, and how many choices it asks for."""
        plan, info = result.plan, result.info
        assert plan is not None and info is not None
        notes, said = _added(plan, Note.kind), _added(plan, Contribution.kind)
        waiting = sum(len(item.conflicts) for item in plan.records)
        parts = [n_("{n} new note", "{n} new notes", notes).format(n=formats.number(notes))]
        if said:
            parts.append(n_("{n} new contribution", "{n} new contributions", said).format(n=formats.number(said)))
        words = _("{name}, signed by {who}, {time}: {what}.").format(
            name=result.package.name, who=info.made_by, time=local_time(info.made_at), what=", ".join(parts)
        )
        if waiting:
            ask = n_("{n} field will wait for your choice.", "{n} fields will wait for your choice.", waiting)
            words += " " + ask.format(n=waiting)
        own = self.session.workspace.who
        if any(item.theirs.created_by == own for item in plan.records if item.outcome == "added"):
            words += " " + _(
                "The other laptop notes under the same name as you, {who}: give one of them another name on the start "
                "page, and it can be told who noted what."
            ).format(who=own)
        return words

    def _show(self, found: tuple[list[Receiving], RecordSet]) -> Iterator[None]:
        self.session.reload(found[1])
        yield

    def _joined(self, found: tuple[list[Receiving], RecordSet] | None, error: CamiError | None) -> None:
        self.busy = False
        if found is None:
            self.message.say(str(error) if error else _("Stopped. Nothing was joined."), "error" if error else "muted")
            self._offer()
            return
        done = [one for one in found[0] if one.outcome in ("merged", "waits")]
        others = [f"{one.package.name}: {_why_not(one)}" for one in found[0] if one not in done]
        notes = sum(_added(one.plan, Note.kind) for one in done if one.plan is not None)
        waiting = sum(len(item.conflicts) for one in done if one.plan for item in one.plan.records)
        came = n_("Joined: {n} note came in; Ctrl+Z takes it back.",
                  "Joined: {n} notes came in; Ctrl+Z takes it back.", notes)  # fmt: skip
        words = came.format(n=formats.number(notes)) if done else ""
        if waiting:
            words += " " + _("What both changed is below; choose.")
        self.ready = []
        self._fill()
        self.message.say("\n".join(filter(None, [words, *others])), "warning" if others or waiting else "good")
        self._offer()
        self.chooser.setFocus()
        if done:
            self.joined.emit(notes)

    def _failed(self, error: CamiError) -> None:
        self.busy = False
        self.message.say(str(error), "error")
        self._offer()

    def _stopped(self) -> None:
        self.busy = False
        self.message.say(_("Stopped. Nothing was joined."))
        self._offer()

    def _offer(self) -> None:
        free = not self.busy and not self.session.workspace.read_only
        self.chooser.setEnabled(free)
        self.joiner.setEnabled(free and bool(self.ready))

    def _fill(self) -> None:
        rows = rows_of([result.plan for result in self.ready if result.plan is not None])
        self.table.fill(rows)
        self.table.fit(10)
        self.table.setVisible(bool(rows))


def rows_of(plans: Sequence[Plan]) -> list[Row]:
    """What plans would do, a line for each kind of record in which anything happens."""
    rows = []
    for kind, cls in KINDS.items():
        found = [item for plan in plans for item in plan.records if item.kind == kind]
        new = sum(1 for item in found if item.outcome == "added")
        removed = sum(1 for item in found if item.outcome == "deleted")
        changed = sum(1 for item in found if item.before is not None and item.outcome != "deleted" and item.changes)
        waiting = sum(len(item.conflicts) for item in found)
        if new or removed or changed or waiting:
            cells = [formats.number(n) if n else "" for n in (new, changed, removed, waiting)]
            rows.append(Row([_(cls.plural), *cells], kind))
    return rows


def _added(plan: Plan | None, kind: str) -> int:
    return sum(1 for item in plan.records if item.kind == kind and item.outcome == "added") if plan is not None else 0


def _why_not(result: Receiving) -> str:
    if result.outcome == "planned" and result.info is not None and result.info.kind == "receipt":
        return _("This is a receipt; read it in Submit.")
    return " ".join(filter(None, result.reasons))
