"""The impact of threats: the published test values, and the rules around them."""

from __future__ import annotations

import itertools

import pytest

from cami_desktop.catalogue import load
from cami_desktop.catalogue.impact import PAST, SCOPE_SCORE, SEVERITY_SCORE, TIMING_SCORE, impact, is_major, score


@pytest.mark.parametrize(
    ("timing", "scope", "severity", "total", "result"),
    [
        ("ongoing", "whole", "very_rapid", 9, "high"),
        ("ongoing", "majority", "very_rapid", 8, "high"),
        ("ongoing", "majority", "rapid", 7, "medium"),
        ("ongoing", "whole", "negligible", 6, "medium"),
        ("ongoing", "minority", "slow", 5, "low"),
        ("ongoing", "minority", "none", 4, "low"),
        ("future", "whole", "very_rapid", 7, "medium"),
        ("future", "minority", "slow", 3, "low"),
        ("future", "minority", "negligible", 2, "negligible"),
        ("past_likely", "whole", "rapid", None, "past"),
        ("ongoing", "unknown", "rapid", None, "unknown"),
        ("past_likely", "unknown", "unknown", None, "past"),
        ("unknown", "whole", "rapid", None, "unknown"),
    ],
)
def test_published_values(timing: str, scope: str, severity: str, total: int | None, result: str) -> None:
    assert score(timing, scope, severity) == total
    assert impact(timing, scope, severity) == result


def test_what_is_not_chosen_is_incomplete_and_not_zero() -> None:
    assert impact(None, "whole", "rapid") is None
    assert impact("ongoing", None, "rapid") is None
    assert impact("ongoing", "whole", None) is None
    assert impact("ongoing", "unknown", None) is None
    assert impact("ongoing", "whole", "no such code") is None
    assert impact("past_unlikely", None, None) == "past"


def test_every_choice_of_the_lists_has_an_impact_of_the_list() -> None:
    catalogue = load()
    lists = [catalogue.codes(name) for name in ("threat_timing", "threat_scope", "threat_severity")]
    results = {impact(*choice) for choice in itertools.product(*lists)}
    assert results == set(catalogue.codes("threat_impact"))
    assert set(lists[0]) == {*TIMING_SCORE, *PAST, "unknown"}
    assert set(lists[1]) == {*SCOPE_SCORE, "unknown"}
    assert set(lists[2]) == {*SEVERITY_SCORE, "unknown"}


def test_high_always_means_an_ongoing_threat_and_negligible_never_does() -> None:
    for timing, scope, severity in itertools.product(TIMING_SCORE, SCOPE_SCORE, SEVERITY_SCORE):
        result = impact(timing, scope, severity)
        assert result != "high" or timing == "ongoing"
        assert result != "negligible" or timing == "future"


def test_major_threats_are_those_of_high_and_medium_impact() -> None:
    assert [code for code in ("high", "medium", "low", "negligible", "past", "unknown") if is_major(code)] == [
        "high",
        "medium",
    ]
