"""Home: what to do next, how far each species is, what was changed lately."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHeaderView,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cami_desktop.desktop.changes import step_words
from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.places.check.place import WAIT, summary
from cami_desktop.desktop.places.home.news import NewsPart
from cami_desktop.desktop.places.sections import TITLES, Sections, described, sign
from cami_desktop.desktop.texts import local_time
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, card, clear, column, in_reading_order, label, row
from cami_desktop.records import KINDS
from cami_desktop.records.completeness import SECTIONS, Grid, State, expected_taxa
from cami_desktop.records.rules import Finding, Severity, check_all
from cami_desktop.words import N_, _, formats

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session
    from cami_desktop.workspace.steps import Step
    from cami_desktop.workspace.workspace import Workspace

CHANGES = 12
"""Changes that are listed."""

LEAST = 60
"""Pixels that a column of the grid needs."""

WIDE = 980
"""Pixels from which two columns stand side by side."""

COUNTED = (
    "meeting", "contribution", "species_status", "population_estimate", "threat_assessment", "barrier",
    "conservation_measure", "gap", "need", "pow_response", "site", "source",
)  # fmt: skip
"""Kinds whose number is shown, in reading order."""


class Home(Place):
    """The first place."""

    place_id: ClassVar[str] = "home"
    title: ClassVar[str] = N_("Home")

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session, jobs)
        self.findings: list[Finding] | None = None
        self._newest = 0
        self.state = Message(small=False)
        self.next = QVBoxLayout()
        self.counts = QVBoxLayout()
        self.changes = QVBoxLayout()
        self.deadlines = QVBoxLayout()
        self.grid = QTableWidget()
        self.sections = Sections.of(session, jobs)
        self.news = NewsPart(session, jobs)
        self._build()
        self._make_grid()
        self._list_deadlines()
        self.sections.found.connect(self._found_sections)
        self._mark_grid()
        self._soon = QTimer(self, singleShot=True, interval=WAIT)
        self._soon.timeout.connect(self._look_again)
        session.changed.connect(self._changed)

    def _changed(self, _kind: str, _id: str) -> None:
        """Many changes in a row are looked at once."""
        self._soon.start()

    def _look_again(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Count, list and look again."""
        self._show_counts()
        self.news.look()
        records, workspace = self.session.snapshot(), self.session.workspace
        self.jobs.run_quietly(lambda _progress: lately(workspace), self._show_changes)
        self.jobs.run_quietly(lambda _progress: check_all(records), self._found)

    # Building

    def _build(self) -> None:
        left, right, page = QWidget(), QWidget(), QWidget()
        self.todo = card(_("What to do next"), self.state, self.next)
        column(left, self.todo, card(_("How far each species is"), self.grid), None, space=2 * SPACE)
        deadlines = card(_("Deadlines of the cycle"), self.deadlines)
        changes, counts = card(_("Changed lately"), self.changes), card(_("Records"), self.counts)
        column(right, self.news, deadlines, changes, counts, None, space=2 * SPACE)
        self.right = right
        self.both = row(left, right, space=2 * SPACE)
        self.both.setStretch(0, 3)
        self.both.setStretch(1, 2)
        self.both.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        page.setLayout(self.both)
        area = QScrollArea()
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        column(self, area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window what stood right comes below."""
        super().resizeEvent(event)
        wide = event.size().width() >= WIDE
        self.both.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self.right.setMaximumWidth(380 if wide else 16_777_215)

    def _list_deadlines(self) -> None:
        info, catalogue = self.session.info, self.session.catalogue
        today = self.session.records.today.isoformat()
        for deadline in catalogue.cycle(info.cycle).deadlines:
            past = deadline.due < today[: len(deadline.due)]
            date = label(formats.date_text(deadline.due), tone="muted" if past else "")
            date.setFixedWidth(130)
            date.setAlignment(Qt.AlignmentFlag.AlignTop)
            text = label(deadline.text(), tone="muted" if past else "", wrap=True)
            line = row(date, text)
            line.setStretch(1, 1)
            self.deadlines.addLayout(line)

    def _make_grid(self) -> None:
        taxa = expected_taxa(self.session.records, self.session.info.country)
        catalogue = self.session.catalogue
        self.grid.setAccessibleName(_("How far each species is"))
        self.grid.setRowCount(len(taxa))
        self.grid.setColumnCount(len(SECTIONS))
        self.grid.setHorizontalHeaderLabels([_(TITLES[section]) for section in SECTIONS])
        self.grid.setVerticalHeaderLabels([catalogue.label("taxon", taxon) for taxon in taxa])
        for number, taxon in enumerate(taxa):
            latin = catalogue.all_taxa[taxon].scientific_name if taxon in catalogue.all_taxa else taxon
            self.grid.verticalHeaderItem(number).setToolTip(latin)
            for place, section in enumerate(SECTIONS):
                item = QTableWidgetItem()
                item.setData(Qt.ItemDataRole.UserRole, f"{taxon}/{section}")
                self.grid.setItem(number, place, item)
        self._look_of_grid(len(taxa))

    def _look_of_grid(self, rows: int) -> None:
        grid = self.grid
        grid.horizontalHeader().setAccessibleName(_("Sections"))
        grid.verticalHeader().setAccessibleName(_("Species"))
        grid.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        grid.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        grid.setTabKeyNavigation(False)
        grid.setShowGrid(False)
        grid.setIconSize(QSize(16, 16))
        grid.setFrameShape(QFrame.Shape.NoFrame)
        grid.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        grid.horizontalHeader().setMinimumSectionSize(LEAST)
        grid.horizontalHeader().setProperty("dense", True)
        grid.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag(int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap))
        )
        # In some languages a name goes on in a third line.
        longest = max(grid.fontMetrics().horizontalAdvance(_(title)) for title in TITLES.values())
        head = 46 if longest < 3 * LEAST else 60
        grid.horizontalHeader().setFixedHeight(head)
        grid.verticalHeader().setDefaultSectionSize(28)
        grid.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        grid.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        grid.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        grid.setFixedHeight(rows * 28 + head + 4)
        grid.cellActivated.connect(self._go)
        grid.cellClicked.connect(self._go)

    # Filling

    def _go(self, line: int, place: int) -> None:
        item = self.grid.item(line, place)
        if item is not None:
            self.session.place_wanted.emit("species", item.data(Qt.ItemDataRole.UserRole))

    def _found_sections(self, _grid: Grid) -> None:
        self._mark_grid()
        self._show_steps()

    def _mark_grid(self) -> None:
        for line in range(self.grid.rowCount()):
            for place in range(self.grid.columnCount()):
                item = self.grid.item(line, place)
                assert item is not None
                taxon, _slash, section = item.data(Qt.ItemDataRole.UserRole).partition("/")
                cell = self.sections.cell(section, taxon)
                if cell is not None:
                    item.setIcon(sign(cell.state))
                    item.setText(str(cell.records) if cell.records else "")
                    item.setToolTip(described(cell))
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, described(cell))

    def _found(self, findings: list[Finding]) -> None:
        self.findings = [finding for finding in findings if finding.open]
        self._show_steps()

    def _show_steps(self) -> None:
        """Say how it stands and what comes next."""
        if self.findings is None:
            return
        errors = any(finding.severity is Severity.ERROR for finding in self.findings)
        self.state.say(summary(self.findings), "error" if errors else "warning" if self.findings else "good")
        clear(self.next)
        if not self.session.records.counts().get("meeting"):
            self._step(_("Enter the national stakeholder meeting"), "meetings")
        for section, cells in self.sections.grid.items():
            begun = [taxon for taxon, cell in cells.items() if taxon and cell.state is State.NOT_STARTED]
            if begun and section in SECTIONS:
                words = _("{section}: {n} species not started, {first} first").format(
                    section=_(TITLES[section]), n=len(begun),
                    first=self.session.catalogue.label("taxon", begun[0]),
                )  # fmt: skip
                self._step(words, "species", f"{begun[0]}/{section}")
        if errors:
            self._step(_("Mend what blocks the submission"), "check")
        else:
            self._step(_("Check, sign and hand in"), "submit", main=True)
        in_reading_order(self.todo)

    def _step(self, words: str, place: str, memory: str = "", *, main: bool = False) -> None:
        step = button(words, partial(self.session.place_wanted.emit, place, memory), icon="go", main=main)
        self.next.addLayout(row(step, None))

    def _show_counts(self) -> None:
        clear(self.counts)
        counts = {kind: len(self.session.all(KINDS[kind])) for kind in COUNTED}
        for kind, count in counts.items():
            name = label(_(KINDS[kind].plural), tone="" if count else "muted")
            number = label(formats.number(count), tone="" if count else "muted")
            self.counts.addLayout(row(name, None, number))

    def _show_changes(self, steps: Sequence[Step]) -> None:
        newest = steps[0].change.id if steps else 0
        if newest < self._newest:
            # Two look-ups ran at once and the older one came in last.
            return
        self._newest = newest
        clear(self.changes)
        for step in steps:
            words = step_words(self.session, step)
            text = label(words, wrap=True)
            text.setToolTip(words)
            about = label(f"{local_time(step.change.at)} · {step.change.who}", "small", tone="muted")
            box = QVBoxLayout()
            box.setSpacing(0)
            box.addWidget(text)
            box.addWidget(about)
            self.changes.addLayout(box)
        if not steps:
            self.changes.addWidget(label(_("Nothing yet."), tone="muted"))


def lately(workspace: Workspace) -> list[Step]:
    """The latest changes, newest first; to be read beside the window."""
    from cami_desktop.workspace.steps import latest_steps

    return latest_steps(workspace, CHANGES)
