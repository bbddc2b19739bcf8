"""The command palette (Ctrl+K): finds places, commands and records by typing a part of any of their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cami_desktop.desktop import theme
from cami_desktop.desktop.overlay import MOVES, Overlay
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import column, label, row
from cami_desktop.records import KINDS, title_of
from cami_desktop.records.kinds import Meeting
from cami_desktop.words import _
from cami_desktop.words.equivalents import equivalents
from cami_desktop.words.passage import held, sought, words_key

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session
    from cami_desktop.workspace.search import Hit

WIDTH = 640
ROW = 32
MOST_SHOWN = 12
MOST_RECORDS = 30
_FOUND = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the palette: what it is called, what stands beside it, its icon, what Enter does, and other names."""

    words: str
    note: str
    icon: str
    act: Callable[[], object]
    names: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The folded words of its names in all languages."""
        return words_key(" ".join((*equivalents(self.words), *self.names)))


class CommandPalette(Overlay):
    """A line, and below it a list that narrows as one types."""

    def __init__(self, parent: QWidget, jobs: Jobs) -> None:
        super().__init__(parent, WIDTH)
        self.jobs = jobs
        self.session: Session | None = None
        self._fixed: list[tuple[str, Found]] = []
        self._asked = 0
        self.line = QLineEdit()
        self.line.setAccessibleName(_("Find a place, a command or a record"))
        self.line.setPlaceholderText(_("Find a place, a command or a record"))
        self.line.textEdited.connect(self._typed)
        self.watch(self.line)
        self.kind = self._filter(_("Kind of record"))
        self.taxon = self._filter(_("Species"))
        self.meeting = self._filter(_("Meeting"))
        self.filters = QWidget()
        self.filters.setLayout(row(self.kind, self.taxon, self.meeting))
        self.list = QListWidget()
        self.list.setAccessibleName(_("What was found"))
        self.list.setItemDelegate(_Line(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(self._take)
        self.nothing = label(_("Nothing is called so. A part of any word is enough, in any language."), tone="muted")
        column(self, self.line, self.filters, self.list, self.nothing, margin=SPACE, space=SPACE)

    def open(self, session: Session | None, fixed: Sequence[Found]) -> None:
        """Show what can be found: places and commands as given, and the records of a session."""
        self.session = session
        self._fixed = [(found.key, found) for found in fixed]
        self.line.clear()
        self._offer_filters()
        self._typed("")
        self.come()

    @property
    def shown(self) -> list[Found]:
        """What the list shows, from above."""
        return [self.list.item(number).data(_FOUND) for number in range(self.list.count())]

    # Inside

    def _filter(self, name: str) -> QComboBox:
        """A list that narrows the records that are found; its first line lets all through."""
        result = QComboBox()
        result.setAccessibleName(name)
        result.setToolTip(name)
        result.setMinimumContentsLength(8)
        result.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        result.activated.connect(lambda _number: self._typed(self.line.text()))
        result.installEventFilter(self)
        return result

    def _offer_filters(self) -> None:
        """Offer the kinds that have records, the taxa and the meetings of the workspace."""
        session = self.session
        self.filters.setVisible(session is not None)
        if session is None:
            return
        counts = session.records.counts()
        kinds = {kind: _(cls.plural) for kind, cls in KINDS.items() if counts.get(kind)}
        taxa = {code: taxon.name() for code, taxon in session.catalogue.taxa.items()}
        meetings = {meeting.id: title_of(meeting) for meeting in session.all(Meeting)}
        for box, every, items in (
            (self.kind, _("All kinds"), kinds),
            (self.taxon, _("All species"), taxa),
            (self.meeting, _("All meetings"), meetings),
        ):
            box.clear()
            box.addItem(every, "")
            for value, text in items.items():
                box.addItem(text, value)

    def _typed(self, typed: str) -> None:
        wanted = sought(typed)
        kind, taxon, meeting = (box.currentData() or "" for box in (self.kind, self.taxon, self.meeting))
        narrowed = bool(kind or taxon or meeting)
        fitting = [] if narrowed else [found for key, found in self._fixed if held(key, wanted) == len(wanted)]
        self._fill(sorted(fitting, key=partial(_distance, words_key(typed))))
        self._asked += 1
        if self.session is not None and wanted:
            workspace, number = self.session.workspace, self._asked
            self.jobs.run_quietly(
                lambda _progress: (
                    number,
                    workspace.search(
                        typed,
                        kinds=[kind] if kind else [],
                        taxon=taxon or None,
                        meeting=meeting or None,
                        limit=MOST_RECORDS,
                    ),
                ),
                self._records,
            )

    def _records(self, found: tuple[int, Sequence[Hit]]) -> None:
        """Add the records that were found; an answer that comes after more was typed is of no use any more."""
        asked, hits = found
        if asked != self._asked or self.session is None or not self.isVisible():
            return
        for hit in hits:
            self._add(self._of_record(self.session, hit))
        self._fit()

    def _of_record(self, session: Session, hit: Hit) -> Found:
        kind = KINDS[hit.kind]
        beside = _(kind.label)
        if hit.snippet and hit.snippet not in hit.title:
            beside = f"{beside} · {hit.snippet}"
        return Found(hit.title, beside, kind.place, partial(session.wanted.emit, hit.kind, hit.id, hit.field))

    def _fill(self, found: Sequence[Found]) -> None:
        self.list.clear()
        for item in found:
            self._add(item)
        self._fit()

    def _add(self, found: Found) -> None:
        item = QListWidgetItem(theme.icon(found.icon, "muted"), found.words)
        item.setData(_FOUND, found)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{found.words}, {found.note}" if found.note else found.words)
        item.setToolTip(f"{found.words}\n{found.note}" if found.note else found.words)
        self.list.addItem(item)

    def _fit(self) -> None:
        if self.list.count() and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.list.setFixedHeight(min(self.list.count(), MOST_SHOWN) * ROW + 4)
        self.list.setVisible(self.list.count() > 0)
        self.nothing.setVisible(self.list.count() == 0)
        self.adjustSize()

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        found: Found = item.data(_FOUND)
        self.leave()
        found.act()

    def leave(self) -> None:
        """Close; what is still being searched for is not wanted any more."""
        self._asked += 1
        super().leave()

    def pressed(self, event: QKeyEvent) -> bool:
        """Arrows move in the list, Enter takes."""
        key = event.key()
        if key in MOVES:
            QApplication.sendEvent(self.list, event)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentItem())
            return True
        return False


def _distance(typed: str, found: Found) -> int:
    """How far a line is from what was typed: its whole name, its beginning, a part of it, a part of another name."""
    names = [words_key(name) for name in equivalents(found.words)]
    if typed in names:
        return 0
    if any(name.startswith(typed) for name in names):
        return 1
    return 2 if any(held(name, sought(typed)) for name in names) else 3


class _Line(QStyledItemDelegate):
    """Draws a line: icon, words, and muted beside them what it is; what does not fit ends with an ellipsis."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All lines are of one height."""
        return QSize(0, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one line."""
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        found: Found = index.data(_FOUND)
        whole.text = ""
        style = whole.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, whole.widget)
        room: QRect = option.rect.adjusted(34, 0, -SPACE, 0)
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        most = room.width() * 3 // 4 if found.note else room.width()
        words = metrics.elidedText(found.words, Qt.TextElideMode.ElideRight, most)
        painter.setPen(whole.palette.text().color())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, words)
        rest = room.adjusted(metrics.horizontalAdvance(words) + 2 * SPACE, 0, 0, 0)
        if found.note and rest.width() > 6 * SPACE:
            note = metrics.elidedText(found.note, Qt.TextElideMode.ElideRight, rest.width())
            painter.setPen(whole.palette.placeholderText().color())
            painter.drawText(rest, middle | Qt.AlignmentFlag.AlignRight, note)
