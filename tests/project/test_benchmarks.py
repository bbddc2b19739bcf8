"""The benchmarks can be found and read; how fast anything is, is no matter of the tests."""

from __future__ import annotations

import pytest

from benchmarks.__main__ import main, names
from benchmarks.ratio import Ratio, side_by_side


def test_a_name_that_is_no_benchmark_is_refused_with_the_names_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    said = capsys.readouterr().err
    assert "nothing" in said
    assert all(name in said for name in names())


def test_a_ratio_knows_whether_its_goal_is_reached() -> None:
    assert Ratio("as fast", floor=2.0, ours=2.4, goal=1.25).reached
    assert not Ratio("too slow", floor=2.0, ours=2.6, goal=1.25).reached
    assert Ratio("pages a second", floor=100, ours=85, goal=0.8, unit="pages/s", more_is_better=True).reached
    assert Ratio("nothing to compare with", floor=0.0, ours=1.0, goal=1.0).ratio == float("inf")


def test_both_sides_are_measured_as_often_in_turn() -> None:
    calls: list[str] = []
    floor, ours = side_by_side(lambda: calls.append("floor"), lambda: calls.append("ours"), rounds=2)
    assert calls == ["floor", "ours"] * 3
    assert floor >= 0
    assert ours >= 0
