"""Rules of stakeholder meetings: days, agenda, attribution, consent, decisions."""

from __future__ import annotations

from collections.abc import Iterator

from cami_desktop.records.attribution import may_name_person, rule_for
from cami_desktop.records.kinds import AgendaItem, Contribution, Decision, Meeting, Note, Participation, Person
from cami_desktop.records.recordset import RecordView
from cami_desktop.records.rules.finding import Severity
from cami_desktop.records.rules.registry import rule
from cami_desktop.words import N_, _


def _meeting(record: Note | Contribution | Decision | AgendaItem, view: RecordView) -> Meeting | None:
    found = view.find(record.meeting) if record.meeting else None
    return found if isinstance(found, Meeting) else None


@rule("note-outside-meeting", Severity.WARNING, N_("A note outside the meeting's days"), Note)
def note_outside_meeting(record: Note, view: RecordView) -> Iterator[tuple[str, str]]:
    """A note was taken on a day of its meeting."""
    meeting = _meeting(record, view)
    if meeting is None or not record.noted_at or not meeting.starts_on:
        return
    day, first, last = record.noted_at[:10], meeting.starts_on, meeting.ends_on or meeting.starts_on
    if day[: len(first)] < first or day[: len(last)] > last:
        yield "noted_at", _("The note's day lies outside the days of the meeting.")


@rule("agenda-number-twice", Severity.ERROR, N_("An agenda number occurs twice"), AgendaItem)
def agenda_number_twice(record: AgendaItem, view: RecordView) -> Iterator[tuple[str, str]]:
    """Every number of an agenda occurs once."""
    if record.meeting and record.number:
        same = view.all(AgendaItem, meeting=record.meeting, number=record.number)
        if any(item.id != record.id for item in same):
            yield "number", _("The agenda has another item {number}.").format(number=record.number)


@rule("attribution-against-name", Severity.HINT, N_("A name that the attribution rule keeps back"), Contribution)
def attribution_against_name(record: Contribution, view: RecordView) -> Iterator[tuple[str, str]]:
    """A contribution that names its speaker under a rule that forbids it: the name stays here and does not travel."""
    if record.participation and rule_for(record, view) != "attributed":
        yield "participation", _("The attribution rule keeps this name out of everything that leaves this workspace.")


@rule("consent-missing", Severity.WARNING, N_("No consent to share a name"), Person)
def consent_missing(record: Person, view: RecordView) -> Iterator[tuple[str, str]]:
    """A person who took part and has not consented is left unnamed in everything that leaves the workspace."""
    if record.absent.get("name") == "withheld":
        return
    if view.all(Participation, person=record.id) and not may_name_person(record, view):
        yield "consent", _("Without consent the name is left out of the submission.")


@rule("contribution-about-nothing", Severity.WARNING, N_("A contribution without taxon, threat or item"), Contribution)
def contribution_about_nothing(record: Contribution, view: RecordView) -> Iterator[tuple[str, str]]:
    """A contribution says what it is about."""
    if not (record.taxa or record.threats or record.pow_items):
        yield "taxa", _("Say which taxon, threat or Programme of Work item it is about.")


@rule("decision-without-responsible", Severity.WARNING, N_("A decision without responsible or date"), Decision)
def decision_without_responsible(record: Decision, view: RecordView) -> Iterator[tuple[str, str]]:
    """A decision or next step says who and until when."""
    if not (record.organisation or record.person) and "organisation" not in record.absent:
        yield "organisation", _("Say who is responsible.")
    if not record.due and "due" not in record.absent:
        yield "due", _("Say until when.")


@rule("due-before-meeting", Severity.ERROR, N_("Due before the meeting"), Decision)
def due_before_meeting(record: Decision, view: RecordView) -> Iterator[tuple[str, str]]:
    """Nothing is due before the meeting that decided it."""
    meeting = _meeting(record, view)
    if meeting is not None and record.due and meeting.starts_on:
        known = min(len(record.due), len(meeting.starts_on))
        if record.due[:known] < meeting.starts_on[:known]:
            yield "due", _("The date lies before the meeting.")


@rule("approved-without-date", Severity.HINT, N_("Approved, and not said when"), Meeting)
def approved_without_date(record: Meeting, view: RecordView) -> Iterator[tuple[str, str]]:
    """The record of a meeting that is approved says on which day it was."""
    if record.status == "approved" and not record.approved_on and "approved_on" not in record.absent:
        yield "approved_on", _("Say on which day the record was approved.")


@rule("approved-before-meeting", Severity.ERROR, N_("Approved before the meeting"), Meeting)
def approved_before_meeting(record: Meeting, view: RecordView) -> Iterator[tuple[str, str]]:
    """The record of a meeting is approved on a day of it or later; vague dates are compared as far as they go."""
    if record.approved_on and record.starts_on:
        known = min(len(record.approved_on), len(record.starts_on))
        if record.approved_on[:known] < record.starts_on[:known]:
            yield "approved_on", _("The date lies before the meeting.")
