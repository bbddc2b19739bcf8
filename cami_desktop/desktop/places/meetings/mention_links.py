"""Mentions in the stream of notes as links: underlined in the text and clicked there, or walked to with Tab below."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cami_desktop.desktop.tables.table import RecordTable
from cami_desktop.records.kinds import Note, ThreatAssessment
from cami_desktop.records.mentions import Mention, mentions, names_of, pieces
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

Pieces = Sequence[tuple[str, Mention | None]]

PADDING = 6
"""Pixels at both sides of a cell, as the style sheet gives every table."""


def mentioned(session: Session, note: Note) -> list[Mention]:
    """The mentions in a note."""
    return mentions(note.text or "", names_of(session.records), note)


def go_to(session: Session, one: Mention, note: Note) -> None:
    """Show what is mentioned: the taxon, the item, the record; of a threat its assessment, first of a taxon named too.
    """
    match one.sort.code:
        case "taxon":
            session.place_wanted.emit("species", one.value)
        case "pow_item":
            session.place_wanted.emit("programme", one.value)
        case "threat":
            found = session.all(ThreatAssessment, lambda item: item.threat == one.value)
            best = next((item for item in found if item.taxon in note.taxa), next(iter(found), None))
            if best is None:
                session.told.emit(_("No taxon has an assessment of this threat yet."), "hint")
            else:
                session.wanted.emit(best.kind, best.id, "")
        case _:
            session.wanted.emit(one.sort.code, one.value, "")


class MentionDelegate(QStyledItemDelegate):
    """Draws the text of notes with its mentions underlined and in the colour of links, and tells which one is hit."""

    def __init__(self, table: RecordTable, session: Session) -> None:
        super().__init__(table)
        self.table = table
        self.session = session

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell; one without mentions as every table does."""
        cut = self._cut(index)
        if not cut:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = self.table.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, self.table)
        painter.save()
        painter.setClipRect(option.rect)
        for piece, one, box in self._boxes(cut, self.room(index, option.rect), option.font):
            role = QPalette.ColorRole.Link if one is not None else QPalette.ColorRole.Text
            painter.setFont(_font(option.font, one))
            painter.setPen(option.palette.color(role))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, piece)
        painter.restore()

    def hit(self, index: QModelIndex, point: QPoint) -> Mention | None:
        """The mention at a point of the viewport."""
        room = self.room(index, self.table.visualRect(index))
        boxes = self._boxes(self._cut(index), room, self.table.font())
        return next((one for _piece, one, box in boxes if one is not None and box.contains(point)), None)

    def room(self, _index: QModelIndex | QPersistentModelIndex, cell: QRect) -> QRect:
        """The part of a cell in which its text stands."""
        return cell

    def _cut(self, index: QModelIndex | QPersistentModelIndex) -> Pieces:
        """The pieces of a note's text, empty for other cells and where nothing is mentioned."""
        field, note = self.table.rows.field_at(index.column()), self.table.rows.record(index.row())
        if field is None or field.name != "text" or not isinstance(note, Note) or not note.text:
            return ()
        # A text that was refused is shown as typed.
        if index.data() != note.text:
            return ()
        found = mentioned(self.session, note)
        return pieces(note.text, found) if found else ()

    def _boxes(self, cut: Pieces, cell: QRect, font: QFont) -> list[tuple[str, Mention | None, QRect]]:
        """Where each piece is drawn; what does not fit ends with an ellipsis."""
        margin = self.table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1 + PADDING
        left, right = cell.left() + margin, cell.right() - margin
        boxes = []
        for piece, one in cut:
            room = right - left
            if room <= 0:
                break
            metrics = QFontMetrics(_font(font, one))
            shown = metrics.elidedText(piece.replace("\n", " "), Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(shown)
            boxes.append((shown, one, QRect(left, cell.top(), width, cell.height())))
            left += width
        return boxes


class ClickableMentions(QObject):
    """Goes to a mention that is clicked in the table, and shows a hand over it."""

    def __init__(self, table: RecordTable, session: Session, delegate: MentionDelegate | None = None) -> None:
        super().__init__(table)
        self.table = table
        self.session = session
        self.delegate = delegate or MentionDelegate(table, session)
        table.setItemDelegate(self.delegate)
        table.setMouseTracking(True)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A plain click goes; one with Ctrl or Shift selects as everywhere."""
        kind = event.type()
        if kind not in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease) or not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        point = event.position().toPoint()
        index = self.table.indexAt(point)
        one = self.delegate.hit(index, point) if index.isValid() else None
        if kind == QEvent.Type.MouseMove:
            self.table.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if one is not None else Qt.CursorShape.ArrowCursor
            )
        elif one is not None and event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
            note = self.table.rows.record(index.row())
            if isinstance(note, Note):
                go_to(self.session, one, note)
        return super().eventFilter(watched, event)


class MentionLine(QLabel):
    """The mentions of the chosen note as links in one line: Tab walks to it and along it, Enter goes."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.note: Note | None = None
        self.found: list[Mention] = []
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByKeyboard | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Mentions of the chosen note"))
        self.linkActivated.connect(self._go)

    def show_note(self, note: Note | None) -> None:
        """Show the mentions of a note; without any, say how they are made."""
        self.note = note
        self.found = mentioned(self.session, note) if note is not None else []
        links = [f'<a href="{number}">{escape(self._words(one))}</a>' for number, one in enumerate(self.found)]
        if links:
            self.setText(escape(_("Mentioned:")) + " " + " · ".join(links))
        else:
            how = _("Mention with @ people, # taxa, ! threats, § items, ^ sites; Ctrl+Space offers them")
            self.setText(escape(how))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if links else Qt.FocusPolicy.NoFocus)
        self.setAccessibleDescription(", ".join(map(self._words, self.found)))

    def _words(self, one: Mention) -> str:
        return f"{one.sort.sign}{one.name}"

    def _go(self, number: str) -> None:
        if self.note is not None and number.isdigit() and int(number) < len(self.found):
            go_to(self.session, self.found[int(number)], self.note)


def _font(font: QFont, one: Mention | None) -> QFont:
    """The font of a piece: mentions are underlined."""
    if one is None:
        return font
    made = QFont(font)
    made.setUnderline(True)
    return made
