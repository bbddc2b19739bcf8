"""What the room may see on the wall during a meeting: its agenda, and what was agreed, as if it left the country.

Notes never come here: what is shown is made from the agenda, the agreed contributions and who took part, and those
only after the same redaction as a submission's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cami_desktop.exchange.redaction import redact
from cami_desktop.records import Record, agenda_time
from cami_desktop.records.attribution import STRICTEST
from cami_desktop.records.kinds import AgendaItem, Contribution, Meeting, Organisation, Participation, Person
from cami_desktop.records.meeting_times import item_label, planned
from cami_desktop.records.recordset import RecordSet
from cami_desktop.synthesis.meeting_said import said_of
from cami_desktop.synthesis.meeting_words import People, Words
from cami_desktop.words import language

AGREED = "agreed"
"""The state of the contributions that are shown."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed, and who put it forward; blank where the rule keeps that back."""

    text: str
    who: str


@dataclass(frozen=True, slots=True)
class Projected:
    """Everything that stands on the wall; minutes are those of the current item, None where they are not known."""

    title: str
    current: str
    following: str
    taken: int | None
    planned: int | None
    agreed: Sequence[Agreed]

    @property
    def over(self) -> bool:
        """Whether the current item takes longer than planned."""
        return bool(self.planned) and (self.taken or 0) > (self.planned or 0)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What stands on the wall for as long as no record changes; items by their plan, as the agenda is printed."""

    title: str
    items: Sequence[AgendaItem]
    agreed: Sequence[Agreed]


def projected(records: RecordSet, meeting_id: str, current: str, now: str) -> Projected:
    """What may be shown of a meeting; current: the agenda item that is noted; now: local time, as moments are kept.

    Nothing of a meeting that is not there. It is asked every few seconds: only item and time are looked up each time.
    """
    meeting = records.find(meeting_id)
    if not isinstance(meeting, Meeting):
        return Projected("", "", "", None, None, ())
    shown = records.cached(f"projected {meeting_id} {language()}", lambda: _shown(records, meeting))
    items = shown.items
    place = next((place for place, item in enumerate(items) if item.id == current), None)
    here = items[place] if place is not None else None
    after = items[place + 1] if place is not None and place + 1 < len(items) else None
    taken = next((one.taken for one in agenda_time.times(items, current, now) if one.current), None)
    return Projected(
        shown.title, item_label(here), item_label(after), taken, here.minutes if here is not None else None,
        shown.agreed,
    )  # fmt: skip


def _shown(records: RecordSet, meeting: Meeting) -> _Shown:
    view = _seen(records, meeting)
    seen = view.find(meeting.id)
    title = (seen.title or "") if isinstance(seen, Meeting) else ""
    return _Shown(title, [one.item for one in planned(view.all(AgendaItem))], _agreed(view, meeting))


def _seen(records: RecordSet, meeting: Meeting) -> RecordSet:
    """The meeting without its notes and without what is not agreed, redacted."""
    kept: list[Record] = [meeting]
    kept += records.all(AgendaItem, meeting=meeting.id)
    kept += [one for one in records.all(Contribution, meeting=meeting.id) if one.state == AGREED]
    # Consent may rest on other meetings, and a text may name anybody.
    kept += [*records.all(Participation), *records.all(Person), *records.all(Organisation)]
    return redact(RecordSet(kept, records.catalogue, records.today))


def _agreed(view: RecordSet, meeting: Meeting) -> Sequence[Agreed]:
    """What was agreed, the latest first."""
    words = Words(view, People(view, silent=(meeting.attribution or STRICTEST) == STRICTEST))
    groups, _numbers = said_of(words, meeting.id, "input_kind")
    found = {one.record: one for group in groups for one in group.said}
    latest = sorted(view.all(Contribution), key=lambda item: (item.modified_at or "", item.id), reverse=True)
    return tuple(Agreed(found[item.id].text, found[item.id].who) for item in latest if item.id in found)
