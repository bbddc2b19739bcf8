"""A list at the left of a place whose rows a delegate paints: taxa, meetings. What a row says is for the place."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cami_desktop.desktop import theme

KEY = int(Qt.ItemDataRole.UserRole)
"""The role under which a row keeps what it stands for: a code, an id."""


class RowList(QListWidget):
    """The list."""

    def __init__(self, name: str, delegate: QStyledItemDelegate) -> None:
        """name is for those who listen."""
        super().__init__()
        self.setAccessibleName(name)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def items_in_order(self) -> list[QListWidgetItem]:
        """All rows, from above."""
        return [self.item(number) for number in range(self.count())]

    def item_of(self, key: str) -> QListWidgetItem | None:
        """The row that stands for a code or id; None where there is none."""
        return next((item for item in self.items_in_order() if item.data(KEY) == key), None)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Fill a row that is chosen, with a bar at its left, or that the mouse is over."""
    colours = theme.colours()
    box: QRect = option.rect
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(box, QColor(colours.selection))
        painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(colours.accent))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(box, QColor(colours.hover))
