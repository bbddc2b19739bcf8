"""Programme of Work: the items of the catalogue edition as a tree, with the national response to the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QSplitter, QTreeWidget, QTreeWidgetItem, QWidget

from cami_desktop.catalogue import PowItem
from cami_desktop.desktop import theme
from cami_desktop.desktop.forms import RecordForm
from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.texts import value_text
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, column, label, row
from cami_desktop.records.kinds import Contribution, PowResponse
from cami_desktop.words import N_, _, n_
from cami_desktop.words.searchkey import search_key

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

_CODE = int(Qt.ItemDataRole.UserRole)


class PowTree(QTreeWidget):
    """The tree; where it is narrow the answers give room to the wording."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between wording and answers."""
        super().resizeEvent(event)
        width = event.size().width()
        self.setColumnHidden(1, width < 480)
        for place in (1, 2):
            self.header().resizeSection(place, 120 if width > 640 else 100)


class Programme(Place):
    """The place of the Programme of Work."""

    place_id: ClassVar[str] = "programme"
    title: ClassVar[str] = N_("Programme of Work")

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session, jobs)
        self.items: dict[str, QTreeWidgetItem] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find in the Programme of Work"))
        self.search.setAccessibleName(_("Find in the Programme of Work"))
        self.search.textEdited.connect(lambda _text: self._narrow())
        self.tree = PowTree()
        self.tree.setIndentation(14)
        self.tree.header().setAccessibleName(_("Columns"))
        self.tree.setAccessibleName(_(self.title))
        self.tree.setHeaderLabels([_("Item"), _("Relevance"), _("Progress")])
        self.tree.setIconSize(QSize(16, 16))
        self.tree.setUniformRowHeights(True)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.currentItemChanged.connect(lambda item, _before: self._show(item))
        self.form = RecordForm(session, PowResponse, hide=("pow_item",), most_columns=2)
        self.summary = label("", tone="muted")
        self._build()
        self._fill()
        session.changed.connect(self._changed)

    def _build(self) -> None:
        left, right = QWidget(), QWidget()
        bar = row(self.search, self.summary)
        bar.setContentsMargins(SPACE, SPACE, SPACE, 0)
        column(left, bar, self.tree)
        self.name = label("", "heading", wrap=True)
        self.about = label("", "small", tone="muted", wrap=True)
        self.heard = Message()
        head = column(right, self.name, self.about, self.heard, space=4)
        head.setContentsMargins(0, SPACE, 0, 0)
        for item in (self.name, self.about, self.heard):
            item.setContentsMargins(2 * SPACE, 0, 2 * SPACE, 0)
        head.addWidget(self.form, 1)
        head.addStretch(0)
        splitter = QSplitter()
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([600, 520])
        column(self, splitter)

    def show_record(self, kind: str, id_: str, field: str | None = None) -> bool:
        """Show a response by going to its item."""
        record = self.session.find(id_)
        if not isinstance(record, PowResponse) or record.pow_item not in self.items:
            return False
        self.tree.setCurrentItem(self.items[record.pow_item])
        self.form.show_record(record, field or None)
        return True

    def memory(self) -> str:
        """The chosen item."""
        item = self.tree.currentItem()
        return str(item.data(0, _CODE)) if item is not None else ""

    def recall(self, memory: str) -> None:
        """Choose the item again."""
        if memory in self.items:
            self.tree.setCurrentItem(self.items[memory])

    def _response(self, code: str) -> PowResponse | None:
        found = self.session.all(PowResponse, lambda record: record.pow_item == code)
        return found[0] if found else None

    def _fill(self) -> None:
        for code, item in self.session.catalogue.pow_items.items():
            parent = self.items.get(item.parent)
            number = code.rpartition("/")[2]
            text = f"{number}  {item.text()}" if item.answerable else item.text()
            node = QTreeWidgetItem([text])
            node.setData(0, _CODE, code)
            node.setToolTip(0, item.text())
            if parent is None:
                self.tree.addTopLevelItem(node)
            else:
                parent.addChild(node)
            node.setFirstColumnSpanned(not item.answerable)
            self.items[code] = node
        self.tree.expandAll()
        self._mark()
        first = next((code for code, item in self.session.catalogue.pow_items.items() if item.answerable), "")
        if first:
            self.tree.setCurrentItem(self.items[first])

    def _changed(self, kind: str, _id: str) -> None:
        if kind in ("", "pow_response"):
            self._mark()
            item = self.tree.currentItem()
            if item is not None and (self.form.record is None or not self.form.record.id):
                self._show(item)

    def _mark(self) -> None:
        """Show beside each item what was answered."""
        responses = {record.pow_item: record for record in self.session.all(PowResponse)}
        known = self.session.catalogue.pow_items
        for code, node in self.items.items():
            record = responses.get(code)
            for place, name in ((1, "relevance"), (2, "progress")):
                value = getattr(record, name) if record is not None else None
                node.setText(place, value_text(self.session, PowResponse.field(name), value))
                node.setToolTip(place, node.text(place))
            if known[code].answerable:
                state = ("state-done", "good") if record is not None else ("state-none", "muted")
                node.setIcon(0, theme.icon(*state))
        answered = sum(code in responses for code in self.items)
        total = sum(item.answerable for item in known.values())
        self.summary.setText(_("{n} of {total} answered").format(n=answered, total=total))

    def _show(self, node: QTreeWidgetItem | None) -> None:
        item = self.session.catalogue.pow_items[node.data(0, _CODE)] if node is not None else None
        self.name.setText(item.text() if item is not None else "")
        self.about.setText(_about(item) if item is not None else "")
        self.heard.say(self._heard(item.code) if item is not None else "", "hint")
        answerable = item is not None and item.answerable
        self.form.setVisible(answerable)
        self.form.show_record(self._response_or_draft(item.code) if item is not None and answerable else None)

    def _response_or_draft(self, code: str) -> PowResponse | None:
        record = self._response(code)
        if record is None and self.session.editable:
            return self.session.new(PowResponse, pow_item=code)
        return record

    def _heard(self, code: str) -> str:
        count = len(self.session.all(Contribution, lambda record: code in record.pow_items))
        words = n_("{n} contribution comments on this item", "{n} contributions comment on this item", count)
        return words.format(n=count) if count else ""

    def _narrow(self) -> None:
        words = search_key(self.search.text()).split()
        shown = set()
        for node in self.items.values():
            key = search_key(node.text(0))
            if all(word in key for word in words):
                step: QTreeWidgetItem | None = node
                while step is not None and step.data(0, _CODE) not in shown:
                    shown.add(step.data(0, _CODE))
                    step = step.parent()
        for code, node in self.items.items():
            node.setHidden(code not in shown)


def _about(item: PowItem) -> str:
    parts = [
        _("Priority: {text}").format(text=item.priority) if item.priority else "",
        _("Responsible: {text}").format(text=item.responsible) if item.responsible else "",
        _("Time frame: {text}").format(text=item.timeframe) if item.timeframe else "",
        _("Reconstructed wording, not the official one") if item.provisional else "",
    ]
    return " · ".join(filter(None, parts))
