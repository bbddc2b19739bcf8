"""Participants: who took part, and a line that adds a person and the part they take in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.forms import adding
from cami_desktop.desktop.forms.choice import ADD, ChoiceLine
from cami_desktop.desktop.forms.choices import choices_for
from cami_desktop.desktop.places.meeting_tabs import ListTab
from cami_desktop.desktop.texts import code_text, title
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, column, row
from cami_desktop.errors import CamiError, WrongUse
from cami_desktop.records import Field, Record, new_id
from cami_desktop.records.kinds import Organisation, Participation, Person
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

USUAL_ROLE = "participant"
"""Code of the role (list meeting_role) that most people have."""


class PickLine(ChoiceLine):
    """One thing chosen from a list, or, where the field's kind can begin with a name, a new one of what was typed."""

    finished = Signal()

    def __init__(self, field: Field, session: Session) -> None:
        self._kind = adding.target_of(field)
        self._field = field
        self._session = session
        super().__init__(choices_for(session, field), adding.words_for(self._kind))
        self.value = ""
        self.is_new = False
        self.setAccessibleName(_(field.label))
        self.setPlaceholderText(_(field.label))
        self.picked.connect(self._pick)
        self.textEdited.connect(lambda _text: self._forget())

    def put(self, value: str) -> None:
        """Show a chosen code or record."""
        self.value, self.is_new = value, False
        self.setText(self._text(value) if value else "")
        self.setCursorPosition(0)

    def made(self) -> tuple[str, Record | None]:
        """The chosen id or code; where a new name was typed, a record for it with an id, not stored yet.

        A name that is only like one in the register is never joined to it. Raises WrongUse for a text that means
        no code of a list.
        """
        typed = self.text().strip()
        if self.value or not typed:
            return self.value, None
        if not self._kind:
            choice = self.resolve()
            return (choice.value if choice is not None else ""), None
        same = [choice for choice in self._choices() if typed in (choice.text, *choice.names)]
        if len(same) == 1 and not self.is_new:
            return same[0].value, None
        cls: type[Person | Organisation] = Person if self._kind == Person.kind else Organisation
        record = self._session.new(cls, name=typed)
        record.id = new_id()
        return record.id, record

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a closed line finishes the entry."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.is_open:
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def _pick(self, value: str) -> None:
        if value == ADD:
            self.is_new = True
        else:
            self.put(value)

    def _forget(self) -> None:
        self.value, self.is_new = "", False

    def _text(self, value: str) -> str:
        if self._field.code_list:
            return code_text(self._session.catalogue, self._field.code_list, value)
        record = self._session.find(value)
        return title(self._session, record) if record is not None else ""


class PersonAdder(QWidget):
    """Name, organisation and role in one line; Enter stores them."""

    added = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.meeting_id = ""
        self.person = PickLine(Participation.field("person"), session)
        self.organisation = PickLine(Participation.field("organisation"), session)
        self.role = PickLine(Participation.field("role"), session)
        self.role.put(USUAL_ROLE)
        self.role.setMaximumWidth(220)
        self.adder = button(_("Add"), self.add, icon="add", hint=_("Add the participant (Enter)"))
        layout = row(self.person, self.organisation, self.role, self.adder)
        for place, share in enumerate((3, 3, 2)):
            layout.setStretch(place, share)
        layout.setContentsMargins(SPACE, 6, SPACE, 0)
        self.setLayout(layout)
        self.person.picked.connect(self._known_person)
        for line in (self.person, self.organisation, self.role):
            line.finished.connect(self.add)
        self.setEnabled(session.editable)

    def add(self) -> Participation | None:
        """Store the person, where new, and the part they take, as one step of undo."""
        if not self.person.text().strip():
            self.person.setFocus()
            return None
        try:
            stored = self._store()
        except CamiError as error:
            self.session.told.emit(" ".join(filter(None, (error.what, error.do))), "error")
            return None
        for line in (self.person, self.organisation):
            line.put("")
        self.person.setFocus()
        self.added.emit(stored)
        return stored

    def _store(self) -> Participation:
        person_id, person = self.person.made()
        organisation_id, organisation = self.organisation.made()
        role, _nothing = self.role.made()
        taking_part = self.session.all(
            Participation, lambda item: item.meeting == self.meeting_id and item.person == person_id
        )
        if taking_part:
            raise WrongUse(_("{name} is already among the participants.").format(name=self.person.text().strip()))
        if isinstance(person, Person):
            person.organisation = organisation_id or None
        part = self.session.new(
            Participation, meeting=self.meeting_id, person=person_id, organisation=organisation_id or None,
            role=role or USUAL_ROLE, mode="in_person",
        )  # fmt: skip
        part.id = new_id()
        made: list[Record] = [record for record in (organisation, person) if record is not None]
        name = _("New participant: {name}").format(name=self.person.text().strip())
        stored = self.session.save_all([*made, part], label=name)[-1]
        assert isinstance(stored, Participation)
        return stored

    def _known_person(self, value: str) -> None:
        """Someone of the register usually speaks for their own organisation."""
        record = self.session.find(value)
        if isinstance(record, Person) and record.organisation and not self.organisation.text():
            self.organisation.put(record.organisation)


class ParticipantsTab(ListTab):
    """The participants, with the line that adds one above them."""

    cls = Participation
    upright = True

    def build(self) -> None:
        """The adding line above the table."""
        self.adder = PersonAdder(self.session)
        self.adder.added.connect(lambda record: self.browser.table.go_to(record.id))
        column(self, self.adder, self.browser, space=0).setStretch(1, 1)

    def show_meeting(self, meeting: object) -> None:
        """Show the participants of the meeting, and add to them."""
        super().show_meeting(meeting)  # type: ignore[arg-type]
        self.adder.meeting_id = self.meeting_id
