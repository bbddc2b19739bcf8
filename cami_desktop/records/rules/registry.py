"""The register of rules, and running them over one record or over all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cami_desktop.give_way import give_way
from cami_desktop.records.record import KINDS, Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.records.rules.finding import Finding, Severity, by_field
from cami_desktop.words import _, language

Check = Callable[[Any, RecordView], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: stable id, severity, the kinds it looks at (none: every kind), its title, and the check itself.

    The check yields pairs of a field name and a message in the language that speaks now. A rule with a ready reason is
    accepted field by field, by everybody in the same words.
    """

    id: str
    severity: Severity
    title: str
    kinds: tuple[type[Record], ...]
    check: Check
    ready: str = ""


RULES: dict[str, Rule] = {}


def rule(
    id_: str, severity: Severity, title: str, *kinds: type[Record], ready: str = ""
) -> Callable[[Check], Check]:  # fmt: skip
    """Enter a check into RULES under its stable id."""

    def enter(check: Check) -> Check:
        RULES[id_] = Rule(id_, severity, title, kinds, check, ready)
        return check

    return enter


def check_record(record: Record, view: RecordView) -> list[Finding]:
    """Run every rule that looks at this kind over one record; removed records have no findings."""
    return [] if record.deleted else list(_findings(record, view))


def check_all(view: RecordView) -> list[Finding]:
    """Run every rule over every record, errors first, then in the order of kinds and ids."""
    return list(view.cached(f"findings in {language()}", lambda: _all_findings(view)))


def _all_findings(view: RecordView) -> list[Finding]:
    order = list(Severity)
    found: list[Finding] = []
    for cls in KINDS.values():
        for record in view.all(cls):
            give_way()
            found += _findings(record, view)
    return sorted(found, key=lambda finding: order.index(finding.severity))


def _findings(record: Record, view: RecordView) -> Iterator[Finding]:
    for item in RULES.values():
        if item.kinds and not isinstance(record, item.kinds):
            continue
        known = {} if item.severity is Severity.ERROR else record.accepted
        for field, message in item.check(record, view):
            # What was accepted of the whole record holds for each of its fields.
            accepted = known.get(by_field(item.id, field)) or known.get(item.id, "")
            ready = _(item.ready) if item.ready else ""
            yield Finding(item.id, item.severity, record.kind, record.id, field, message, accepted, ready)
