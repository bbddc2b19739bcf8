"""Meetings: the list at the left; of the chosen one its details, people, agenda, notes, contributions, decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.lazy_tabs import LazyTabs
from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.places.meeting_contributions import ContributionsTab, contribution_from
from cami_desktop.desktop.places.meeting_list import MeetingList, from_last
from cami_desktop.desktop.places.meeting_notes import NotesTab
from cami_desktop.desktop.places.meeting_people import ParticipantsTab
from cami_desktop.desktop.places.meeting_tabs import AgendaTab, DecisionsTab, DetailsTab, MeetingTab, when_and_where
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.records import Record
from cami_desktop.records.kinds import Meeting, Note
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

TABS: Mapping[str, tuple[str, Callable[[Session], MeetingTab]]] = {
    "details": (N_("Details"), DetailsTab),
    "participants": (N_("Participants"), ParticipantsTab),
    "agenda": (N_("Agenda"), AgendaTab),
    "notes": (N_("Notes"), NotesTab),
    "contributions": (N_("Contributions"), ContributionsTab),
    "decisions": (N_("Decisions"), DecisionsTab),
}
"""The tabs in order."""

TAB_OF_KIND: Mapping[str, str] = {
    "meeting": "details",
    "participation": "participants",
    "agenda_item": "agenda",
    "note": "notes",
    "contribution": "contributions",
    "decision": "decisions",
}

BEGUN = "new"
"""Stands in the memory for a meeting that is not stored yet."""


class Meetings(Place):
    """The place of the stakeholder meetings."""

    place_id: ClassVar[str] = "meetings"
    title: ClassVar[str] = N_("Meetings")

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session, jobs)
        self.meeting: Meeting | None = None
        self.list = MeetingList(session)
        self.name = label("", "heading", wrap=True)
        self.about = label("", "small", tone="muted")
        pages = {code: (_(name), partial(self._tab, code)) for code, (name, _cls) in TABS.items()}
        self.tabs = LazyTabs(_(self.title), pages)
        self._build()
        self.list.picked.connect(self.show_meeting)
        self.list.new_wanted.connect(self.new_meeting)
        self.list.copy_wanted.connect(self.new_from_last)
        self.tabs.currentChanged.connect(lambda _number: self._show_tab())
        session.changed.connect(self._changed)
        self.details.form.begun.connect(lambda record: self.list.choose(record.id))
        self.list.show_first()

    def _build(self) -> None:
        right, head = QWidget(), QWidget()
        column(head, self.name, self.about, space=0)
        head.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, 0)
        column(right, head, self.tabs, space=SPACE).setStretch(1, 1)
        layout = row(self.list, right, space=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    # What others use

    @property
    def details(self) -> DetailsTab:
        """The tab of the meeting itself."""
        tab = self.tabs.page("details")
        assert isinstance(tab, DetailsTab)
        return tab

    def refresh(self) -> None:
        """Put the focus where it was, at first into the list."""
        self.keep_focus(self.list.first_focus())

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Show a meeting, or one that is just begun, in the tab that is open."""
        self.session.flush()
        self.meeting = meeting
        stored = meeting is not None and bool(meeting.id)
        for number, code in enumerate(TABS):
            self.tabs.setTabEnabled(number, stored or code == "details")
        if not stored:
            self.tabs.open("details")
        self._head()
        self._show_tab()

    def open_tab(self, code: str) -> MeetingTab:
        """Go to a tab by its code."""
        self.tabs.open(code)
        return self._show_tab()

    def show_record(self, kind: str, id_: str, field: str | None = None) -> bool:
        """Show a record in its tab, in its meeting."""
        record = self.session.find(id_)
        if record is None or kind not in TAB_OF_KIND:
            return False
        meeting = record.id if isinstance(record, Meeting) else record.values().get("meeting")
        if not meeting or not self.list.choose(meeting):
            return False
        return self.open_tab(TAB_OF_KIND[kind]).show_record(record, field)

    def memory(self) -> str:
        """The meeting, which may be one that is just begun, and the open tab."""
        meeting = (self.meeting.id or BEGUN) if self.meeting else ""
        return f"{meeting}/{self.tabs.code}"

    def lasting(self) -> str:
        """A meeting that is just begun is not begun again at the next start."""
        return self.memory() if self.meeting is not None and self.meeting.id else ""

    def recall(self, memory: str) -> None:
        """Show the meeting and tab again."""
        meeting, _slash, tab = memory.partition("/")
        # No meeting but a tab, as the tour asks: the tab of the meeting that is open.
        here = self.list.choose(meeting) if meeting else bool(self.meeting and self.meeting.id)
        if here and tab in TABS:
            self.open_tab(tab)
        elif meeting == BEGUN and self.session.editable:
            self.new_meeting()

    def new_meeting(self) -> None:
        """Begin an empty meeting; it is stored when its first field is filled."""
        self.list.clear_choice()
        info = self.session.info
        self.show_meeting(self.session.new(Meeting, cycle=info.cycle))
        self.details.form.focus_field()

    def new_from_last(self) -> None:
        """Store a meeting with the values, agenda and people of the latest one, and go to its date."""
        last = self.list.latest()
        if last is None:
            return
        try:
            made = from_last(self.session, last)
        except CamiError as error:
            self.session.told.emit(str(error), "error")
            return
        self.list.choose(made.id)
        self.open_tab("details").show_record(made, "starts_on")

    # Inside

    def _tab(self, code: str) -> MeetingTab:
        """Build a tab when it is first looked at."""
        tab = TABS[code][1](self.session)
        if isinstance(tab, NotesTab):
            tab.contribution_wanted.connect(self._make_contribution)
        return tab

    def _head(self) -> None:
        meeting = self.meeting
        fresh = _("New meeting") if meeting is not None else _("No meeting yet")
        self.name.setText((meeting.title if meeting is not None else None) or fresh)
        self.about.setText(when_and_where(self.session, meeting) if meeting is not None else "")
        self.about.setVisible(bool(self.about.text()))

    def _show_tab(self) -> MeetingTab:
        tab = self.tabs.page(self.tabs.code)
        assert isinstance(tab, MeetingTab)
        tab.show_meeting(self.meeting)
        return tab

    def _changed(self, kind: str, id_: str) -> None:
        if self.meeting is None or kind not in ("", "meeting") or (id_ and id_ != self.meeting.id):
            return
        found = self.session.find(self.meeting.id)
        if isinstance(found, Meeting):
            self.meeting = found
            self._head()

    def _make_contribution(self, notes: list[Note], selected: str) -> None:
        """Turn notes into a contribution and go to what is still to be said about it."""
        made = contribution_from(self.session, notes, selected)
        try:
            stored: Record = self.session.save(made)
        except CamiError as error:
            self.session.told.emit(str(error), "error")
            return
        self.open_tab("contributions").show_record(stored, "input_kind")
        self.session.told.emit(_("Contribution made from the note; choose its kind"), "good")
