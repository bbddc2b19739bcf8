"""The summary of a meeting as lines of a sheet for people; which cells they become is for the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from cami_desktop.records.kinds import Participation
from cami_desktop.synthesis.meeting_summary import Decided, MeetingSummary, Said
from cami_desktop.words import _, formats

Look = Literal["title", "strong", "head", "text", "quiet"]

WIDTHS = (30, 64, 56, 36, 28, 56)
"""Widths of the columns in characters: what it is, text, working translation, who, how far agreed or due, about."""


class Line(NamedTuple):
    """Cells of one row, all in one look but the first, which is bold in lines of facts."""

    look: Look
    cells: Sequence[str]


def lines_of(said: MeetingSummary) -> Iterator[Line]:
    """Every line of one meeting; a line of no cells is empty room."""
    yield Line("title", [said.title])
    for label, text in (
        *said.facts,
        (_("Attribution rule"), said.rule),
        (_("Purpose"), said.purpose),
    ):
        if text:
            yield Line("strong", [label, text])
    if said.summary or said.summary_en:
        yield Line("strong", [_("Summary"), said.summary, said.summary_en])
    yield from _agenda(said)
    yield from _participants(said)
    yield from _contributions(said)
    yield from _decisions(said)
    yield Line("text", [])


def _agenda(said: MeetingSummary) -> Iterator[Line]:
    yield from _head(_("Agenda"), _("Title"), _("Aim"), _("Presenter"), _("Planned"), _("Really"))
    for item in said.agenda:
        yield Line("text", [item.number, item.title, item.aim, item.presenter, item.planned, item.real])


def _participants(said: MeetingSummary) -> Iterator[Line]:
    yield from _head(_("Participants"), _(Participation.label), _("Organisation"), _("Role"))
    for person in said.participants:
        yield Line("text", ["", person.name, person.organisation, person.role])
    if said.unnamed:
        yield Line("quiet", ["", said.unnamed])


def _contributions(said: MeetingSummary) -> Iterator[Line]:
    heads = (_("Text"), _("Working translation"), _("Who"), _("How far agreed"), _("About"))
    yield from _head(_("Contributions"), *heads)
    for group in said.groups:
        yield Line("strong", [group.heading])
        for item in group.said:
            yield Line("text", _said(item))
        if group.also:
            numbers = ", ".join(map(formats.number, group.also))
            yield Line("quiet", ["", _("See also: {numbers}").format(numbers=numbers)])


def _said(item: Said) -> list[str]:
    agreed = "\n".join(filter(None, (item.agreement, item.counted, item.state)))
    told = [*item.about, *([(_("Priority"), item.priority)] if item.priority else [])]
    about = "\n".join(f"{label}: {text}" for label, text in told)
    return [formats.number(item.number), item.text, item.text_en, item.who, agreed, about]


def _decisions(said: MeetingSummary) -> Iterator[Line]:
    heads = (_("Text"), _("Working translation"), _("Responsible"), _("Due"), _("State"))
    yield from _head(_("Decisions and next steps"), *heads)
    for kind, items in said.decisions:
        for item in items:
            yield Line("text", [kind, item.text, item.text_en, item.responsible, item.due, _state(item)])


def _state(item: Decided) -> str:
    numbers = ", ".join(formats.number(number) for number, _id in item.contributions)
    follows = [f"{_('Agenda item')}: {item.agenda}"] if item.agenda else []
    follows += [f"{_('From contributions')}: {numbers}"] if numbers else []
    return "\n".join(filter(None, (item.state, *follows)))


def _head(*cells: str) -> Iterator[Line]:
    yield Line("text", [])
    yield Line("head", cells)
