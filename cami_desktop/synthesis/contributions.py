"""What stakeholders said: contributions by kind and programme item, how far agreed, gaps, needs and meetings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cami_desktop.records.kinds import (
    AgendaItem,
    Contribution,
    Decision,
    Gap,
    Meeting,
    Need,
    Note,
    Organisation,
    Participation,
    Person,
)
from cami_desktop.records.recordset import RecordView

MINORITY = frozenset({"minority_view", "one_voice"})
"""Codes of the list `agreement_level` that are always shown by themselves, never lost in a count."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One contribution, without the name of who made it."""

    record: str
    country: str
    input_kind: str
    text: str
    text_en: str
    agreement: str
    state: str
    priority: str
    supporters: int | None
    opponents: int | None
    taxa: tuple[str, ...]
    pow_items: tuple[str, ...]
    meeting: str

    @property
    def minority(self) -> bool:
        """Whether it is the view of a few."""
        return self.agreement in MINORITY


@dataclass(frozen=True, slots=True)
class ContributionCount:
    """Contributions of one kind, or about one programme item (the other is blank), by agreement, state and country."""

    input_kind: str
    pow_item: str
    total: int
    agreements: Mapping[str, int]
    states: Mapping[str, int]
    countries: Mapping[str, int]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedEntry:
    """One need; gap is the id of the gap that it answers."""

    record: str
    country: str
    gap: str
    category: str
    taxa: tuple[str, ...]
    text: str
    text_en: str
    priority: str
    time_frame: str
    cost: float | None
    currency: str
    funding: str


@dataclass(frozen=True, slots=True)
class GapEntry:
    """One gap with the needs that answer it."""

    record: str
    country: str
    area: str
    taxa: tuple[str, ...]
    text: str
    text_en: str
    consequence: str
    priority: str
    needs: tuple[NeedEntry, ...]


@dataclass(frozen=True, slots=True)
class GapArea:
    """The gaps of one area, those of one taxon beside one another, and their number by country."""

    area: str
    gaps: tuple[GapEntry, ...]
    countries: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting of the consultation annex; participants by type of organisation, blank where it is not told."""

    record: str
    country: str
    title: str
    meeting_kind: str
    starts_on: str
    ends_on: str
    place: str
    attribution: str
    participants: int
    by_organisation: Mapping[str, int]
    agenda_items: int
    notes: int
    contributions: int
    decisions: int


@dataclass(frozen=True, slots=True)
class Consultation:
    """All of it. loose_needs are needs that answer no gap of the view."""

    statements: tuple[Statement, ...]
    by_kind: tuple[ContributionCount, ...]
    by_item: tuple[ContributionCount, ...]
    gaps: tuple[GapArea, ...]
    loose_needs: tuple[NeedEntry, ...]
    meetings: tuple[MeetingRow, ...]


def consultation(view: RecordView) -> Consultation:
    """Everything that the meetings of all countries brought."""
    statements = tuple(sorted(map(_statement, view.all(Contribution)), key=lambda s: (s.country, s.record)))
    kinds, items = list(view.catalogue.codes("input_kind")), list(view.catalogue.pow_items)
    about: dict[str, list[Statement]] = {}
    of_kind: dict[str, list[Statement]] = {}
    for statement in statements:
        of_kind.setdefault(statement.input_kind, []).append(statement)
        for code in dict.fromkeys(statement.pow_items):
            about.setdefault(code, []).append(statement)
    needs = [_need(item) for item in view.all(Need)]
    gaps = _gap_areas(view, needs)
    answered = {gap.record for area in gaps for gap in area.gaps}
    return Consultation(
        statements=statements,
        by_kind=tuple(_count(found, kind, "") for kind, found in sorted(of_kind.items(), key=_place(kinds))),
        by_item=tuple(_count(found, "", code) for code, found in sorted(about.items(), key=_place(items))),
        gaps=gaps,
        loose_needs=tuple(need for need in needs if need.gap not in answered),
        meetings=meeting_rows(view),
    )


def _place(codes: Sequence[str]) -> _Place:
    return _Place({code: n for n, code in enumerate(codes)})


class _Place:
    """A sort key for pairs that begin with a code: by its place in the list, unknown codes after."""

    def __init__(self, places: Mapping[str, int]) -> None:
        self.places = places

    def __call__(self, pair: tuple[str, object]) -> tuple[int, str]:
        return (self.places.get(pair[0], len(self.places)), pair[0])


def _statement(item: Contribution) -> Statement:
    return Statement(
        record=item.id,
        country=item.country,
        input_kind=item.input_kind or "",
        text=item.text or "",
        text_en=item.text_en or "",
        agreement=item.agreement or "",
        state=item.state or "",
        priority=item.priority or "",
        supporters=item.supporters,
        opponents=item.opponents,
        taxa=tuple(item.taxa),
        pow_items=tuple(item.pow_items),
        meeting=item.meeting or "",
    )


def _count(found: Sequence[Statement], kind: str, item: str) -> ContributionCount:
    return ContributionCount(
        input_kind=kind,
        pow_item=item,
        total=len(found),
        agreements=Counter(s.agreement for s in found),
        states=Counter(s.state for s in found),
        countries=dict(sorted(Counter(s.country for s in found).items())),
        records=tuple(s.record for s in found),
    )


def _need(item: Need) -> NeedEntry:
    return NeedEntry(
        record=item.id,
        country=item.country,
        gap=item.gap or "",
        category=item.category or "",
        taxa=tuple(item.taxa),
        text=item.text or "",
        text_en=item.text_en or "",
        priority=item.priority or "",
        time_frame=item.time_frame or "",
        cost=item.cost,
        currency=item.currency or "",
        funding=item.funding or "",
    )


def _gap_areas(view: RecordView, needs: Sequence[NeedEntry]) -> tuple[GapArea, ...]:
    areas, taxa = list(view.catalogue.codes("gap_kind")), list(view.catalogue.all_taxa)
    priorities = _place(list(view.catalogue.codes("priority")))
    answering: dict[str, list[NeedEntry]] = {}
    for need in needs:
        answering.setdefault(need.gap, []).append(need)
    found: dict[str, list[GapEntry]] = {}
    for gap in view.all(Gap):
        answers = tuple(answering.get(gap.id, ()))
        entry = GapEntry(
            gap.id, gap.country, gap.area or "", tuple(gap.taxa), gap.text or "", gap.text_en or "",
            gap.consequence or "", gap.priority or "", answers,
        )  # fmt: skip
        found.setdefault(entry.area, []).append(entry)

    def order(gap: GapEntry) -> tuple[object, ...]:
        first = min((taxa.index(code) if code in taxa else len(taxa) for code in gap.taxa), default=len(taxa) + 1)
        return (first, priorities((gap.priority, None)), gap.country, gap.record)

    return tuple(
        GapArea(area, tuple(sorted(gaps, key=order)), dict(sorted(Counter(gap.country for gap in gaps).items())))
        for area, gaps in sorted(found.items(), key=_place(areas))
    )


def meeting_rows(view: RecordView) -> tuple[MeetingRow, ...]:
    """The meetings by date, with how many took part and what came of it; nobody is named."""
    order = list(view.catalogue.codes("organisation_type"))
    rows = [_meeting(meeting, view, order) for meeting in view.all(Meeting)]
    return tuple(sorted(rows, key=lambda row: (row.starts_on or "9999", row.country, row.record)))


def _meeting(meeting: Meeting, view: RecordView, order: Sequence[str]) -> MeetingRow:
    people = view.all(Participation, meeting=meeting.id)
    types = Counter(_organisation_type(item, view) for item in people)
    return MeetingRow(
        record=meeting.id,
        country=meeting.country,
        title=meeting.title or "",
        meeting_kind=meeting.meeting_kind or "",
        starts_on=meeting.starts_on or "",
        ends_on=meeting.ends_on or "",
        place=meeting.place_name or "",
        attribution=meeting.attribution or "",
        participants=len(people),
        by_organisation=dict(sorted(types.items(), key=_place(order))),
        agenda_items=len(view.all(AgendaItem, meeting=meeting.id)),
        notes=len(view.all(Note, meeting=meeting.id)),
        contributions=len(view.all(Contribution, meeting=meeting.id)),
        decisions=len(view.all(Decision, meeting=meeting.id)),
    )


def _organisation_type(item: Participation, view: RecordView) -> str:
    """The type of the organisation represented, else of the person's own; blank where neither is told."""
    person = view.find(item.person or "")
    for id_ in (item.organisation, person.organisation if isinstance(person, Person) else None):
        organisation = view.find(id_ or "")
        if isinstance(organisation, Organisation):
            return organisation.organisation_type or ""
    return ""
