"""Barriers are counted by kind; a length that was not given is not guessed."""

from __future__ import annotations

from typing import Any

from cami_desktop.records import new_id
from cami_desktop.records.kinds import Barrier
from cami_desktop.synthesis.barriers import barriers
from tests.synthesis.made import sample, view


def barrier(country: str, kind: str, km: float | None, **more: Any) -> Barrier:
    return Barrier(id=new_id(), country=country, name=f"{kind} of {country}", barrier_kind=kind, length_km=km, **more)


def test_barriers_are_counted_by_kind_with_the_lengths_that_were_given() -> None:
    found = barriers(
        view(
            barrier("UZ", "border_fence", 150.5, effect="blocks"),
            barrier("KZ", "border_fence", None, effect="blocks"),
            barrier("KZ", "railway", 988.0, effect="filters", taxa=["saiga"]),
        )
    )
    assert [row.barrier_kind for row in found.rows] == ["railway", "border_fence", "border_fence"]
    railway, fence = found.by_kind
    assert (railway.total, railway.km, railway.without_length) == (1, 988.0, 0)
    assert (fence.total, fence.km, fence.without_length) == (2, 150.5, 1)
    assert (fence.countries, dict(fence.effects)) == ({"KZ": 1, "UZ": 1}, {"blocks": 2})


def test_every_barrier_of_the_sample_is_listed_once() -> None:
    assert sorted(row.record for row in barriers(sample()).rows) == [item.id for item in sample().all(Barrier)]
