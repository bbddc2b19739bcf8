"""Costs of the Programme of Work: each currency for itself, what is secured and what is needed."""

from __future__ import annotations

from cami_desktop.records.kinds import PowResponse
from cami_desktop.synthesis.programme_cost import costs_of


def answer(cost: float | None = None, currency: str | None = None, funding: str | None = None) -> PowResponse:
    return PowResponse(relevance="relevant", cost=cost, currency=currency, funding=funding)


def test_currencies_are_never_added_together() -> None:
    costs = costs_of(
        [answer(100, "USD", "funded"), answer(50, "USD", "unfunded"), answer(7, "USD", "partly"),
         answer(3, "USD"), answer(1_000, "KZT", "unfunded"), answer(5)]
    )  # fmt: skip
    told = [(c.currency, c.total, c.secured, c.needed, c.open, c.answers) for c in costs.by_currency.values()]
    assert told == [("", 5, 0, 0, 5, 1), ("KZT", 1_000, 0, 1_000, 0, 1), ("USD", 160, 100, 50, 10, 4)]


def test_relevant_answers_without_a_cost_are_counted() -> None:
    assert costs_of([answer(), PowResponse(relevance="not_relevant"), answer(0, "USD")]).without == 1
