"""The lines of a pasted list as the preview shows them, and reading the list on another thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from cami_desktop.desktop import theme
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.texts import code_text
from cami_desktop.records.participants_match import NEW, Matcher, Plan, Planned, State
from cami_desktop.records.participants_text import NotRead, Pasted, read_list
from cami_desktop.words import N_, _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.catalogue import Catalogue
    from cami_desktop.records.recordset import RecordView

STATES: Mapping[State, tuple[str, str, str]] = {
    State.OPEN: (N_("to be decided"), "hint", "hint"),
    State.NEW: (N_("new"), "add", "good"),
    State.KNOWN: (N_("in the register"), "check", "good"),
    State.ALREADY: (N_("takes part already"), "saved", "muted"),
    State.TWICE: (N_("twice in the list"), "less", "muted"),
    State.LEFT_OUT: (N_("left out"), "less", "muted"),
}
"""What becomes of a line: in words, with an icon and its tone."""

ROLES = "meeting_role"


@dataclass(frozen=True, slots=True)
class Read:
    """A list as it was read and matched."""

    pasted: Pasted
    plan: Plan
    matcher: Matcher


def read(text: str, records: RecordView, meeting: str) -> Read:
    """Read a list and look its people up in the register."""
    pasted, matcher = read_list(text), Matcher(records)
    return Read(pasted, matcher.plan(pasted.people, meeting), matcher)


class PeopleTable(PlainTable):
    """The lines of the list. Figures answer the open question: asked(n), 0 for somebody new; left_out() with Delete."""

    KEYS = (
        ("1", N_("In a pasted list: it is the first one suggested (2: the second …)")),
        ("0", N_("In a pasted list: somebody new")),
        ("Del", N_("In a pasted list: leave the line out")),
    )

    asked = Signal(int)
    left_out = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Figures, by what they write, and Delete; everything else moves."""
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if plain and len(event.text()) == 1 and event.text() in "0123456789":
            self.asked.emit(int(event.text()))
        elif event.key() == Qt.Key.Key_Delete:
            self.left_out.emit()
        else:
            super().keyPressEvent(event)


def numbers(lines: tuple[int, ...]) -> str:
    """The number of a line, or the first and last of several."""
    return str(lines[0]) if len(lines) == 1 else f"{lines[0]}–{lines[-1]}" if lines else ""


def lines_of(found: Read, catalogue: Catalogue) -> list[Row]:
    """What was not understood first, then everybody, each with what becomes of the line."""
    planned = zip(found.plan.rows, found.plan.states(), strict=True)
    return [*map(_unread, found.pasted.not_read), *(_row(one, state, catalogue) for one, state in planned)]


def _unread(one: NotRead) -> Row:
    cells = (numbers(one.lines), _("not understood"), one.text.replace("\t", " · "), "", "", "", "")
    return Row(cells, one, theme.icon("warning", "warning"), f"{one.text}\n{_(one.why)}")


def _row(one: Planned, state: State, catalogue: Catalogue) -> Row:
    words, icon, tone = STATES[state]
    listed = one.listed
    role = code_text(catalogue, ROLES, one.role)
    cells = (numbers(listed.lines), _(words), listed.name, listed.organisation, listed.position, listed.email, role)
    extra = _("Not taken: {names}.").format(names=listed.rest) if listed.rest else ""
    tip = "\n".join(filter(None, (listed.text.replace("\t", " · "), extra)))
    return Row(cells, one, theme.icon(icon, tone), tip)


def counts(found: Read) -> list[str]:
    """What becomes of how many lines, in words."""
    states = found.plan.states()
    told = [
        _("{n} {what}").format(n=formats.number(states.count(state)), what=_(words))
        for state, (words, _icon, _tone) in STATES.items()
        if state in states
    ]
    planned = zip(found.plan.rows, states, strict=True)
    taken = [one for one, state in planned if state in (State.NEW, State.KNOWN)]
    new = {one.organisation.name for one in taken if one.organisation is not None and one.organisation.choice == NEW}
    rest = sum(bool(one.listed.rest) for one in found.plan.rows)
    unread = len(found.pasted.not_read)
    more = (
        (len(new), n_("{n} new organisation", "{n} new organisations", len(new))),
        (unread, n_("{n} line not understood", "{n} lines not understood", unread)),
        (rest, n_("{n} line with more than is taken", "{n} lines with more than is taken", rest)),
    )
    return [*told, *(words.format(n=formats.number(n)) for n, words in more if n)] or [_("Nobody was found.")]
