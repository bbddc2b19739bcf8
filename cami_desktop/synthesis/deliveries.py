"""Who submitted what and when, what never arrived, and how complete each country's records are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from cami_desktop.records import KINDS
from cami_desktop.records.completeness import completeness
from cami_desktop.records.recordset import RecordSet, RecordView

NATIONAL = "national"


class LedgerEntry(Protocol):
    """What a ledger of submissions tells of one package; see workspace.ledger.Submission for the meaning."""

    @property
    def kind(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def cycle(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def previous(self) -> str | None: ...
    @property
    def package(self) -> str: ...
    @property
    def at(self) -> str: ...
    @property
    def signer(self) -> str: ...
    @property
    def signed_at(self) -> str: ...
    @property
    def verdict(self) -> str: ...
    @property
    def counts(self) -> Mapping[str, int]: ...
    @property
    def outcome(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """One package received; at is when it was merged and signed_at when it was signed, both UTC."""

    country: str
    number: int
    digest: str
    package: str
    at: str
    signer: str
    signed_at: str
    verdict: str
    records: int
    outcome: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CountryDeliveries:
    """What one country delivered.

    expected: it has a national coordinator in this edition; missing: numbers below its newest that never arrived;
    sections: taxa (or 1 for a section without taxa) by state of completeness, by section.
    """

    country: str
    expected: bool
    deliveries: tuple[Delivery, ...]
    missing: tuple[int, ...]
    records: int
    sections: Mapping[str, Mapping[str, int]]

    @property
    def latest(self) -> Delivery | None:
        """The submission with the highest number."""
        return max(self.deliveries, key=lambda item: item.number, default=None)


def deliveries(view: RecordView, submissions: Iterable[LedgerEntry]) -> tuple[CountryDeliveries, ...]:
    """The countries with a national coordinator and all others that delivered, in the order of the catalogue."""
    received: dict[str, list[Delivery]] = {}
    for entry in submissions:
        if entry.kind == NATIONAL:
            received.setdefault(entry.country, []).append(_delivery(entry))
    known = view.catalogue.countries
    coordinators = [code for code, country in known.items() if country.coordinator]
    records = _records_by_country(view)
    listed = [code for code in known if code in coordinators or code in received or code in records]
    others = sorted({*received, *records} - {*listed, ""})
    return tuple(
        _country(view, code, code in coordinators, received.get(code, []), records.get(code, []))
        for code in [*listed, *others]
    )


def _delivery(entry: LedgerEntry) -> Delivery:
    return Delivery(
        country=entry.country,
        number=entry.number,
        digest=entry.digest,
        package=entry.package,
        at=entry.at,
        signer=entry.signer,
        signed_at=entry.signed_at,
        verdict=entry.verdict,
        records=sum(entry.counts.values()),
        outcome=dict(entry.outcome),
    )


def _records_by_country(view: RecordView) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for cls in KINDS.values():
        for record in view.all(cls):
            found.setdefault(record.country, []).append(record)
    return found


def _country(
    view: RecordView, code: str, expected: bool, received: Sequence[Delivery], records: Sequence[Any]
) -> CountryDeliveries:
    ordered = tuple(sorted(received, key=lambda item: (item.number, item.at)))
    numbers = {item.number for item in ordered}
    sections: dict[str, dict[str, int]] = {}
    if records:
        own = RecordSet(records, view.catalogue, view.today)
        for section, cells in completeness(own, code).items():
            sections[section] = dict(Counter(cell.state.value for cell in cells.values()))
    return CountryDeliveries(
        country=code,
        expected=expected,
        deliveries=ordered,
        missing=tuple(n for n in range(1, max(numbers, default=0)) if n not in numbers),
        records=len(records),
        sections=sections,
    )
