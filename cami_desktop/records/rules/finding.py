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
    """One finding of a rule at a field of a record.

    accepted holds the reason for which a person accepted it. ready is the reason that needs no writing, of a rule whose
    findings are confirmed field by field.
    """

    rule: str
    severity: Severity
    kind: str
    id: str
    field: str
    message: str
    accepted: str = ""
    ready: str = ""

    @property
    def open(self) -> bool:
        """Whether the finding still asks for something."""
        return not self.accepted

    @property
    def accept_as(self) -> str:
        """The name under which the record keeps the reason: the rule's, or with the field's behind it."""
        return by_field(self.rule, self.field) if self.ready else self.rule


def by_field(rule: str, field: str) -> str:
    """The name under which the reason for one field is kept; ids of rules and names of fields have no point."""
    return f"{rule}.{field}"
