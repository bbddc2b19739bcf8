"""The chapter on stakeholder meetings: details, agenda, participants, notes, contributions by kind, decisions."""

from __future__ import annotations

from collections.abc import Sequence

from cami_desktop.exchange.report.layout import LONGEST_HEADING, group_heading
from cami_desktop.exchange.report.story import Story
from cami_desktop.records import Record
from cami_desktop.records.kinds import AgendaItem, Contribution, Decision, Meeting, Note, Participation
from cami_desktop.records.meeting_times import in_order
from cami_desktop.words import _, formats

CHILDREN: tuple[type[Record], ...] = (AgendaItem, Participation, Note, Contribution, Decision)


def meetings(story: Story) -> None:
    """A section for every meeting, the earliest first, and one for what belongs to none of them."""
    story.chapter(_(Meeting.plural))
    found = sorted(story.view.all(Meeting), key=lambda meeting: (meeting.starts_on or "9999", meeting.id))
    children = {cls: _by_meeting(story.view.all(cls), {meeting.id for meeting in found}) for cls in CHILDREN}
    if not found and not any(children.values()):
        story.text(_("Nothing was recorded."))
    for meeting in found:
        story.section(_title(meeting))
        hide = ("title",) if len(_title(meeting)) < LONGEST_HEADING - 20 else ()
        story.add(*story.tables.fields(meeting, hide=hide))
        _parts(story, {cls: groups.get(meeting.id, []) for cls, groups in children.items()}, hide=("meeting",))
    if any("" in groups for groups in children.values()):
        story.section(_("Without a meeting of this submission"))
        _parts(story, {cls: groups.get("", []) for cls, groups in children.items()}, hide=())


def _title(meeting: Meeting) -> str:
    parts = [meeting.title or _(Meeting.label), meeting.place_name or "", formats.date_text(meeting.starts_on)]
    return ", ".join(part for part in parts if part)


def _by_meeting(records: Sequence[Record], known: set[str]) -> dict[str, list[Record]]:
    """Records by their meeting; blank for those whose meeting is not there."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        meeting = getattr(record, "meeting", None)
        groups.setdefault(meeting if meeting in known else "", []).append(record)
    return groups


def _parts(story: Story, children: dict[type[Record], list[Record]], hide: tuple[str, ...]) -> None:
    for cls in CHILDREN:
        records = children[cls]
        if not records:
            continue
        story.part(_(cls.plural))
        if cls is Contribution:
            _contributions(story, records, hide)
        else:
            story.table(sorted(records, key=lambda record: _order(story, record)), hide=hide)


def _order(story: Story, record: Record) -> tuple[object, ...]:
    """The order within a kind: agenda by number, people by role, notes by time, decisions by due date."""
    if isinstance(record, AgendaItem):
        return (in_order(record.number or ""), record.id)
    if isinstance(record, Participation):
        return (story.rank("meeting_role")(record.role), story.values.text(record, "organisation"), record.id)
    if isinstance(record, Note):
        return (record.noted_at or "9999", record.id)
    if isinstance(record, Decision):
        return (story.rank("decision_kind")(record.decision_kind), record.due or "9999", record.id)
    return (record.id,)


def _contributions(story: Story, records: Sequence[Record], hide: tuple[str, ...]) -> None:
    rank = story.rank("input_kind")
    found = [record for record in records if isinstance(record, Contribution)]
    for kind in sorted({record.input_kind for record in found}, key=rank):
        label = story.catalogue.label("input_kind", kind) if kind else _("Kind not given")
        story.add(*group_heading(label))
        story.table([record for record in found if record.input_kind == kind], hide=(*hide, "input_kind"))
