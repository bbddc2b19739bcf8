"""Dump: every record as plain values, sorted, the way to compare two workspaces."""

from __future__ import annotations

from typing import Any

from cami_desktop.records import Record
from cami_desktop.records.record import BOOKKEEPING
from cami_desktop.records.version import version_to_text
from cami_desktop.workspace.workspace import Workspace


def dump(workspace: Workspace, kind: str | None = None, *, plain: bool = False) -> dict[str, Any]:
    """Records by kind and their counts; `plain` leaves out what follows from clocks and replicas.

    Versions, times and authors differ between equal workspaces and are not in a plain dump.
    """
    records: dict[str, list[dict[str, Any]]] = {}
    for record in workspace.records():
        if kind is None or record.kind == kind:
            records.setdefault(record.kind, []).append(plain_values(record, plain=plain))
    return {"records": records, "counts": {name: len(found) for name, found in records.items()}}


def plain_values(record: Record, *, plain: bool = False) -> dict[str, Any]:
    """A record as values that JSON can hold."""
    values: dict[str, Any] = {"id": record.id, **record.tracked()}
    if not plain:
        values |= {name: getattr(record, name) for name in BOOKKEEPING}
        values["version"] = version_to_text(record.version)
        values["stamps"] = {name: version_to_text(dict(stamps)) for name, stamps in sorted(record.stamps.items())}
    return values
