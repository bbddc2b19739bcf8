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
        if name not in RULES:
            raise WrongUse(_("There is no rule “{rule}”.").format(rule=name), kept=_("Nothing was changed."))
        if RULES[name].severity is Severity.ERROR:
            raise Refused(
                _("An error cannot be accepted: {title}.").format(title=_(RULES[name].title)),
                kept=_("Nothing was changed."),
                do=_("Mend the field."),
            )
        changed.accepted[name] = reason
    return changed


def take_back(record: R, rules: Iterable[str]) -> R:
    """A copy of a record in which the warnings of these rules ask for something again."""
    changed = copy.deepcopy(record)
    for name in rules:
        changed.accepted.pop(name, None)
    return changed
