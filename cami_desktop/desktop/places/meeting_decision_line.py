"""The line into which decisions are typed, with kind, responsible and due date by keys; Enter stores one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QToolButton, QWidget

from cami_desktop.desktop.commands import told
from cami_desktop.desktop.drafts import KEEP_EVERY, LINE, Offer, context_of
from cami_desktop.desktop.places.meeting_people import PickLine
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, column, label, row, with_key
from cami_desktop.errors import CamiError, WrongUse
from cami_desktop.records import new_id
from cami_desktop.records.kinds import Decision, Person
from cami_desktop.words import _, formats

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.records import Record

OPEN = "open"
"""Code of the list decision_state of what is still to be done."""


class DecisionLine(QWidget):
    """One line a decision: text, responsible organisation and person, due date. stored(decision) tells each."""

    stored = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.meeting_id = ""
        self.text = QLineEdit()
        self.text.setAccessibleName(_("New decision"))
        self.text.setPlaceholderText(_("Type what was decided; Enter stores it"))
        self.organisation = PickLine(Decision.field("organisation"), session)
        self.organisation.setToolTip(_("Responsible organisation (Ctrl+O)"))
        self.person = PickLine(Decision.field("person"), session)
        self.person.setToolTip(_("Responsible person (Ctrl+P)"))
        self.due = QLineEdit()
        self.due.setAccessibleName(_("Due"))
        self.due.setPlaceholderText(_("Due"))
        self.due.setToolTip(_("Until when (Ctrl+D): 30.05.2014, 05.2014 or 2014"))
        self.due.setMaximumWidth(130)
        self.standing = label("", "small", tone="muted")
        self.kinds: dict[str, QToolButton] = {}
        self._kind_buttons()
        self._keys()
        self._build()
        self.drafting = DecisionDrafts(self)
        self.setEnabled(session.editable)

    def _kind_buttons(self) -> None:
        group = QButtonGroup(self)
        for number, code in enumerate(self.session.catalogue.codes("decision_kind").values(), start=1):
            item = QToolButton()
            item.setText(code.text())
            item.setCheckable(True)
            item.setToolTip(f"{code.text()} ({with_key(item, f'Ctrl+{number}')})")
            group.addButton(item)
            self.kinds[code.code] = item
        next(iter(self.kinds.values())).setChecked(True)

    def _keys(self) -> None:
        lines = (
            ("Ctrl+O", self.organisation, _("Responsible organisation")),
            ("Ctrl+P", self.person, _("Responsible person")),
            ("Ctrl+D", self.due, _("Until when")),
        )
        for keys, line, words in lines:
            told(QShortcut(QKeySequence(keys), self), words).activated.connect(partial(_go_to, line))
        for line in (self.organisation, self.person):
            line.finished.connect(self.text.setFocus)
            line.picked.connect(self._picked)
        self.due.returnPressed.connect(self.store)
        self.text.returnPressed.connect(self.store)

    def _build(self) -> None:
        keep = button(_("Store"), self.store, hint=_("Store the decision (Enter)"))
        who = row(self.organisation, self.person, self.due)
        who.setStretch(0, 3)
        who.setStretch(1, 3)
        kinds = row(*self.kinds.values(), None, self.standing, space=2)
        box = column(self, kinds, row(self.text, keep), who, space=6)
        box.setContentsMargins(SPACE, 6, SPACE, SPACE)

    # What the tab uses

    @property
    def kind(self) -> str:
        """The kind that the next decision gets."""
        return next(code for code, item in self.kinds.items() if item.isChecked())

    def show_meeting(self, meeting_id: str) -> None:
        """Take down the decisions of a meeting."""
        if meeting_id != self.meeting_id:
            self.drafting.let_go()
            self._empty()
            self.meeting_id = meeting_id
        self.drafting.come_back()

    def store(self) -> Decision | None:
        """Store what was typed; the line is empty again, the kind stays. None where it cannot be, which is told.

        A responsible who is not in the register yet is added to it, in the same step of undo.
        """
        if not self.text.text().strip() or not self.meeting_id:
            self.text.setFocus()
            return None
        try:
            decision = self._save()
        except CamiError as error:
            self.session.told.emit(" ".join(filter(None, (error.what, error.do))), "error")
            return None
        self._empty()
        self.drafting.forget()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.stored.emit(decision)
        return decision

    def decision_of(self, text: str) -> Decision:
        """A decision of this line's kind and date, not stored. Raises WrongUse for a date that is none."""
        return self.session.new(
            Decision, meeting=self.meeting_id, text=text, decision_kind=self.kind, due=self._date(), state=OPEN
        )

    # Inside

    def _save(self) -> Decision:
        decision = self.decision_of(self.text.text().strip())
        organisation_id, organisation = self.organisation.made()
        person_id, person = self.person.made()
        decision.organisation, decision.person = organisation_id or None, person_id or None
        if isinstance(person, Person):
            person.organisation = organisation_id or None
        decision.id = self.drafting.reserved or new_id()
        made: list[Record] = [record for record in (organisation, person) if record is not None]
        if not made:
            return self.session.save(decision)
        stored = self.session.save_all([*made, decision], label=_("New decision"))[-1]
        assert isinstance(stored, Decision)
        return stored

    def _date(self) -> str | None:
        try:
            found = formats.parse_vague_date(self.due.text())
        except WrongUse:
            self.due.setFocus()
            self.due.selectAll()
            raise
        return found if isinstance(found, str) else None

    def _picked(self, _value: str) -> None:
        self.text.setFocus()

    def _empty(self) -> None:
        self.text.clear()
        self.due.clear()
        self.organisation.put("")
        self.person.put("")


class DecisionDrafts(QObject):
    """Keeps what stands in the line as the draft of a decision. reserved: the id under which it will be stored."""

    def __init__(self, line: DecisionLine) -> None:
        super().__init__(line)
        self.line = line
        self.reserved = ""
        self.drafts = line.session.drafts
        self._pulse = QTimer(self, singleShot=True, interval=KEEP_EVERY)
        self._pulse.timeout.connect(self.keep)
        session = line.session
        line.text.textEdited.connect(self._typing)
        self.drafts.taken.connect(self._claim)
        session.add_writer(self.keep)
        self.destroyed.connect(lambda _gone=None, session=session, writer=self.keep: session.drop_writer(writer))

    def keep(self) -> None:
        """Keep what stands in the line; an empty line is no draft."""
        line = self.line
        if not line.meeting_id or not line.session.editable:
            return
        text = line.text.text()
        if not text.strip():
            self.forget()
            return
        self.reserved = self.reserved or new_id()
        begun = line.session.new(Decision, meeting=line.meeting_id, decision_kind=line.kind)
        self.drafts.keep(Decision.kind, self.reserved, "text", text, context_of(line, begun, LINE))

    def forget(self) -> None:
        """The line was stored or emptied."""
        if self.reserved:
            self.drafts.forget(self.reserved, "text")
        self.reserved = ""

    def let_go(self) -> None:
        """Another meeting is shown: what stands in the line is offered back."""
        self.keep()
        if self.reserved:
            self.drafts.let_go(self.reserved)
        self.reserved = ""

    def come_back(self) -> None:
        """What stood in the line before, of this meeting, stands in it again."""
        mine = self.line.meeting_id
        if not mine or self.line.text.text():
            return
        offer = self.drafts.adopt(
            Decision.kind, lambda known: known.typed_in == LINE and known.values.get("meeting") == mine
        )
        if offer is not None:
            self._put_back(offer)

    def _typing(self) -> None:
        if not self._pulse.isActive():
            self._pulse.start()

    def _claim(self, offer: Offer) -> None:
        known, line = offer.context, self.line
        if offer.claimed or offer.kind != Decision.kind or known is None or known.typed_in != LINE:
            return
        if line.isVisible() and not line.text.text() and known.values.get("meeting") == line.meeting_id:
            offer.claimed = True
            self._put_back(offer)
            line.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_back(self, offer: Offer) -> None:
        self.reserved = offer.record_id
        self.line.text.setText(offer.texts.get("text", ""))
        kind = offer.context.values.get("decision_kind") if offer.context is not None else None
        if kind in self.line.kinds:
            self.line.kinds[kind].setChecked(True)


def _go_to(line: QLineEdit) -> None:
    line.setFocus()
    line.selectAll()
