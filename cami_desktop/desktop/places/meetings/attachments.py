"""Attachments of a meeting: photo of a flipchart, presentation, sign-in sheet; added by drop or paste on any tab."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.places.meetings.tabs import MeetingTab
from cami_desktop.desktop.places.register.attachments import AttachmentsPage
from cami_desktop.desktop.storing import store_now
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, column, row
from cami_desktop.records import Record
from cami_desktop.records.attachment_care import WHY, Care, care
from cami_desktop.records.kinds import Attachment, Meeting
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session


COLUMNS = ("file_name", "caption", "confidential", "size", "media_type", "record")
"""What the table shows: that they belong to the meeting goes without saying."""


class MeetingFiles(AttachmentsPage):
    """The page of the register for the files of one meeting; what had better stay here is marked so, and said."""

    def __init__(
        self, session: Session, jobs: Jobs, where: Callable[[Attachment], bool], belongs: Callable[[], str]
    ) -> None:
        empty = _(
            "Photos of a flipchart, presentations, the scanned sign-in sheet: drop files here or on any tab of the "
            "meeting, or paste a picture with Ctrl+V."
        )
        super().__init__(session, jobs, empty, where=where, belongs=belongs, columns=COLUMNS)
        # On a small screen there is no room for what the menu beside it has, too.
        self.copy_button.hide()
        self.proposed: list[str] = []
        self.care = Message()
        self.keep_button = button(_("Keep it so"), self.forget)
        self.free_button = button(_("They may leave"), self.let_leave,
                                  hint=_("Take the mark of a confidential file away again"))  # fmt: skip
        self.care_line = QWidget()
        inside = row(self.care, self.keep_button, self.free_button)
        inside.setStretch(0, 1)
        inside.setContentsMargins(12, 0, SPACE, 6)
        self.care_line.setLayout(inside)
        self.care_line.hide()
        layout = self.layout()
        assert layout is not None
        layout.insertWidget(1, self.care_line)  # type: ignore[attr-defined]

    def confidential(self, path: Path) -> bool | None:
        """Pictures, and what looks like a sign-in sheet, stay here until a person says otherwise."""
        return True if care(path.name) is not None else None

    def taken(self, added: Sequence[Attachment]) -> None:
        """Say what was marked confidential, and why."""
        marked = [item for item in added if item.confidential]
        self.proposed = [item.id for item in marked]
        if not marked:
            self.forget()
            return
        kinds = {care(item.file_name or "", item.media_type or "") for item in marked}
        why = [_(WHY[one]) for one in Care if one in kinds]
        words = n_("{n} file was marked as confidential and stays in this workspace.",
                   "{n} files were marked as confidential and stay in this workspace.", len(marked))  # fmt: skip
        self.care.say(" ".join([words.format(n=len(marked)), *why]), "hint")
        self.care_line.show()

    def forget(self) -> None:
        """The proposal was seen."""
        had_focus = self.keep_button.hasFocus() or self.free_button.hasFocus()
        self.proposed = []
        if had_focus:
            self.table.setFocus()
        self.care_line.hide()

    def let_leave(self) -> None:
        """Take the marks away that were just set, as one step of undo."""
        self.session.flush()
        changed = []
        for id_ in self.proposed:
            record = copy.copy(self.session.find(id_))
            if isinstance(record, Attachment) and record.confidential:
                record.confidential = None
                changed.append(record)
        if not changed or store_now(self.session, changed, _("Not confidential")):
            self.forget()


class AttachmentsTab(MeetingTab):
    """The files of the meeting itself and of anything in it: a note, a contribution, a decision."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        assert session.jobs is not None
        self.page = MeetingFiles(session, session.jobs, self.mine, lambda: self.meeting_id)
        column(self, self.page, space=0)

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Show the files of a meeting."""
        id_ = meeting.id if meeting is not None else ""
        if id_ != self.meeting_id:
            self.meeting_id = id_
            self.page.forget()
            self.page.not_added.say("")
            self.page.show_where(self.mine)

    def show_record(self, record: Record, field: str | None = None) -> bool:
        """Go to a file and field."""
        return self.page.go_to(record.id, field)

    def mine(self, item: Attachment) -> bool:
        """Whether a file belongs to the meeting or to something in it."""
        if not self.meeting_id or not item.record:
            return False
        if item.record == self.meeting_id:
            return True
        holder = self.session.find(item.record)
        return holder is not None and getattr(holder, "meeting", None) == self.meeting_id
