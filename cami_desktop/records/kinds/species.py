"""National species data: status, figures, threats, barriers, measures, gaps, needs and sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cami_desktop.records.field import Privacy, code, codes, date, flag, link, links, long_text, number, text, whole
from cami_desktop.records.record import Record, register
from cami_desktop.words import N_

FIRST_YEAR = 1900
"""Years before this are slips of the keyboard (design: records, rules)."""


@register
@dataclass(kw_only=True)
class SpeciesStatus(Record):
    """The status of one taxon in one country for one cycle."""

    kind: ClassVar[str] = "species_status"
    label: ClassVar[str] = N_("Species status")
    plural: ClassVar[str] = N_("Species statuses")
    place: ClassVar[str] = "species"
    titled_by: ClassVar[tuple[str, ...]] = ("taxon", "cycle")

    taxon: str | None = code(N_("Taxon"), "taxon", required=True)
    cycle: str | None = code(N_("Cycle"), "cycle", required=True)
    presence: str | None = code(N_("Presence"), "presence", required=True, group=N_("Occurrence"))
    origin: str | None = code(N_("Origin"), "origin", group=N_("Occurrence"))
    seasonality: str | None = code(N_("Seasonality"), "seasonality", group=N_("Occurrence"))
    transboundary: str | None = code(N_("Shared across a border"), "yes_no_unknown", group=N_("Occurrence"))
    shared_with: list[str] = codes(N_("Shared with"), "country", group=N_("Occurrence"))
    migration: str | None = long_text(N_("Migration: seasons and routes"), group=N_("Occurrence"))
    habitat: str | None = long_text(N_("Range and habitat"), group=N_("Occurrence"))
    trend: str | None = code(N_("Population trend"), "trend_iucn", required=True, group=N_("Population"))
    trend_from: int | None = whole(N_("Trend from year"), minimum=FIRST_YEAR, group=N_("Population"))
    trend_to: int | None = whole(N_("Trend to year"), minimum=FIRST_YEAR, group=N_("Population"))
    trend_basis: str | None = long_text(
        N_("Basis of the trend"), group=N_("Population"), help=N_("Two or more estimates, or who judged it.")
    )
    quality: str | None = code(N_("Quality of knowledge"), "data_quality", group=N_("Population"))
    not_surveyed: bool | None = flag(N_("Not surveyed in this period"), group=N_("Population"))
    not_surveyed_reason: str | None = text(N_("Reason why not surveyed"), group=N_("Population"))
    monitoring: str | None = long_text(N_("Monitoring scheme"), group=N_("Population"))
    last_survey: int | None = whole(N_("Last survey year"), minimum=FIRST_YEAR, group=N_("Population"))
    red_book: str | None = code(N_("National Red Book category"), "national_red_book_category", group=N_("Protection"))
    red_book_year: int | None = whole(N_("Red Book year"), minimum=FIRST_YEAR, group=N_("Protection"))
    protection: str | None = code(N_("Legal protection"), "legal_protection", group=N_("Protection"))
    hunting: str | None = long_text(N_("Hunting regime"), group=N_("Protection"))
    quota: int | None = whole(N_("Yearly quota"), minimum=0, unit=N_("animals"), group=N_("Protection"))
    narrative: str | None = long_text(N_("Narrative"), group=N_("Narrative"))
    narrative_en: str | None = long_text(N_("Narrative in English"), group=N_("Narrative"))
    nothing_to_report: list[str] = codes(
        N_("Nothing to report on"),
        "section",
        group=N_("Narrative"),
        help=N_("Sections of this taxon that were looked at and have nothing to report."),
    )
    sources: list[str] = links(N_("Sources"), "source", group=N_("Narrative"))


@register
@dataclass(kw_only=True)
class PopulationEstimate(Record):
    """One figure for a population, with its year, method and source."""

    kind: ClassVar[str] = "population_estimate"
    label: ClassVar[str] = N_("Population estimate")
    plural: ClassVar[str] = N_("Population estimates")
    place: ClassVar[str] = "species"
    titled_by: ClassVar[tuple[str, ...]] = ("taxon", "population", "year")

    taxon: str | None = code(N_("Taxon"), "taxon", required=True)
    population: str | None = text(
        N_("Population"), help=N_("A population of the catalogue where it has one; the national total is named so.")
    )
    level: str | None = code(
        N_("What is counted"),
        "coverage",
        required=True,
        help=N_("The whole national range, one population or one site: only like figures are ever added."),
    )
    site: str | None = link(N_("Site"), "site")
    year: int | None = whole(N_("Year"), required=True, minimum=FIRST_YEAR)
    season: str | None = text(N_("Season or month"))
    minimum: int | None = whole(N_("Minimum"), minimum=0)
    best: int | None = whole(N_("Best estimate"), minimum=0)
    maximum: int | None = whole(N_("Maximum"), minimum=0)
    unit: str | None = code(N_("Unit"), "population_unit", required=True)
    bounds: str | None = code(N_("Meaning of minimum and maximum"), "estimate_bounds")
    estimate_type: str | None = code(N_("Type of estimate"), "estimate_type")
    method: str | None = code(N_("Survey method"), "survey_method", required=True)
    coverage_percent: float | None = number(N_("Coverage"), unit="%", minimum=0, maximum=100)
    quality: str | None = code(N_("Quality"), "data_quality")
    source: str | None = link(N_("Source"), "source", required=True)
    remarks: str | None = long_text(N_("Remarks"))


@register
@dataclass(kw_only=True)
class ThreatAssessment(Record):
    """One threat to one taxon, scored after the IUCN scheme (timing, scope, severity)."""

    kind: ClassVar[str] = "threat_assessment"
    label: ClassVar[str] = N_("Threat assessment")
    plural: ClassVar[str] = N_("Threat assessments")
    place: ClassVar[str] = "species"
    titled_by: ClassVar[tuple[str, ...]] = ("taxon", "threat")

    taxon: str | None = code(N_("Taxon"), "taxon", required=True)
    population: str | None = text(N_("Population"))
    site: str | None = link(N_("Site"), "site")
    threat: str | None = code(
        N_("Threat"), "threat", required=True, help=N_("The lowest level of the IUCN–CMP classification that is true.")
    )
    timing: str | None = code(N_("Timing"), "threat_timing")
    scope: str | None = code(N_("Scope"), "threat_scope", help=N_("Share of the population that is affected."))
    severity: str | None = code(
        N_("Severity"),
        "threat_severity",
        help=N_("Decline inside the affected part, over ten years or three generations."),
    )
    impact: str | None = code(
        N_("Impact"), "threat_impact", derived=True, help=N_("Follows from timing, scope and severity.")
    )
    trend: str | None = code(N_("Trend of the threat"), "threat_trend")
    description: str | None = long_text(N_("Description"))
    description_en: str | None = long_text(N_("Description in English"))
    source: str | None = link(N_("Source"), "source")


@register
@dataclass(kw_only=True)
class Barrier(Record):
    """Linear infrastructure or a fence in the way of migrating mammals."""

    kind: ClassVar[str] = "barrier"
    label: ClassVar[str] = N_("Barrier")
    plural: ClassVar[str] = N_("Barriers")
    place: ClassVar[str] = "species"
    titled_by: ClassVar[tuple[str, ...]] = ("name",)

    name: str | None = text(N_("Name"), required=True)
    barrier_kind: str | None = code(N_("Kind of barrier"), "barrier_kind", required=True)
    state: str | None = code(N_("State of the barrier"), "barrier_state")
    length_km: float | None = number(N_("Length"), unit="km", minimum=0)
    neighbour: str | None = code(N_("Neighbour state"), "country")
    taxa: list[str] = codes(N_("Taxa affected"), "taxon", required=True)
    effect: str | None = code(N_("Effect"), "barrier_effect")
    mitigation: str | None = long_text(N_("Mitigation in place"))
    mitigation_proposed: str | None = long_text(N_("Mitigation proposed"))
    site: str | None = link(N_("Site"), "site")
    source: str | None = link(N_("Source"), "source")
    remarks: str | None = long_text(N_("Remarks"))


@register
@dataclass(kw_only=True)
class ConservationMeasure(Record):
    """A measure taken or planned for one or more taxa."""

    kind: ClassVar[str] = "conservation_measure"
    label: ClassVar[str] = N_("Conservation measure")
    plural: ClassVar[str] = N_("Conservation measures")
    place: ClassVar[str] = "species"
    titled_by: ClassVar[tuple[str, ...]] = ("title",)

    title: str | None = text(N_("Title"), required=True)
    action: str | None = code(N_("Category of action"), "action", required=True)
    taxa: list[str] = codes(N_("Taxa"), "taxon", required=True)
    site: str | None = link(N_("Site"), "site")
    mandates: list[str] = codes(N_("Implements the mandate"), "mandate")
    instruments: list[str] = codes(N_("Implements the instrument"), "instrument")
    pow_item: str | None = code(N_("Programme of Work item"), "pow_item")
    lead: str | None = link(N_("Lead"), "organisation")
    partners: list[str] = links(N_("Partners"), "organisation")
    starts_on: str | None = date(N_("From"))
    ends_on: str | None = date(N_("To"))
    state: str | None = code(N_("State of the measure"), "measure_state")
    effect: str | None = code(N_("Effect of the measure"), "measure_effect")
    cost: float | None = number(N_("Cost"), minimum=0)
    currency: str | None = code(N_("Currency"), "currency")
    description: str | None = long_text(N_("Description"))
    source: str | None = link(N_("Source"), "source")


@register
@dataclass(kw_only=True)
class Gap(Record):
    """What is missing for the conservation of one or more taxa."""

    kind: ClassVar[str] = "gap"
    label: ClassVar[str] = N_("Gap")
    plural: ClassVar[str] = N_("Gaps")
    place: ClassVar[str] = "species"
    titled_by: ClassVar[tuple[str, ...]] = ("text",)

    area: str | None = code(N_("Kind of gap"), "gap_kind", required=True)
    taxa: list[str] = codes(N_("Taxa"), "taxon")
    text: str | None = long_text(N_("Text"), required=True)
    language: str | None = code(N_("Language"), "language")
    text_en: str | None = long_text(N_("Working translation into English"))
    consequence: str | None = long_text(N_("Consequence"))
    priority: str | None = code(N_("Priority"), "priority")
    contributions: list[str] = links(N_("From contributions"), "contribution")


@register
@dataclass(kw_only=True)
class Need(Record):
    """What would close a gap."""

    kind: ClassVar[str] = "need"
    label: ClassVar[str] = N_("Need")
    plural: ClassVar[str] = N_("Needs")
    place: ClassVar[str] = "species"
    titled_by: ClassVar[tuple[str, ...]] = ("text",)

    gap: str | None = link(N_("Answers the gap"), "gap")
    category: str | None = code(N_("Category of need"), "need_kind", required=True)
    taxa: list[str] = codes(N_("Taxa"), "taxon")
    text: str | None = long_text(N_("Action proposed"), required=True)
    language: str | None = code(N_("Language"), "language")
    text_en: str | None = long_text(N_("Working translation into English"))
    priority: str | None = code(N_("Priority"), "priority")
    time_frame: str | None = code(N_("Time frame"), "urgency")
    responsible: str | None = link(N_("Responsible"), "organisation")
    cost: float | None = number(N_("Cost"), minimum=0)
    currency: str | None = code(N_("Currency"), "currency")
    funding: str | None = code(N_("Funding"), "funding_status")


@register
@dataclass(kw_only=True)
class Site(Record):
    """A place that matters: protected area, corridor, calving or wintering ground, crossing point."""

    kind: ClassVar[str] = "site"
    label: ClassVar[str] = N_("Site")
    plural: ClassVar[str] = N_("Sites")
    place: ClassVar[str] = "register"
    titled_by: ClassVar[tuple[str, ...]] = ("name",)

    name: str | None = text(N_("Name"), required=True)
    name_en: str | None = text(N_("Name in English"))
    site_kind: str | None = code(N_("Kind of site"), "site_kind", required=True)
    latitude: float | None = number(
        N_("Latitude"), unit="°", minimum=-90, maximum=90, privacy=Privacy.LOCATION, help=N_("WGS 84, decimal degrees.")
    )
    longitude: float | None = number(
        N_("Longitude"),
        unit="°",
        minimum=-180,
        maximum=180,
        privacy=Privacy.LOCATION,
        help=N_("WGS 84, decimal degrees."),
    )
    area_ha: float | None = number(N_("Area"), unit="ha", minimum=0)
    wdpa_id: str | None = text(N_("WDPA identifier"), help=N_("World Database on Protected Areas."))
    sensitive: bool | None = flag(N_("Sensitive"), help=N_("Poachers could use the exact place."))
    precision: str | None = code(N_("Published precision"), "site_precision")
    remarks: str | None = long_text(N_("Remarks"))
