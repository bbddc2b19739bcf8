"""Fields that follow from others, so that nobody types them."""

from __future__ import annotations

from cami_desktop.catalogue.impact import impact
from cami_desktop.records.kinds import ThreatAssessment
from cami_desktop.records.record import Record


def derive(record: Record) -> None:
    """Fill the derived fields of a record in place (the impact of a threat, after the IUCN scoring)."""
    if isinstance(record, ThreatAssessment):
        record.impact = impact(record.timing, record.scope, record.severity)
