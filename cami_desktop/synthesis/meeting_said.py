"""Contributions of a meeting as its summary shows them: in groups, numbered once, with who said them as they may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cami_desktop.records.kinds import AgendaItem, Contribution, Site
from cami_desktop.records.meeting_times import in_order
from cami_desktop.synthesis.contributions import MINORITY
from cami_desktop.synthesis.meeting_words import Words
from cami_desktop.words import N_, _, formats, n_

GROUPINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "input_kind": (N_("Kind of contribution"), N_("Kind not given")),
        "pow_item": (N_("Programme of Work item"), N_("Without Programme of Work item")),
        "taxon": (N_("Taxon"), N_("Without taxon")),
    }
)
"""Ways to group contributions, each with its name and that of the group of what has none; also lists of codes."""

_FIELDS: Mapping[str, str] = MappingProxyType({"pow_item": "pow_items", "taxon": "taxa"})


@dataclass(frozen=True, slots=True)
class Said:
    """One contribution. who is blank where the rule keeps it back; minority marks the view of a few."""

    number: int
    record: str
    text: str
    text_en: str
    who: str
    agreement: str
    counted: str
    minority: bool
    state: str
    priority: str
    about: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Contributions under one heading; also are the numbers of those that belong here too and stand elsewhere."""

    heading: str
    said: tuple[Said, ...]
    also: tuple[int, ...]


def said_of(words: Words, meeting: str, grouping: str) -> tuple[tuple[Group, ...], Mapping[str, int]]:
    """The contributions of a meeting in groups, and the number of each by its id.

    One that belongs to several groups stands in the first and is referred to from the others.
    """
    rank = words.rank(grouping)
    found = sorted(words.view.all(Contribution, meeting=meeting), key=lambda item: _place(words, item))
    keys = {item.id: sorted(_keys(item, grouping), key=rank) or [""] for item in found}
    heads = sorted({key for codes in keys.values() for key in codes}, key=lambda key: rank(key or None))
    inside = {head: [item for item in found if keys[item.id][0] == head] for head in heads}
    ordered = [item for head in heads for item in inside[head]]
    numbers = {item.id: n for n, item in enumerate(ordered, start=1)}
    groups = tuple(
        Group(
            words.label(grouping, head) or _(GROUPINGS[grouping][1]),
            tuple(_said(words, item, numbers[item.id], grouping, head) for item in inside[head]),
            tuple(sorted(numbers[item.id] for item in found if head in keys[item.id][1:])),
        )
        for head in heads
    )
    return groups, numbers


def _keys(item: Contribution, grouping: str) -> list[str]:
    if grouping == "input_kind":
        return [item.input_kind] if item.input_kind else []
    return list(dict.fromkeys(getattr(item, _FIELDS[grouping])))


def _place(words: Words, item: Contribution) -> tuple[object, ...]:
    """Contributions stand as the meeting went: by agenda item, then as they were made."""
    agenda = words.view.find(item.agenda_item) if item.agenda_item else None
    number = agenda.number if isinstance(agenda, AgendaItem) else None
    return (number is None, in_order(number or ""), item.id)


def _said(words: Words, item: Contribution, number: int, grouping: str, head: str) -> Said:
    site = words.view.find(item.site) if item.site else None
    kind = [item.input_kind] if item.input_kind else []
    about = ((Contribution.field(name), codes) for name, codes in (
        ("input_kind", kind), ("taxa", item.taxa), ("threats", item.threats), ("pow_items", item.pow_items),
    ))  # fmt: skip
    told = [
        (_(field.label), text)
        for field, codes in about
        # What the heading says already is not said again.
        if (text := words.labels(field.code_list, [c for c in codes if (field.code_list, c) != (grouping, head)]))
    ]
    if isinstance(site, Site) and site.name:
        told.append((_(Contribution.field("site").label), site.name))
    return Said(
        number=number,
        record=item.id,
        text=item.text or "",
        text_en=item.text_en or "",
        who=_who(words, item),
        agreement=words.label("agreement_level", item.agreement),
        counted=_counted(item.supporters, item.opponents),
        minority=item.agreement in MINORITY,
        state=words.label("contribution_state", item.state),
        priority=words.label("priority", item.priority),
        about=tuple(told),
    )


def _who(words: Words, item: Contribution) -> str:
    """Name and organisation as far as redaction left them, then the other voices; unnamed ones are counted."""
    if words.people.silent:
        return ""
    organisation = words.organisation(item.organisation, short=True)
    organisation = organisation or words.organisation_of(item.participation, short=True)
    parts = [", ".join(filter(None, (words.people.taking_part(item.participation), organisation)))]
    named = [_voice(words, voice) for voice in item.voices]
    parts += [text for text in named if text]
    silent = sum(not text for text in named)
    if silent:
        more = n_("{n} more voice", "{n} more voices", silent).format(n=formats.number(silent))
        parts.append(more)
    return "; ".join(filter(None, parts))


def _voice(words: Words, participation: str) -> str:
    return ", ".join(
        filter(None, (words.people.taking_part(participation), words.organisation_of(participation, short=True)))
    )


def _counted(supporters: int | None, opponents: int | None) -> str:
    """How many were for and against, as far as they were counted."""
    parts = []
    if supporters is not None:
        parts.append(n_("{n} for", "{n} for", supporters).format(n=formats.number(supporters)))
    if opponents is not None:
        parts.append(n_("{n} against", "{n} against", opponents).format(n=formats.number(opponents)))
    return ", ".join(parts)
