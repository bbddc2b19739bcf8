"""The columns of a table: which are shown, in which order and how wide; remembered as the person left them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QGuiApplication

from cami_desktop.desktop.forms.choices import Choice
from cami_desktop.desktop.forms.many import ManyPopup
from cami_desktop.desktop.tables import actions
from cami_desktop.desktop.tables.columns import WIDTHS, shown
from cami_desktop.desktop.tables.model import heading
from cami_desktop.desktop.tables.remembered import Layout, keep_layout, layout
from cami_desktop.desktop.tables.rows import COUNTRY
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.tables.table import RecordTable

STEP = 16
"""Pixels by which a key makes a column wider."""

NARROWEST = 40
"""Pixels that a column keeps."""

KEEP_AFTER = 400
"""Milliseconds after the last change of a width until it is remembered."""


class Arrangement(QObject):
    """Arranges the columns of one table. A table with columns of its own is remembered apart from the kind's other."""

    def __init__(self, table: RecordTable, columns: Sequence[str]) -> None:
        super().__init__(table)
        self.table = table
        self.first = list(columns or shown(table.rows.cls))
        self._key = f"{table.rows.cls.kind}.{'.'.join(columns)}" if columns else table.rows.cls.kind
        self._fields = {field.name: field for field in table.rows.cls.fields()}
        self.kept: Layout = layout(self._key, [*self._fields, COUNTRY.name])
        self._fitting = False
        self.popup: ManyPopup | None = None
        self._timer = QTimer(self, singleShot=True, interval=KEEP_AFTER)
        self._timer.timeout.connect(self._keep)
        if self.kept.columns:
            table.rows.set_fields(self.kept.columns)
        header = table.filters
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(self._dragged)
        header.viewport().installEventFilter(self)
        self._dress()

    # Which columns

    @property
    def names(self) -> list[str]:
        """The fields that are shown and can be chosen, from the left."""
        return [field.name for field in self.table.rows.fields if field.name in self._fields]

    def show_columns(self, names: Sequence[str]) -> None:
        """Show these fields, and remember it."""
        self.kept.columns = [] if list(names) == self.first else list(names)
        self._show(names)
        self._keep()

    def choose_columns(self) -> None:
        """Offer every field of the kind, those shown ticked."""
        if self.popup is None:
            self.popup = ManyPopup(self.table.filters)
            self.popup.setAccessibleName(_("Columns"))
            self.popup.closed.connect(self._chosen)
        choices = [Choice(name, heading(field), _(field.help)) for name, field in self._fields.items()]
        self.popup.open(lambda: choices, self.names, "", None, lambda _text: None)

    def column_left(self) -> None:
        """Move the current column to the left."""
        self._move_current(-1)

    def column_right(self) -> None:
        """Move the current column to the right."""
        self._move_current(1)

    def column_wider(self) -> None:
        """Make the current column wider."""
        self._widen(STEP)

    def column_narrower(self) -> None:
        """Make the current column narrower."""
        self._widen(-STEP)

    def columns_as_first(self) -> None:
        """Show the columns as the program has them, and forget what was remembered."""
        self.kept = Layout()
        self._show(self.first)
        self._keep()

    # How they look

    def mark_order(self) -> None:
        """Show in the heading by which columns the rows are sorted."""
        rows = self.table.rows
        marks = [(rows.column_of(name), down) for name, down in rows.sorted_by]
        self.table.filters.set_marks([mark for mark in marks if mark[0] >= 0])

    def fit(self) -> None:
        """Give columns the widths that were set; the others share the room, texts more than figures."""
        table = self.table
        fields = table.rows.fields
        least = [self.kept.widths.get(field.name, self._least(heading(field), number))
                 for number, field in enumerate(fields)]  # fmt: skip
        spare = table.viewport().width() - sum(least)
        words = [
            width if not field.type.numeric and field.name not in self.kept.widths else 0
            for width, field in zip(least, fields, strict=True)
        ]
        extra = [spare * width // sum(words) if spare > 0 and any(words) else 0 for width in words]
        self._fitting = True
        table.filters.resize_columns([width + more for width, more in zip(least, extra, strict=True)])
        self._fitting = False

    # Inside

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The menu of the heading."""
        if event.type() == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            column = self.table.filters.logicalIndexAt(event.pos())
            if column >= 0:
                self._stand_in(column)
            editable = self.table.session.editable
            menu = actions.menu_of(self.table, actions.COLUMN_GROUPS, self.table.run, editable=editable)
            menu.popup(event.globalPos())
            return True
        return super().eventFilter(watched, event)

    def _dress(self) -> None:
        """Filters, marks and widths for the columns that are shown now."""
        rows = self.table.rows
        typed = {rows.column_of(name): text for name, text in rows.typed.items()}
        self.table.filters.set_columns([heading(field) for field in rows.fields], typed)
        self.mark_order()
        self.fit()

    def _show(self, names: Sequence[str]) -> None:
        self.table.leave_cell()
        field = self.table.rows.field_at(self.table.currentIndex().column())
        self.table.rows.set_fields(names)
        self._dress()
        column = self.table.rows.column_of(field.name) if field is not None else -1
        self._stand_in(max(column, 0))

    def _stand_in(self, column: int) -> None:
        """Make a column the current one, in the row that is current."""
        self.table.stand_at(self.table.currentIndex().row(), column)

    def _least(self, name: str, number: int) -> int:
        """What a column needs: its name, and what its type is usually as wide as."""
        field = self.table.rows.fields[number]
        own = self.table.widths.get(field.name)
        return own or max(WIDTHS[field.type], self.table.fontMetrics().horizontalAdvance(name) + 30)

    def _chosen(self) -> None:
        assert self.popup is not None
        names = self.popup.chosen(self.names)
        self.table.setFocus()
        if names and names != self.names:
            self.show_columns(names)

    def _move_current(self, step: int) -> None:
        field = self.table.rows.field_at(self.table.currentIndex().column())
        names = self.names
        if field is None or field.name not in names:
            return
        place = names.index(field.name)
        to = max(0, min(place + step, len(names) - 1))
        names.insert(to, names.pop(place))
        self.show_columns(names)

    def _widen(self, step: int) -> None:
        column = self.table.currentIndex().column()
        field = self.table.rows.field_at(column)
        if field is not None:
            self.kept.widths[field.name] = max(NARROWEST, self.table.columnWidth(column) + step)
            self.fit()
            self._timer.start()

    def _dragged(self, _section: int, before: int, after: int) -> None:
        """A heading was dragged: the fields are put in that order, and the header back in the order of the fields."""
        if self._fitting or before == after:
            return
        QTimer.singleShot(0, self, self._take_order)

    def _take_order(self) -> None:
        header = self.table.filters
        places = [header.logicalIndex(place) for place in range(header.count())]
        if places == sorted(places):
            return
        names = [self.table.rows.fields[place].name for place in places]
        self._fitting = True
        for place in range(header.count()):
            header.moveSection(header.visualIndex(place), place)
        self._fitting = False
        self.show_columns([name for name in names if name in self._fields])

    def _resized(self, column: int, _before: int, width: int) -> None:
        """A width that a person set is kept from then on."""
        dragged = QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton
        field = self.table.rows.field_at(column)
        last = column == len(self.table.rows.fields) - 1
        if dragged and not self._fitting and field is not None and not last:
            self.kept.widths[field.name] = width
            self._timer.start()

    def _keep(self) -> None:
        keep_layout(self._key, self.kept)
