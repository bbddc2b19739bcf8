"""Single edits from the command line: values given as text, unknown fields and codes refused by name."""

from __future__ import annotations

from collections.abc import Mapping

from cami_desktop.errors import WrongUse
from cami_desktop.records import KINDS, Record
from cami_desktop.records.convert import from_text
from cami_desktop.records.field import FieldType
from cami_desktop.words import _
from cami_desktop.workspace.workspace import Workspace


def kind_of(name: str) -> type[Record]:
    """The record kind of a stable name. Raises WrongUse for an unknown one."""
    if name not in KINDS:
        raise WrongUse(
            _("There is no record kind “{name}”.").format(name=name),
            do=_("Kinds: {names}").format(names=", ".join(KINDS)),
        )
    return KINDS[name]


def add(workspace: Workspace, kind: str, values: Mapping[str, str], reason: str | None = None) -> Record:
    """Store a new record from texts by field. Raises WrongUse for an unknown kind, field, code or value."""
    record = kind_of(kind)(country=workspace.info.country)
    _assign(workspace, record, values)
    return workspace.save(record, reason)


def edit(workspace: Workspace, kind: str, id_: str, values: Mapping[str, str], reason: str | None = None) -> Record:
    """Change fields of a stored record. Raises WrongUse for an unknown kind, id, field, code or value."""
    record = workspace.get(kind_of(kind), id_)
    if record is None:
        raise WrongUse(_("There is no {kind} with the id {id}.").format(kind=kind, id=id_))
    _assign(workspace, record, values)
    return workspace.save(record, reason)


def _assign(workspace: Workspace, record: Record, values: Mapping[str, str]) -> None:
    """`field=` blanks a field; `field=?reason` blanks it and says why (unknown, none, not_asked, withheld)."""
    for name, text in values.items():
        try:
            field = record.field(name)
        except KeyError:
            known = ", ".join(item.name for item in record.fields())
            raise WrongUse(
                _("{kind} has no field “{name}”.").format(kind=record.kind, name=name),
                do=_("Fields: {names}").format(names=known),
            ) from None
        reason = text[1:] if text.startswith("?") else ""
        if reason and workspace.catalogue.known("absent_reason", reason):
            setattr(record, name, [] if field.type.many else None)
            record.absent = record.absent | {name: reason}
            continue
        value = from_text(field, text)
        codes = value if field.type is FieldType.CODES else [value] if field.type is FieldType.CODE and value else []
        for code in codes:
            if not workspace.catalogue.known(field.code_list, code):
                known = ", ".join(list(workspace.catalogue.codes(field.code_list))[:20])
                raise WrongUse(
                    _("The list {list} has no code “{code}”.").format(list=field.code_list, code=code),
                    do=_("Codes: {names}").format(names=known),
                )
        setattr(record, name, value)
        record.absent = {key: why for key, why in record.absent.items() if key != name}
