"""Accepting a warning of a record with a reason, and taking that back; an error cannot be accepted."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import TypeVar

from cami_desktop.errors import Refused, WrongUse
from cami_desktop.records.record import Record
from cami_desktop.records.rules.finding import Severity
from cami_desktop.records.rules.registry import RULES
from cami_desktop.words import _

R = TypeVar("R", bound=Record)


def accept(record: R, rules: Iterable[str], reason: str) -> R:
    """A copy of a record in which the warnings of these rules are accepted for one reason.

    rules are ids, with the field behind it for one field alone: `not-confirmed`, `not-confirmed.trend`.
    Raises WrongUse for a blank reason or an unknown rule, Refused for a rule whose findings are errors.
    """
    reason = reason.strip()
    if not reason:
        raise WrongUse(
            _("A warning is accepted only with a reason."),
            kept=_("Nothing was changed."),
            do=_("Write in a few words why it is right as it stands."),
        )
    changed = copy.deepcopy(record)
    for name in rules:
        rule = RULES.get(name.partition(".")[0])
        if rule is None:
            raise WrongUse(_("There is no rule “{rule}”.").format(rule=name), kept=_("Nothing was changed."))
        if rule.severity is Severity.ERROR:
            raise Refused(
                _("An error cannot be accepted: {title}.").format(title=_(rule.title)),
                kept=_("Nothing was changed."),
                do=_("Mend the field."),
            )
        changed.accepted[name] = reason
    return changed


def take_back(record: R, rules: Iterable[str]) -> R:
    """A copy of a record in which the warnings of these rules ask for something again.

    Where a rule was accepted for the whole record, it asks about each of its fields again.
    """
    changed = copy.deepcopy(record)
    for name in rules:
        changed.accepted.pop(name, None)
        changed.accepted.pop(name.partition(".")[0], None)
    return changed


def accepted_of(record: Record) -> list[tuple[str, str]]:
    """What was accepted of a record and why: pairs of a rule, with the labels of its fields, and the reason, sorted.

    Fields that were accepted for one reason stand together: “not-confirmed: Presence, Trend”.
    """
    labels = {field.name: _(field.label) for field in record.fields()}
    named: dict[tuple[str, str], list[str]] = {}
    for name, reason in sorted(record.accepted.items()):
        rule, _point, field = name.partition(".")
        fields = named.setdefault((rule, reason), [])
        if field:
            fields.append(labels.get(field, field))
    return [(": ".join(filter(None, (rule, ", ".join(fields)))), reason) for (rule, reason), fields in named.items()]
