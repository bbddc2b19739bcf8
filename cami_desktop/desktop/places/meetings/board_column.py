"""One column of the board: its heading, its cards in a list that moves by keys, and taking cards that are dropped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.places.meetings.board_card import CARD, CardDelegate, Cards
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import ShortLabel, column, label, row
from cami_desktop.words import formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.places.meetings.board import Board

WIDTH, STRIP = 216, 34
"""Pixels of a column with cards, and of the strip to which an empty one shrinks."""

MIME = "application/x-cami-cards"
"""What cards are on their way from one column to another."""

_FLAG = QItemSelectionModel.SelectionFlag
_PLAIN_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CardRows(QAbstractListModel):
    """The cards of a column, by the ids of their records."""

    def __init__(self, cards: Cards) -> None:
        super().__init__()
        self._cards = cards
        self.ids: list[str] = []

    def show(self, ids: Sequence[str]) -> None:
        """Show other records."""
        self.beginResetModel()
        self.ids = list(ids)
        self.endResetModel()

    def say_again(self, changed: Collection[str] | None) -> None:
        """Records were stored, without ids perhaps all: what their cards say is new."""
        if changed is None and self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, 0))
        for id_ in changed or ():
            if id_ in self.ids:
                place = self.index(self.ids.index(id_), 0)
                self.dataChanged.emit(place, place)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Cards of the column."""
        return 0 if parent is not None and parent.isValid() else len(self.ids)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The card, and its words for those who listen or wait with the mouse."""
        card = self._cards.of(self.ids[index.row()])
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return card.spoken
            case Qt.ItemDataRole.ToolTipRole:
                return card.spoken
            case int(role) if role == CARD:
                return card
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Cards can be chosen and dragged."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Cards go only to another column."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """What is dragged is what the board has as chosen; its text is for other programs."""
        made = QMimeData()
        made.setData(MIME, b"1")
        made.setText("\n".join(self._cards.of(self.ids[index.row()]).text for index in indexes))
        return made


class CardList(QListView):
    """The cards of a column. The keys are the board's; up and down are the list's own."""

    def __init__(self, board: Board, holder: BoardColumn) -> None:
        super().__init__()
        self._board = board
        self._holder = holder
        self._walking = False
        self.rows = CardRows(board.cards)
        self.setModel(self.rows)
        self.setItemDelegate(CardDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(30)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setProperty("cards", True)
        self.selectionModel().selectionChanged.connect(lambda *_parts: board.choice_changed())
        self.selectionModel().currentChanged.connect(lambda *_parts: board.choice_changed())
        self.doubleClicked.connect(lambda _index: board.open_card())

    @property
    def chosen_ids(self) -> list[str]:
        """The records of the chosen cards, from above."""
        return [self.rows.ids[place] for place in sorted(index.row() for index in self.selectedIndexes())]

    @property
    def current_id(self) -> str:
        """The record of the current card; empty where there is none."""
        place = self.currentIndex().row()
        return self.rows.ids[place] if 0 <= place < len(self.rows.ids) else ""

    def stand_at(self, place: int, *, choose: bool = True) -> None:
        """Make a card the current one, by default the chosen one."""
        index = self.rows.index(max(0, min(place, len(self.rows.ids) - 1)), 0)
        self.selectionModel().setCurrentIndex(index, _FLAG.ClearAndSelect if choose else _FLAG.NoUpdate)
        self.scrollTo(index)

    def selectionCommand(self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None) -> _FLAG:
        """While cards are being marked one by one, moving keeps them; else a new choice ends that in other columns."""
        if self._walking:
            return _FLAG.NoUpdate
        command = super().selectionCommand(index, event)
        if command & _FLAG.Clear:
            self._board.clear_others(self._holder)
        return command

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the board go first; no other key of the list is wanted but its moves."""
        if self._board.pressed(event):
            event.accept()
        elif event.key() in _PLAIN_MOVES:
            # A list asks twice what a move chooses, the second time without telling which key it was.
            self._walking = self._board.marking and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            super().keyPressEvent(event)
            self._walking = False
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """The board's own keys go before those of the window."""
        ours = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if ours and self._board.knows(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """This is the column now; its card is the current one."""
        super().focusInEvent(event)
        self._board.entered(self._holder)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click ends marking; on the ground of the column it chooses nothing."""
        self._board.marking = False
        super().mousePressEvent(event)


class BoardColumn(QFrame):
    """A column: number, name and count above the cards. dropped() when cards were let go over it."""

    dropped = Signal()

    def __init__(self, board: Board, value: str) -> None:
        super().__init__()
        self.value = value
        self._board = board
        self._over = False
        self.name, self._number = "", ""
        self.setAcceptDrops(True)
        self.number = label("", "small", tone="muted")
        self.head = ShortLabel("", "label")
        self.count = label("", "small", tone="muted")
        self.list = CardList(board, self)
        self.top = QWidget()
        line = row(self.number, self.head, self.count, space=5)
        line.setStretch(1, 1)
        line.setContentsMargins(2, 0, 2, 0)
        self.top.setLayout(line)
        column(self, self.top, self.list, space=4).setStretch(1, 1)
        self.layout().setContentsMargins(SPACE, 6, 4, 4)  # type: ignore[union-attr]

    @property
    def narrow(self) -> bool:
        """Whether it is only a strip."""
        return self.list.isHidden()

    def show_cards(self, name: str, number: str, ids: Sequence[str], *, narrow: bool) -> None:
        """Show the cards; a narrow column is a strip with its name, onto which cards can be dropped."""
        self.name, self._number = name, number
        self.head.setText(name)
        self.number.setText(number)
        self.number.setVisible(bool(number))
        self.count.setText(formats.number(len(ids)))
        n = len(ids)
        words = n_("{column}: {n} card", "{column}: {n} cards", n).format(column=name, n=n)
        self.list.setAccessibleName(words)
        self.head.setToolTip(words)
        self.setToolTip(words if narrow else "")
        self._put(ids)
        self.top.setVisible(not narrow)
        self.list.setVisible(not narrow)
        self.setFixedWidth(STRIP if narrow else WIDTH)
        self.update()

    def _put(self, ids: Sequence[str]) -> None:
        """Change the rows; chosen and current cards stay so where they are still there."""
        shown = self.list
        if list(ids) == shown.rows.ids:
            return
        chosen, current, place = set(shown.chosen_ids), shown.current_id, shown.currentIndex().row()
        at = shown.verticalScrollBar().value()
        shown.rows.show(ids)
        model = shown.selectionModel()
        if ids:
            now = shown.rows.ids.index(current) if current in shown.rows.ids else min(max(place, 0), len(ids) - 1)
            model.setCurrentIndex(shown.rows.index(now, 0), _FLAG.NoUpdate)
        for number, id_ in enumerate(shown.rows.ids):
            if id_ in chosen:
                model.select(shown.rows.index(number, 0), _FLAG.Select)
        shown.verticalScrollBar().setValue(at)

    def sizeHint(self) -> QSize:
        """As wide as it is set, as high as some cards."""
        return QSize(self.minimumWidth(), 240)

    def minimumSizeHint(self) -> QSize:
        """Low enough for a form below."""
        return QSize(self.minimumWidth(), 90)

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Cards of this board are welcome."""
        source = event.source()
        # What is chosen on the board of another window is not what this one would move.
        ours = isinstance(source, QWidget) and self._board.isAncestorOf(source)
        if ours and event.mimeData().hasFormat(MIME) and self._board.can_take(self):
            event.acceptProposedAction()
            self._mark(True)
            self._board.bring_in(self)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """They may be let go anywhere in the column."""
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went on."""
        self._mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """They are let go here."""
        self._mark(False)
        event.acceptProposedAction()
        self.dropped.emit()

    def _mark(self, over: bool) -> None:
        self._over = over
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a strip or heading goes to the column."""
        self._board.go_to_column(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground; of a strip the name along it, read from below; a frame while cards are over it."""
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(1, 1, -2, -2)
        painter.setPen(QColor(colours.accent if self._over else colours.line))
        painter.setBrush(QColor(colours.hover if self._over else colours.rail))
        painter.drawRoundedRect(box, 6, 6)
        if not self.narrow:
            return
        painter.setPen(QColor(colours.muted))
        metrics = painter.fontMetrics()
        if self._number:
            painter.drawText(self.rect().adjusted(0, 7, 0, 0), Qt.AlignmentFlag.AlignHCenter, self._number)
        room = self.height() - 44
        painter.translate(0, self.height() - 10)
        painter.rotate(-90)
        shown = metrics.elidedText(self.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(0, 0, room, self.width() - 1, Qt.AlignmentFlag.AlignVCenter, shown)
