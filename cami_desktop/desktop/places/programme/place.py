"""Programme of Work: the items of the catalogue edition as a tree, with the national response to the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSplitter, QTreeWidgetItem, QVBoxLayout, QWidget

from cami_desktop.catalogue import PowItem
from cami_desktop.desktop.commands import told
from cami_desktop.desktop.folded import Folding
from cami_desktop.desktop.forms import RecordForm
from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.places.programme.foot import Totals
from cami_desktop.desktop.places.programme.tree import CODE, Filter, PowTree
from cami_desktop.desktop.places.sections import WORDS
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.texts import link_text, value_text
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, column, label, row
from cami_desktop.desktop.window_state import remember
from cami_desktop.records.completeness import State
from cami_desktop.records.kinds import Contribution, PowResponse
from cami_desktop.words import N_, _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

_STATES = (State.NOT_STARTED, State.IN_WORK, State.COMPLETE)


class Programme(Place):
    """The place. Ctrl+PageDown and Ctrl+PageUp go to the next and previous item, as in Notes, also from the form."""

    place_id: ClassVar[str] = "programme"
    title: ClassVar[str] = N_("Programme of Work")

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session, jobs)
        self.responses: dict[str, PowResponse] = {}
        self.tree = PowTree(session, _(self.title))
        self.items = self.tree.items
        self._form: RecordForm | None = None
        self.summary = label("", tone="muted")
        self.totals = Totals(session)
        self._filters()
        self._build()
        self._mark()
        self.tree.choose(next(iter(self.tree.states), ""))
        self._show(self.tree.currentItem())
        self.tree.currentItemChanged.connect(lambda item, _before: self._show(item))
        self.tree.answer_wanted.connect(self.answer)
        session.changed.connect(self._changed)

    def _filters(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find in the Programme of Work"))
        self.search.setAccessibleName(_("Find in the Programme of Work"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.returnPressed.connect(self.tree.setFocus)
        self.state = _choice(_("Answer"), _("Any answer"), self._narrow)
        for state in _STATES:
            words = _("Not yet answered") if state is State.NOT_STARTED else _(WORDS[state]).capitalize()
            self.state.addItem(words, state.value)
        self.relevance = _choice(_("Relevance"), _("Any relevance"), self._narrow)
        self.priority = _choice(_("Priority"), _("Any priority"), self._narrow)
        for box, name in ((self.relevance, "relevance"), (self.priority, "priority")):
            for code in self.session.catalogue.codes(PowResponse.field(name).code_list).values():
                if not code.hidden:
                    box.addItem(code.text(), code.code)

    def _build(self) -> None:
        left, right = QWidget(), QWidget()
        bar = row(self.search, self.summary)
        narrow = row(self.state, self.relevance, self.priority)
        for line in (bar, narrow):
            line.setContentsMargins(SPACE, SPACE if line is bar else 0, SPACE, 0)
        column(left, bar, narrow, self.tree, self.totals).setStretch(2, 1)
        self.name = Folding("heading")
        self.about = label("", "small", tone="muted", wrap=True)
        self.heard = Message()
        self.heard_list = PlainTable(_("Contributions"), [_("Kind"), _("Contribution")], [130])
        self.heard_list.opened.connect(self._open_heard)
        head = column(right, self.name, self.about, self.heard, space=4)
        head.setContentsMargins(0, SPACE, 0, 0)
        for item in (self.name, self.about, self.heard):
            item.setContentsMargins(2 * SPACE, 0, 2 * SPACE, 0)
        beside = row(self.heard_list)
        beside.setContentsMargins(2 * SPACE, 0, 2 * SPACE, 0)
        head.addLayout(beside)
        self.form_place = QVBoxLayout()
        head.addLayout(self.form_place, 1)
        head.addStretch(0)
        splitter = QSplitter()
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setChildrenCollapsible(False)
        remember(splitter, "programme", (690, 450))
        column(self, splitter)
        for keys, way, words in (("Ctrl+PgDown", 1, _("Next item")), ("Ctrl+PgUp", -1, _("Previous item"))):
            shortcut = told(QShortcut(QKeySequence(keys), self), words)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda way=way: self._step(way))

    # What the window uses

    @property
    def form(self) -> RecordForm:
        """The response to the chosen item; it is built a moment after the tree is seen, or when it is asked for."""
        return self._built_form()

    def ahead(self) -> Iterator[None]:
        """Build what is put off until the place is seen."""
        if self._form is None:
            self._built_form()
            yield

    def showEvent(self, event: QShowEvent) -> None:
        """The tree is seen first, the form in the next turn."""
        super().showEvent(event)
        if self._form is None:
            QTimer.singleShot(1, self, self._built_form)

    def show_record(self, kind: str, id_: str, field: str | None = None) -> bool:
        """Show a response by going to its item."""
        record = self.session.find(id_)
        if not isinstance(record, PowResponse) or record.pow_item not in self.items:
            return False
        self._go(record.pow_item)
        self.form.show_record(record, field or None)
        return True

    def memory(self) -> str:
        """The chosen item."""
        return self.tree.code

    def recall(self, memory: str) -> None:
        """Choose the item again."""
        if memory in self.items:
            self._go(memory)

    def answer(self) -> None:
        """Go to the first field of the form."""
        if self.form.isVisible():
            self.form.focus_field()

    # Inside

    def _built_form(self) -> RecordForm:
        if self._form is None:
            self._form = RecordForm(self.session, PowResponse, hide=("pow_item",), most_columns=2)
            self.form_place.addWidget(self._form)
            self._show_response()
        return self._form

    def _go(self, code: str) -> None:
        """Choose an item; filters that hide it are emptied."""
        if not self.tree.choose(code):
            self.search.clear()
            for box in (self.state, self.relevance, self.priority):
                box.setCurrentIndex(0)
            self.tree.choose(code)

    def _step(self, way: int) -> None:
        """Go to another item, and stay in the same field of the form."""
        focus: QWidget | None = self.focusWidget()
        field = ""
        if focus is not None:
            field = next((name for name, line in self.form.rows.items() if line.isAncestorOf(focus)), "")
        if self.tree.step(way) and field:
            self.form.focus_field(field)

    def _changed(self, kind: str, _id: str) -> None:
        if kind in ("", PowResponse.kind):
            self._mark()
            if self._form is not None and (self._form.record is None or not self._form.record.id):
                self._show(self.tree.currentItem())
        if kind == Contribution.kind:
            self._show_heard(self.tree.code)

    def _mark(self) -> None:
        """Show beside each item what was answered."""
        self.responses = {}
        for record in self.session.all(PowResponse):
            self.responses.setdefault(record.pow_item or "", record)
        self.tree.mark(self.responses)
        states = self.tree.states
        answered = sum(state is not State.NOT_STARTED for state in states.values())
        self.summary.setText(_("{n} of {total} answered").format(n=answered, total=len(states)))
        self._narrow()

    def _narrow(self) -> None:
        state = self.state.currentData()
        wanted = Filter(
            self.search.text().strip(), self.relevance.currentData(), self.priority.currentData(),
            State(state) if state else None,
        )  # fmt: skip
        self.tree.narrow(wanted, self.responses)
        shown = [self.responses[code] for code in self.tree.shown if code in self.responses]
        self.totals.show_totals(shown, filtered=not wanted.wide)

    def _show(self, node: QTreeWidgetItem | None) -> None:
        item = self.session.catalogue.pow_items[node.data(0, CODE)] if node is not None else None
        self.name.setText(_full(item) if item is not None else "")
        self.about.setText(_about(item) if item is not None else "")
        self.about.setVisible(bool(self.about.text()))
        self._show_heard(item.code if item is not None else "")
        if self._form is not None:
            self._show_response()

    def _show_response(self) -> None:
        item = self.session.catalogue.pow_items.get(self.tree.code)
        answerable = item is not None and item.answerable
        self.form.setVisible(answerable)
        self.form.show_record(self._response_or_draft(item.code) if item is not None and answerable else None)

    def _response_or_draft(self, code: str) -> PowResponse | None:
        record = self.responses.get(code)
        if record is None and self.session.editable:
            return self.session.new(PowResponse, pow_item=code)
        return record

    def _show_heard(self, code: str) -> None:
        """The contributions that comment on an item; Enter or a double click goes to one."""
        found = self.session.all(Contribution, lambda record: code in record.pow_items) if code else []
        words = n_("{n} contribution comments on this item", "{n} contributions comment on this item", len(found))
        self.heard.say(_("{what}; Enter goes to it").format(what=words.format(n=len(found))) if found else "", "hint")
        self.heard_list.setVisible(bool(found))
        self.heard_list.fill([self._heard(record) for record in found])
        self.heard_list.fit(3)

    def _heard(self, record: Contribution) -> Row:
        kind = value_text(self.session, Contribution.field("input_kind"), record.input_kind)
        meeting = link_text(self.session, record.meeting) if record.meeting else ""
        tip = "\n".join(filter(None, (record.text, meeting)))
        return Row([kind, " ".join((record.text or "").split())], record.id, None, tip)

    def _open_heard(self, id_: str | None) -> None:
        if id_:
            self.session.wanted.emit(Contribution.kind, id_, "")


def _choice(name: str, anything: str, act: Callable[[], None]) -> QComboBox:
    """A box that narrows; its first choice is anything."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    box.addItem(anything, "")
    box.currentIndexChanged.connect(lambda _number: act())
    return box


def _full(item: PowItem) -> str:
    """The number and the whole wording of an item."""
    return f"{item.code.rpartition('/')[2]}  {item.text()}" if item.answerable else item.text()


def _about(item: PowItem) -> str:
    parts = [
        _("Priority: {text}").format(text=item.priority) if item.priority else "",
        _("Responsible: {text}").format(text=item.responsible) if item.responsible else "",
        _("Time frame: {text}").format(text=item.timeframe) if item.timeframe else "",
        _("Reconstructed wording, not the official one") if item.provisional else "",
    ]
    return " · ".join(filter(None, parts))
