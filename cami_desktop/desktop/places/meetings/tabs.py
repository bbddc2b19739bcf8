"""The tabs of a meeting that are a form or a table with its form: what all of them share, details, agenda."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.forms import RecordForm
from cami_desktop.desktop.tables import RecordBrowser
from cami_desktop.desktop.texts import title
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, column, in_reading_order
from cami_desktop.records import Record
from cami_desktop.records.attribution import RULE_WORDS
from cami_desktop.records.kinds import AgendaItem, Meeting, Participation
from cami_desktop.records.meeting_times import in_order
from cami_desktop.words import N_, _, formats
from cami_desktop.words.searchkey import search_key

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

EMPTY: Mapping[str, str] = {
    "participation": N_("Who took part: type a name above; whoever is not in the register is added to it."),
    "agenda_item": N_("The agenda: number, title, time, minutes and presenter of each item."),
    "note": N_(
        "Notes are written below: Enter stores one with the time and the current agenda item. "
        "A meeting record that exists already (.docx or text) can be dropped here."
    ),
    "contribution": N_(
        "What stakeholders put forward: feedback, gaps, needs, proposals. Ctrl+T in the notes makes one from a note."
    ),
    "decision": N_("Decisions, recommendations and next steps, with who is responsible until when."),
}
"""What an empty table says."""


class MeetingTab(QWidget):
    """A tab shows one meeting after another."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.meeting_id = ""

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Show a meeting; called each time the tab comes into view."""
        raise NotImplementedError

    def show_record(self, record: Record, field: str | None = None) -> bool:
        """Show one of its records and go to a field."""
        return False


class DetailsTab(MeetingTab):
    """The meeting itself."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.rule = Message()
        self.rule.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, 0)
        self.form = RecordForm(session, Meeting)
        self.form.stored.connect(self._explain)
        column(self, self.rule, self.form, space=0).setStretch(1, 1)

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Show the form, unless it already shows this meeting."""
        shown = self.form.record
        if meeting is None or shown is None or not meeting.id or shown.id != meeting.id:
            self.form.show_record(meeting)
        self._explain(meeting)

    def show_record(self, record: Record, field: str | None = None) -> bool:
        """Go to a field."""
        self.form.focus_field(field or "")
        return True

    def _explain(self, record: Record | None) -> None:
        rule = record.attribution if isinstance(record, Meeting) else None
        self.rule.say(_(RULE_WORDS.get(rule or "", "")), "hint")


class ListTab(MeetingTab):
    """Records of one kind that belong to the meeting."""

    cls: type[Record]
    columns: Sequence[str] = ()
    upright = False
    sort = ""
    hides: Sequence[str] = ("meeting",)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.browser = RecordBrowser(
            session, self.cls, columns=self.columns, where=self.mine, defaults=self.defaults, hide=self.hides,
            upright=self.upright, empty=_(EMPTY[self.cls.kind]), sort=self.sort,
        )  # fmt: skip
        self.build()

    def build(self) -> None:
        """Put the parts in place."""
        column(self, self.browser, space=0)

    def defaults(self) -> Mapping[str, Any]:
        """What a new record begins with."""
        return {"meeting": self.meeting_id}

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Show the records of the meeting."""
        id_ = meeting.id if meeting is not None else ""
        if id_ != self.meeting_id:
            self.meeting_id = id_
            self.browser.show_where(self.mine)

    def show_record(self, record: Record, field: str | None = None) -> bool:
        """Go to a record and field."""
        return self.browser.go_to(record.id, field)

    def mine(self, record: Any) -> bool:
        """Whether a record belongs to the meeting."""
        return bool(self.meeting_id) and record.meeting == self.meeting_id


class AgendaTab(ListTab):
    """The agenda."""

    cls = AgendaItem
    upright = True
    sort = "number"

    def defaults(self) -> Mapping[str, Any]:
        """The next item has the next number and begins when the last one ends."""
        items = agenda(self.session, self.meeting_id)
        last = items[-1] if items else None
        return {**super().defaults(), "number": next_number(items), "starts_at": end_of(last)}

    def build(self) -> None:
        """The table with a button that prints it."""
        super().build()
        from cami_desktop.desktop.places.meetings.papers import agenda_button

        self.printer = agenda_button(self.session, self, lambda: self.meeting_id)
        self.browser.bar.insertWidget(self.browser.bar.count() - 2, self.printer)
        in_reading_order(self.browser)


def agenda(session: Session, meeting_id: str) -> Sequence[AgendaItem]:
    """The agenda items of a meeting in the order of their numbers."""
    found = session.records.all(AgendaItem, meeting=meeting_id) if meeting_id else []
    return sorted(found, key=lambda item: (in_order(item.number or ""), item.id))


def speakers_of(session: Session, meeting_id: str) -> list[tuple[str, str]]:
    """The names of the participants of a meeting, in the order of the alphabet, each with its id."""
    parts = session.records.all(Participation, meeting=meeting_id) if meeting_id else []
    return sorted(((title(session, part), part.id) for part in parts), key=lambda one: search_key(one[0]))


def next_number(items: Sequence[AgendaItem]) -> str:
    """The whole number after the highest in use."""
    used = [int(found.group()) for item in items if (found := re.match(r"\d+", item.number or ""))]
    return str(max(used, default=0) + 1)


def end_of(item: AgendaItem | None) -> str | None:
    """When an item ends by its plan, as HH:MM; None where that is not known."""
    if item is None or item.starts_at is None or item.minutes is None:
        return None
    hours, _colon, minutes = item.starts_at.partition(":")
    if not (hours.isdigit() and minutes[:2].isdigit()):
        return None
    total = int(hours) * 60 + int(minutes[:2]) + item.minutes
    return f"{total // 60:02d}:{total % 60:02d}" if total < 24 * 60 else None


def when_and_where(session: Session, meeting: Meeting) -> str:
    """Dates and place of a meeting in one line."""
    first, last = meeting.starts_on, meeting.ends_on
    days = formats.date_text(first) if first else ""
    if first and last and last != first:
        days = f"{days} – {formats.date_text(last)}"
    host = session.find(meeting.host)
    host_name = getattr(host, "acronym", None) or getattr(host, "name", None) or ""
    return " · ".join(filter(None, (days, meeting.place_name, host_name)))
