"""The record kinds: one class each, in the order of the sheets of a workbook."""

from cami_desktop.records.kinds.meetings import (
    AgendaItem,
    Contribution,
    Decision,
    Meeting,
    Note,
    Organisation,
    Participation,
    Person,
)
from cami_desktop.records.kinds.programme import Attachment, PowResponse, Source
from cami_desktop.records.kinds.species import (
    Barrier,
    ConservationMeasure,
    Gap,
    Need,
    PopulationEstimate,
    Site,
    SpeciesStatus,
    ThreatAssessment,
)

__all__ = [
    "AgendaItem",
    "Attachment",
    "Barrier",
    "ConservationMeasure",
    "Contribution",
    "Decision",
    "Gap",
    "Meeting",
    "Need",
    "Note",
    "Organisation",
    "Participation",
    "Person",
    "PopulationEstimate",
    "PowResponse",
    "Site",
    "Source",
    "SpeciesStatus",
    "ThreatAssessment",
]
