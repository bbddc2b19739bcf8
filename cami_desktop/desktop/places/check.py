"""Check: everything the rules found, grouped by how grave it is and by rule; Enter goes to the field."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QTreeWidget, QTreeWidgetItem

from cami_desktop.desktop import theme
from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.texts import link_text
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Empty, button, column, label, row
from cami_desktop.records import KINDS
from cami_desktop.records.rules import RULES, Finding, Severity, check_all
from cami_desktop.words import N_, _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

GRAVITY = {
    Severity.ERROR: N_("Errors: they block a submission"),
    Severity.WARNING: N_("Warnings: look at them, or accept them with a reason"),
    Severity.HINT: N_("Hints"),
}
_FINDING = int(Qt.ItemDataRole.UserRole)

WAIT = 400
"""Milliseconds after a change until the findings are looked for again, so that typing never waits."""


class FindingTree(QTreeWidget):
    """The findings; Enter or a double click on one calls `go`."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the field."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None and not item.childCount():
            self.itemDoubleClicked.emit(item, 0)
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
        self.tree.setAccessibleName(_("Findings"))
        self.tree.setHeaderLabels([_("Record"), _("Field"), _("What was found")])
        self.tree.setUniformRowHeights(True)
        self.tree.header().setAccessibleName(_("Columns"))
        self.tree.setAlternatingRowColors(True)
        self.tree.setIconSize(QSize(18, 18))
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.tree.header().resizeSection(0, 420)
        self.tree.header().resizeSection(1, 190)
        self.tree.itemDoubleClicked.connect(lambda item, _column: self.go(item))
        self.pages = QStackedWidget()
        self.pages.addWidget(self.tree)
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
        found = [finding for finding in findings if finding.open]
        current = self.tree.currentItem()
        kept: Finding | None = current.data(0, _FINDING) if current is not None else None
        at = self.tree.verticalScrollBar().value()
        self.tree.clear()
        self.items.clear()
        for severity, members in groupby(found, key=lambda finding: finding.severity):
            self._add_group(severity, list(members))
        self.summary.setText(summary(found))
        self.pages.setCurrentIndex(0 if found else 1)
        if self.items:
            self.tree.setCurrentItem((self.items.get(kept) if kept else None) or next(iter(self.items.values())))
        self.tree.verticalScrollBar().setValue(at)

    def _add_group(self, severity: Severity, found: list[Finding]) -> None:
        top = QTreeWidgetItem([f"{_(GRAVITY[severity])} ({len(found)})"])
        top.setIcon(0, theme.icon(severity.value, severity.value))
        self.tree.addTopLevelItem(top)
        top.setFirstColumnSpanned(True)
        for rule, members in groupby(sorted(found, key=lambda finding: finding.rule), key=lambda finding: finding.rule):
            listed = list(members)
            group = QTreeWidgetItem(top, [f"{_(RULES[rule].title)} ({len(listed)})"])
            group.setFirstColumnSpanned(True)
            for finding in listed:
                self._add_finding(group, finding)
            group.setExpanded(len(listed) <= 20)
        top.setExpanded(severity is not Severity.HINT)

    def _add_finding(self, group: QTreeWidgetItem, finding: Finding) -> None:
        cls = KINDS[finding.kind]
        known = {field.name: field.label for field in cls.fields()}
        title = f"{_(cls.label)}: {link_text(self.session, finding.id)}"
        item = QTreeWidgetItem(group, [title, _(known.get(finding.field, "")), finding.message])
        item.setData(0, _FINDING, finding)
        self.items[finding] = item
        for place in (0, 2):
            item.setToolTip(place, item.text(place))


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
