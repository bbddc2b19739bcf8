"""What the answers to the Programme of Work cost and how far that is paid for; currencies are never added together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cami_desktop.records.kinds import PowResponse

SECURED = frozenset({"funded"})
NEEDED = frozenset({"unfunded"})
"""Codes of the list `funding_status` whose whole cost is secured, or needed; of the others nobody knows which part."""


@dataclass(slots=True)
class Cost:
    """The costs given in one currency (a code of the list `currency`, or none), in that currency.

    secured and needed are parts of the total; open is the rest: partly funded, pledged, in kind, or not told.
    """

    currency: str
    total: float = 0.0
    secured: float = 0.0
    needed: float = 0.0
    answers: int = 0

    @property
    def open(self) -> float:
        """What is neither wholly secured nor wholly needed."""
        return self.total - self.secured - self.needed


@dataclass(slots=True)
class Costs:
    """The costs of some answers by currency, and how many relevant answers name none."""

    by_currency: dict[str, Cost] = field(default_factory=dict)
    without: int = 0


def costs_of(responses: Iterable[PowResponse]) -> Costs:
    """Add up the costs of answers, each currency for itself, in the order of their codes."""
    found: dict[str, Cost] = {}
    without = 0
    for response in responses:
        if response.cost is None:
            without += response.relevance != "not_relevant"
            continue
        cost = found.setdefault(response.currency or "", Cost(response.currency or ""))
        cost.total += response.cost
        cost.answers += 1
        if response.funding in SECURED:
            cost.secured += response.cost
        elif response.funding in NEEDED:
            cost.needed += response.cost
    return Costs(dict(sorted(found.items())), without)
