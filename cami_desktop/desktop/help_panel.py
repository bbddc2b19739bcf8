"""Help at the right of the window (F1): the field in focus is explained, and below it the place that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QTextBrowser, QWidget

from cami_desktop.desktop.forms.row import FieldRow
from cami_desktop.desktop.help_texts import field_help, page_help
from cami_desktop.desktop.history_panel import WIDTH
from cami_desktop.desktop.tables.cell import CellEditor
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import column, label, row, tool
from cami_desktop.records import Field
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.catalogue import Catalogue


class HelpPanel(QFrame):
    """Follows the focus while it is shown. closed() when the person closes it; Esc does so from the text."""

    KEYS = (("Esc", N_("Close the help")),)

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(_("Help"))
        self.catalogue: Catalogue | None = None
        self.place = ""
        self._told = ""
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("Help"))
        self.text.setOpenExternalLinks(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.viewport().setAutoFillBackground(False)
        self.text.document().setDocumentMargin(0)
        self.text.document().setIndentWidth(2 * SPACE)
        self.close_button = tool(_("Close the help"), "cancel", self.closed.emit)
        head = row(label(_("Help"), "heading"), None, self.close_button)
        box = column(self, head, self.text)
        box.setContentsMargins(SPACE + 4, SPACE, SPACE + 4, SPACE)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)
        self.hide()

    def show_place(self, place: str, catalogue: Catalogue | None) -> None:
        """Explain another place; a field of it is explained as soon as it has the focus."""
        self.place, self.catalogue = place, catalogue
        self.look()

    def look(self) -> None:
        """Explain what has the focus now."""
        self._explain(QApplication.focusWidget())

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isVisible() and not self.isAncestorOf(now):
            self._explain(now)

    def _explain(self, widget: QWidget | None) -> None:
        field = _field_of(widget)
        parts = [_lower(page_help(self.place))]
        if field is not None and self.catalogue is not None:
            parts.insert(0, field_help(field, self.catalogue))
        text = "\n\n---\n\n".join(part for part in parts if part)
        if text != self._told:
            self._told = text
            self.text.setMarkdown(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _lower(page: str) -> str:
    """A page with its headings one level lower, for a panel is narrow."""
    return "\n".join(f"#{line}" if line.startswith("#") else line for line in page.split("\n"))


def _field_of(widget: QWidget | None) -> Field | None:
    """The field that a control belongs to, in a form or in a cell of a table."""
    while widget is not None:
        if isinstance(widget, FieldRow | CellEditor):
            return widget.field
        widget = widget.parentWidget()
    return None
