"""Participants: who took part, a line that adds a person and the part they take in one go, and pasting a whole list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.forms import adding
from cami_desktop.desktop.forms.choice import ADD, ChoiceLine
from cami_desktop.desktop.forms.choices import choices_for
from cami_desktop.desktop.places.meetings.papers import sign_in_button
from cami_desktop.desktop.places.meetings.paste import PeoplePaste
from cami_desktop.desktop.places.meetings.tabs import ListTab
from cami_desktop.desktop.tables import clipboard
from cami_desktop.desktop.texts import code_text, title
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import ShortLabel, button, column, label, row
from cami_desktop.errors import CamiError, WrongUse
from cami_desktop.records import Field, Record, new_id
from cami_desktop.records.kinds import Organisation, Participation, Person
from cami_desktop.records.meanings import meaning
from cami_desktop.records.participants_match import USUAL_ROLE
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


class PickLine(ChoiceLine):
    """One thing chosen from a list, or, where the field's kind can begin with a name, a new one of what was typed.

    finished() on Enter; changed() when something was chosen or typed; list_pasted() instead of pasting several lines.
    """

    finished = Signal()
    changed = Signal()
    list_pasted = Signal()

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
        self.textChanged.connect(lambda _text: self.changed.emit())

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
        """Enter in a closed line finishes the entry; several lines or cells are a list, which no line can hold."""
        if event.matches(QKeySequence.StandardKey.Paste) and is_list(clipboard.text()):
            self.list_pasted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.is_open:
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


def is_list(text: str) -> bool:
    """Whether a text has several lines or cells."""
    return "\t" in text.strip("\n") or "\n" in text.strip()


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
        taking_part = self.session.records.all(Participation, meeting=self.meeting_id, person=person_id)
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


_IF_BLANK = {"consent": "not_asked"}
"""What a blank field of a participant means."""


class ParticipantsTab(ListTab):
    """The participants, with the line that adds one above them; a pasted list is looked at in their place."""

    cls = Participation
    upright = True

    def build(self) -> None:
        """The adding line above the table, and what can be done with all of them."""
        self.adder = PersonAdder(self.session)
        self.adder.added.connect(lambda record: self.browser.table.go_to(record.id))
        self.adder.person.list_pasted.connect(self.paste_list)
        self.adder.role.changed.connect(self._explain)
        hint = _("A list of people from Excel, an e-mail or a document, after a look at what that will do")
        self.paste_button = button(_("Paste a list"), self.paste_list, icon="paste", key="Ctrl+Shift+V", hint=hint)
        self.paste_button.setEnabled(self.session.editable)
        self.printer = sign_in_button(self.session, self, lambda: self.meeting_id)
        self.role_words = ShortLabel("", "small", tone="muted")
        self.more = QWidget()
        line = row(self.paste_button, self.printer, self.role_words)
        line.setStretch(2, 1)
        line.setContentsMargins(SPACE, 6, SPACE, 0)
        self.more.setLayout(line)
        self.about = label("", "small", tone="muted", wrap=True)
        self.about.setContentsMargins(2 * SPACE, 4, 2 * SPACE, 4)
        self.paste_panel: PeoplePaste | None = None
        self.box = column(self, self.adder, self.more, self.browser, self.about, space=0)
        self.box.setStretch(2, 1)
        self._paste_lists_here()
        self.browser.table.picked.connect(self._tell_about)
        self.session.changed.connect(self._changed)
        self._explain()
        self._tell_about(self.browser.table.current)

    def show_meeting(self, meeting: object) -> None:
        """Show the participants of the meeting, and add to them."""
        if getattr(meeting, "id", "") != self.meeting_id:
            self._close_paste()
        super().show_meeting(meeting)  # type: ignore[arg-type]
        self.adder.meeting_id = self.meeting_id

    @property
    def pasting(self) -> bool:
        """Whether a pasted list is being looked at."""
        return self.paste_panel is not None and not self.paste_panel.isHidden()

    def paste_list(self) -> None:
        """Look at the list on the clipboard."""
        if not (self.session.editable and self.meeting_id):
            return
        self.browser.table.leave_cell()
        self.browser.form.commit()
        if self.paste_panel is None:
            self.paste_panel = PeoplePaste(self.session)
            self.paste_panel.closed.connect(self._close_paste)
            self.paste_panel.stored.connect(self._pasted)
            self.paste_panel.hide()
            self.box.addWidget(self.paste_panel, 1)
        if self.paste_panel.open(clipboard.text(), self.meeting_id):
            self._show_paste(wanted=True)
            self.paste_panel.begin()
        else:
            self.session.told.emit(_("There is no list on the clipboard: copy it first."), "hint")

    # Inside

    def _paste_lists_here(self) -> None:
        """In the table too, lines of people are a list; cells of one of our own tables are cells."""
        table = self.browser.table
        table.paste_wanted.disconnect(self.browser.paste)
        table.paste_wanted.connect(self._paste_into_table)
        self.browser.paste_button.clicked.disconnect()
        self.browser.paste_button.clicked.connect(self._paste_into_table)

    def _paste_into_table(self) -> None:
        if clipboard.exact() is None and is_list(clipboard.text()):
            self.paste_list()
        else:
            self.browser.paste()

    def _pasted(self, stored: list[Record]) -> None:
        first = next(iter(part for part in stored if isinstance(part, Participation)), None)
        if first is not None:
            self.browser.table.go_to(first.id)

    def _close_paste(self) -> None:
        if self.pasting:
            self._show_paste(wanted=False)
            self.browser.table.setFocus()

    def _show_paste(self, *, wanted: bool) -> None:
        """Show the preview in place of the participants, or these again."""
        assert self.paste_panel is not None
        for one in (self.adder, self.more, self.browser):
            one.setVisible(not wanted)
        self.about.setVisible(not wanted and bool(self.about.text()))
        self.paste_panel.setVisible(wanted)

    def _changed(self, kind: str, id_: str) -> None:
        current = self.browser.table.current
        if kind == Participation.kind and current is not None and current.id == id_:
            self._tell_about(self.session.find(id_))

    def _tell_about(self, record: Record | None) -> None:
        """Say below the table what role and consent of the current participant mean."""
        told = []
        if isinstance(record, Participation):
            for name in ("role", "consent"):
                code_list, code = record.field(name).code_list, getattr(record, name) or _IF_BLANK.get(name, "")
                if said := meaning(code_list, code):
                    told.append(f"{code_text(self.session.catalogue, code_list, code)} – {said}")
        self.about.setText("   ".join(told))
        self.about.setVisible(bool(told) and not self.pasting)

    def _explain(self) -> None:
        """Say beside the line what the chosen role means."""
        value = self.adder.role.value
        said = meaning("meeting_role", value)
        name = code_text(self.session.catalogue, "meeting_role", value) if value else ""
        self.role_words.setText(f"{name}: {said}" if said else "")
