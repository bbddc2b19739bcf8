"""The rules: each finds what it is for, and nothing in a record that is in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cami_desktop.records import KINDS, Record, new_id
from cami_desktop.records.kinds import (
    AgendaItem,
    Attachment,
    Barrier,
    Contribution,
    Decision,
    Gap,
    Meeting,
    Need,
    Note,
    Organisation,
    Participation,
    Person,
    PopulationEstimate,
    Site,
    Source,
    SpeciesStatus,
    ThreatAssessment,
)
from cami_desktop.records.rules import RULES, Severity, check_all, check_record
from tests.records.rules_kit import found, view

SOURCE = Source(id=new_id(), citation="Учёт 2013", source_type="survey_report")
MEETING = Meeting(
    id=new_id(), title="Национальное совещание", cycle="cami-2014", meeting_kind="national_stakeholder",
    starts_on="2014-05-14", ends_on="2014-05-15", attribution="attributed", status="draft",
)  # fmt: skip


def estimate(**values: Any) -> PopulationEstimate:
    """An estimate in order, with other values laid over it."""
    sound: dict[str, Any] = {
        "taxon": "argali", "level": "site", "population": "Sarychat-Ertash", "year": 2013, "best": 2900,
        "unit": "individuals", "method": "ground_transect_foot", "source": SOURCE.id,
    }  # fmt: skip
    return PopulationEstimate(**(sound | values))


def status(**values: Any) -> SpeciesStatus:
    return SpeciesStatus(**({"taxon": "argali", "cycle": "cami-2014", "presence": "1", "trend": "stable"} | values))


def test_records_in_order_have_no_findings() -> None:
    assert found(estimate(), SOURCE) == set()
    assert found(status()) == set()
    assert found(MEETING) == set()


CASES: list[tuple[str, str, Callable[[], list[Record]]]] = [
    ("required", "taxon", lambda: [estimate(taxon=None), SOURCE]),
    ("required", "method", lambda: [estimate(method=None), SOURCE]),
    ("required", "source", lambda: [estimate(source=None)]),
    ("unknown-code", "unit", lambda: [estimate(unit="herdlets"), SOURCE]),
    ("broken-link", "source", lambda: [estimate(source=new_id())]),
    ("broken-link", "source", lambda: [estimate(source=MEETING.id), MEETING]),
    ("out-of-bounds", "minimum", lambda: [estimate(minimum=-1), SOURCE]),
    ("out-of-bounds", "year", lambda: [estimate(year=1899), SOURCE]),
    ("out-of-bounds", "coverage_percent", lambda: [estimate(coverage_percent=101.0), SOURCE]),
    ("order-of-figures", "minimum", lambda: [estimate(minimum=3000), SOURCE]),
    ("order-of-figures", "best", lambda: [estimate(maximum=2000), SOURCE]),
    ("order-of-figures", "minimum", lambda: [estimate(minimum=9, best=None, maximum=8), SOURCE]),
    ("no-figure", "best", lambda: [estimate(best=None), SOURCE]),
    ("year-in-future", "year", lambda: [estimate(year=2015), SOURCE]),
    ("year-in-future", "last_survey", lambda: [status(last_survey=2020)]),
    ("tenfold", "best", lambda: [estimate(best=29000), SOURCE, estimate(year=2010)]),
    ("tenfold", "best", lambda: [estimate(best=290), SOURCE, estimate(year=2010)]),
    ("extinct-with-estimate", "best", lambda: [estimate(), SOURCE, status(presence="5", trend="unknown")]),
    ("zero-needs-absence", "best", lambda: [estimate(level="national", best=0), SOURCE, status()]),
    ("outside-range", "taxon", lambda: [estimate(taxon="kulan"), SOURCE]),
    ("trend-contradicts-series", "trend", lambda: [
        status(trend="increasing"), estimate(level="national", year=2010, best=5000),
        estimate(level="national", year=2013, best=2000), SOURCE]),
    ("neighbour-missing", "shared_with", lambda: [status(transboundary="yes")]),
    ("neighbour-missing", "shared_with", lambda: [status(transboundary="yes", shared_with=["KG"])]),
    ("status-twice", "taxon", lambda: [status(), status()]),
    ("not-confirmed", "trend", lambda: [status(cycle="cami-2021"), status(presence="5")]),
    ("impact-incomplete", "scope", lambda: [ThreatAssessment(taxon="argali", threat="5.1.1", timing="ongoing")]),
    ("threat-too-general", "threat", lambda: [ThreatAssessment(taxon="argali", threat="5", timing="past_unlikely")]),
    ("ends-before-start", "ends_on", lambda: [Meeting(starts_on="2014-05-15", ends_on="2014-05-14")]),
    ("note-outside-meeting", "noted_at", lambda: [
        Note(meeting=MEETING.id, text="x", noted_at="2014-05-16 10:00:00"), MEETING]),
    ("agenda-number-twice", "number", lambda: [
        AgendaItem(meeting=MEETING.id, number="1", title="a"), AgendaItem(meeting=MEETING.id, number="1", title="b"),
        MEETING]),
    ("contribution-about-nothing", "taxa", lambda: [
        Contribution(meeting=MEETING.id, input_kind="gap", text="x"), MEETING]),
    ("decision-without-responsible", "organisation", lambda: [
        Decision(meeting=MEETING.id, text="x", decision_kind="next_step", due="2014-06"), MEETING]),
    ("decision-without-responsible", "due", lambda: [
        Decision(meeting=MEETING.id, text="x", decision_kind="next_step"), MEETING]),
    ("due-before-meeting", "due", lambda: [
        Decision(meeting=MEETING.id, text="x", decision_kind="next_step", due="2014-04"), MEETING]),
    ("approved-without-date", "approved_on", lambda: [replace(MEETING, status="approved")]),
    ("approved-before-meeting", "approved_on", lambda: [replace(MEETING, status="approved", approved_on="2014-04")]),
    ("outside-country", "latitude", lambda: [
        Site(name="x", site_kind="corridor", latitude=78.1, longitude=41.9)]),
    ("half-a-place", "longitude", lambda: [Site(name="x", site_kind="corridor", latitude=41.9)]),
    ("sensitive-at-exact-precision", "precision", lambda: [
        Site(name="x", site_kind="calving", latitude=41.9, longitude=78.1, sensitive=True)]),
    ("cost-without-currency", "currency", lambda: [Need(category="staff", text="x", cost=5.0)]),
    ("possible-duplicate", "name", lambda: [
        Organisation(name="Институт Зоологии", organisation_type="academia"),
        Organisation(name="институт зоологии", organisation_type="academia")]),
    ("mixed-script", "text", lambda: [Gap(area="knowledge", text="Учёт cайги")]),
    ("mojibake", "text", lambda: [Gap(area="knowledge", text="Р‘СѓС…Р°СЂСЃРєРёР№ РѕР»РµРЅСЊ")]),
    ("attachment-missing", "file_name", lambda: [Attachment(record=MEETING.id, file_name="a.pdf"), MEETING]),
    ("attachment-too-large", "size", lambda: [
        Attachment(record=MEETING.id, file_name="a", size=2 << 30, sha256="0" * 64), MEETING]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "field", "make"), CASES, ids=[f"{rule}-{n}" for n, (rule, *_) in enumerate(CASES)])
def test_a_rule_finds_what_it_is_for(rule: str, field: str, make: Callable[[], list[Record]]) -> None:
    first, *others = make()
    assert (rule, field) in found(first, *others)


def test_a_contribution_named_against_the_rule_and_a_person_without_consent_are_pointed_out() -> None:
    meeting = Meeting(title="x", starts_on="2014-05-14", attribution="chatham_house")
    person = Person(name="Представитель")
    view(meeting, person)
    takes_part = Participation(meeting=meeting.id, person=person.id, role="participant", consent="not_asked")
    view(takes_part)
    said = Contribution(meeting=meeting.id, input_kind="gap", text="x", taxa=["argali"], participation=takes_part.id)
    assert ("attribution-against-name", "participation") in found(said, meeting, person, takes_part)
    assert ("consent-missing", "consent") in found(person, meeting, takes_part)
    takes_part.consent = "written"
    assert ("consent-missing", "consent") not in found(person, meeting, takes_part)
    person.consent = "refused"
    assert ("consent-missing", "consent") in found(person, meeting, takes_part)


def test_every_rule_is_tried_here() -> None:
    tried = {rule for rule, *_ in CASES} | {"attribution-against-name", "consent-missing", "name-in-text"}
    assert tried == set(RULES)


def test_an_unknown_value_with_its_reason_is_an_answer() -> None:
    unknown = estimate(best=None, absent={"best": "unknown"}, method=None)
    unknown.absent["method"] = "unknown"
    assert found(unknown, SOURCE) == set()


def test_a_warning_is_accepted_with_a_reason_and_an_error_is_not() -> None:
    jump = estimate(best=29000, method=None, accepted={"tenfold": "Совместный учёт", "required": "нет"})
    findings = check_record(jump, view(jump, SOURCE, estimate(year=2010)))
    assert {(item.rule, item.open) for item in findings} == {("tenfold", False), ("required", True)}


def test_removed_records_have_no_findings() -> None:
    gone = estimate(taxon=None, deleted=True)
    assert check_record(gone, view(gone)) == []


def test_errors_come_first_and_every_rule_names_a_field_that_exists() -> None:
    records = [record for _rule, _field, make in CASES for record in make()]
    findings = check_all(view(*records))
    order = [list(Severity).index(finding.severity) for finding in findings]
    assert order == sorted(order)
    assert all(KINDS[finding.kind].field(finding.field) for finding in findings)


def test_a_barrier_needs_its_taxa() -> None:
    assert ("required", "taxa") in found(Barrier(name="x", barrier_kind="railway"))
