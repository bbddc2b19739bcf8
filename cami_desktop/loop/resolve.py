"""Resolve: a person decides a conflict; the choice is a new version that has seen both values."""

from __future__ import annotations

import dataclasses
from typing import Any

from cami_desktop.errors import WrongUse
from cami_desktop.merge.apply import stamps_text
from cami_desktop.records import KINDS
from cami_desktop.records.convert import from_text
from cami_desktop.records.derive import derive
from cami_desktop.words import _
from cami_desktop.workspace.ledger import Conflict
from cami_desktop.workspace.workspace import Workspace


def resolve(workspace: Workspace, conflict_id: int, choice: str, reason: str) -> Conflict:
    """Decide a conflict: `ours`, `theirs`, or `value=…` for another value; the reason is kept in the history.

    Raises WrongUse for an unknown conflict, a conflict already decided, or a value that does not fit its field.
    """
    found = [item for item in workspace.ledger(Conflict, id=conflict_id) if item.state == "open"]
    if not found:
        raise WrongUse(_("There is no open conflict with the number {n}.").format(n=conflict_id))
    conflict = found[0]
    value = _chosen(conflict, choice)
    cls = KINDS[conflict.kind]
    with workspace.transaction(_("Decided a conflict"), origin="resolve", reason=reason) as change:
        record = workspace.get(cls, conflict.record_id)
        assert record is not None
        setattr(record, conflict.field, value)
        derive(record)
        change.settle(record, conflict.field, reason)
        for item in change.conflicts(conflict.record_id, conflict.field):
            if item.id == conflict.id or item.theirs == value:
                change.close_conflict(item, "resolved", value, reason)
            else:
                now = stamps_text(record.stamps[conflict.field])
                change.note(dataclasses.replace(item, ours=value, ours_stamp=now))
    return workspace.ledger(Conflict, id=conflict_id)[0]


def _chosen(conflict: Conflict, choice: str) -> Any:
    if choice == "ours":
        return conflict.ours
    if choice == "theirs":
        return conflict.theirs
    name, equals, text = choice.partition("=")
    if name != "value" or not equals:
        raise WrongUse(_("Choose ours, theirs or value=…, not “{choice}”.").format(choice=choice))
    cls = KINDS[conflict.kind]
    if conflict.field == "deleted":
        raise WrongUse(_("Choose ours or theirs: the record is kept or removed."))
    try:
        field = cls.field(conflict.field)
    except KeyError:
        raise WrongUse(_("Choose ours or theirs for this field.")) from None
    return from_text(field, text)
