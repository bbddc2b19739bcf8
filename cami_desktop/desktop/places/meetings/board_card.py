"""What a card of the board says of a contribution or note, and how it is painted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QApplication, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cami_desktop.desktop import theme
from cami_desktop.desktop.texts import code_text, link_text, title
from cami_desktop.desktop.widgets import wrapped
from cami_desktop.records import Record
from cami_desktop.records.kinds import Contribution, Note, Participation
from cami_desktop.records.mentions import mentions, names_of, plain
from cami_desktop.words import _, formats
from cami_desktop.words.searchkey import search_key

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

CARD = int(Qt.ItemDataRole.UserRole) + 1
"""The role under which a row gives its card."""

STATE_MARKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "proposed": ("state-none", "muted"),
        "agreed": ("state-done", "good"),
        "disputed": ("warning", "warning"),
        "withdrawn": ("state-nothing", "muted"),
    }
)
"""State of a contribution -> its icon and tone: shapes differ, not only colours."""

LINES = 3
"""Lines of the text that a card shows."""

PADDING, GAP, MARK = 8, 6, 16
"""Pixels inside a card, between cards, and of its marks."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows: the text, what it is about, who said it, how many are for and against, its state."""

    text: str
    about: str
    who: str
    votes: str
    state: str
    spoken: str


class Cards:
    """The cards of records, made when first needed and kept until something is stored."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._made: dict[str, Card] = {}
        self._keys: dict[str, str] = {}

    def forget(self, ids: Iterable[str] | None = None) -> None:
        """Records were stored: their cards, or without ids those of all, say something else now."""
        for kept in (self._made, self._keys):
            if ids is None:
                kept.clear()
            else:
                for id_ in ids:
                    kept.pop(id_, None)

    def of(self, id_: str) -> Card:
        """The card of a contribution or note."""
        if id_ not in self._made:
            record = self._session.find(id_)
            self._made[id_] = card_of(self._session, record) if record is not None else Card("", "", "", "", "", "")
        return self._made[id_]

    def key(self, id_: str) -> str:
        """The folded words of a card, in which typed ones are looked for."""
        if id_ not in self._keys:
            self._keys[id_] = search_key(self.of(id_).spoken)
        return self._keys[id_]


def card_of(session: Session, record: Record) -> Card:
    """The card of a contribution or a note."""
    if isinstance(record, Note):
        found = mentions(record.text or "", names_of(session.records), record)
        time = formats.moment_text(record.noted_at).split()[-1] if record.noted_at else ""
        who = " · ".join(filter(None, (time, speaker_text(session, record.speaker))))
        text = plain(record.text or "", found)
        about = about_text(session, record)
        return Card(text, about, who, "", "", ". ".join(filter(None, (text, about, who))))
    assert isinstance(record, Contribution)
    who = speaker_text(session, record.participation, record.organisation)
    if record.voices:
        who = f"{who} +{len(record.voices)}" if who else f"+{len(record.voices)}"
    about = about_text(session, record)
    votes = votes_text(record)
    state = session.catalogue.label("contribution_state", record.state) if record.state else ""
    said = (record.text, about, who, spoken_votes(record), state)
    spoken = ". ".join(one.rstrip(".") for one in said if one)
    return Card(record.text or "", about, who, votes, record.state or "", spoken)


def about_text(session: Session, record: Contribution | Note) -> str:
    """Taxa and numbers of the Programme of Work items."""
    taxa = [code_text(session.catalogue, "taxon", code, short=True) for code in record.taxa]
    items = [f"§{code.rpartition('/')[2]}" for code in record.pow_items]
    return " · ".join((*taxa, *items))


def speaker_text(session: Session, participation: str | None, organisation: str | None = None) -> str:
    """Who said it, as it is known in the own workspace: the person and, short, the organisation."""
    part = session.find(participation)
    if not isinstance(part, Participation):
        return _organisation(session, organisation)
    return ", ".join(filter(None, (title(session, part), _organisation(session, organisation or part.organisation))))


def _organisation(session: Session, id_: str | None) -> str:
    record = session.find(id_)
    return getattr(record, "acronym", None) or (link_text(session, id_) if id_ else "")


def votes_text(record: Contribution) -> str:
    """Supporters and opponents as `5 : 1`; empty where nobody counted."""
    if record.supporters is None and record.opponents is None:
        return ""
    return f"{formats.number(record.supporters or 0)} : {formats.number(record.opponents or 0)}"


def spoken_votes(record: Contribution) -> str:
    """The same in words."""
    if not votes_text(record):
        return ""
    return _("supporters {n}, opponents {m}").format(n=record.supporters or 0, m=record.opponents or 0)


class CardDelegate(QStyledItemDelegate):
    """Paints cards, all of one height."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._lines: dict[tuple[str, int], list[str]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as three lines of text and two small ones."""
        small = QFontMetrics(_small(self._view.font())).height()
        return QSize(120, GAP + 2 * PADDING + LINES * self._view.fontMetrics().lineSpacing() + 2 * small + 6)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a card."""
        card = index.data(CARD)
        if not isinstance(card, Card):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(1, 1, -1, -GAP)
        self._ground(painter, option, box)
        inner = box.adjusted(PADDING + 2, PADDING, -PADDING, -PADDING)
        top = self._text(painter, card, inner)
        small = _small(self._view.font())
        painter.setFont(small)
        height = QFontMetrics(small).height()
        painter.setPen(QColor(theme.colours().muted))
        self._line(painter, card.about, QRect(inner.left(), top + 3, inner.width(), height))
        foot = QRect(inner.left(), inner.bottom() - height + 1, inner.width(), height)
        self._line(painter, card.who, foot.adjusted(0, 0, -self._marks(painter, card, foot), 0))
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect) -> None:
        colours = theme.colours()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        path = QPainterPath()
        path.addRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.fillPath(path, QColor(colours.selection if chosen else colours.hover if over else colours.base))
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(QColor(colours.accent if current else colours.line), 2 if current else 1))
        painter.drawPath(path)
        if chosen:
            painter.fillRect(QRect(box.left() + 1, box.top() + 5, 3, box.height() - 10), QColor(colours.accent))

    def _text(self, painter: QPainter, card: Card, inner: QRect) -> int:
        """Draw the text and return where it would end with all its lines."""
        font = self._view.font()
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(theme.colours().text))
        key = card.text, inner.width()
        if key not in self._lines:
            if len(self._lines) > 4_000:
                self._lines.clear()
            self._lines[key] = wrapped(card.text, font, inner.width(), LINES)
        top = inner.top()
        for line in self._lines[key]:
            box = QRect(inner.left(), top, inner.width(), metrics.lineSpacing())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, line)
            top += metrics.lineSpacing()
        return inner.top() + LINES * metrics.lineSpacing()

    def _line(self, painter: QPainter, text: str, box: QRect) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _marks(self, painter: QPainter, card: Card, foot: QRect) -> int:
        """Draw state and votes at the right end of the foot, and return the pixels that they take."""
        left = foot.right() + 1
        if card.state in STATE_MARKS:
            left -= MARK
            theme.icon(*STATE_MARKS[card.state]).paint(painter, QRect(left, foot.top(), MARK, foot.height()))
        if card.votes:
            wide = painter.fontMetrics().horizontalAdvance(card.votes)
            left -= wide + 6
            box = QRect(left, foot.top(), wide + 2, foot.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, card.votes)
        return foot.right() + 1 - left + (PADDING if left <= foot.right() else 0)


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(max(QApplication.font().pointSizeF() - 1.0, 7.0))
    return made
