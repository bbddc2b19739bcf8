"""What is recorded: record kinds with their field descriptors, values, rules and completeness. No files, no screens."""

from cami_desktop.records import kinds as kinds
from cami_desktop.records.field import Field, FieldType, Privacy
from cami_desktop.records.ids import is_id, new_id, new_replica
from cami_desktop.records.record import KINDS, Record, kind, register, title_of, tracked_names

__all__ = [
    "KINDS",
    "Field",
    "FieldType",
    "Privacy",
    "Record",
    "is_id",
    "kind",
    "kinds",
    "new_id",
    "new_replica",
    "register",
    "title_of",
    "tracked_names",
]
