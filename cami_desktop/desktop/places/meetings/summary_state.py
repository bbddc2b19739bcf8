"""The state of a meeting's record beside its summary: draft, final, approved; what is open, what changed since."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.changes import field_name, short, shown_value
from cami_desktop.desktop.flow import Flow
from cami_desktop.desktop.places.meetings.summary_watch import Standing
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.texts import title
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, column, label, restyle, row
from cami_desktop.errors import CamiError, WrongUse
from cami_desktop.records import KINDS
from cami_desktop.records.kinds import Meeting
from cami_desktop.synthesis.meeting_summary import APPROVED, DRAFT, FINAL
from cami_desktop.words import N_, _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.loop.meeting_changes import Difference
    from cami_desktop.records.rules import Finding

STEPS = {DRAFT: "state-none", FINAL: "state-work", APPROVED: "state-done"}
"""The states in their order, each with its shape."""

_SEVERITY = {"error": ("error", "error"), "warning": ("warning", "warning")}
_WHAT = {"added": N_("new"), "removed": N_("removed")}


class StateSteps(QWidget):
    """The three states side by side; the one that holds is bold, so that it is not told by colour alone."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.labels: dict[str, QLabel] = {}
        self.icons: dict[str, QLabel] = {}
        steps = []
        for code in STEPS:
            self.icons[code], self.labels[code] = QLabel(), label("", "label")
            step = QWidget()
            step.setLayout(row(self.icons[code], self.labels[code], space=4))
            steps.append(step)
        self.setLayout(Flow(steps, space=2 * SPACE))

    def show_state(self, status: str) -> None:
        """Show which state holds."""
        for code, icon in STEPS.items():
            here = code == status
            name = self.session.catalogue.label("meeting_status", code)
            self.labels[code].setText(name)
            restyle(self.labels[code], "tone", "" if here else "muted")
            # Only now: what is dressed anew loses its own font.
            font = self.labels[code].font()
            font.setBold(here)
            self.labels[code].setFont(font)
            self.icons[code].setPixmap(theme.pixmap(icon, 16, "accent" if here else "muted"))
        self.setAccessibleName(self.session.catalogue.label("meeting_status", status))


class StatePanel(QWidget):
    """Takes the record of a meeting from state to state. Nothing asks: what is open stands below, and may stay."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.meeting: Meeting | None = None
        self.steps = StateSteps(session)
        self.about = label("", "small", tone="muted", wrap=True)
        self.date = QLineEdit()
        self.date.setAccessibleName(_("Approved on"))
        self.date.setPlaceholderText(_("Approved on"))
        self.date.setFixedWidth(160)
        self.date.returnPressed.connect(self.forward)
        self.onward = button(_("Make final"), self.forward, icon="go", main=True, key="Ctrl+Return")
        self.back = button(_("Back to draft"), self.to_draft, icon="undo", key="Ctrl+Shift+Return")
        self.message = Message()
        self._lists()
        buttons = QWidget()
        buttons.setLayout(Flow((self.date, self.onward, self.back)))
        column(
            self, self.steps, self.about, buttons, self.message, self.open_head, self.open_list, self.change_head,
            self.change_list, None, margin=SPACE, space=SPACE,
        )  # fmt: skip

    def _lists(self) -> None:
        self.open_head = label("", "label", wrap=True)
        self.open_list = PlainTable(_("Still open in this meeting"), [_("Record"), _("What is open")], (110, 150))
        self.open_list.opened.connect(self._go)
        self.change_head = label("", "label", wrap=True)
        self.change_list = PlainTable(
            _("Changes since then"), [_("Record"), _("Field"), _("Before → now")], (100, 90, 110)
        )
        self.change_list.opened.connect(self._go)

    # What the tab uses

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Show the state of a meeting and the ways out of it."""
        other = meeting is None or self.meeting is None or meeting.id != self.meeting.id
        self.meeting = meeting
        status = self.status
        self.steps.show_state(status)
        self.about.setText(self._told(status))
        self.onward.setVisible(status != APPROVED)
        self.onward.setText(_("Approve") if status == FINAL else _("Make final"))
        self.onward.setToolTip(f"{self.onward.text()} (Ctrl+Return)")
        self.date.setVisible(status == FINAL)
        if other or status != FINAL:
            self.date.setText(formats.date_text(self.session.workspace.clock().astimezone().date().isoformat()))
        self.back.setVisible(status != DRAFT)
        for control in (self.onward, self.back, self.date):
            control.setEnabled(self.session.editable and meeting is not None)
        if other:
            self.message.say("")
            self.show_standing(None)

    def show_standing(self, standing: Standing | None) -> None:
        """Show what is still open and what changed; nothing while that is not known."""
        findings = standing.findings if standing is not None else ()
        n = len(findings)
        self.open_head.setText(n_("Still open: {n}", "Still open: {n}", n).format(n=formats.number(n)) if n else "")
        self.open_list.fill([self._open_row(item) for item in findings])
        changes = standing.changes if standing is not None else ()
        self.change_head.setText(changed_since(standing) if standing is not None else "")
        self.change_list.fill([self._change_row(item) for item in changes])
        for head, table, rows in (
            (self.open_head, self.open_list, n), (self.change_head, self.change_list, len(changes)),
        ):  # fmt: skip
            table.setVisible(bool(rows))
            head.setVisible(bool(head.text()))
            table.fit(5)
        if standing is not None and not n:
            self.open_head.setText(_("Nothing is open: every record of the meeting is in order."))
            self.open_head.show()

    @property
    def status(self) -> str:
        """The state of the record; a meeting that names none is a draft."""
        return (self.meeting.status if self.meeting is not None else None) or DRAFT

    def forward(self) -> None:
        """Make a draft final, or a final record approved on the day in the line."""
        if self.status == DRAFT:
            self._store(FINAL, None, _("Record of the meeting made final"))
        elif self.status == FINAL:
            try:
                day = formats.parse_vague_date(self.date.text())
            except WrongUse as error:
                self._refuse(" ".join(filter(None, (error.what, error.do))))
                return
            if not isinstance(day, str):
                self._refuse(_("Say on which day it was approved."))
                return
            self._store(APPROVED, day, _("Record of the meeting approved"))

    def to_draft(self) -> None:
        """Take a final or approved record back; what it was approved on goes with it, and undo brings both back."""
        self._store(DRAFT, None, _("Record of the meeting is a draft again"))

    # Inside

    def _refuse(self, words: str) -> None:
        self.message.say(words, "error")
        self.date.setFocus()
        self.date.selectAll()

    def _store(self, status: str, day: str | None, words: str) -> None:
        self.session.flush()
        meeting = self.session.find(self.meeting.id) if self.meeting is not None else None
        if not isinstance(meeting, Meeting) or not self.session.editable:
            return
        changed = copy.deepcopy(meeting)
        changed.status, changed.approved_on = status, day
        changed.absent.pop("approved_on", None)
        try:
            self.session.save_all([changed], label=words)
        except CamiError as error:
            self.message.say(str(error), "error")
            return
        self.message.say("")
        self.session.told.emit(words, "good")

    def _told(self, status: str) -> str:
        if status == APPROVED:
            day = formats.long_date(self.meeting.approved_on) if self.meeting is not None else ""
            return _("Approved on {date}").format(date=day) if day else _("Approved; it is not said when.")
        if status == FINAL:
            return _("Final: hand it to the participants; once they agree, approve it with the day.")
        return _("A draft is marked as such on every page.")

    def _open_row(self, finding: Finding) -> Row:
        place = (finding.kind, finding.id, finding.field)
        icon = theme.icon(*_SEVERITY[finding.severity])
        return Row((self._named(*place[:2]), finding.message), place, icon, finding.message)

    def _change_row(self, change: Difference) -> Row:
        named, place = self._named(change.kind, change.record), (change.kind, change.record, change.field)
        if change.what != "changed":
            return Row((named, _(_WHAT[change.what]), ""), place)
        before, after = (
            shown_value(self.session, change.kind, change.field, value) for value in (change.before, change.after)
        )
        field = field_name(change.kind, change.field)
        tip = f"{named}\n{field}\n{before or '–'}\n→ {after or '–'}"
        return Row((named, field, f"{short(before) or '–'} → {short(after) or '–'}"), place, tip=tip)

    def _named(self, kind: str, id_: str) -> str:
        record = self.session.records.get(id_)
        return short(title(self.session, record), 60) if record is not None else _(KINDS[kind].label)

    def _go(self, place: tuple[str, str, str]) -> None:
        self.session.wanted.emit(*place)


def changed_since(standing: Standing) -> str:
    """How much changed since the record was final or approved, in a sentence; blank for nothing."""
    if standing.mark is None or not standing.changes:
        return ""
    from cami_desktop.loop.meeting_changes import changed_words

    approved = standing.mark.status == APPROVED
    words = _("Changed since it was approved: {what}") if approved else _("Changed since it was made final: {what}")
    return words.format(what=changed_words(standing.changes))
