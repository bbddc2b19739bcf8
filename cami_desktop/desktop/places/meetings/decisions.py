"""Decisions and next steps: the table with the line below it, what is overdue, and making them from contributions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from cami_desktop.desktop.places.meetings.decision_line import OPEN, DecisionLine
from cami_desktop.desktop.places.meetings.decision_picks import ContributionPicks
from cami_desktop.desktop.places.meetings.tabs import ListTab
from cami_desktop.desktop.widgets import button, column, comes_last, in_reading_order
from cami_desktop.errors import CamiError
from cami_desktop.records import Field, Record
from cami_desktop.records.kinds import Contribution, Decision, Meeting
from cami_desktop.records.note_edits import agreed
from cami_desktop.synthesis.meeting_summary import overdue
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

KIND_OF_INPUT: Mapping[str, str] = {"decision": "decision", "action_point": "next_step"}
"""Kinds of contribution that say themselves what becomes of them; others are recommended."""

RECOMMENDED = "recommendation"


class DecisionsTab(ListTab):
    """Decisions, recommendations, next steps: by kind and due date, what is overdue marked."""

    cls = Decision
    columns = ("decision_kind", "text", "state", "due", "organisation", "person")
    upright = True

    def build(self) -> None:
        """The table with its form, the line below."""
        table = self.browser.table
        table.rows.remark = self._remark
        table.sort_both("decision_kind", "due")
        self.browser.give_room(640, 300)
        self.picker = button(
            _("From contributions …"), self.pick, icon="go", key="Ctrl+T",
            hint=_("Make a decision or next step from contributions of this meeting"),
        )  # fmt: skip
        self.picker.setEnabled(self.session.editable)
        self.browser.bar.insertWidget(0, self.picker)
        self.picks: ContributionPicks | None = None
        self.line = DecisionLine(self.session)
        self.line.stored.connect(self._stored)
        # For Tab the line belongs behind the fields of the form.
        self.browser.laid_out.connect(lambda: comes_last(self.line))
        self._standing_stale = True
        self.session.changed.connect(self._changed)
        self.session.saved.connect(self._saved)
        column(self, self.browser, self.line, space=0).setStretch(0, 1)
        QTimer.singleShot(0, self, lambda: in_reading_order(self.browser))

    def defaults(self) -> Mapping[str, Any]:
        """A new decision is open."""
        return {**super().defaults(), "state": OPEN}

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Show the decisions of a meeting, and take down more of them."""
        super().show_meeting(meeting)
        self.line.show_meeting(self.meeting_id)
        self._tell_standing()

    def pick(self) -> None:
        """Show the contributions of the meeting, to make decisions from some."""
        self.session.flush()
        if self.picks is None:
            self.picks = ContributionPicks(self.session)
            self.picks.wanted.connect(self.make_from)
            self.picks.closed.connect(self._close_picks)
        self.browser.show_panel(self.picks)
        self.picks.show_meeting(self.meeting_id)

    def make_from(self, contributions: Sequence[Contribution]) -> Decision | None:
        """Store a decision made from contributions, and go to who is responsible for it."""
        if not contributions:
            self.session.told.emit(_("Choose a contribution first."), "warning")
            return None
        try:
            made = self.session.save(decision_from(self.session, contributions))
        except CamiError as error:
            self.session.told.emit(" ".join(filter(None, (error.what, error.do))), "error")
            return None
        self.browser.close_panel()
        self.browser.go_to(made.id, "organisation")
        n = len(contributions)
        words = n_("Made from {n} contribution. Now say who and until when.",
                   "Made from {n} contributions. Now say who and until when.", n)  # fmt: skip
        self.session.told.emit(words.format(n=formats.number(n)), "good")
        return made

    # Inside

    def _remark(self, record: Record, field: Field) -> tuple[str, str, str] | None:
        if field.name != "state" or not isinstance(record, Decision):
            return None
        return (_("Overdue"), "warning", "warning") if overdue(record, self.session.records.today) else None

    def _stored(self, decision: Record) -> None:
        self.browser.table.go_to(decision.id)

    def _close_picks(self) -> None:
        self.browser.close_panel()
        self.picker.setFocus()

    def _changed(self, kind: str, _id: str) -> None:
        self._standing_stale = self._standing_stale or kind in ("", Decision.kind)

    def _saved(self) -> None:
        if self._standing_stale and self.isVisible():
            self._tell_standing()

    def showEvent(self, event: QShowEvent) -> None:
        """Count what was stored meanwhile."""
        super().showEvent(event)
        if self._standing_stale:
            self._tell_standing()

    def _tell_standing(self) -> None:
        """How many are open, overdue and done, in words."""
        self._standing_stale = False
        found = self.session.records.all(Decision, meeting=self.meeting_id) if self.meeting_id else []
        states = Counter(item.state or OPEN for item in found)
        late = sum(overdue(item, self.session.records.today) for item in found)
        done = len(found) - states[OPEN]
        parts = [
            n_("{n} open", "{n} open", states[OPEN]).format(n=formats.number(states[OPEN])) if states[OPEN] else "",
            n_("{n} overdue", "{n} overdue", late).format(n=formats.number(late)) if late else "",
            n_("{n} closed", "{n} closed", done).format(n=formats.number(done)) if done else "",
        ]
        self.line.standing.setText(" · ".join(filter(None, parts)))


def decision_from(session: Session, contributions: Sequence[Contribution]) -> Decision:
    """A decision, not stored yet, with what its contributions say: texts, agenda item where they agree on one.

    The working translation is taken where all of them have one. Who is responsible is for a person to say.
    """
    kinds = {KIND_OF_INPUT.get(item.input_kind or "", RECOMMENDED) for item in contributions}
    translated = all(item.text_en for item in contributions)
    return session.new(
        Decision,
        meeting=contributions[0].meeting,
        agenda_item=agreed(item.agenda_item for item in contributions),
        text="\n".join(item.text for item in contributions if item.text),
        text_en="\n".join(item.text_en or "" for item in contributions) if translated else None,
        decision_kind=kinds.pop() if len(kinds) == 1 else RECOMMENDED,
        contributions=[item.id for item in contributions],
        state=OPEN,
    )
