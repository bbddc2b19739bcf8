"""Adding a record from inside a field: which kinds can begin with a name alone, and storing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cami_desktop.errors import CamiError
from cami_desktop.records import KINDS, Field
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

_BY_NAME = frozenset({"organisation", "person", "site", "source"})


def target_of(field: Field) -> str:
    """The kind that can be added from a link field; empty where a name alone does not make one."""
    return field.targets[0] if len(field.targets) == 1 and field.targets[0] in _BY_NAME else ""


def words_for(kind: str) -> Callable[[str], str] | None:
    """The words of the row that adds what was typed."""
    if not kind:
        return None
    return lambda text: _("Add “{text}” as a new {kind}").format(text=text, kind=_(KINDS[kind].label).lower())


def add_record(session: Session, kind: str, text: str) -> str | None:
    """Store a new record named by a text and return its id; what went wrong is told in the status line."""
    field = next(field for field in KINDS[kind].fields() if field.type.free_text)
    try:
        return session.save(session.new(KINDS[kind], **{field.name: text.strip()})).id
    except CamiError as error:
        session.told.emit(str(error), "error")
        return None
