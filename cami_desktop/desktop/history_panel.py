"""The history of the record that is looked at, at the right of the window: each field's values, with who, when and why.

An older value can be taken again, which is an edit like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QPlainTextEdit,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
)

from cami_desktop.desktop.changes import field_name, field_of, is_new, shown_value
from cami_desktop.desktop.texts import local_time, title
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Empty, button, column, label, row, tool
from cami_desktop.records import Record
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.workspace.history import Entry

WIDTH, NARROW_WIDTH = 370, 300
"""Width of the panel in pixels, in a wide and in a narrow window."""

_NOISE = frozenset({"country", "catalogue"})
"""Fields that every new record is given and that a person never changes."""

_NUMBER = int(Qt.ItemDataRole.UserRole)


class HistoryPanel(QFrame):
    """Follows Session.looking. closed() when the person closes it; Esc does so from the list."""

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setObjectName("side")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(_("History"))
        self.entries: list[Entry] = []
        self.name = label(_("History"), "heading")
        self.about = label("", "small", tone="muted", wrap=True)
        self.close_button = tool(_("Close the history"), "cancel", self.closed.emit)
        self._build_list()
        self.detail = QPlainTextEdit()
        self.detail.setReadOnly(True)
        self.detail.setTabChangesFocus(True)
        self.detail.setFixedHeight(150)
        self.detail.setAccessibleName(_("The change that is chosen"))
        self.take = button(_("Take this value again"), self.take_again, icon="undo",
                           hint=_("Store the chosen value as the newest one; undo takes that back"))  # fmt: skip
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        empty = _("Here stands what was changed in the record that you look at: who, when and why.")
        self.pages.addWidget(Empty(empty))
        head = row(self.name, None, self.close_button)
        box = column(self, head, self.about, self.pages, self.detail, self.take, space=SPACE)
        box.setContentsMargins(SPACE + 4, SPACE, SPACE + 4, SPACE)
        box.setStretch(2, 1)
        session.looking.connect(self._looking)
        session.changed.connect(self._changed)
        self.hide()

    def _build_list(self) -> None:
        self.list = QTreeWidget()
        self.list.setAccessibleName(_("Changes by field"))
        self.list.setHeaderLabels([_("Value"), _("When"), _("Who")])
        self.list.header().setAccessibleName(_("Columns"))
        self.list.header().setStretchLastSection(False)
        self.list.header().setMinimumSectionSize(48)
        modes = (QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.ResizeToContents, QHeaderView.ResizeMode.Fixed)
        for place, mode in enumerate(modes):
            self.list.header().setSectionResizeMode(place, mode)
        self.list.header().resizeSection(2, 72)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setIndentation(12)
        self.list.setUniformRowHeights(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.currentItemChanged.connect(lambda _item, _before: self._show_detail())
        self.list.itemDoubleClicked.connect(lambda item, _place: self._go(item))

    # What others use

    def set_narrow(self, narrow: bool) -> None:
        """In a narrow window the panel leaves more room for the place; who it was stands below the list."""
        self.setFixedWidth(NARROW_WIDTH if narrow else WIDTH)
        self.list.setColumnHidden(2, narrow)

    @property
    def record(self) -> Record | None:
        """The record that is looked at, which may be one in the bin."""
        return self.session.records.get(self.session.looked_at[0])

    @property
    def entry(self) -> Entry | None:
        """The change that is chosen in the list."""
        item = self.list.currentItem()
        number = item.data(0, _NUMBER) if item is not None else None
        return self.entries[number] if number is not None else None

    def refresh(self) -> None:
        """Read the history of the record that is looked at, and show it."""
        if not self.isVisible():
            return
        record = self.record
        entries = self.session.history(record.id) if record is not None else []
        self.entries = [entry for entry in entries if entry.field not in _NOISE or entry.before]
        self.about.setText(f"{_(record.label)}: {title(self.session, record)}" if record is not None else "")
        self.about.setVisible(record is not None)
        self._fill()
        self.pages.setCurrentIndex(0 if self.entries else 1)
        for item in (self.detail, self.take):
            item.setVisible(bool(self.entries))
        self._show_field()
        self._show_detail()

    def choose(self, name: str, number: int = 0) -> bool:
        """Choose a change of a field, 0 the newest. False where there is none."""
        for place in range(self.list.topLevelItemCount()):
            group = self.list.topLevelItem(place)
            line = group.child(number) if group is not None and group.data(1, _NUMBER) == name else None
            if line is not None:
                self.list.setCurrentItem(line)
                return True
        return False

    def take_again(self) -> None:
        """Store the chosen value as the newest one."""
        entry, record = self.entry, self.record
        if entry is None or record is None or not self.take.isEnabled():
            return
        words = shown_value(self.session, entry.kind, entry.field, entry.after) or "–"
        if self.session.take_value(record.id, entry.field, entry.after):
            said = _("{field} is again: {value}").format(field=field_name(entry.kind, entry.field), value=words)
            self.session.told.emit(said, "good")

    def showEvent(self, event: QShowEvent) -> None:
        """What was not read while nobody saw it is read now."""
        super().showEvent(event)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # Inside

    def _fill(self) -> None:
        """One group for each field, the one that was changed last above; inside the newest value above."""
        self.list.blockSignals(True)
        self.list.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for number in range(len(self.entries) - 1, -1, -1):
            entry = self.entries[number]
            # Every edit of a record's other fields says nothing about its being there; its making is told once.
            name = "deleted" if is_new(entry) else entry.field
            if name not in groups:
                groups[name] = self._group(entry)
                self.list.addTopLevelItem(groups[name])
                groups[name].setFirstColumnSpanned(True)
                groups[name].setExpanded(True)
            groups[name].addChild(self._line(entry, number))
        self.list.blockSignals(False)

    def _group(self, entry: Entry) -> QTreeWidgetItem:
        text = _("The record itself") if entry.field == "deleted" else field_name(entry.kind, entry.field)
        item = QTreeWidgetItem([text])
        font = QFont(self.list.font())
        font.setBold(True)
        item.setFont(0, font)
        item.setData(1, _NUMBER, entry.field)
        return item

    def _line(self, entry: Entry, number: int) -> QTreeWidgetItem:
        texts = [self._value(entry), local_time(entry.change.at), entry.change.who]
        item = QTreeWidgetItem([" ".join(text.split()) for text in texts])
        for place, text in enumerate(texts):
            item.setToolTip(place, text)
        item.setData(0, _NUMBER, number)
        return item

    def _value(self, entry: Entry) -> str:
        if entry.field == "deleted":
            return _("made") if is_new(entry) else _("removed") if entry.after else _("put back")
        return shown_value(self.session, entry.kind, entry.field, entry.after) or "–"

    def _show_field(self) -> None:
        """Choose the newest change of the field in focus, else the newest of all."""
        name = self.session.looked_at[1]
        first = self.list.topLevelItem(0)
        if first is not None and not (name and self.choose(name)):
            self.choose(first.data(1, _NUMBER))

    def _show_detail(self) -> None:
        entry = self.entry
        self.detail.setPlainText(self._told(entry) if entry is not None else "")
        self.take.setEnabled(entry is not None and self._can_take(entry))

    def _told(self, entry: Entry) -> str:
        if entry.field == "deleted":
            lines = [self._value(entry)]
        else:
            before = shown_value(self.session, entry.kind, entry.field, entry.before) or "–"
            lines = [_("Before: {value}").format(value=before), _("After: {value}").format(value=self._value(entry))]
        lines.append(f"{local_time(entry.change.at)} · {entry.change.who}")
        if entry.reason:
            lines.append(_("Why: {reason}").format(reason=entry.reason))
        return "\n".join(lines)

    def _can_take(self, entry: Entry) -> bool:
        field, record = field_of(entry.kind, entry.field), self.record
        if field is None or record is None or record.deleted or field.derived or not self.session.editable:
            return False
        return bool(getattr(record, field.name) != entry.after)

    def _go(self, item: QTreeWidgetItem) -> None:
        number = item.data(0, _NUMBER)
        if number is not None and field_of(self.entries[number].kind, self.entries[number].field):
            entry = self.entries[number]
            self.session.wanted.emit(entry.kind, entry.record_id, entry.field)

    def _looking(self, id_: str, field: str) -> None:
        shown = self.entries[0].record_id if self.entries else ""
        if id_ and id_ == shown:
            if field and self.isVisible():
                self.choose(field)
        else:
            self.refresh()

    def _changed(self, _kind: str, id_: str) -> None:
        if not id_ or id_ == self.session.looked_at[0]:
            self.refresh()
