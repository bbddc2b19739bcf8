"""What a rule found: where, how grave, and in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How grave a finding is: an error blocks a submission, a warning can be accepted with a reason, a hint advises."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a rule at a field of a record; accepted holds the reason for which a person accepted it."""

    rule: str
    severity: Severity
    kind: str
    id: str
    field: str
    message: str
    accepted: str = ""

    @property
    def open(self) -> bool:
        """Whether the finding still asks for something."""
        return not self.accepted
