"""Agenda, participants and decisions of a meeting as its summary shows them, in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cami_desktop.records.kinds import AgendaItem, Decision, Meeting, Participation, Person
from cami_desktop.records.meeting_times import in_order, item_label
from cami_desktop.synthesis.meeting_words import Words
from cami_desktop.words import _, formats

IN_THE_ROOM = "in_person"
"""Code of the list participation_mode of how most people take part."""

WITH_NAME = "attributed"
WITH_ORGANISATION = frozenset({WITH_NAME, "organisation_only"})
"""Attribution rules that let a person, and a person's organisation, be named with what is said."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One item of the agenda: when it was planned and when it really was, who presented it."""

    record: str
    number: str
    title: str
    planned: str
    real: str
    presenter: str
    aim: str


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision or next step; contributions are the numbers and ids of those that it follows from."""

    record: str
    text: str
    text_en: str
    responsible: str
    due: str
    state: str
    agenda: str
    contributions: tuple[tuple[int, str], ...]


def agenda_of(words: Words, meeting: Meeting) -> tuple[Sitting, ...]:
    """The agenda in the order of its numbers."""
    items = words.view.all(AgendaItem, meeting=meeting.id)
    several = bool(meeting.ends_on) and meeting.ends_on != meeting.starts_on
    return tuple(
        Sitting(
            record=item.id,
            number=item.number or "",
            title=item.title or "",
            planned=_planned(item),
            real=_real(item, several=several),
            presenter=words.presenter(item.presenter),
            aim=item.aim or "",
        )
        for item in sorted(items, key=lambda item: (in_order(item.number or ""), item.id))
    )


def _planned(item: AgendaItem) -> str:
    minutes = _("{n} min").format(n=formats.number(item.minutes)) if item.minutes is not None else ""
    return ", ".join(filter(None, (item.starts_at, minutes))).replace(" ", "\u00a0")


def _real(item: AgendaItem, *, several: bool) -> str:
    """From when to when, with the day where the meeting has several."""
    began, ended = item.began_at or "", item.ended_at or ""
    if not began and not ended:
        return ""
    day = formats.date_text((began or ended)[:10]) if several else ""
    end = ended[11:16] if ended[:10] == began[:10] or not began else formats.moment_text(ended)
    times = f"{began[11:16] or '…'}–{end or '…'}"
    return f"{day}, {times}" if day else times


def participants_of(words: Words, meeting: str) -> tuple[list[tuple[str, str, str]], int]:
    """Name, organisation and role of everyone who is named, by role and organisation; and how many are not.

    Beside the role stands how someone took part who was not in the room.
    """
    rank = words.rank("meeting_role")
    found, unnamed = [], 0
    for part in words.view.all(Participation, meeting=meeting):
        name = words.people.name(part.person)
        if not name:
            unnamed += 1
            continue
        away = words.label("participation_mode", part.mode) if part.mode not in (None, IN_THE_ROOM) else ""
        role = ", ".join(filter(None, (words.label("meeting_role", part.role), away)))
        organisation = words.organisation(part.organisation)
        found.append((rank(part.role), organisation.casefold(), name.casefold(), (name, organisation, role)))
    return [parts for *_key, parts in sorted(found)], unnamed


def decided_of(
    words: Words, meeting: str, numbers: Mapping[str, int], rule: str
) -> tuple[tuple[str, tuple[Decided, ...]], ...]:
    """Decisions by kind, each in the order of their dates; who is responsible as the attribution rule allows."""
    kind, found = words.rank("decision_kind"), words.view.all(Decision, meeting=meeting)
    ordered = sorted(found, key=lambda item: (kind(item.decision_kind), item.due or "9999", item.id))
    heads = dict.fromkeys(item.decision_kind for item in ordered)
    return tuple(
        (
            words.label("decision_kind", head) or _("Kind not given"),
            tuple(_decided(words, item, numbers, rule) for item in ordered if item.decision_kind == head),
        )
        for head in heads
    )


def _decided(words: Words, item: Decision, numbers: Mapping[str, int], rule: str) -> Decided:
    agenda = words.view.find(item.agenda_item) if item.agenda_item else None
    return Decided(
        record=item.id,
        text=item.text or "",
        text_en=item.text_en or "",
        responsible=_responsible(words, item, rule),
        due=formats.date_text(item.due),
        state=words.label("decision_state", item.state),
        agenda=item_label(agenda if isinstance(agenda, AgendaItem) else None),
        contributions=tuple(sorted((numbers[id_], id_) for id_ in item.contributions if id_ in numbers)),
    )


def _responsible(words: Words, item: Decision, rule: str) -> str:
    """The organisation and, under a rule that names people, the person; of a person alone, whose it is."""
    person = words.view.find(item.person) if item.person else None
    theirs = person.organisation if isinstance(person, Person) and rule in WITH_ORGANISATION else None
    name = words.people.name(item.person) if rule == WITH_NAME else ""
    return ", ".join(filter(None, (name, words.organisation(item.organisation or theirs))))
