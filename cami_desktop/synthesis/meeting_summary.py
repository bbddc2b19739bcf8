"""What the summary of a meeting says, in words and in order, from redacted records; where it is shown is for others."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cami_desktop.errors import WrongUse
from cami_desktop.records.attribution import RULE_WORDS, STRICTEST
from cami_desktop.records.kinds import Decision, Meeting
from cami_desktop.records.recordset import RecordView
from cami_desktop.synthesis.meeting_parts import Decided, Sitting, agenda_of, decided_of, participants_of
from cami_desktop.synthesis.meeting_said import GROUPINGS, Group, Said, said_of
from cami_desktop.synthesis.meeting_words import People, Words
from cami_desktop.words import N_, _, formats, n_

__all__ = ["GROUPINGS", "Decided", "Group", "MeetingSummary", "Said", "Sitting", "meeting_summary", "overdue"]

DRAFT, FINAL, APPROVED = "draft", "final", "approved"
"""Codes of the list meeting_status; a meeting that names none is a draft."""

STANDING: Mapping[str, str] = MappingProxyType(
    {
        DRAFT: N_("Draft: it may still change."),
        FINAL: N_("Final: not yet approved by the participants."),
        APPROVED: N_("Approved by the participants."),
    }
)
"""Each state of the record of a meeting in one sentence."""


@dataclass(frozen=True, slots=True)
class Participant:
    """One person who is named, with the organisation represented and the role."""

    name: str
    organisation: str
    role: str


@dataclass(frozen=True, slots=True)
class MeetingSummary:
    """All that the summary says, in the language that spoke when it was made.

    facts are labels and texts; texts stand in their own language, `…_en` is the working translation beside them.
    name tells the meeting without free text: country, kind and date. unnamed says how many took part unnamed.
    """

    name: str
    title: str
    draft: bool
    status: str
    facts: tuple[tuple[str, str], ...]
    rule: str
    purpose: str
    summary: str
    summary_en: str
    agenda: tuple[Sitting, ...]
    participants: tuple[Participant, ...]
    unnamed: str
    groups: tuple[Group, ...]
    decisions: tuple[tuple[str, tuple[Decided, ...]], ...]


def meeting_summary(
    view: RecordView, meeting_id: str, grouping: str = "input_kind", *, changed: str = ""
) -> MeetingSummary:
    """What there is to say of a meeting, from records that are redacted already.

    grouping is one of GROUPINGS; changed says in words what changed since the approval, where something did. Beyond
    what redaction withheld nobody is named under the Chatham House rule. Raises WrongUse for an unknown meeting or
    grouping.
    """
    meeting = meeting_of(view, meeting_id)
    if grouping not in GROUPINGS:
        raise WrongUse(_("Contributions cannot be grouped by “{name}”.").format(name=grouping))
    rule = meeting.attribution or STRICTEST
    words = Words(view, People(view, silent=rule == STRICTEST))
    status = meeting.status or DRAFT
    groups, numbers = said_of(words, meeting.id, grouping)
    participants, unnamed = participants_of(words, meeting.id)
    return MeetingSummary(
        name=_name(words, meeting),
        title=meeting.title or _("Meeting"),
        draft=status == DRAFT,
        status=words.label("meeting_status", status),
        facts=tuple((label, text) for label, text in _facts(words, meeting, status, changed) if text),
        rule=_(RULE_WORDS.get(rule, "")),
        purpose=meeting.purpose or "",
        summary=meeting.summary or "",
        summary_en=meeting.summary_en or "",
        agenda=agenda_of(words, meeting),
        participants=tuple(Participant(*parts) for parts in participants),
        unnamed=_unnamed(unnamed, named=bool(participants)),
        groups=groups,
        decisions=decided_of(words, meeting.id, numbers, rule),
    )


def meeting_of(view: RecordView, id_: str) -> Meeting:
    """The meeting of that id. Raises WrongUse where there is none."""
    found = view.find(id_)
    if not isinstance(found, Meeting):
        raise WrongUse(_("There is no meeting {id}.").format(id=id_))
    return found


def days_of(meeting: Meeting) -> str:
    """The day or days of a meeting."""
    first, last = meeting.starts_on, meeting.ends_on
    if not first:
        return ""
    days = formats.long_date(first)
    return f"{days} – {formats.long_date(last)}" if last and last != first else days


def overdue(decision: Decision, today: datetime.date) -> bool:
    """Whether a decision is open and its date over; a vague date is over with its month or year."""
    if not decision.due or decision.state not in (None, "open"):
        return False
    return today.isoformat()[: len(decision.due)] > decision.due


def _name(words: Words, meeting: Meeting) -> str:
    kind = words.label("meeting_kind", meeting.meeting_kind) or _("Meeting")
    country = words.label("country", meeting.country)
    return " · ".join(filter(None, (country, kind, formats.date_text(meeting.starts_on))))


def _facts(words: Words, meeting: Meeting, status: str, changed: str) -> list[tuple[str, str]]:
    label = {field.name: _(field.label) for field in meeting.fields()}
    spoken = ", ".join(words.label("language", code) for code in meeting.languages)
    standing = _(STANDING[status]) if status in STANDING else words.label("meeting_status", status)
    approved = formats.long_date(meeting.approved_on) if status == APPROVED else ""
    return [
        (label["meeting_kind"], words.label("meeting_kind", meeting.meeting_kind)),
        (label["cycle"], words.label("cycle", meeting.cycle)),
        (_("When"), days_of(meeting)),
        (_("Where"), ", ".join(filter(None, (meeting.place_name, meeting.venue)))),
        (label["host"], words.organisation(meeting.host)),
        (label["chair"], words.people.name(meeting.chair)),
        (label["rapporteur"], words.people.name(meeting.rapporteur)),
        (label["languages"], spoken),
        (label["status"], standing),
        (label["approved_on"], approved),
        (_("Changed since it was approved"), changed if status == APPROVED else ""),
    ]


def _unnamed(count: int, *, named: bool) -> str:
    """How many took part without being named, in words."""
    if not count:
        return ""
    more = n_("and {n} participant who is not named", "and {n} participants who are not named", count)
    alone = n_("{n} participant, not named", "{n} participants, not named", count)
    return (more if named else alone).format(n=formats.number(count))
