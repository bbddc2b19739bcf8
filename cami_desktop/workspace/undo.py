"""Undo and redo: an edit is taken back by a newer edit, a merge by putting back the very rows that it replaced."""

from __future__ import annotations

from collections.abc import Sequence, Set

import sqlalchemy as sa

from cami_desktop.errors import Refused
from cami_desktop.records import KINDS
from cami_desktop.words import _
from cami_desktop.workspace import history, images, tables
from cami_desktop.workspace.history import Change, Entry
from cami_desktop.workspace.transaction import Transaction, read_records


def step(transaction: Transaction, change: Change, *, backwards: bool) -> None:
    """Take a change back or, forwards, do it again, in the transaction given.

    Raises Refused where later changes built on it, so that what they did would be lost.
    """
    connection = transaction.connection
    entries = history.read_entries(connection, tables.history.c.change_id == change.id)
    if change.origin in history.EXACT:
        _exactly(transaction, change, entries, backwards=backwards)
    else:
        _by_editing(transaction, change, entries, backwards=backwards)
    history.set_state(connection, change.id, history.UNDONE if backwards else history.DONE)


def _by_editing(transaction: Transaction, change: Change, entries: Sequence[Entry], *, backwards: bool) -> None:
    """Give the fields their former values, as a new version: the replaced one may have left this workspace."""
    left_as = history.targets(entries, backwards=not backwards)
    wanted = history.targets(entries, backwards=backwards)
    ids: dict[str, list[str]] = {}
    for kind, id_ in wanted:
        ids.setdefault(kind, []).append(id_)
    for kind, known in ids.items():
        stored = read_records(transaction.connection, KINDS[kind], known)
        for id_ in known:
            record = stored.get(id_)
            if record is None or any(getattr(record, name) != value for name, value in left_as[kind, id_].items()):
                raise _refused(change, _("What it changed was changed again since, by a merge."), backwards=backwards)
            for name, value in wanted[kind, id_].items():
                setattr(record, name, value)
        transaction.edit_all(stored.values())


def _exactly(transaction: Transaction, change: Change, entries: Sequence[Entry], *, backwards: bool) -> None:
    """Put the rows back as they were, versions and stamps included, so that the same package can be merged again."""
    connection = transaction.connection
    touched = {entry.record_id for entry in entries}
    for name, keys in images.tables_of(connection, change.id).items():
        touched.update(keys if name in KINDS else ())
    if backwards:
        _need_nothing_built_on(connection, change, touched)
        new = [(entry.kind, entry.record_id) for entry in entries if entry.field == "deleted" and entry.before is None]
        for kind in dict.fromkeys(kind for kind, _id in new):
            ids = [id_ for name, id_ in new if name == kind]
            images.keep_new(connection, change.id, tables.RECORD_TABLES[kind], ids)
    elif touched:
        _need_nothing_sent(connection, change, _last_step(connection, change), backwards=False)
    transaction.begin()
    for name, keys in images.tables_of(connection, change.id).items():
        cls = KINDS.get(name)
        before = read_records(connection, cls, keys) if cls else {}
        images.swap(connection, change.id, tables.metadata.tables[name], keys, backwards=backwards)
        after = read_records(connection, cls, keys) if cls else {}
        transaction.enter((before.get(key), after.get(key)) for key in keys if cls)


def _need_nothing_built_on(connection: sa.Connection, change: Change, touched: Set[str]) -> None:
    """Raise Refused where records of a change were changed since, by anything in force, or have left this workspace."""
    if not touched:
        return
    later, entry = tables.change, tables.history
    query = (
        sa.select(later.c.label, entry.c.record_id)
        .join(entry, entry.c.change_id == later.c.id)
        .where(later.c.id > change.id, later.c.undoes.is_(None))
        .where((later.c.state == history.DONE) | later.c.origin.not_in(history.UNDOABLE))
    )
    for label, record_id in connection.execute(query):
        if record_id in touched:
            why = _("Records of it were changed since: {label}.").format(label=label)
            raise _refused(change, why, backwards=True)
    _need_nothing_sent(connection, change, change.id, backwards=True)


def _need_nothing_sent(connection: sa.Connection, change: Change, since: int, *, backwards: bool) -> None:
    sent = connection.execute(
        sa.select(tables.submission.c.package)
        .where(tables.submission.c.direction == "sent", tables.submission.c.last_change >= since)
        .limit(1)
    ).first()
    if sent is not None:
        why = _("The package {name} was handed in since.").format(name=sent[0])
        raise _refused(change, why, backwards=backwards)


def _last_step(connection: sa.Connection, change: Change) -> int:
    """The number of the change that last took a change back."""
    query = sa.select(sa.func.max(tables.change.c.id)).where(tables.change.c.undoes == change.id)
    return connection.execute(query).scalar() or change.id


def _refused(change: Change, why: str, *, backwards: bool) -> Refused:
    what = _("“{label}” cannot be undone any more.") if backwards else _("“{label}” cannot be done again.")
    return Refused(
        f"{what.format(label=change.label)} {why}",
        kept=_("Nothing was changed."),
        do=_("Change the fields by hand, or restore a backup from before.")
        if backwards
        else _("Do it anew, for example by merging the package again."),
    )
