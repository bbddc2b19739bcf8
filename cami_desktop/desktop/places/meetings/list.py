"""The list of meetings, and beginning a new one, empty or like the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.places.meetings.tabs import when_and_where
from cami_desktop.desktop.places.row_list import KEY, RowList, paint_ground
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, column, wrapped
from cami_desktop.records.kinds import Meeting
from cami_desktop.records.meeting_begin import like
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

WIDTH = 236
_ABOUT = KEY + 1
_LINES = 2
"""Lines of a title that are shown."""


class _Rows(QStyledItemDelegate):
    """The title in two lines, below it when and where."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Room for three lines."""
        return QSize(WIDTH, (_LINES + 1) * option.fontMetrics.height() + 14)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a meeting."""
        colours = theme.colours()
        painter.save()
        paint_ground(painter, option)
        inner = option.rect.adjusted(SPACE + 4, 6, -SPACE, -6)
        line = option.fontMetrics.height()
        painter.setPen(QColor(colours.text))
        for number, text in enumerate(wrapped(index.data(0), painter.font(), inner.width(), _LINES)):
            painter.drawText(QRect(inner.left(), inner.top() + number * line, inner.width(), line), 0, text)
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() - 1)
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        about = painter.fontMetrics().elidedText(index.data(_ABOUT) or "", Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(QRect(inner.left(), inner.bottom() - line + 1, inner.width(), line), 0, about)
        painter.restore()


class MeetingList(QWidget):
    """The meetings, latest first. picked(meeting) tells the chosen one; the buttons ask for new ones."""

    picked = Signal(object)
    new_wanted = Signal()
    template_wanted = Signal()
    copy_wanted = Signal()
    together_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setFixedWidth(WIDTH + SPACE)
        self.list = RowList(_("Meetings"), _Rows())
        self.list.currentItemChanged.connect(self._chosen)
        self.new_button = button(_("New meeting"), self.new_wanted.emit, icon="add", key="Ctrl+Shift+N")
        self.copy_button = button(
            _("New like the last one"), self.copy_wanted.emit, icon="copy", key="Ctrl+Shift+L",
            hint=_("With the values, the agenda and the participants of the latest meeting"),
        )  # fmt: skip
        self.template_button = button(
            _("New from a template"), self.template_wanted.emit, icon="meetings", key="Ctrl+Shift+D",
            hint=_("With the agenda of a stakeholder meeting, of a consultation, or of another meeting"),
        )  # fmt: skip
        self.together_button = button(
            _("Two note takers"), self.together_wanted.emit, icon="join", key="Ctrl+Shift+H",
            hint=_("Join the notes of another laptop, or hand this one's to it"),
        )  # fmt: skip
        layout = column(
            self, self.new_button, self.template_button, self.copy_button, self.list, self.together_button, space=SPACE
        )
        layout.setContentsMargins(SPACE, SPACE, 0, SPACE)
        self._fill()
        session.changed.connect(self._changed)

    @property
    def current(self) -> str:
        """The id of the chosen meeting; empty where none is."""
        item: QListWidgetItem | None = self.list.currentItem()
        return str(item.data(KEY)) if item is not None else ""

    def meetings(self) -> list[Meeting]:
        """The meetings, latest first."""
        return sorted(self.session.all(Meeting), key=lambda item: (item.starts_on or "", item.id), reverse=True)

    def latest(self) -> Meeting | None:
        """The meeting after which a new one is made: the chosen one, else the latest."""
        found = self.session.find(self.current)
        return found if isinstance(found, Meeting) else next(iter(self.meetings()), None)

    def choose(self, id_: str) -> bool:
        """Choose a meeting; False where there is none of that id."""
        item = self.list.item_of(id_)
        if item is not None:
            self.list.setCurrentItem(item)
        return item is not None

    def clear_choice(self) -> None:
        """Choose none."""
        self.list.setCurrentRow(-1)

    def first_focus(self) -> QWidget:
        """Where the keyboard begins: the list, or the button that makes the first meeting."""
        return self.list if self.list.count() else self.new_button

    def show_first(self) -> None:
        """Choose the latest meeting, or tell that there is none."""
        if self.list.count():
            self.list.setCurrentRow(0)
        else:
            self.picked.emit(None)

    def _changed(self, kind: str, _id: str) -> None:
        if kind in ("", "meeting", "organisation"):
            self._fill()

    def _fill(self) -> None:
        kept = self.current
        self.list.blockSignals(True)
        self.list.clear()
        for meeting in self.meetings():
            item = QListWidgetItem(meeting.title or _("Meeting without a title"))
            item.setData(KEY, meeting.id)
            item.setData(_ABOUT, when_and_where(self.session, meeting))
            item.setToolTip(f"{item.text()}\n{item.data(_ABOUT)}")
            self.list.addItem(item)
        there = self.choose(kept) if kept else False
        self.list.blockSignals(False)
        self.new_button.setEnabled(self.session.editable)
        self.template_button.setEnabled(self.session.editable)
        self.together_button.setEnabled(self.session.editable)
        self.copy_button.setEnabled(self.session.editable and self.list.count() > 0)
        if kept and not there:
            self.show_first()

    def _chosen(self, item: QListWidgetItem | None) -> None:
        found = self.session.find(item.data(KEY)) if item is not None else None
        if isinstance(found, Meeting):
            self.picked.emit(found)


def from_last(session: Session, last: Meeting) -> Meeting:
    """Store a meeting like another: its values, agenda and participants, as one step of undo.

    Raises CamiError where it cannot be stored.
    """
    records = like(last, session.records, people=True)
    meeting = records[0]
    assert isinstance(meeting, Meeting)
    meeting.cycle = session.info.cycle
    session.save_all(records, label=_("New meeting like “{title}”").format(title=last.title or ""))
    return meeting
