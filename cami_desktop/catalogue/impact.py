"""The impact of a threat from timing, scope and severity, scored as in the IUCN Species Information Service.

Its form reaches the classes by arithmetic with sentinel values, which lets "past, likely to return" with two unknowns
come out as negligible; here the rules are applied in their explicit order (past, unknown, sum), and what is not chosen
is incomplete, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TIMING_SCORE: Mapping[str, int] = MappingProxyType({"ongoing": 3, "future": 1})
SCOPE_SCORE: Mapping[str, int] = MappingProxyType({"whole": 3, "majority": 2, "minority": 1})
SEVERITY_SCORE: Mapping[str, int] = MappingProxyType(
    {"very_rapid": 3, "rapid": 2, "slow": 1, "fluctuations": 1, "negligible": 0, "none": 0}
)
PAST = frozenset({"past_unlikely", "past_likely"})
UNKNOWN = "unknown"

# The lowest sum of each class, highest first.
_CLASSES = ((8, "high"), (6, "medium"), (3, "low"), (0, "negligible"))


def impact(timing: str | None, scope: str | None, severity: str | None) -> str | None:
    """Return the code of the list `threat_impact`, or None while a component is not chosen (or is no code of ours).

    A threat of the past has past impact whatever its scope and severity.
    """
    if timing in PAST:
        return "past"
    chosen = ((timing, TIMING_SCORE), (scope, SCOPE_SCORE), (severity, SEVERITY_SCORE))
    if any(code != UNKNOWN and code not in scores for code, scores in chosen):
        return None
    total = score(timing, scope, severity)
    if total is None:
        return UNKNOWN
    return next(name for lowest, name in _CLASSES if total >= lowest)


def score(timing: str | None, scope: str | None, severity: str | None) -> int | None:
    """Return the sum of the three scores (0 to 9), or None where it has none: past, unknown or not chosen."""
    parts = (TIMING_SCORE.get(timing or ""), SCOPE_SCORE.get(scope or ""), SEVERITY_SCORE.get(severity or ""))
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def is_major(impact_code: str | None) -> bool:
    """Return whether the IUCN calls a threat of this impact a major threat."""
    return impact_code in ("high", "medium")
