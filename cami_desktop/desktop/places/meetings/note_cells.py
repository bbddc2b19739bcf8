"""How the stream of notes looks: the time alone, the date and the agenda item where they change, marks in the text."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from cami_desktop.desktop import theme
from cami_desktop.desktop.places.meetings.mention_links import PADDING, ClickableMentions, MentionDelegate, Pieces
from cami_desktop.desktop.places.meetings.note_marks import NoteMarks
from cami_desktop.desktop.tables.table import RecordTable
from cami_desktop.desktop.tables.view import ROW
from cami_desktop.records.kinds import Contribution, Note
from cami_desktop.words import formats, language

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

Index = QModelIndex | QPersistentModelIndex

WIDTHS: Mapping[str, int] = MappingProxyType(
    {"noted_at": 108, "agenda_item": 96, "text": 300, "speaker": 120, "note_kind": 96}
)
"""First widths in pixels."""

LEAST = 120
"""Pixels of a text that must be seen for its marks to stand at the edge."""

MARK = 16
"""Pixels of a mark in the text."""


class NoteDelegate(MentionDelegate):
    """Draws the cells of the stream; the model keeps whole values, for copying, filtering and those who listen."""

    def __init__(self, table: RecordTable, session: Session, marks: NoteMarks) -> None:
        super().__init__(table, session)
        self.marks = marks

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Times without their date, and neither date nor agenda item again below the same one."""
        super().initStyleOption(option, index)
        field, note = self.table.rows.field_at(index.column()), self.table.rows.record(index.row())
        if field is None or not isinstance(note, Note):
            return
        above = self._above(index.row())
        if field.name == "noted_at" and note.noted_at and index.data() == formats.moment_text(note.noted_at):
            day = note.noted_at[:10]
            time = note.noted_at[11:16]
            new = above is None or (above.noted_at or "")[:10] != day
            option.text = f"{short_day(day)} {time}".strip() if new or not time else time
        elif field.name == "agenda_item" and above is not None and above.agenda_item == note.agenda_item:
            # In the uppermost row that is seen it is written: what lies above the window's edge cannot be read there.
            option.text = option.text if self.table.rowAt(ROW // 2) == index.row() else ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell, a line above it where an agenda item begins, and the marks of its note."""
        super().paint(painter, option, index)
        note = self.table.rows.record(index.row())
        if not isinstance(note, Note):
            return
        above = self._above(index.row())
        if above is not None and above.agenda_item != note.agenda_item:
            painter.fillRect(QRect(option.rect.left(), option.rect.top(), option.rect.width(), 1), _line())
        if self._is_text(index):
            self._paint_marks(painter, option, note)

    def room(self, index: Index, cell: QRect) -> QRect:
        """The marks take their part of the cell."""
        note = self.table.rows.record(index.row())
        if not (self._is_text(index) and isinstance(note, Note)):
            return cell
        left = (MARK + 4) * (bool(note.follow_up) + (note.id in self.marks.twice))
        right = self._made_box(cell, note).width() + self._taker_width(note)
        return self._seen(cell).adjusted(left, 0, -right, 0)

    def made_at(self, index: QModelIndex, point: QPoint) -> Contribution | None:
        """The contribution that a click at a point of the viewport goes to: the first one of the note."""
        note = self.table.rows.record(index.row())
        if not (self._is_text(index) and isinstance(note, Note)):
            return None
        hit = self._made_box(self.table.visualRect(index), note).contains(point)
        return next(iter(self.marks.contributions(note.id)), None) if hit else None

    # Inside

    def _cut(self, index: Index) -> Pieces:
        found = super()._cut(index)
        text = index.data()
        return found or (((text, None),) if self._is_text(index) and text else ())

    def _is_text(self, index: Index) -> bool:
        field = self.table.rows.field_at(index.column())
        return field is not None and field.name == "text"

    def _above(self, row: int) -> Note | None:
        note = self.table.rows.record(row - 1) if row > 0 else None
        return note if isinstance(note, Note) else None

    def _made_box(self, cell: QRect, note: Note) -> QRect:
        """Where an arrow and their number tell of contributions: at the right end of the text."""
        made = len(self.marks.contributions(note.id))
        if not made:
            return QRect()
        width = MARK + self.table.fontMetrics().horizontalAdvance(_number(made) or "2") + PADDING + 2
        return QRect(self._seen(cell).right() - width + 1, cell.top(), width, cell.height())

    def _taker_width(self, note: Note) -> int:
        """Room for the initials of who noted it; none where one person takes the notes."""
        short = self.marks.takers.get(note.created_by, "")
        return self.table.fontMetrics().horizontalAdvance(short) + PADDING + 2 if short else 0

    def _paint_taker(self, painter: QPainter, cell: QRect, note: Note) -> None:
        """The initials before the mark of contributions, at the right end of the text."""
        width = self._taker_width(note)
        if width:
            seen, made = self._seen(cell), self._made_box(cell, note).width()
            place = QRect(seen.right() - made - width + 1, cell.top(), width, cell.height())
            painter.save()
            painter.setPen(QColor(theme.colours().muted))
            flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            painter.drawText(place, flags, self.marks.takers[note.created_by])
            painter.restore()

    def _seen(self, cell: QRect) -> QRect:
        """A cell up to the edge of the window, so that text and marks end there; one that is hardly seen as it is."""
        beyond = cell.right() - self.table.viewport().rect().right()
        return cell.adjusted(0, 0, -beyond, 0) if 0 < beyond < cell.width() - LEAST else cell

    def _paint_marks(self, painter: QPainter, option: QStyleOptionViewItem, note: Note) -> None:
        cell = option.rect
        if note.follow_up:
            top = cell.center().y() - MARK // 2 + 1
            painter.drawPixmap(cell.left() + PADDING, top, theme.pixmap("flag", MARK, "warning"))
        if note.id in self.marks.twice:
            left = cell.left() + PADDING + (MARK + 4 if note.follow_up else 0)
            painter.drawPixmap(left, cell.center().y() - MARK // 2 + 1, theme.pixmap("copy", MARK, "hint"))
        self._paint_taker(painter, cell, note)
        box = self._made_box(cell, note)
        if not box.isEmpty():
            painter.save()
            painter.drawPixmap(box.left(), box.center().y() - MARK // 2 + 1, theme.pixmap("go", MARK, "accent"))
            painter.setPen(QColor(theme.colours().text))
            number = _number(len(self.marks.contributions(note.id)))
            place = box.adjusted(MARK, 0, 0, 0)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), number)
            painter.restore()


class ClickableNotes(ClickableMentions):
    """A click on a mention goes to it, one on the mark of contributions to the first of them."""

    def __init__(self, table: RecordTable, session: Session, marks: NoteMarks) -> None:
        self.notes = NoteDelegate(table, session, marks)
        super().__init__(table, session, self.notes)
        # What is seen decides where the agenda item is written and where the marks stand.
        for bar in (table.verticalScrollBar(), table.horizontalScrollBar()):
            bar.valueChanged.connect(lambda _value: table.viewport().update())
        session.changed.connect(self._changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See whether the mark was clicked."""
        released = event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent)
        if released and event.button() == Qt.MouseButton.LeftButton and not event.modifiers():  # type: ignore[attr-defined]
            point = event.position().toPoint()  # type: ignore[attr-defined]
            index = self.table.indexAt(point)
            made = self.notes.made_at(index, point) if index.isValid() else None
            if made is not None:
                self.session.wanted.emit(made.kind, made.id, "")
                return True
        return super().eventFilter(watched, event)

    def _changed(self, kind: str, _id: str) -> None:
        """A contribution marks its notes."""
        if kind in ("", Contribution.kind):
            self.table.viewport().update()


def short_day(day: str) -> str:
    """A date without its year, for a narrow column: 13.05; in English 13 May."""
    text = formats.date_text(day).replace(day[:4], "").strip(" .")
    if language() != "en":
        return text
    number, _blank, month = text.partition(" ")
    return f"{number} {month[:3]}".strip()


def _number(made: int) -> str:
    return str(made) if made > 1 else ""


def _line() -> QColor:
    return QColor(theme.colours().border)
