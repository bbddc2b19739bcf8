"""The page of all keys (Ctrl+/), gathered from the controls that answer to them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from cami_desktop.desktop.commands import Told
from cami_desktop.desktop.overlay import MOVES, Overlay
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import column, label
from cami_desktop.words import _

WIDTH = 760
HEIGHT = 460

Group = tuple[str, Sequence[Told]]
"""Where keys work, and the keys."""


class ShortcutPage(Overlay):
    """Keys, what they do, and where; a line narrows the list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, WIDTH)
        self.line = QLineEdit()
        self.line.setAccessibleName(_("Filter the keys"))
        self.line.setPlaceholderText(_("Type to filter"))
        self.watch(self.line)
        self.table = PlainTable(_("Keys"), [_("Keys"), _("What they do"), _("Where")], [150, 380, 160])
        self.line.textEdited.connect(self.table.narrow)
        column(self, label(_("Keys"), "heading"), self.line, self.table, margin=2 * SPACE)

    def open(self, groups: Sequence[Group]) -> None:
        """Show the keys of every group; a key that works the same in several places stands once, with the first."""
        rows: list[Row] = []
        seen: set[Told] = set()
        for where, keys in groups:
            fresh = [told for told in keys if told.keys and told not in seen]
            seen.update(fresh)
            rows += [Row((told.keys, told.words, where)) for told in fresh]
        self.line.clear()
        self.table.fill(rows)
        self.table.setFixedHeight(min(HEIGHT, self._room()))
        self.come()

    def _room(self) -> int:
        holder = self.parentWidget()
        return max(160, holder.height() - 22 * SPACE) if holder is not None else HEIGHT

    def pressed(self, event: QKeyEvent) -> bool:
        """Arrows move in the table while the line has the focus."""
        if event.key() not in MOVES:
            return False
        QApplication.sendEvent(self.table, event)
        return True
