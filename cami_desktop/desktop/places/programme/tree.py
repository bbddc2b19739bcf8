"""The tree of the Programme of Work: every item with the national response in line, and which items a filter leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from cami_desktop.catalogue import PowItem
from cami_desktop.desktop import theme
from cami_desktop.desktop.places.sections import WORDS, sign
from cami_desktop.desktop.texts import value_text
from cami_desktop.records.completeness import State
from cami_desktop.records.kinds import PowResponse
from cami_desktop.records.rules import Severity
from cami_desktop.words import N_, _
from cami_desktop.words.searchkey import search_key

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

CODE = int(Qt.ItemDataRole.UserRole)
COLUMNS = ("relevance", "priority", "progress")
"""Fields of a response that have a column, after the item and its mark."""

_STATE = 1
_FIRST = 2
# Width of the tree below which a column gives its room to the wording, and the width of the column itself.
_HIDE_BELOW = {2: 560, 3: 640, 4: 440}
_WIDTHS = {1: 116, 2: 112, 3: 84, 4: 96}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which items are shown: words of the item or the answer, codes (empty: any), a state of the answer (None: any)."""

    words: str = ""
    relevance: str = ""
    priority: str = ""
    state: State | None = None

    @property
    def wide(self) -> bool:
        """Whether nothing is filtered."""
        return self == Filter()


class PowTree(QTreeWidget):
    """The tree. answer_wanted() asks for the form on Enter; where it is narrow, answers give room to the wording."""

    answer_wanted = Signal()
    KEYS = (("Return", N_("To the form of the item")),)

    def __init__(self, session: Session, name: str) -> None:
        super().__init__()
        self.session = session
        self.items: dict[str, QTreeWidgetItem] = {}
        self.states: dict[str, State] = {}
        self.shown: list[str] = []
        self._keys: dict[str, str] = {}
        self._look(name)
        self._fill()
        self.itemDoubleClicked.connect(lambda _item, _column: self.answer_wanted.emit())

    def _look(self, name: str) -> None:
        self.setIndentation(14)
        self.header().setAccessibleName(_("Columns"))
        self.setAccessibleName(name)
        self.setHeaderLabels([_("Item"), _("Answer"), _("Relevance"), _("Priority"), _("Progress")])
        self.setIconSize(QSize(16, 16))
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setExpandsOnDoubleClick(False)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    # What the place uses

    @property
    def code(self) -> str:
        """The code of the current item; empty where there is none."""
        item = self.currentItem()
        return str(item.data(0, CODE)) if item is not None else ""

    def choose(self, code: str) -> bool:
        """Make an item the current one. False where there is none of that code, or where a filter hides it."""
        node = self.items.get(code)
        if node is None or node.isHidden():
            return False
        self.setCurrentItem(node)
        self.scrollToItem(node)
        return True

    def step(self, way: int) -> bool:
        """Go to the next (1) or previous (-1) item that is shown and can be answered. False at the end."""
        order = [code for code in self.items if code in self.states]
        at = order.index(self.code) if self.code in order else self._before(order, way)
        beyond = order[at + 1 :] if way > 0 else list(reversed(order[:at]))
        shown = set(self.shown)
        return self.choose(next((code for code in beyond if code in shown), ""))

    def mark(self, responses: Mapping[str, PowResponse]) -> None:
        """Show beside each item what was answered, and how complete the answer is."""
        muted = QColor(theme.colours().muted)
        for code, item in self.session.catalogue.pow_items.items():
            if not item.answerable and code not in responses:
                continue
            node, record = self.items[code], responses.get(code)
            missing = self._missing(record)
            state = State.NOT_STARTED if record is None else State.IN_WORK if missing else State.COMPLETE
            self.states[code] = state
            words = _("not answered") if record is None else _(WORDS[state])
            if missing:
                words = _("{n} missing").format(n=missing)
            node.setIcon(_STATE, sign(state))
            texts = [words, *(self._text(record, name) for name in COLUMNS)]
            for column, text in enumerate(texts, _STATE):
                node.setText(column, text)
                node.setToolTip(column, text)
                if record is None:
                    node.setForeground(column, muted)
            self._keys[code] = search_key(" ".join([node.text(0), item.text(), *texts, self._said(record)]))

    def narrow(self, wanted: Filter, responses: Mapping[str, PowResponse]) -> None:
        """Show only the items that a filter leaves, with the headings above them."""
        words = search_key(wanted.words).split()
        self.shown = [code for code in self.states if self._fits(code, wanted, words, responses.get(code))]
        seen = set()
        for code in self.shown if not wanted.wide else self.items:
            step: QTreeWidgetItem | None = self.items[code]
            while step is not None and step.data(0, CODE) not in seen:
                seen.add(step.data(0, CODE))
                step = step.parent()
        for code, node in self.items.items():
            node.setHidden(code not in seen)
        current = self.currentItem()
        if self.shown and (current is None or current.isHidden()):
            self.choose(self.shown[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the form; everything else moves in the tree."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.answer_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between wording and answers."""
        super().resizeEvent(event)
        width = event.size().width()
        for column, least in _HIDE_BELOW.items():
            self.setColumnHidden(column, width < least)
        for column, room in _WIDTHS.items():
            self.header().resizeSection(column, room)

    # Inside

    def _fill(self) -> None:
        for code, item in self.session.catalogue.pow_items.items():
            node = QTreeWidgetItem([_line(code, item)])
            node.setData(0, CODE, code)
            node.setToolTip(0, item.text())
            parent = self.items.get(item.parent)
            if parent is None:
                self.addTopLevelItem(node)
            else:
                parent.addChild(node)
            node.setFirstColumnSpanned(not item.answerable)
            self.items[code] = node
        self.expandAll()

    def _before(self, order: Sequence[str], way: int) -> int:
        """Where a heading stands among the items that can be answered, for going on from it."""
        codes = list(self.items)
        at = codes.index(self.code) if self.code in self.items else -1
        passed = sum(codes.index(code) < at for code in order)
        return passed - 1 if way > 0 else passed

    def _missing(self, record: PowResponse | None) -> int:
        if record is None:
            return 0
        return sum(finding.severity is Severity.ERROR for finding in self.session.findings(record))

    def _text(self, record: PowResponse | None, name: str) -> str:
        if record is None:
            return ""
        field = PowResponse.field(name)
        return value_text(self.session, field, getattr(record, name), record.absent.get(name, ""))

    def _said(self, record: PowResponse | None) -> str:
        """What else an answer can be found by."""
        if record is None:
            return ""
        lead = self._text(record, "lead")
        return " ".join(filter(None, (lead, record.comment, record.comment_en)))

    def _fits(self, code: str, wanted: Filter, words: Sequence[str], record: PowResponse | None) -> bool:
        if wanted.state is not None and self.states[code] is not wanted.state:
            return False
        for name in ("relevance", "priority"):
            code_wanted = getattr(wanted, name)
            if code_wanted and (record is None or getattr(record, name) != code_wanted):
                return False
        key = self._keys.get(code, "")
        return all(word in key for word in words)


def _line(code: str, item: PowItem) -> str:
    number = code.rpartition("/")[2]
    return f"{number}  {item.text()}" if item.answerable else item.text()
