"""The record: what every kind has in common, and the register of kinds."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from cami_desktop import catalogue as reference
from cami_desktop.records.field import Field
from cami_desktop.records.version import Stamps, Version
from cami_desktop.words import N_

R = TypeVar("R", bound="Record")


@dataclass(kw_only=True)
class Record:
    """One record of any kind.

    A kind names its label and plural, the place of the window where it is edited, and the fields that make its title.
    country is ISO 3166 alpha-2; catalogue the edition its codes were recorded under; absent maps a blank field to the
    reason why (list absent_reason), so that blank, zero and unknown stay three values; accepted maps a rule id to the
    reason for which its warning was accepted; created and modified are UTC for display, never for order.
    """

    kind: ClassVar[str]
    label: ClassVar[str]
    plural: ClassVar[str]
    place: ClassVar[str]
    titled_by: ClassVar[tuple[str, ...]]

    id: str = ""
    country: str = ""
    catalogue: str = ""
    absent: dict[str, str] = dataclasses.field(default_factory=dict)
    accepted: dict[str, str] = dataclasses.field(default_factory=dict)
    deleted: bool = False
    version: Version = dataclasses.field(default_factory=dict)
    stamps: Stamps = dataclasses.field(default_factory=dict)
    created_at: str = ""
    created_by: str = ""
    modified_at: str = ""
    modified_by: str = ""

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """The kind's own fields, in the order of their definition."""
        return _fields(cls)

    @classmethod
    def field(cls, name: str) -> Field:
        """The field of that name. Raises KeyError where the kind has none."""
        return _by_name(cls)[name]

    def values(self) -> dict[str, Any]:
        """The kind's own fields and their values."""
        return {field.name: getattr(self, field.name) for field in _fields(type(self))}

    def tracked(self) -> dict[str, Any]:
        """Everything that history and merge follow: the kind's own fields and the tracked common ones."""
        return {name: getattr(self, name) for name in tracked_names(type(self))}


TRACKED_COMMON: Mapping[str, str] = MappingProxyType(
    {
        "country": N_("Country"),
        "catalogue": N_("Catalogue edition"),
        "absent": N_("Reason why blank"),
        "accepted": N_("Accepted warnings"),
        "deleted": N_("Removed"),
    }
)
"""Common fields whose changes are history, with their labels; the others are bookkeeping."""

BOOKKEEPING = ("version", "stamps", "created_at", "created_by", "modified_at", "modified_by")
"""Common fields that follow from clocks and replicas; left out of plain comparisons."""

TITLE_LENGTH = 80

KINDS: dict[str, type[Record]] = {}
"""Every record kind by its stable name, in the order of the sheets of a workbook."""


_FIELDS: dict[type[Record], tuple[Field, ...]] = {}
_BY_NAME: dict[type[Record], Mapping[str, Field]] = {}
_TRACKED: dict[type[Record], tuple[str, ...]] = {}


def _fields(cls: type[Record]) -> tuple[Field, ...]:
    if cls not in _FIELDS:
        items = [item for item in dataclasses.fields(cls) if "field" in item.metadata]
        _FIELDS[cls] = tuple(dataclasses.replace(item.metadata["field"], name=item.name) for item in items)
    return _FIELDS[cls]


def _by_name(cls: type[Record]) -> Mapping[str, Field]:
    if cls not in _BY_NAME:
        _BY_NAME[cls] = {field.name: field for field in _fields(cls)}
    return _BY_NAME[cls]


def tracked_names(cls: type[Record]) -> tuple[str, ...]:
    """Names of the fields whose changes are recorded in the history."""
    if cls not in _TRACKED:
        _TRACKED[cls] = (*(field.name for field in _fields(cls)), *TRACKED_COMMON)
    return _TRACKED[cls]


def register(cls: type[R]) -> type[R]:
    """Enter a kind into KINDS; the order of registration is the order of sheets."""
    KINDS[cls.kind] = cls
    return cls


def kind(name: str) -> type[Record]:
    """The record kind of that stable name. Raises KeyError where there is none."""
    return KINDS[name]


def title_of(record: Record, language: str | None = None) -> str:
    """A short text to tell a record by in lists and messages, from the fields its kind names for that."""
    known = record.catalogue in reference.editions()
    labels = reference.load(record.catalogue if known else reference.DEFAULT_EDITION)
    parts = []
    for name in record.titled_by:
        value = getattr(record, name)
        code_list = record.field(name).code_list
        if value:
            first = value[0] if isinstance(value, list) else value
            parts.append(labels.label(code_list, first, language) if code_list else str(first).splitlines()[0])
    line = " · ".join(parts) or f"{record.kind} {record.id[-12:]}"
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"
