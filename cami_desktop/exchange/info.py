"""What a submission says about itself, for workbook, report, manifest and receipt; it holds no records."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from cami_desktop.errors import DamagedInput
from cami_desktop.words import _

What = Literal["added", "updated", "deleted"]


@dataclass(frozen=True, slots=True)
class SubmissionInfo:
    """The facts that stand on the cover of a submission.

    kind: national, working, receipt or catalogue; country: ISO 3166 alpha-2; number counts the country's submissions of
    a cycle from 1; previous is the SHA-256 of the submission before it (hexadecimal, blank for the first); catalogue
    and schema are the editions the records were written under; made_at is UTC, whole seconds, as 2014-05-20T09:30:00Z.
    """

    kind: str
    country: str
    cycle: str
    catalogue: str
    schema: str
    number: int
    previous: str
    language: str
    made_at: str
    made_by: str
    program: str
    title: str

    @property
    def moment(self) -> datetime.datetime:
        """made_at as a moment in UTC. Raises ValueError where it is not one."""
        moment = datetime.datetime.fromisoformat(self.made_at)
        moment = moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment.astimezone(datetime.UTC)
        return moment.replace(microsecond=0)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for a manifest, in the order of the definition."""
        return asdict(self)

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> SubmissionInfo:
        """Read what to_dict wrote; further entries are left aside.

        Raises DamagedInput where an entry is missing or of another type.
        """
        values: dict[str, Any] = {}
        for field in fields(cls):
            value = found.get(field.name)
            wanted = int if field.name == "number" else str
            if not isinstance(value, wanted) or isinstance(value, bool):
                raise DamagedInput(_("The description of the submission lacks “{name}”.").format(name=field.name))
            values[field.name] = value
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Changed:
    """One record that differs from the submission before: its kind and id, what happened and to which fields."""

    kind: str
    id: str
    what: What
    fields: tuple[str, ...] = ()
