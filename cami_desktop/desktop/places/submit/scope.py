"""The first two steps of a submission: what the rules say, and what would be handed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.places.check.place import summary
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.texts import link_text
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, clear, column, label, row
from cami_desktop.records import KINDS
from cami_desktop.records.attachment_care import Sums, sums
from cami_desktop.records.kinds import Attachment
from cami_desktop.records.rules import Finding, Severity, check_all
from cami_desktop.records.rules.attachments import TOGETHER
from cami_desktop.words import N_, _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs, Progress
    from cami_desktop.desktop.session import Session
    from cami_desktop.exchange.info import Changed

WAIT = 500
"""Milliseconds after a change until it is looked at again."""

WHAT: Mapping[str, str] = {"added": N_("new"), "updated": N_("changed"), "deleted": N_("removed")}
ICONS: Mapping[str, str] = {"added": "add", "updated": "go", "deleted": "remove"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What the next submission would be: its number, records by kind, changes since the one before, findings."""

    number: int
    counts: Mapping[str, int]
    changes: tuple[Changed, ...]
    findings: tuple[Finding, ...]
    conflicts: int
    files: Sums

    @property
    def first(self) -> bool:
        """Whether nothing was handed over before."""
        return self.number == 1

    @property
    def blocked(self) -> bool:
        """Whether errors, undecided conflicts or too many large files stand in the way."""
        errors = any(finding.severity is Severity.ERROR for finding in self.findings)
        return self.conflicts > 0 or self.files.too_much or errors


class ScopeFinder(QObject):
    """Looks beside the window at what would be handed over, again after each change while its place is seen.

    found(scope) tells it.
    """

    found = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, place: QWidget) -> None:
        super().__init__(place)
        self._place = place
        self._session = session
        self._jobs = jobs
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self.look)
        session.changed.connect(self._changed)

    def look(self) -> None:
        """Look now."""
        self._timer.stop()
        workspace, records = self._session.workspace, self._session.snapshot()

        def work(_progress: Progress) -> Scope:
            from cami_desktop.exchange.redaction import redact
            from cami_desktop.loop.submit import NATIONAL, changes_since_last, next_info
            from cami_desktop.workspace.ledger import Conflict

            leaving = redact(records)
            findings = tuple(finding for finding in check_all(records) if finding.open)
            info = next_info(workspace, NATIONAL, workspace.who, "en")
            counts = Counter(record.kind for record in leaving if not record.deleted)
            waiting = len(workspace.ledger(Conflict, state="open"))
            changes = tuple(changes_since_last(workspace, leaving))
            return Scope(info.number, counts, changes, findings, waiting, sums(records.all(Attachment)))

        self._jobs.run_quietly(work, self._found)

    def _changed(self, _kind: str, _id: str) -> None:
        if self._place.isVisible():
            self._timer.start()

    def _found(self, scope: Scope) -> None:
        self.found.emit(scope)


class CheckPart(QWidget):
    """Step one: how many errors and warnings there are, and the way to them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.message = Message(small=False)
        self.go = button(
            _("Look at them in Check"), lambda: session.place_wanted.emit("check", ""), icon="check",
        )  # fmt: skip
        line = row(self.message, self.go)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.message.say(_("Checking …"))

    def show_scope(self, scope: Scope) -> None:
        """Say what was found."""
        if scope.conflicts:
            n = scope.conflicts
            words = n_("{n} conflict waits for a decision.", "{n} conflicts wait for a decision.", n).format(n=n)
            self.message.say(words, "error")
        elif scope.files.too_much:
            words = _(
                "The attachments that would leave have {size} together; a package carries {most}. Mark large ones as "
                "confidential or remove them, and send them another way."
            )
            sizes = {"size": formats.size(scope.files.leaving_size), "most": formats.size(TOGETHER)}
            self.message.say(words.format(**sizes), "error")
        elif scope.blocked:
            words = _("{found}. Errors block the submission.")
            self.message.say(words.format(found=summary([*scope.findings])), "error")
        elif scope.findings:
            words = _("{found}. Nothing blocks the submission; the Secretariat may ask about open warnings.")
            self.message.say(words.format(found=summary([*scope.findings])), "warning")
        else:
            self.message.say(_("The rules found nothing."), "good")
        self.go.setVisible(bool(scope.findings))


class ScopePart(QWidget):
    """Step two: the records by kind, and every change since the last submission."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.about = label("", wrap=True)
        self.counts = CountGrid()
        self.files = label("", "small", tone="muted", wrap=True)
        heads = [_("What"), _("Kind"), _("Record"), _("Fields")]
        self.changes = PlainTable(_("Changes since the last submission"), heads, (110, 190, 420))
        self.changes.opened.connect(lambda value: session.wanted.emit(*value) if value else None)
        column(self, self.about, self.counts, self.files, self.changes)
        self.changes.hide()

    def show_scope(self, scope: Scope) -> None:
        """Show what would leave."""
        total = formats.number(sum(scope.counts.values()))
        if scope.first:
            words = _("Submission 1, the first of this workspace: all {n} records are handed over.")
        elif scope.changes:
            words = _("Submission {number}: all {n} records, of which these changed since submission {last}:")
        else:
            words = _("Submission {number}: all {n} records. Nothing changed since submission {last}.")
        self.about.setText(words.format(number=scope.number, n=total, last=scope.number - 1))
        self.counts.show_counts(scope.counts)
        self.files.setText(_leaving(scope.files))
        self.files.setVisible(scope.files.files > 0)
        self.changes.fill([self._row(item) for item in scope.changes])
        self.changes.fit(8)
        self.changes.setVisible(bool(scope.changes))

    def _row(self, item: Changed) -> Row:
        cls = KINDS[item.kind]
        known = {field.name: _(field.label) for field in cls.fields()}
        fields = ", ".join(known[name] for name in item.fields if name in known) if item.what == "updated" else ""
        cells = (_(WHAT[item.what]), _(cls.label), link_text(self.session, item.id), fields)
        return Row(cells, (item.kind, item.id, ""), theme.icon(ICONS[item.what], "muted"))


def _leaving(files: Sums) -> str:
    """What the attachments come to, before anything is written."""
    n = files.files - files.staying
    words = n_(
        "{n} file is handed over, {size} of at most {most}.", "{n} files are handed over, {size} of at most {most}.", n
    )
    parts = [words.format(n=formats.number(n), size=formats.size(files.leaving_size), most=formats.size(TOGETHER))]
    if files.staying:
        stays = n_("{n} confidential file stays here.", "{n} confidential files stay here.", files.staying)
        parts.append(stays.format(n=formats.number(files.staying)))
    return " ".join(parts)


class CountGrid(QWidget):
    """Numbers of records by kind, in as many columns as there is room."""

    CELL = 230

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4 * SPACE)
        self._grid.setVerticalSpacing(2)
        self._counts: dict[str, int] = {}
        self._columns = 4

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show the kinds that have records, in the order of their definition."""
        self._counts = {kind: counts[kind] for kind in KINDS if counts.get(kind)}
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may hold another number of columns."""
        super().resizeEvent(event)
        columns = max(1, event.size().width() // self.CELL)
        if columns != self._columns:
            self._columns = columns
            self._lay()

    def _lay(self) -> None:
        clear(self._grid)
        lines = -(-len(self._counts) // self._columns)
        for place, (kind, n) in enumerate(self._counts.items()):
            cell = QWidget()
            cell.setLayout(row(label(_(KINDS[kind].plural), tone="muted"), None, label(formats.number(n))))
            self._grid.addWidget(cell, place % lines, place // lines)
        for number in range(8):
            self._grid.setColumnStretch(number, 1 if number < self._columns else 0)
