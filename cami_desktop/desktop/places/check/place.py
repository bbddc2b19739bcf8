"""Check: everything the rules found, grouped by how grave it is and by rule; to mend, or to accept with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QTreeWidget, QTreeWidgetItem, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.places.check.reason import ReasonBar
from cami_desktop.desktop.tables.slices import Slices
from cami_desktop.desktop.texts import link_text
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Empty, button, column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.records import KINDS, Record
from cami_desktop.records.rules import RULES, Finding, Severity, accept, check_all, take_back
from cami_desktop.words import N_, _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

GRAVITY = {
    Severity.ERROR: N_("Errors: they block a submission"),
    Severity.WARNING: N_("Warnings: look at them, or accept them with a reason"),
    Severity.HINT: N_("Hints"),
}
_FINDING = int(Qt.ItemDataRole.UserRole)

FEW = 20
"""Findings of one rule that are shown without unfolding them."""

ACCEPTED = N_("Accepted with a reason")

WAIT = 400
"""Milliseconds after a change until the findings are looked for again, so that typing never waits."""


class FindingTree(QTreeWidget):
    """The findings. Signals: go_wanted() with Enter or a double click, reason_wanted() with F2."""

    KEYS = (("Return", N_("Go to the field")), ("F2", N_("Accept with a reason")))

    go_wanted = Signal()
    reason_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Findings"))
        self.setHeaderLabels([_("Record"), _("Field"), _("What was found")])
        self.setUniformRowHeights(True)
        self.header().setAccessibleName(_("Columns"))
        self.setAlternatingRowColors(True)
        self.setIconSize(QSize(18, 18))
        self.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.header().resizeSection(0, 420)
        self.header().resizeSection(1, 190)
        self.itemDoubleClicked.connect(lambda _item, _column: self.go_wanted.emit())

    @property
    def chosen(self) -> list[Finding]:
        """The findings that are selected, and those below a selected heading, each once."""
        found: dict[Finding, None] = {}
        for item in self.selectedItems():
            found |= dict.fromkeys(_findings_of(item))
        return list(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the field, F2 to the line for the reason."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None and not item.childCount():
            self.go_wanted.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.reason_wanted.emit()
        else:
            super().keyPressEvent(event)


class Check(Place):
    """The place of what is to be mended."""

    place_id: ClassVar[str] = "check"
    title: ClassVar[str] = N_("Check")

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session, jobs)
        self.items: dict[Finding, QTreeWidgetItem] = {}
        self.summary = label("", "heading")
        self.tree = FindingTree()
        self.tree.go_wanted.connect(lambda: self.go(self.tree.currentItem()))
        self.reasons = ReasonBar()
        self.tree.reason_wanted.connect(self.reasons.ask)
        self.tree.itemSelectionChanged.connect(lambda: self.reasons.show_chosen(self.tree.chosen))
        self.reasons.given.connect(self._accept)
        self.reasons.taken_back.connect(self._take_back)
        self.reasons.left.connect(self.tree.setFocus)
        self.pages = QStackedWidget()
        listed = QWidget()
        column(listed, self.tree, self.reasons, space=0)
        self.pages.addWidget(listed)
        self.pages.addWidget(Empty(_("The rules found nothing. Everything here can be handed in.")))
        go = button(
            _("Go to the field"), lambda: self.go(self.tree.currentItem()), icon="go", hint=_("Go to the field (Enter)")
        )
        bar = row(self.summary, None, go)
        bar.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        column(self, bar, self.pages, space=0)
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self._look_again)
        self._stale = False
        self._kept: tuple[Finding | None, int, dict[str, bool]] = (None, 0, {})
        self._slices = Slices(self)
        self._slices.done.connect(self._listed)
        session.changed.connect(self._changed)
        self._look()

    def refresh(self) -> None:
        """Look again if something changed meanwhile."""
        if self._stale or self._timer.isActive():
            self._look()

    def go(self, item: QTreeWidgetItem | None) -> None:
        """Go to the field of a finding."""
        finding = item.data(0, _FINDING) if item is not None else None
        if isinstance(finding, Finding):
            self.session.wanted.emit(finding.kind, finding.id, finding.field)

    def _accept(self, reason: str) -> None:
        """Accept the chosen warnings; all of them are one step of undo."""
        self._change([finding for finding in self.tree.chosen if finding.open], partial(accept, reason=reason))

    def _take_back(self) -> None:
        self._change([finding for finding in self.tree.chosen if not finding.open], take_back)

    def _change(self, findings: Sequence[Finding], act: Callable[[Record, set[str]], Record]) -> None:
        rules: dict[str, set[str]] = {}
        for finding in findings:
            rules.setdefault(finding.id, set()).add(finding.accept_as)
        try:
            changed = [act(record, names) for id_, names in rules.items() if (record := self.session.find(id_))]
            self.session.save_all(changed)
        except CamiError as error:
            self.reasons.problem.say(str(error), "error")
            return
        self.reasons.done()
        self.tree.setFocus()

    def _changed(self, _kind: str, _id: str) -> None:
        self._timer.start()

    def _look_again(self) -> None:
        if self.isVisible():
            self._look()
        else:
            self._stale = True

    def _look(self) -> None:
        """Run the rules beside the window."""
        self._timer.stop()
        self._stale = False
        records = self.session.snapshot()
        self.jobs.run_quietly(lambda _progress: check_all(records), self._found)

    def _found(self, findings: list[Finding]) -> None:
        """Show what the rules found, keeping the place in the list."""
        if not self._slices.busy:
            current = self.tree.currentItem()
            kept: Finding | None = current.data(0, _FINDING) if current is not None else None
            self._kept = kept, self.tree.verticalScrollBar().value(), self._unfolded()
        self.tree.clear()
        self.items.clear()
        self.summary.setText(summary([finding for finding in findings if finding.open]))
        self.pages.setCurrentIndex(0 if findings else 1)
        self._slices.run(self._list(findings))

    def _list(self, findings: Sequence[Finding]) -> Iterator[None]:
        """List all findings, in slices: thousands of them would hold up the window."""
        found = [finding for finding in findings if finding.open]
        accepted = [finding for finding in findings if not finding.open]
        for severity, members in groupby(found, key=lambda finding: finding.severity):
            open_ = severity is not Severity.HINT
            yield from self._add_group(f"{_(GRAVITY[severity])}", severity.value, list(members), open_)
        if accepted:
            yield from self._add_group(_(ACCEPTED), "saved", accepted, False)

    def _listed(self) -> None:
        kept, at, unfolded = self._kept
        if self.items:
            self.tree.setCurrentItem((self.items.get(kept) if kept else None) or next(iter(self.items.values())))
        # Only now: a line that becomes the current one unfolds what it lies in.
        self._unfold(unfolded)
        self.tree.verticalScrollBar().setValue(at)
        self.reasons.show_chosen(self.tree.chosen)

    def _add_group(self, title: str, icon: str, found: list[Finding], open_: bool) -> Iterator[None]:
        top = QTreeWidgetItem([f"{title} ({formats.number(len(found))})"])
        top.setIcon(0, theme.icon(icon, "good" if icon == "saved" else icon))
        self.tree.addTopLevelItem(top)
        top.setFirstColumnSpanned(True)
        for rule, members in groupby(sorted(found, key=lambda finding: finding.rule), key=lambda finding: finding.rule):
            listed = list(members)
            group = QTreeWidgetItem(top, [f"{_(RULES[rule].title)} ({formats.number(len(listed))})"])
            group.setFirstColumnSpanned(True)
            for finding in listed:
                self._add_finding(group, finding)
                yield
            group.setExpanded(len(listed) <= FEW)
        top.setExpanded(open_)

    def _headings(self) -> Iterator[tuple[str, QTreeWidgetItem]]:
        """The headings with names that stay the same while their counts change."""
        for number in range(self.tree.topLevelItemCount()):
            top = self.tree.topLevelItem(number)
            if top is None:
                continue
            name = top.text(0).rpartition(" (")[0]
            yield name, top
            for group in _below(top):
                yield f"{name}/{group.text(0).rpartition(' (')[0]}", group

    def _unfolded(self) -> dict[str, bool]:
        return {name: item.isExpanded() for name, item in self._headings()}

    def _unfold(self, before: dict[str, bool]) -> None:
        for name, item in self._headings():
            if name in before:
                item.setExpanded(before[name])

    def _add_finding(self, group: QTreeWidgetItem, finding: Finding) -> None:
        cls = KINDS[finding.kind]
        known = {field.name: field.label for field in cls.fields()}
        title = f"{_(cls.label)}: {link_text(self.session, finding.id)}"
        message = finding.message
        if finding.accepted:
            message = f"{message} {_('Accepted: {reason}').format(reason=finding.accepted)}"
        item = QTreeWidgetItem(group, [title, _(known.get(finding.field, "")), message])
        item.setData(0, _FINDING, finding)
        self.items[finding] = item
        for place in (0, 2):
            item.setToolTip(place, item.text(place))


def _findings_of(item: QTreeWidgetItem) -> list[Finding]:
    """The finding of a line, or those of all lines below a heading."""
    finding = item.data(0, _FINDING)
    if isinstance(finding, Finding):
        return [finding]
    return [finding for child in _below(item) for finding in _findings_of(child)]


def _below(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    children = (item.child(number) for number in range(item.childCount()))
    return [child for child in children if child is not None]


def summary(found: list[Finding]) -> str:
    """How many errors, warnings and hints there are, in words."""
    if not found:
        return _("Nothing to mend")
    counts = {severity: sum(finding.severity is severity for finding in found) for severity in Severity}
    said = {
        Severity.ERROR: n_("{n} error", "{n} errors", counts[Severity.ERROR]),
        Severity.WARNING: n_("{n} warning", "{n} warnings", counts[Severity.WARNING]),
        Severity.HINT: n_("{n} hint", "{n} hints", counts[Severity.HINT]),
    }
    return " · ".join(said[severity].format(n=count) for severity, count in counts.items() if count)
