"""The tables of a workspace, derived from the record kinds; migrations freeze each state of them."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from cami_desktop.records import KINDS, Record
from cami_desktop.records.field import FieldType
from cami_desktop.records.version import stamps_from_text, stamps_to_text, version_from_text, version_to_text

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMING)

INDEXED_LINKS = frozenset({"meeting", "person", "record", "gap", "taxon"})
"""Fields by which lists are opened; each gets an index."""


class Json(sa.types.TypeDecorator[Any]):
    """A JSON value in a text column, readable letters kept; an empty list or object is stored as NULL."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        """Write the value as compact JSON."""
        return to_json(value) if value else None

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:
        """Read the JSON back; NULL stays None."""
        return None if value is None else json.loads(value)


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def to_json(value: Any) -> str:
    """Compact JSON with sorted keys, so that equal values are equal texts."""
    return _encode(value)


_SQL_TYPES: dict[FieldType, type[sa.types.TypeEngine[Any]]] = {
    FieldType.WHOLE: sa.BigInteger,
    FieldType.NUMBER: sa.Double,
    FieldType.FLAG: sa.Boolean,
    FieldType.CODES: Json,
    FieldType.LINKS: Json,
}


def _record_table(cls: type[Record]) -> sa.Table:
    own = [sa.Column(field.name, _SQL_TYPES.get(field.type, sa.Text)()) for field in cls.fields()]
    common = [
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("catalogue", sa.Text, nullable=False),
        sa.Column("absent", Json),
        sa.Column("accepted", Json),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("stamps", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("modified_at", sa.Text, nullable=False),
        sa.Column("modified_by", sa.Text, nullable=False),
    ]
    table = sa.Table(cls.kind, metadata, sa.Column("id", sa.String(36), primary_key=True), *own, *common)
    for field in cls.fields():
        if field.name in INDEXED_LINKS:
            sa.Index(None, table.c[field.name])
    return table


RECORD_TABLES: dict[str, sa.Table] = {name: _record_table(cls) for name, cls in KINDS.items()}


def to_row(record: Record) -> dict[str, Any]:
    """The record as column values."""
    row = record.values()
    row.update(
        id=record.id,
        country=record.country,
        catalogue=record.catalogue,
        absent=record.absent,
        accepted=record.accepted,
        deleted=record.deleted,
        version=version_to_text(record.version),
        stamps=stamps_to_text(record.stamps),
        created_at=record.created_at,
        created_by=record.created_by,
        modified_at=record.modified_at,
        modified_by=record.modified_by,
    )
    return row


def from_row(cls: type[Record], row: sa.RowMapping) -> Record:
    """The record that to_row wrote."""
    values = dict(row)
    for field in cls.fields():
        if field.type.many and values[field.name] is None:
            values[field.name] = []
    values["absent"] = values["absent"] or {}
    values["accepted"] = values["accepted"] or {}
    values["version"] = version_from_text(values["version"])
    values["stamps"] = stamps_from_text(values["stamps"])
    return cls(**values)


info = sa.Table("info", metadata, sa.Column("name", sa.Text, primary_key=True), sa.Column("value", sa.Text))

change = sa.Table(
    "change",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("replica", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("undoes", sa.Integer, sa.ForeignKey("change.id")),
)

history = sa.Table(
    "history",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("change_id", sa.Integer, sa.ForeignKey("change.id"), nullable=False, index=True),
    sa.Column("record_id", sa.String(36), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("stamp", sa.Text, nullable=False),
)

submission = sa.Table(
    "submission",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("direction", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("cycle", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    sa.Column("previous", sa.Text),
    sa.Column("package", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("signer", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("signed_at", sa.Text, nullable=False),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("counts", Json),
    sa.Column("outcome", Json),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("last_change", sa.Integer, nullable=False),
)

conflict = sa.Table(
    "conflict",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("record_id", sa.String(36), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("base", sa.Text),
    sa.Column("ours", sa.Text),
    sa.Column("theirs", sa.Text),
    sa.Column("ours_stamp", sa.Text, nullable=False),
    sa.Column("theirs_stamp", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("found_at", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("choice", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("resolved_by", sa.Text),
    sa.Column("resolved_at", sa.Text),
)

question = sa.Table(
    "question",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("submission", sa.Text, nullable=False),
    sa.Column("record_id", sa.String(36), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("rule", sa.Text),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
)

certificate = sa.Table(
    "certificate",
    metadata,
    sa.Column("serial", sa.Text, primary_key=True),
    sa.Column("pem", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("issued_at", sa.Text, nullable=False),
    sa.Column("not_after", sa.Text, nullable=False),
    sa.Column("revoked_at", sa.Text),
    sa.Column("reason", sa.Text),
)

trusted_root = sa.Table(
    "trusted_root",
    metadata,
    sa.Column("fingerprint", sa.Text, primary_key=True),
    sa.Column("pem", sa.Text, nullable=False),
    sa.Column("crl", sa.LargeBinary),
    sa.Column("added_at", sa.Text, nullable=False),
)

content = sa.Table(
    "content",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
)

# Drafts: what is being typed and not stored yet, one row a field.
draft = sa.Table(
    "draft",
    metadata,
    sa.Column("record_id", sa.String(36), primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)

# Undo of merges, decisions and receipts: the rows as they stood before the change and, once it is taken back, after it.
row_image = sa.Table(
    "row_image",
    metadata,
    sa.Column("change_id", sa.Integer, sa.ForeignKey("change.id"), primary_key=True),
    sa.Column("table_name", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
)

# Attachments: the bytes of a content in pieces. No foreign key, because the pieces are stored before their content is.
content_piece = sa.Table(
    "content_piece",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("bytes", sa.LargeBinary, nullable=False),
)

# Search: what each row of the index search_index is about, and the records that changed since they were entered.
search_entry = sa.Table(
    "search_entry",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("record_id", sa.String(36), nullable=False, index=True),
    sa.Column("meeting", sa.Text),
    sa.Column("taxa", sa.Text, nullable=False),
)
search_todo = sa.Table(
    "search_todo",
    metadata,
    sa.Column("record_id", sa.String(36), primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
)
