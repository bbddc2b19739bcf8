"""Rules of sites: coordinates within the country, sensitive places not at exact precision."""

from __future__ import annotations

from collections.abc import Iterator

from cami_desktop.catalogue.geography import distance_outside
from cami_desktop.records.kinds import Site
from cami_desktop.records.recordset import RecordView
from cami_desktop.records.rules.finding import Severity
from cami_desktop.records.rules.registry import rule
from cami_desktop.words import N_, _

TOLERANCE_DEGREES = 0.05
"""The bundled borders are simplified to 0.015 degrees; points this close outside are not reported."""


@rule("outside-country", Severity.WARNING, N_("Coordinates outside the country"), Site)
def outside_country(record: Site, view: RecordView) -> Iterator[tuple[str, str]]:
    """A site lies in its country."""
    if record.latitude is None or record.longitude is None:
        return
    distance = distance_outside(record.country, record.latitude, record.longitude)
    if distance is not None and distance > TOLERANCE_DEGREES:
        yield "latitude", _("The coordinates lie outside the country; are latitude and longitude exchanged?")


@rule("half-a-place", Severity.ERROR, N_("Only one of latitude and longitude"), Site)
def half_a_place(record: Site, view: RecordView) -> Iterator[tuple[str, str]]:
    """Latitude and longitude come together."""
    if (record.latitude is None) != (record.longitude is None):
        yield "latitude" if record.latitude is None else "longitude", _("Give both latitude and longitude.")


@rule("sensitive-at-exact-precision", Severity.WARNING, N_("A sensitive site at exact precision"), Site)
def sensitive_at_exact_precision(record: Site, view: RecordView) -> Iterator[tuple[str, str]]:
    """A sensitive site is published coarsely or not at all."""
    if record.sensitive and record.latitude is not None and record.precision in (None, "exact"):
        yield "precision", _("Choose a coarser published precision for a sensitive site.")
