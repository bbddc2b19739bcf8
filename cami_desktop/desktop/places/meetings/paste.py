"""The preview of a pasted list of people: who was read, who is in the register, what is still to be decided."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from cami_desktop.desktop.places.meetings.paste_answers import Answers
from cami_desktop.desktop.places.meetings.paste_lines import (
    ROLES,
    PeopleTable,
    Read,
    counts,
    lines_of,
    numbers,
    read,
)
from cami_desktop.desktop.storing import store
from cami_desktop.desktop.tables import clipboard
from cami_desktop.desktop.tables.panel import Preview
from cami_desktop.desktop.texts import code_text, title
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.records import Record
from cami_desktop.records.kinds import Organisation, Participation, Person
from cami_desktop.records.meanings import meaning
from cami_desktop.records.participants_match import LEAVE, NEW, OPEN, Planned, Question, State, to_store
from cami_desktop.records.participants_text import NotRead
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Progress
    from cami_desktop.desktop.session import Session
    from cami_desktop.records.recordset import RecordView


def _work(text: str, records: RecordView, meeting: str, _progress: Progress) -> Read:
    return read(text, records, meeting)


class PeoplePaste(Preview):
    """Reads a list for one meeting and stores what was decided as one step of undo. stored(records) tells it."""

    stored = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(_("Paste a list of people"))
        self.session = session
        self.meeting_id = ""
        self.found: Read | None = None
        heads = [_("Line"), _("Becomes"), _("Name"), _("Organisation"), _("Position"), _("E-mail"), _("Role")]
        self.lines = PeopleTable(_("Lines of the list"), heads, (44, 132, 176, 180, 130, 140, 80), sortable=False)
        self.person = Answers(_("Who is it?"))
        self.organisation = Answers(_("Which organisation is it?"))
        self.role = QComboBox()
        self.role.setAccessibleName(_("Role"))
        self.role.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.role.setMinimumContentsLength(18)
        self.meaning = label("", "small", tone="muted", wrap=True)
        for code in session.catalogue.codes(ROLES):
            self.role.addItem(code_text(session.catalogue, ROLES, code), code)
        self.rest_button = button(_("All that is open is new"), self.rest_is_new, icon="add")
        self.copy_button = button(_("Copy what was not understood"), self.copy_unread, icon="copy")
        self._put_in_place()
        self.lines.picked.connect(self._show_line)
        self.lines.asked.connect(self._answer_open)
        self.lines.left_out.connect(self.leave_out)
        self.lines.opened.connect(lambda _value: self._go_to_answers())
        self.person.picked.connect(self.choose_person)
        self.organisation.picked.connect(self.choose_organisation)
        self.role.activated.connect(lambda _place: self._choose_role())

    def _put_in_place(self) -> None:
        about = row(label(_("Role"), "label"), self.role, self.meaning)
        about.setStretch(2, 1)
        answers = QHBoxLayout()
        answers.addWidget(self.person, 1)
        answers.addWidget(self.organisation, 1)
        told = row(self.summary, self.rest_button)
        told.setStretch(0, 1)
        bar = row(self.apply_button, self.cancel_button, self.copy_button, None)
        self.apply_button.setText(_("Take over"))
        box = column(self, self.head, told, self.lines, answers, about, bar)
        box.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        box.setStretch(2, 1)

    # What the tab uses

    def open(self, text: str, meeting_id: str) -> bool:
        """Read a list for a meeting. False where there is nothing in it."""
        if not text.strip():
            return False
        self.meeting_id = meeting_id
        self.found = None
        self.head.setText(_("Paste a list of people"))
        self.summary.setText(_("Reading …"))
        self.lines.fill([])
        self._enable()
        records, jobs = self.session.snapshot(), self.session.jobs
        if jobs is None:
            self._show(read(text, records, meeting_id))
        else:
            work = partial(_work, text[: clipboard.LARGEST], records, meeting_id)
            jobs.run_quietly(work, self._show, self._failed)
        return True

    def begin(self) -> None:
        """Put the focus into the list."""
        self.lines.setFocus()

    def apply(self) -> None:
        """Store everything that is decided; nothing may be open any more."""
        if self.found is None or not self.apply_button.isEnabled():
            return
        plan, session = self.found.plan, self.session
        known = [one for one in self._questions() if one.choice not in (NEW, LEAVE, OPEN)]
        gone = [one for one in known if session.find(one.choice) is None]
        for one in gone:
            # It went to the bin while the preview was open.
            one.similar, one.choice = tuple(id_ for id_ in one.similar if id_ != one.choice), OPEN
        plan.present = frozenset(
            part.person for part in session.records.all(Participation, meeting=self.meeting_id) if part.person
        )
        if gone:
            self._refresh()
            return
        records = to_store(plan, session.records, session.info.country, session.info.catalogue)
        n = sum(isinstance(one, Participation) for one in records)
        if n:
            self.apply_button.setEnabled(False)
            label_ = n_("Pasted: {n} participant", "Pasted: {n} participants", n).format(n=n)
            store(session, records, label_, self._stored)

    def _stored(self, stored: list[Record]) -> None:
        if not stored:
            self._enable()
            return
        n = sum(isinstance(one, Participation) for one in stored)
        what = n_("Pasted: {n} participant", "Pasted: {n} participants", n).format(n=n)
        self.session.tell_undoable(what, "muted")
        self.stored.emit(stored)
        self.closed.emit()

    # Deciding

    @property
    def current(self) -> Planned | NotRead | None:
        """The line that is looked at."""
        found = self.lines.value
        return found if isinstance(found, Planned | NotRead) else None

    def choose_person(self, choice: str) -> None:
        """Decide who the current line is: an id, NEW or LEAVE."""
        line = self.current
        if isinstance(line, NotRead):
            self._take_as_name(line, choice)
        elif isinstance(line, Planned):
            line.person.choice = choice
            self._go_on(line)

    def choose_organisation(self, choice: str) -> None:
        """Decide which organisation the current line names; every line of that name follows."""
        line = self.current
        if isinstance(line, Planned) and line.organisation is not None:
            line.organisation.choice = choice
            self._go_on(line)

    def leave_out(self) -> None:
        """Do not take the current line, or, where that was decided, ask again."""
        line = self.current
        if isinstance(line, Planned):
            again = line.person.choice == LEAVE
            line.person.choice = (OPEN if line.person.similar else line.person.same or NEW) if again else LEAVE
            self._go_on(line, forward=not again)

    def rest_is_new(self) -> None:
        """Whoever and whatever is still open is nobody and nothing of the register."""
        for one in self._questions():
            if one.choice == OPEN:
                one.choice = NEW
        self._refresh()
        self.apply_button.setFocus()

    def copy_unread(self) -> str:
        """Put the lines that were not understood on the clipboard, each with why, and return the text."""
        found = self.found.pasted.not_read if self.found is not None else []
        text = clipboard.write_tsv([[numbers(one.lines), one.text, _(one.why)] for one in found])
        clipboard.put(text)
        n = len(found)
        self.session.told.emit(n_("Copied: {n} row", "Copied: {n} rows", n).format(n=n), "muted")
        return text

    # Inside

    def _questions(self) -> list[Question]:
        rows = self.found.plan.rows if self.found is not None else []
        return [one for each in rows for one in (each.person, each.organisation) if one is not None]

    def _failed(self, error: CamiError) -> None:
        self.summary.setText(str(error))

    def _show(self, found: Read) -> None:
        self.found = found
        n = len(found.plan.rows)
        self.head.setText(n_("Paste a list: {n} person", "Paste a list: {n} people", n).format(n=n))
        self._refresh()
        first = next(iter(found.plan.open_rows()), None)
        if first is not None:
            self.lines.choose(first)

    def _take_as_name(self, line: NotRead, choice: str) -> None:
        """A line that was not understood is taken whole as a name."""
        found = self.found
        if found is None or choice != NEW:
            return
        added = found.matcher.plan([found.pasted.as_name(line)], self.meeting_id).rows
        found.pasted.not_read.remove(line)
        found.plan.rows.extend(added)
        found.plan.rows.sort(key=lambda each: each.listed.lines)
        self._refresh()
        self.lines.choose(added[0])

    def _answer_open(self, figure: int) -> None:
        """A figure answers what is asked about the current line: first who it is, then which organisation."""
        line = self.current
        decided = isinstance(line, Planned) and line.person.choice != OPEN and line.organisation is not None
        if decided and isinstance(line, Planned) and line.organisation and line.organisation.choice == OPEN:
            self.organisation.answer(figure)
        else:
            self.person.answer(figure)

    def _go_on(self, line: Planned, *, forward: bool = True) -> None:
        """After a decision: stay where the line asks more, else go to the next open one."""
        self._refresh()
        if self.found is None or self.found.plan.state(line) is State.OPEN or not forward:
            self._show_line(line)
            return
        rows = self.found.plan.rows
        place = next((n for n, each in enumerate(rows) if each is line), 0)
        states = self.found.plan.states()
        order = (*range(place + 1, len(rows)), *range(place))
        following = next((n for n in order if states[n] is State.OPEN), None)
        if following is not None:
            self.lines.choose(rows[following])
        self.lines.setFocus()
        self._show_line(self.current)

    def _go_to_answers(self) -> None:
        (self.person if self.person.isEnabled() else self.role).setFocus()

    def _choose_role(self) -> None:
        line = self.current
        if isinstance(line, Planned):
            line.role = self.role.currentData()
            self._refresh()
            self._show_line(line)

    def _refresh(self) -> None:
        if self.found is None:
            return
        self.lines.fill(lines_of(self.found, self.session.catalogue))
        self.summary.setText(" · ".join(counts(self.found)))
        self._enable()

    def _enable(self) -> None:
        found = self.found
        waiting = found.plan.open_rows() if found is not None else []
        states = set(found.plan.states()) if found is not None else set()
        self.apply_button.setEnabled(not waiting and bool(states & {State.NEW, State.KNOWN}))
        self.rest_button.setVisible(bool(waiting))
        self.copy_button.setVisible(found is not None and bool(found.pasted.not_read))
        if found is None:
            self._show_line(None)

    def _show_line(self, line: object) -> None:
        """Show what is asked about a line."""
        planned = line if isinstance(line, Planned) else None
        self.role.setEnabled(planned is not None)
        self.meaning.setText(meaning(ROLES, planned.role) if planned is not None else "")
        if planned is not None:
            self.role.setCurrentIndex(max(self.role.findData(planned.role), 0))
            who, where = planned.person, planned.organisation
            people = [(id_, self._person_words(id_)) for id_ in dict.fromkeys(filter(None, (who.same, *who.similar)))]
            self.person.fill(who.name, people, _("Somebody new"), who.choice)
            known = dict.fromkeys(filter(None, (where.same, *where.similar))) if where is not None else {}
            places = [(id_, self._organisation_words(id_)) for id_ in known]
            self.organisation.fill(
                where.name if where is not None else "", places, _("A new organisation"),
                where.choice if where is not None else OPEN, without=_("Without an organisation"),
            )  # fmt: skip
        elif isinstance(line, NotRead):
            self.person.fill(line.text, [], _("Take the whole line as a name"), OPEN, without="")
            self.organisation.fill("", [], "", OPEN)
        else:
            self.person.fill("", [], "", OPEN)
            self.organisation.fill("", [], "", OPEN)

    def _person_words(self, id_: str) -> str:
        found = self.session.find(id_)
        if not isinstance(found, Person):
            return _("(not found)")
        organisation = self.session.find(found.organisation)
        where = (organisation.acronym or organisation.name) if isinstance(organisation, Organisation) else ""
        return " · ".join(filter(None, (title(self.session, found), found.position, where, found.email)))

    def _organisation_words(self, id_: str) -> str:
        found = self.session.find(id_)
        if not isinstance(found, Organisation):
            return _("(not found)")
        return " · ".join(filter(None, (found.acronym, found.name)))
