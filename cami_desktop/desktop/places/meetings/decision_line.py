"""The line into which decisions are typed, with kind, responsible and due date by keys; Enter stores one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from cami_desktop.desktop.commands import told
from cami_desktop.desktop.drafts_line import LineDrafts
from cami_desktop.desktop.places.meetings.kinds import Kinds
from cami_desktop.desktop.places.meetings.people import PickLine
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, column, label, row
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
        self.kinds = Kinds(self, session.catalogue, "decision_kind")
        self._keys()
        self._build()
        self.drafting = DecisionDrafts(self)
        self.setEnabled(session.editable)

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
            Decision, meeting=self.meeting_id, text=text, decision_kind=self.kinds.chosen, due=self._date(), state=OPEN
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


class DecisionDrafts(LineDrafts[DecisionLine]):
    """Keeps what stands in the line as the draft of a decision."""

    def __init__(self, line: DecisionLine) -> None:
        super().__init__(line, line.session, line.text, Decision.kind)

    def meeting_id(self) -> str:
        """The meeting whose decisions are taken down."""
        return self.line.meeting_id

    def begun(self) -> Decision:
        """A decision of the chosen kind."""
        line = self.line
        return line.session.new(Decision, meeting=line.meeting_id, decision_kind=line.kinds.chosen)

    def put_back(self, values: Mapping[str, Any]) -> None:
        """Choose the kind again."""
        self.line.kinds.choose(values.get("decision_kind"))


def _go_to(line: QLineEdit) -> None:
    line.setFocus()
    line.selectAll()
