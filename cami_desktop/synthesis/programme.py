"""The Programme of Work as the countries answer it: relevance, priority, lead, cost and funding of every item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cami_desktop.catalogue import PowItem
from cami_desktop.records.kinds import Organisation, PowResponse
from cami_desktop.records.recordset import RecordView


@dataclass(frozen=True, slots=True)
class PowAnswer:
    """One country's response; blank codes and a cost of None were not given."""

    record: str
    country: str
    relevance: str
    priority: str
    lead: str
    starts_on: str
    ends_on: str
    cost: float | None
    currency: str
    funding: str
    progress: str
    comment: str
    comment_en: str


@dataclass(frozen=True, slots=True)
class PowRow:
    """One item and what the countries answer.

    priorities and relevances count answers by code; costs are sums by currency, never converted; without_cost counts
    the relevant answers that name no cost. provisional: the wording is a reconstruction, not the official one.
    """

    item: str
    parent: str
    provisional: bool
    answers: tuple[PowAnswer, ...]
    priorities: Mapping[str, int]
    relevances: Mapping[str, int]
    costs: Mapping[str, float]
    without_cost: int

    @property
    def leads(self) -> Mapping[str, str]:
        """The lead organisation of each country that names one."""
        return {answer.country: answer.lead for answer in self.answers if answer.lead}

    @property
    def funding(self) -> Mapping[str, str]:
        """The state of funding (list `funding_status`) of each country that gives it."""
        return {answer.country: answer.funding for answer in self.answers if answer.funding}


NOT_RELEVANT = "not_relevant"


def programme_table(view: RecordView) -> tuple[PowRow, ...]:
    """Every item of the programme that a country answers or could answer, in the programme's order."""
    answers: dict[str, list[PowAnswer]] = {}
    for response in view.all(PowResponse):
        answers.setdefault(response.pow_item or "", []).append(_answer(response, view))
    items = view.catalogue.pow_items
    known = [code for code, item in items.items() if item.answerable or code in answers]
    others = sorted(code for code in answers if code not in items)
    return tuple(_row(code, items.get(code), answers.get(code, [])) for code in [*known, *others])


def _answer(response: PowResponse, view: RecordView) -> PowAnswer:
    lead = view.find(response.lead or "")
    return PowAnswer(
        record=response.id,
        country=response.country,
        relevance=response.relevance or "",
        priority=response.priority or "",
        lead=_named(lead) if isinstance(lead, Organisation) else "",
        starts_on=response.starts_on or "",
        ends_on=response.ends_on or "",
        cost=response.cost,
        currency=response.currency or "",
        funding=response.funding or "",
        progress=response.progress or "",
        comment=response.comment or "",
        comment_en=response.comment_en or "",
    )


def _named(organisation: Organisation) -> str:
    return organisation.acronym or organisation.name_en or organisation.name or ""


def _row(code: str, item: PowItem | None, answers: Sequence[PowAnswer]) -> PowRow:
    costs: dict[str, float] = {}
    for answer in answers:
        if answer.cost is not None:
            costs[answer.currency] = costs.get(answer.currency, 0.0) + answer.cost
    return PowRow(
        item=code,
        parent=item.parent if item else "",
        provisional=item.provisional if item else True,
        answers=tuple(sorted(answers, key=lambda answer: (answer.country, answer.record))),
        priorities=Counter(answer.priority for answer in answers if answer.priority),
        relevances=Counter(answer.relevance for answer in answers if answer.relevance),
        costs=dict(sorted(costs.items())),
        without_cost=sum(1 for answer in answers if answer.cost is None and answer.relevance != NOT_RELEVANT),
    )
