"""The sections of a taxon: their states as icons and words, and looking them up beside the window."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QIcon

from cami_desktop.desktop import theme
from cami_desktop.desktop.jobs import Jobs
from cami_desktop.records.completeness import SECTIONS, Cell, Grid, State, completeness
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.NOT_STARTED: N_("not started"),
        State.IN_WORK: N_("in work"),
        State.COMPLETE: N_("complete"),
        State.NOTHING_TO_REPORT: N_("nothing to report"),
    }
)
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "status": N_("Status"),
        "population": N_("Population"),
        "threats": N_("Threats"),
        "barriers": N_("Barriers"),
        "measures": N_("Measures"),
        "gaps_needs": N_("Gaps and needs"),
    }
)
"""Short names of the sections, for tabs and heads of tables."""

_SIGNS: Mapping[State, tuple[str, str]] = MappingProxyType(
    {
        State.NOT_STARTED: ("state-none", "muted"),
        State.IN_WORK: ("state-work", "warning"),
        State.COMPLETE: ("state-done", "good"),
        State.NOTHING_TO_REPORT: ("state-nothing", "muted"),
    }
)
WAIT = 300
"""Milliseconds after a change until the states are looked for again."""


def sign(state: State) -> QIcon:
    """The icon of a state: shapes differ, not only colours."""
    return theme.icon(*_SIGNS[state])


def described(cell: Cell) -> str:
    """A state in words, with what is missing."""
    words = _(WORDS[cell.state])
    if cell.state is State.IN_WORK:
        return _("{state}, {n} missing").format(state=words, n=len(cell.missing))
    return words


class Sections(QObject):
    """The completeness of every section, found again on a thread after each change; found(grid) tells it."""

    found = Signal(object)

    @classmethod
    def of(cls, session: Session, jobs: Jobs) -> Sections:
        """The one watcher of a session, shared by all places."""
        return next((child for child in session.children() if isinstance(child, cls)), None) or cls(session, jobs)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session)
        self.session = session
        self.grid: Grid = {section: {} for section in SECTIONS}
        self._jobs = jobs
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self._look)
        session.changed.connect(self._changed)
        self._look()

    def cell(self, section: str, taxon: str) -> Cell | None:
        """The state of one section of one taxon, as last found."""
        return self.grid.get(section, {}).get(taxon)

    def _changed(self, _kind: str, _id: str) -> None:
        self._timer.start()

    def _look(self) -> None:
        records, info = self.session.snapshot(), self.session.info
        self._jobs.run_quietly(lambda _progress: completeness(records, info.country, info.cycle), self._found)

    def _found(self, grid: Grid) -> None:
        self.grid = grid
        self.found.emit(grid)
