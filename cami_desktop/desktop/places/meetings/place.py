"""Meetings: the list at the left; of the chosen one all that belongs to it, in tabs, from details to summary."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from cami_desktop.desktop.commands import told
from cami_desktop.desktop.lazy_tabs import LazyTabs
from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.places.meetings.contributions import ContributionsTab, contribution_from
from cami_desktop.desktop.places.meetings.decisions import DecisionsTab
from cami_desktop.desktop.places.meetings.list import MeetingList, from_last
from cami_desktop.desktop.places.meetings.new import NewMeeting
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.desktop.places.meetings.people import ParticipantsTab
from cami_desktop.desktop.places.meetings.summary import SummaryTab
from cami_desktop.desktop.places.meetings.summary_state import changed_since
from cami_desktop.desktop.places.meetings.summary_watch import MeetingWatch, Standing
from cami_desktop.desktop.places.meetings.tabs import AgendaTab, DetailsTab, MeetingTab, agenda, when_and_where
from cami_desktop.desktop.places.submit.parts import ENDING
from cami_desktop.desktop.tables import clipboard
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, column, dropped, label, row
from cami_desktop.errors import CamiError
from cami_desktop.records import Record
from cami_desktop.records.kinds import Meeting, Note
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.places.meetings.attachments import AttachmentsTab
    from cami_desktop.desktop.places.meetings.together import Together
    from cami_desktop.desktop.session import Session


def _attachments(session: Session) -> MeetingTab:
    """The tab of files; what it needs is loaded when it is first looked at."""
    from cami_desktop.desktop.places.meetings.attachments import AttachmentsTab

    return AttachmentsTab(session)


TABS: Mapping[str, tuple[str, Callable[[Session], MeetingTab]]] = {
    "details": (N_("Details"), DetailsTab),
    "participants": (N_("Participants"), ParticipantsTab),
    "agenda": (N_("Agenda"), AgendaTab),
    "notes": (N_("Notes"), NotesTab),
    "contributions": (N_("Contributions"), ContributionsTab),
    "decisions": (N_("Decisions"), DecisionsTab),
    "attachments": (N_("Attachments"), _attachments),
    "summary": (N_("Summary"), SummaryTab),
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
        self.changed_bar = Message()
        self.watch = MeetingWatch.of(session, jobs)
        self.watch.found.connect(self._standing)
        pages = {code: (_(name), partial(self._tab, code)) for code, (name, _cls) in TABS.items()}
        self.tabs = LazyTabs(_(self.title), pages)
        self._build()
        self.list.picked.connect(self.show_meeting)
        self.list.new_wanted.connect(self.new_meeting)
        self.list.template_wanted.connect(self.new_from_template)
        self.list.copy_wanted.connect(self.new_from_last)
        self.list.together_wanted.connect(self.show_together)
        self.tabs.came.connect(lambda tab: tab.show_meeting(self.meeting))
        self.tabs.currentChanged.connect(lambda _number: self._show_tab())
        session.changed.connect(self._changed)
        self.setAcceptDrops(True)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        self._paste = told(keys, _("Add a picture or files from the clipboard"))
        self._paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._paste.activated.connect(self.paste_files)
        QApplication.clipboard().dataChanged.connect(self._clipboard_changed)
        self._clipboard_changed()
        self.list.show_first()

    def _build(self) -> None:
        right, head = QWidget(), QWidget()
        column(head, self.name, self.about, self.changed_bar, space=0)
        head.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, 0)
        column(right, head, self.tabs, space=SPACE).setStretch(1, 1)
        self.right = right
        self.new_panel: NewMeeting | None = None
        self.together: Together | None = None
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
        # Built ahead it shows its first one while somebody types elsewhere.
        if self.meeting is not None:
            self.session.flush()
        self._ask(wanted=False)
        self.meeting = meeting
        stored = meeting is not None and bool(meeting.id)
        for number, code in enumerate(TABS):
            self.tabs.setTabEnabled(number, stored or code == "details")
        if not stored and self.tabs.code != "details":
            self.tabs.open("details")
        self._head()
        self.changed_bar.say("")
        self.watch.look_at(meeting)
        if self.watch.standing is not None:
            self._standing(self.watch.standing)
        if self.isVisible() or self.tabs.built(self.tabs.code):
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

    def new_from_template(self) -> None:
        """Ask in place of the tabs what a new meeting begins with."""
        self.session.flush()
        if self.new_panel is None:
            self.new_panel = NewMeeting(self.session)
            self.new_panel.closed.connect(self._close_new)
            self.new_panel.made.connect(self._made)
            layout = self.layout()
            assert isinstance(layout, QHBoxLayout)
            layout.addWidget(self.new_panel, 1)
        self.new_panel.open(self.list.latest())
        self._ask(wanted=True)
        self.new_panel.begin()

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

    def show_together(self) -> Together:
        """Show in place of the tabs what two note takers of a meeting need: joining and handing over."""
        from cami_desktop.desktop.places.meetings.together import Together

        self.session.flush()
        self._ask(wanted=False)
        if self.together is None:
            self.together = Together(self.session, self.jobs)
            self.together.closed.connect(self._close_new)
            self.together.notes_wanted.connect(self._see_notes)
            layout = self.layout()
            assert isinstance(layout, QHBoxLayout)
            layout.addWidget(self.together, 1)
        self.right.hide()
        # The layout would show it only at the next turn, and what is hidden cannot take the focus.
        self.together.show()
        self.together.open()
        self.together.begin()
        return self.together

    def add_files(self, paths: Sequence[Path]) -> None:
        """Go to the attachments of the meeting and add files to them; packages are looked at to be joined."""
        packages = [path for path in paths if path.suffix.lower() == ENDING]
        others = [path for path in paths if path not in packages]
        if packages and self.session.editable:
            self.show_together().joining.look_at(packages)
        if others and self.meeting is not None and self.meeting.id:
            self._files().page.add_files(others)

    def paste_files(self) -> None:
        """Add the picture or the files on the clipboard to the attachments of the meeting."""
        if self.meeting is not None and self.meeting.id and self.right.isVisible():
            self._files().page.paste()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped on any tab of a meeting, packages also where there is none yet."""
        if event.mimeData().hasUrls() and self.session.editable:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        event.acceptProposedAction()
        self.add_files(dropped(event))

    def refuses_to_go(self) -> str:
        """While a package is written or joined the window stays."""
        busy = self.together is not None and self.together.busy
        return _("A package is being written or joined; wait a moment.") if busy else ""

    # Inside

    def _files(self) -> AttachmentsTab:
        return cast("AttachmentsTab", self.open_tab("attachments"))

    def _clipboard_changed(self) -> None:
        """Only a picture or files are taken here; everything else is pasted by what has the focus."""
        self._paste.setEnabled(self.session.editable and clipboard.has_files())

    def _see_notes(self) -> None:
        self._ask(wanted=False)
        if not self.list.current:
            self.list.show_first()
        if self.meeting is not None and self.meeting.id:
            self.open_tab("notes")

    def _close_new(self) -> None:
        self._ask(wanted=False)
        self.list.first_focus().setFocus()

    def _ask(self, *, wanted: bool) -> None:
        """Show what a new meeting begins with in place of the tabs, or the tabs again."""
        if self.together is not None:
            self.together.hide()
        if self.new_panel is not None:
            self.new_panel.setVisible(wanted)
        self.right.setVisible(not wanted)

    def _made(self, meeting: Meeting) -> None:
        """Go to the agenda of a meeting that was just made."""
        self.list.choose(meeting.id)
        tab = self.open_tab("agenda")
        first = next(iter(agenda(self.session, meeting.id)), None)
        if first is not None:
            tab.show_record(first)

    def _tab(self, code: str) -> MeetingTab:
        """Build a tab when it is first looked at, or ahead of that."""
        tab = TABS[code][1](self.session)
        if isinstance(tab, NotesTab):
            tab.contribution_wanted.connect(self._make_contribution)
        elif isinstance(tab, DetailsTab):
            tab.form.begun.connect(lambda record: self.list.choose(record.id))
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

    def _standing(self, standing: Standing) -> None:
        """Editing what people agreed on is possible, and said."""
        mine = self.meeting is not None and standing.meeting == self.meeting.id
        self.changed_bar.say(changed_since(standing) if mine else "", "hint")

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
