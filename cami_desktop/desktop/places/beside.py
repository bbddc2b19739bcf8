"""A table with its form and a panel beside it that tells more about the current record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame

from cami_desktop.desktop.tables import RecordBrowser
from cami_desktop.desktop.tables.slices import Turns
from cami_desktop.records import Record

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


class Panel(QFrame):
    """What stands beside the table."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(304)

    def show_record(self, record: Record | None) -> None:
        """Tell of a record, as it is stored."""
        raise NotImplementedError


class BesideBrowser(RecordBrowser):
    """A browser whose panel follows the current record and every change."""

    def __init__(self, session: Session, cls: type[Record], panel: Panel, **options: Any) -> None:
        super().__init__(session, cls, beside=panel, **options)
        self.panel = panel
        self._late = False
        self.table.picked.connect(self._tell)
        self.stored.connect(self._tell)
        session.saved.connect(self._follow)
        self._tell(self.table.current)

    def _tell(self, record: Record | None) -> None:
        self.panel.show_record(record)

    def _follow(self) -> None:
        """Anything stored may change what the panel says: the record itself by undo, or what points at it."""
        if self.isVisible():
            self._tell_again()
        elif not self._late:
            self._late = True
            Turns.of(self.session).add(self, self._tell_again)

    def _tell_again(self) -> None:
        self._late = False
        shown = self.in_form or self.table.current
        self.panel.show_record(self.session.find(shown.id) if shown is not None else None)
