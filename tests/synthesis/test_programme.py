"""The programme table lays the answers of the countries side by side and adds costs by currency only."""

from __future__ import annotations

from typing import Any

from cami_desktop.records import new_id
from cami_desktop.records.kinds import Organisation, PowResponse
from cami_desktop.synthesis.programme import programme_table
from tests.synthesis.made import CATALOGUE, view


def response(country: str, item: str = "1.1.1", **more: Any) -> PowResponse:
    values = {"relevance": "relevant", **more}
    return PowResponse(id=new_id(), country=country, pow_item=item, **values)


def test_costs_are_added_by_currency_and_never_converted() -> None:
    records = view(
        response("KZ", cost=60_000_000, currency="KZT", priority="essential", funding="partly"),
        response("UZ", cost=100_000, currency="USD", priority="high", funding="unfunded"),
        response("TJ", cost=20_000, currency="USD", priority="high"),
        response("KG"),
        response("TM", relevance="not_relevant"),
    )
    (row,) = [row for row in programme_table(records) if row.answers]
    assert row.costs == {"KZT": 60_000_000, "USD": 120_000}
    assert row.priorities == {"essential": 1, "high": 2}
    assert row.relevances == {"relevant": 4, "not_relevant": 1}
    assert row.funding == {"KZ": "partly", "UZ": "unfunded"}
    assert row.without_cost == 1


def test_the_lead_is_named_by_its_short_name() -> None:
    lead = Organisation(id=new_id(), country="KZ", name="Ассоциация", acronym="ACBK", organisation_type="ngo_national")
    (row,) = [row for row in programme_table(view(lead, response("KZ", lead=lead.id))) if row.answers]
    assert row.leads == {"KZ": "ACBK"}


def test_items_without_an_answer_stay_in_sight_and_unknown_items_are_kept() -> None:
    rows = programme_table(view(response("KZ", item="9.9.9")))
    items = [row.item for row in rows]
    assert "1.1.1" in items
    assert items[-1] == "9.9.9"
    assert {code for code, item in CATALOGUE.pow_items.items() if item.answerable} <= set(items)
