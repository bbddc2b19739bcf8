"""What a benchmark hands back, and the clock they all use."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """One measured line: ours against the floor of the same run, both in the same unit.

    goal: the ratio not to be exceeded or, where `more_is_better`, the one to be reached.
    """

    what: str
    floor: float
    ours: float
    goal: float
    unit: str = "s"
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        """Ours divided by the floor."""
        return self.ours / self.floor if self.floor else float("inf")

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio >= self.goal if self.more_is_better else self.ratio <= self.goal


def seconds(work: Callable[[], object]) -> float:
    """Seconds that one call of `work` takes, with the garbage of earlier work collected first."""
    gc.collect()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def side_by_side(floor: Callable[[], object], ours: Callable[[], object], *, rounds: int = 5) -> tuple[float, float]:
    """Median seconds of both, measured in turn so that other load on the machine meets both alike.

    The first round warms caches and is not counted.
    """
    pairs = [(seconds(floor), seconds(ours)) for _ in range(rounds + 1)][1:]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)
