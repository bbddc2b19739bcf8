"""Stakeholder meetings: the meeting, who took part, what was said, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cami_desktop.records.field import (
    Privacy,
    clock,
    code,
    codes,
    date,
    flag,
    link,
    links,
    long_text,
    moment,
    text,
    whole,
)
from cami_desktop.records.record import Record, register
from cami_desktop.words import N_


@register
@dataclass(kw_only=True)
class Meeting(Record):
    """A national stakeholder meeting or another consultation of a cycle (founding paper, paragraphs 19.1 and 20)."""

    kind: ClassVar[str] = "meeting"
    label: ClassVar[str] = N_("Meeting")
    plural: ClassVar[str] = N_("Meetings")
    place: ClassVar[str] = "meetings"
    titled_by: ClassVar[tuple[str, ...]] = ("title",)

    title: str | None = text(N_("Title"), required=True)
    cycle: str | None = code(N_("Cycle"), "cycle", required=True)
    meeting_kind: str | None = code(N_("Kind of meeting"), "meeting_kind", required=True)
    starts_on: str | None = date(N_("Begins on"), required=True, group=N_("When and where"))
    ends_on: str | None = date(N_("Ends on"), group=N_("When and where"))
    place_name: str | None = text(N_("Place"), help=N_("Town or district"), group=N_("When and where"))
    venue: str | None = text(N_("Venue"), group=N_("When and where"))
    host: str | None = link(N_("Host organisation"), "organisation", group=N_("Who"))
    chair: str | None = link(N_("Chair"), "person", group=N_("Who"))
    rapporteur: str | None = link(N_("Rapporteur"), "person", group=N_("Who"))
    languages: list[str] = codes(N_("Working languages"), "language", group=N_("Who"))
    purpose: str | None = long_text(N_("Purpose"), group=N_("What"))
    attribution: str | None = code(
        N_("Attribution rule"),
        "attribution_rule",
        required=True,
        help=N_(
            "How contributions may be shown outside the meeting: with the name, with the organisation only, or unnamed."
        ),
        group=N_("What"),
    )
    status: str | None = code(N_("State of the record"), "meeting_status", group=N_("What"))
    approved_on: str | None = date(N_("Approved on"), group=N_("What"), since="0003")
    summary: str | None = long_text(N_("Summary"), group=N_("What"))
    summary_en: str | None = long_text(N_("Summary in English"), group=N_("What"))


@register
@dataclass(kw_only=True)
class Organisation(Record):
    """An organisation that takes part, leads, pays or is responsible."""

    kind: ClassVar[str] = "organisation"
    label: ClassVar[str] = N_("Organisation")
    plural: ClassVar[str] = N_("Organisations")
    place: ClassVar[str] = "register"
    titled_by: ClassVar[tuple[str, ...]] = ("name",)

    name: str | None = text(N_("Name"), required=True)
    name_en: str | None = text(N_("Name in English"))
    acronym: str | None = text(N_("Acronym"))
    organisation_type: str | None = code(N_("Type"), "organisation_type", required=True)
    seat: str | None = code(N_("Country of the seat"), "country")
    web: str | None = text(N_("Web page"))
    remarks: str | None = long_text(N_("Remarks"))


@register
@dataclass(kw_only=True)
class Person(Record):
    """A person; only the name as the person writes it is asked for."""

    kind: ClassVar[str] = "person"
    label: ClassVar[str] = N_("Person")
    plural: ClassVar[str] = N_("People")
    place: ClassVar[str] = "register"
    titled_by: ClassVar[tuple[str, ...]] = ("name",)

    name: str | None = text(
        N_("Name as the person writes it"), required=True, privacy=Privacy.PERSONAL, help=N_("Any form, any script.")
    )
    surname: str | None = text(N_("Surname"), privacy=Privacy.PERSONAL)
    given: str | None = text(N_("Given name"), privacy=Privacy.PERSONAL)
    patronymic: str | None = text(N_("Patronymic (father's name)"), privacy=Privacy.PERSONAL)
    latin: str | None = text(
        N_("Latin form"), privacy=Privacy.PERSONAL, help=N_("As in the passport, if the person uses one.")
    )
    organisation: str | None = link(N_("Organisation"), "organisation")
    position: str | None = text(N_("Position (job title)"), privacy=Privacy.PERSONAL)
    email: str | None = text(N_("E-mail"), privacy=Privacy.CONTACT)
    phone: str | None = text(N_("Phone"), privacy=Privacy.CONTACT)
    consent: str | None = code(
        N_("Consent to share the name"),
        "consent",
        help=N_("Without written or oral consent the name is left out of everything that leaves this workspace."),
    )
    consent_on: str | None = date(N_("Consent given on"))


@register
@dataclass(kw_only=True)
class Participation(Record):
    """One person's part in one meeting."""

    kind: ClassVar[str] = "participation"
    label: ClassVar[str] = N_("Participant")
    plural: ClassVar[str] = N_("Participants")
    place: ClassVar[str] = "meetings"
    titled_by: ClassVar[tuple[str, ...]] = ("role",)

    meeting: str | None = link(N_("Meeting"), "meeting", required=True)
    person: str | None = link(N_("Person"), "person", required=True)
    organisation: str | None = link(N_("Organisation represented"), "organisation")
    role: str | None = code(N_("Role"), "meeting_role", required=True)
    mode: str | None = code(N_("Takes part"), "participation_mode")
    days: str | None = text(N_("Days attended"))
    consent: str | None = code(N_("Consent for this meeting"), "consent")


@register
@dataclass(kw_only=True)
class AgendaItem(Record):
    """One item of a meeting's agenda."""

    kind: ClassVar[str] = "agenda_item"
    label: ClassVar[str] = N_("Agenda item")
    plural: ClassVar[str] = N_("Agenda items")
    place: ClassVar[str] = "meetings"
    titled_by: ClassVar[tuple[str, ...]] = ("number", "title")

    meeting: str | None = link(N_("Meeting"), "meeting", required=True)
    number: str | None = text(N_("Number"), required=True, help=N_("For example 3 or 3.1"))
    title: str | None = text(N_("Title"), required=True)
    starts_at: str | None = clock(N_("Begins at"))
    minutes: int | None = whole(N_("Minutes planned"), minimum=0, unit=N_("min"))
    presenter: str | None = link(N_("Presenter"), "participation")
    aim: str | None = long_text(N_("Aim"))
    began_at: str | None = moment(
        N_("Really begun"), help=N_("When the notes came to this item for the first time."), since="0003"
    )
    ended_at: str | None = moment(
        N_("Really ended"), help=N_("When the notes left this item for the last time."), since="0003"
    )


@register
@dataclass(kw_only=True)
class Note(Record):
    """What was said or seen, as it was noted."""

    kind: ClassVar[str] = "note"
    label: ClassVar[str] = N_("Note")
    plural: ClassVar[str] = N_("Notes")
    place: ClassVar[str] = "meetings"
    titled_by: ClassVar[tuple[str, ...]] = ("text",)

    meeting: str | None = link(N_("Meeting"), "meeting", required=True)
    agenda_item: str | None = link(N_("Agenda item"), "agenda_item")
    noted_at: str | None = moment(N_("Time"))
    speaker: str | None = link(N_("Speaker"), "participation", privacy=Privacy.SPEAKER)
    note_kind: str | None = code(N_("Kind of note"), "note_kind")
    text: str | None = long_text(N_("Text"), required=True)
    language: str | None = code(N_("Language"), "language")
    taxa: list[str] = codes(N_("Taxa"), "taxon")
    threats: list[str] = codes(N_("Threats"), "threat")
    pow_items: list[str] = codes(N_("Programme of Work items"), "pow_item")
    sites: list[str] = links(N_("Sites"), "site")
    people: list[str] = links(N_("People mentioned"), "person", privacy=Privacy.SPEAKER, since="0003")
    follow_up: bool | None = flag(
        N_("For follow-up"), help=N_("Marked to come back to it after the meeting."), since="0003"
    )


@register
@dataclass(kw_only=True)
class Contribution(Record):
    """A structured stakeholder input: feedback on the assessment, a gap, a need, a proposal, an objection."""

    kind: ClassVar[str] = "contribution"
    label: ClassVar[str] = N_("Contribution")
    plural: ClassVar[str] = N_("Contributions")
    place: ClassVar[str] = "meetings"
    titled_by: ClassVar[tuple[str, ...]] = ("text",)

    meeting: str | None = link(N_("Meeting"), "meeting", required=True)
    agenda_item: str | None = link(N_("Agenda item"), "agenda_item")
    input_kind: str | None = code(N_("Kind of contribution"), "input_kind", required=True)
    text: str | None = long_text(N_("Text"), required=True, help=N_("In the language in which it was given."))
    language: str | None = code(N_("Language"), "language")
    text_en: str | None = long_text(N_("Working translation into English"))
    notes: list[str] = links(N_("From notes"), "note")
    participation: str | None = link(
        N_("Contributed by"),
        "participation",
        privacy=Privacy.SPEAKER,
        group=N_("Who"),
        help=N_("Shown outside the meeting only as the attribution rule allows."),
    )
    organisation: str | None = link(N_("On behalf of"), "organisation", privacy=Privacy.SPEAKER, group=N_("Who"))
    voices: list[str] = links(
        N_("Also said by"),
        "participation",
        privacy=Privacy.SPEAKER,
        group=N_("Who"),
        help=N_("Others who put forward the same; they stay when contributions are joined."),
        since="0003",
    )
    attribution: str | None = code(
        N_("Attribution, where it differs"),
        "attribution_rule",
        group=N_("Who"),
        help=N_("Leave empty to follow the rule of the meeting."),
    )
    supporters: int | None = whole(N_("Supporters"), minimum=0, group=N_("Who"))
    opponents: int | None = whole(N_("Opponents"), minimum=0, group=N_("Who"))
    agreement: str | None = code(N_("How far agreed"), "agreement_level", group=N_("Who"))
    taxa: list[str] = codes(N_("Taxa"), "taxon", group=N_("About"))
    threats: list[str] = codes(N_("Threats"), "threat", group=N_("About"))
    pow_items: list[str] = codes(N_("Programme of Work items"), "pow_item", group=N_("About"))
    site: str | None = link(N_("Site"), "site", group=N_("About"))
    priority: str | None = code(N_("Priority"), "priority", group=N_("About"))
    state: str | None = code(N_("State of the contribution"), "contribution_state", group=N_("About"))


@register
@dataclass(kw_only=True)
class Decision(Record):
    """A decision, recommendation or next step of a meeting."""

    kind: ClassVar[str] = "decision"
    label: ClassVar[str] = N_("Decision")
    plural: ClassVar[str] = N_("Decisions")
    place: ClassVar[str] = "meetings"
    titled_by: ClassVar[tuple[str, ...]] = ("text",)

    meeting: str | None = link(N_("Meeting"), "meeting", required=True)
    agenda_item: str | None = link(N_("Agenda item"), "agenda_item", since="0003")
    text: str | None = long_text(N_("Text"), required=True)
    text_en: str | None = long_text(N_("Working translation into English"))
    decision_kind: str | None = code(N_("Kind of decision"), "decision_kind", required=True)
    organisation: str | None = link(N_("Responsible organisation"), "organisation")
    person: str | None = link(N_("Responsible person"), "person", privacy=Privacy.SPEAKER)
    due: str | None = date(N_("Due"))
    contributions: list[str] = links(N_("From contributions"), "contribution", since="0003")
    state: str | None = code(N_("State of the decision"), "decision_state")
