"""Records made in code for the tests of the synthesis, and the sample of five countries as one view."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from cami_desktop import catalogue
from cami_desktop.exchange.tables import read_folder
from cami_desktop.records import Record, new_id
from cami_desktop.records.kinds import PopulationEstimate, SpeciesStatus, ThreatAssessment
from cami_desktop.records.recordset import RecordSet
from cami_desktop.workspace.ledger import Submission

CATALOGUE = catalogue.load("cami-2014")
TODAY = datetime.date(2026, 6, 1)
SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
COUNTRIES = ("KG", "KZ", "TJ", "TM", "UZ")


def view(*records: Record) -> RecordSet:
    """The records as one view."""
    return RecordSet(records, CATALOGUE, TODAY)


def figure(country: str, year: int, best: int | None = None, **more: Any) -> PopulationEstimate:
    """A national figure of saiga in individuals, unless said otherwise."""
    values = {"taxon": "saiga", "level": "national", "unit": "individuals", "population": f"{country} total", **more}
    return PopulationEstimate(id=new_id(), country=country, year=year, best=best, **values)


def status(country: str, **more: Any) -> SpeciesStatus:
    """A status of saiga in the first cycle, extant unless said otherwise."""
    values = {"taxon": "saiga", "cycle": "cami-2014", "presence": "1", **more}
    return SpeciesStatus(id=new_id(), country=country, **values)


def threat(country: str, code: str, timing: str | None, scope: str | None, severity: str | None, **more: Any) -> Record:
    """A threat to saiga, scored by its three parts."""
    values = {"taxon": "saiga", "threat": code, "timing": timing, "scope": scope, "severity": severity, **more}
    return ThreatAssessment(id=new_id(), country=country, **values)


def submission(country: str, number: int = 1, **more: Any) -> Submission:
    """A national submission as the ledger of a regional workspace holds it."""
    values: dict[str, Any] = {
        "direction": "received",
        "kind": "national",
        "country": country,
        "cycle": "cami-2014",
        "number": number,
        "digest": f"{country.lower()}{number}".encode().hex().ljust(64, "0"),
        "previous": None,
        "package": f"CAMI_{country}_cami-2014_{number:03d}.asice",
        "at": f"2014-05-2{number}T09:30:00Z",
        "signer": f"Coordinator of {country}",
        "fingerprint": "ab" * 32,
        "signed_at": f"2014-05-2{number}T08:00:00Z",
        "verdict": "genuine",
        "state": "merged",
        "counts": {"species_status": 3, "source": 2},
        "outcome": {"added": 5},
        **more,
    }
    return Submission(**values)


@cache
def sample() -> RecordSet:
    """The sample of the five countries with a national coordinator; to be read only."""
    records: list[Record] = []
    for country in COUNTRIES:
        found = read_folder(SAMPLE / country).records
        for record in found:
            record.country = country
        records += found
    return view(*records)


def received(countries: Iterable[str] = COUNTRIES) -> list[Submission]:
    """One submission from each of the countries."""
    return [submission(country) for country in countries]
