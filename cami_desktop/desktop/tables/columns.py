"""Which fields the table of a kind shows at first; all else about a column follows from the field's descriptor."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cami_desktop.records import FieldType, Record

SHOWN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "meeting": ("title", "starts_on", "place_name", "meeting_kind", "attribution", "status"),
        "organisation": ("name", "name_en", "acronym", "organisation_type", "seat"),
        "person": ("name", "organisation", "position", "consent", "email"),
        "participation": ("person", "organisation", "role", "mode", "consent"),
        "agenda_item": ("number", "title", "starts_at", "minutes", "presenter"),
        "note": ("noted_at", "agenda_item", "speaker", "note_kind", "text"),
        "contribution": ("input_kind", "text", "participation", "taxa", "pow_items", "agreement", "state"),
        "decision": ("text", "decision_kind", "organisation", "due", "state"),
        "species_status": ("taxon", "cycle", "presence", "trend", "red_book"),
        "population_estimate": ("year", "population", "minimum", "best", "maximum", "season", "method", "source"),
        "threat_assessment": ("threat", "impact", "timing", "scope", "severity", "trend"),
        "barrier": ("name", "barrier_kind", "state", "length_km", "neighbour", "effect"),
        "conservation_measure": ("title", "action", "state", "starts_on", "ends_on", "lead"),
        "gap": ("area", "text", "priority"),
        "need": ("category", "text", "gap", "priority", "time_frame"),
        "site": ("name", "site_kind", "latitude", "longitude", "sensitive", "precision"),
        "pow_response": ("pow_item", "relevance", "priority", "progress", "cost", "currency"),
        "source": ("citation", "source_type", "year", "language", "locator"),
        "attachment": ("file_name", "record", "media_type", "size", "caption", "confidential"),
    }
)

WIDTHS: Mapping[FieldType, int] = MappingProxyType(
    {
        FieldType.TEXT: 140, FieldType.LONG_TEXT: 260, FieldType.WHOLE: 76, FieldType.NUMBER: 80,
        FieldType.FLAG: 84, FieldType.DATE: 120, FieldType.MOMENT: 160, FieldType.CLOCK: 84, FieldType.CODE: 120,
        FieldType.CODES: 150, FieldType.LINK: 170, FieldType.LINKS: 180,
    }
)  # fmt: skip
"""First width of a column in pixels, by the type of its field."""


def shown(cls: type[Record]) -> tuple[str, ...]:
    """The fields that the table of a kind shows at first."""
    return SHOWN.get(cls.kind) or tuple(field.name for field in cls.fields()[:6])
