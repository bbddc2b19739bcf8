"""Beginning a meeting: from a template of resources/meeting_templates, or like another one. Nothing is stored here."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from cami_desktop.assets import folder
from cami_desktop.records.ids import new_id
from cami_desktop.records.kinds import AgendaItem, Meeting, Participation
from cami_desktop.records.meeting_times import clock_of, minutes_of
from cami_desktop.records.record import BOOKKEEPING, Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.words import fallback_chain

R = TypeVar("R", bound=Record)

OWN = MappingProxyType(
    {
        Meeting: ("starts_on", "ends_on", "approved_on", "summary", "summary_en"),
        Participation: ("days", "consent"),
        AgendaItem: ("began_at", "ended_at"),
    }
)
"""Fields by kind that belong to one meeting alone: a meeting like it does not take them over."""


@dataclass(frozen=True, slots=True)
class TemplateItem:
    """One item of the usual agenda; pause is the break before it in minutes, title and aim are texts by language."""

    number: str
    minutes: int
    pause: int
    title: Mapping[str, str]
    aim: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of meeting with its usual title, purpose, attribution rule and agenda; source says where it is from."""

    code: str
    meeting_kind: str
    attribution: str
    starts_at: str
    source: str
    title: Mapping[str, str]
    purpose: Mapping[str, str]
    items: Sequence[TemplateItem]


@cache
def templates() -> Mapping[str, Template]:
    """The templates by code, the national stakeholder meeting first."""
    found = [_read(json.loads(path.read_text(encoding="utf-8"))) for path in _place().glob("*.json")]
    found.sort(key=lambda one: (one.code != "national_stakeholder", one.code))
    return MappingProxyType({one.code: one for one in found})


def _place() -> Any:
    return folder("resources") / "meeting_templates"


def _read(data: Mapping[str, Any]) -> Template:
    items = [
        TemplateItem(
            one["number"], one["minutes"], one.get("pause_before", 0), one["title"], one["aim"], one["source"]
        )
        for one in data["items"]
    ]
    names = ("code", "meeting_kind", "attribution", "starts_at", "source", "title", "purpose")
    return Template(**{name: data[name] for name in names}, items=tuple(items))


def in_words(texts: Mapping[str, str]) -> str:
    """A text in the language that speaks, or in the nearest one that it exists in."""
    return next((texts[code] for code in fallback_chain() if code in texts), "")


def from_template(meeting: Meeting, template: Template) -> list[Record]:
    """The meeting, filled where it is blank, and its agenda, in the language that speaks; to be stored in one step.

    The times of the items follow one another from the template's beginning.
    """
    made = copy.deepcopy(meeting)
    made.id = made.id or new_id()
    made.title = made.title or in_words(template.title)
    made.purpose = made.purpose or in_words(template.purpose)
    made.meeting_kind = made.meeting_kind or template.meeting_kind
    made.attribution = made.attribution or template.attribution
    made.status = made.status or "draft"
    records: list[Record] = [made]
    clock = minutes_of(template.starts_at) or 0
    for one in template.items:
        clock += one.pause
        records.append(
            AgendaItem(
                id=new_id(), country=made.country, catalogue=made.catalogue, meeting=made.id, number=one.number,
                title=in_words(one.title), aim=in_words(one.aim), minutes=one.minutes,
                starts_at=clock_of(clock),
            )
        )  # fmt: skip
        clock += one.minutes
    return records


def like(last: Meeting, view: RecordView, *, people: bool = True) -> list[Record]:
    """A meeting like another: its values and agenda, with people its participants too; ready to be stored in one step.

    Dates, summary, consent and what really happened are not taken over; a presenter only together with the people.
    """
    made = _fresh(last)
    made.status = "draft"
    places = people_of(last, view, made.id) if people else {}
    records: list[Record] = [made, *places.values()]
    for old_item in view.all(AgendaItem, meeting=last.id):
        item = _fresh(old_item)
        presenter = places.get(old_item.presenter or "")
        item.meeting, item.presenter = made.id, presenter.id if presenter is not None else None
        records.append(item)
    return records


def people_of(last: Meeting, view: RecordView, meeting: str) -> dict[str, Participation]:
    """The participants of a meeting as those of another one, by the ids of the old records; their consent is blank."""
    found = {}
    for old in view.all(Participation, meeting=last.id):
        part = found[old.id] = _fresh(old)
        part.meeting = meeting
    return found


def _fresh(record: R) -> R:
    """A copy with an id of its own, no past, and blank where a value belongs to the other meeting alone."""
    made = copy.deepcopy(record)
    begun = type(record)()
    for name in (*BOOKKEEPING, "accepted", "absent", *OWN.get(type(record), ())):
        setattr(made, name, getattr(begun, name))
    made.id = new_id()
    return made
