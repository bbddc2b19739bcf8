"""The sample is in order: readable, linked, known to the catalogue, complete, and marked where it is made up."""

from __future__ import annotations

import csv
import hashlib
import itertools
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cami_desktop.assets import folder
from cami_desktop.catalogue import load
from cami_desktop.catalogue.impact import impact
from cami_desktop.records import KINDS, Record, kind
from cami_desktop.records.convert import clean, from_text, to_text
from cami_desktop.records.field import FieldType
from cami_desktop.records.ids import is_id
from cami_desktop.records.kinds import (
    AgendaItem,
    Attachment,
    Contribution,
    Decision,
    Gap,
    Meeting,
    Note,
    Participation,
    Person,
    PopulationEstimate,
    PowResponse,
    Site,
    Source,
    SpeciesStatus,
    ThreatAssessment,
)
from cami_desktop.records.recordset import RecordSet
from cami_desktop.records.rules import Severity, check_all
from cami_desktop.words.script import looks_like_mojibake, mixed_script_words

EDITION = "cami-2014"
NATIONAL = {"KZ": "kk", "KG": "ky", "TJ": "tg", "TM": "tk", "UZ": "uz"}
COUNTRIES = tuple(NATIONAL)
# Rows of the published figures (population_facts.csv of the reference data), counted by hand.
ESTIMATES = {"KZ": 82, "KG": 9, "TJ": 6, "TM": 14, "UZ": 14}
NO_SOURCE = "No published source recorded (general knowledge), to be verified"
MARKS = {
    "ru": "[учебный текст]",
    "en": "[sample text]",
    "kk": "[үлгі мәтін]",
    "ky": "[үлгү текст]",
    "tg": "[матни намунавӣ]",
    "tk": "[nusga tekst]",
    "uz": "[namuna matn]",
}
COMMON = {"id", "absent", "accepted"}

each_country = pytest.mark.parametrize("country", COUNTRIES)


def sample() -> Path:
    return folder("resources") / "sample"


def pairs(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split("; ") if part)


def read(path: Path, country: str) -> list[tuple[Record, Mapping[str, str]]]:
    """The records of one file beside the cells they were read from; a cell that cannot be read raises ValueRefused."""
    cls = kind(path.stem)
    fields = {field.name: field for field in cls.fields()}
    found: list[tuple[Record, Mapping[str, str]]] = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            values: dict[str, Any] = {name: from_text(fields[name], row[name]) for name in fields}
            absent, accepted = pairs(row.get("absent", "")), pairs(row.get("accepted", ""))
            record = cls(id=row["id"], country=country, catalogue=EDITION, absent=absent, accepted=accepted, **values)
            found.append((record, row))
    return found


@cache
def records(country: str) -> RecordSet:
    """All records of a country; read only."""
    tables = sorted((sample() / country).glob("*.csv"))
    return RecordSet((record for path in tables for record, _row in read(path, country)), load(EDITION))


def linked(record: Record) -> list[str]:
    """The ids that a record points at."""
    found: list[str] = []
    for field in record.fields():
        value = getattr(record, field.name)
        if field.type is FieldType.LINK and value:
            found.append(value)
        elif field.type is FieldType.LINKS:
            found.extend(value)
    return found


def test_there_is_a_readme_and_one_folder_per_country() -> None:
    assert {path.name for path in sample().iterdir()} == {*COUNTRIES, "README.md"}
    readme = (sample() / "README.md").read_text(encoding="utf-8")
    assert all(mark in readme for mark in MARKS.values())
    assert f"{sum(ESTIMATES.values())} population estimates" in readme


@each_country
def test_every_kind_has_a_table_with_the_fields_of_the_kind_in_order(country: str) -> None:
    tables = {path.stem: path for path in (sample() / country).glob("*.csv")}
    assert tables.keys() == KINDS.keys()
    for name, path in tables.items():
        data = path.read_bytes()
        assert data[:3] == b"id," and b"\r" not in data
        header = data.decode("utf-8").splitlines()[0].split(",")
        assert [column for column in header if column not in COMMON] == [field.name for field in kind(name).fields()]


@each_country
def test_every_cell_reads_and_is_written_again_as_it_stood(country: str) -> None:
    for path in (sample() / country).glob("*.csv"):
        for record, row in read(path, country):
            for field in record.fields():
                value = getattr(record, field.name)
                assert clean(field, value) == value
                assert to_text(field, value) == row[field.name], f"{path.name} {record.id} {field.name}"


def test_ids_are_uuidv7_and_occur_once() -> None:
    found = [record.id for country in COUNTRIES for record in records(country)]
    assert all(map(is_id, found))
    assert len(set(found)) == len(found)


@each_country
def test_every_link_leads_to_a_record_of_the_same_country(country: str) -> None:
    here = records(country)
    for record in here:
        assert all(here.find(id_) for id_ in linked(record)), f"{record.kind} {record.id}"


@each_country
def test_every_code_is_known_to_the_catalogue(country: str) -> None:
    catalogue = load(EDITION)
    for record in records(country):
        for field in record.fields():
            if field.type not in (FieldType.CODE, FieldType.CODES):
                continue
            value = getattr(record, field.name)
            codes = value if field.type.many else [value] if value else []
            unknown = [code for code in codes if not catalogue.known(field.code_list, code)]
            assert not unknown, f"{record.kind} {record.id} {field.name}: {unknown}"
        assert all(catalogue.known("absent_reason", reason) for reason in record.absent.values())


@each_country
def test_the_rules_find_no_error_and_no_warning_but_missing_consent(country: str) -> None:
    found = check_all(records(country))
    assert [finding for finding in found if finding.severity is Severity.ERROR] == []
    assert {f.rule for f in found if f.severity is Severity.WARNING and f.open} == {"consent-missing"}


@each_country
def test_every_published_figure_is_there_with_a_source_and_a_method(country: str) -> None:
    estimates = records(country).all(PopulationEstimate)
    assert len(estimates) == ESTIMATES[country]
    for estimate in estimates:
        assert estimate.source and estimate.method
        assert (estimate.site is not None) == (estimate.level == "site")
        given = [f for f in (estimate.minimum, estimate.best, estimate.maximum) if f is not None]
        assert given == sorted(given)


def test_29_figures_without_a_published_source_say_so() -> None:
    unverified = [
        (country, estimate.taxon, estimate.quality, "Not verified" in (estimate.remarks or ""))
        for country in COUNTRIES
        for estimate in records(country).all(PopulationEstimate)
        if isinstance(source := records(country).find(estimate.source or ""), Source) and source.citation == NO_SOURCE
    ]
    assert unverified == [("KZ", "saiga", "E", True)] * 29


def test_known_figures_stand_as_they_were_published() -> None:
    def best(country: str, **where: Any) -> list[int | None]:
        return [estimate.best for estimate in records(country).all(PopulationEstimate, **where)]

    assert best("KZ", taxon="saiga", year=2014, level="national") == [256_700]
    assert best("TJ", taxon="argali", year=2009) == [24_597]
    assert best("TM", taxon="kulan", year=2014) == [59]
    assert best("UZ", taxon="bukhara_deer", year=2018, level="national") == [None]
    die_off = records("KZ").all(PopulationEstimate, unit="carcasses", year=2015)
    assert [(e.minimum, e.best, e.maximum) for e in die_off] == [(120_000, 129_019, 150_000)]


def test_no_survey_is_blank_with_a_reason_and_never_zero() -> None:
    (estimate,) = records("KZ").all(PopulationEstimate, year=2020)
    assert (estimate.minimum, estimate.best, estimate.maximum) == (None, None, None)
    assert estimate.absent == dict.fromkeys(("minimum", "best", "maximum"), "unknown")
    (zero,) = records("KG").all(PopulationEstimate, taxon="goitered_gazelle")
    assert zero.best == 0 and zero.absent == {}


@each_country
def test_each_taxon_of_the_edition_that_occurs_there_has_one_status(country: str) -> None:
    catalogue = load(EDITION)
    expected = sorted(code for code, taxon in catalogue.taxa.items() if country in taxon.range_states)
    statuses = records(country).all(SpeciesStatus)
    assert sorted(status.taxon or "" for status in statuses) == expected
    for status in statuses:
        assert status.cycle == EDITION and status.narrative and status.narrative_en
        assert set(status.shared_with) <= set(catalogue.range_states(status.taxon or ""))


@each_country
def test_the_impact_of_every_threat_follows_the_scoring(country: str) -> None:
    for threat in records(country).all(ThreatAssessment):
        assert threat.impact == impact(threat.timing, threat.scope, threat.severity)


@each_country
def test_each_country_has_one_meeting_of_the_size_that_a_meeting_has(country: str) -> None:
    here = records(country)
    (meeting,) = here.all(Meeting)
    assert (meeting.starts_on or "")[:7] == (meeting.ends_on or "")[:7] == "2014-05"
    assert meeting.meeting_kind == "national_stakeholder"
    assert 6 <= len(here.all(AgendaItem)) <= 10
    assert 12 <= len(here.all(Participation)) <= 30
    assert 20 <= len(here.all(Note)) <= 40
    assert 15 <= len(here.all(Contribution)) <= 40
    assert here.all(Decision)
    assert here.all(Gap)
    assert {item.input_kind for item in here.all(Contribution)} == set(load(EDITION).codes("input_kind"))


def test_attribution_rules_differ_between_countries() -> None:
    rules = {meeting.attribution for country in COUNTRIES for meeting in records(country).all(Meeting)}
    assert rules == {"attributed", "organisation_only", "chatham_house"}


@each_country
def test_people_are_roles_and_some_of_them_do_not_share_their_role(country: str) -> None:
    people = records(country).all(Person)
    assert all(not (p.surname or p.given or p.patronymic or p.email or p.phone) for p in people)
    words = ("Representative", "coordinator", "Expert", "Herder", "Ranger", "Rapporteur")
    assert all(any(word in (p.latin or "") for word in words) for p in people)
    assert {"written", "oral", "refused", "not_asked"} <= {p.consent for p in people}


@each_country
def test_what_was_written_for_the_sample_is_marked_in_its_language(country: str) -> None:
    here = records(country)
    spoken: list[Note | Contribution | Gap] = [*here.all(Note), *here.all(Contribution), *here.all(Gap)]
    for record in spoken:
        assert (record.text or "").endswith(MARKS[record.language or ""]), record.id
        translation = getattr(record, "text_en", None)
        assert translation is None or translation.endswith(MARKS["en"])
    languages = [record.language for record in here.all(Contribution)]
    assert languages.count("ru") >= 5 and languages.count(NATIONAL[country]) >= 3
    assert all(contribution.text_en for contribution in here.all(Contribution))


@each_country
def test_the_programme_of_work_is_answered_item_by_item(country: str) -> None:
    answers = [response.pow_item for response in records(country).all(PowResponse)]
    assert len(answers) >= 15 and len(set(answers)) == len(answers)
    items = load(EDITION).pow_items
    assert all(items[item or ""].answerable for item in answers)


@each_country
def test_no_word_mixes_scripts_and_no_text_is_mojibake(country: str) -> None:
    for record, field in itertools.chain.from_iterable(
        ((record, field) for field in record.fields() if field.type.free_text) for record in records(country)
    ):
        text = getattr(record, field.name) or ""
        assert not mixed_script_words(text), f"{record.kind} {record.id} {field.name}"
        assert not looks_like_mojibake(text), f"{record.kind} {record.id} {field.name}"


def test_uzbek_is_written_with_its_own_apostrophes() -> None:
    wrong = {"o'", "g'", "o‘", "g‘", "o’", "g’", "a'", "a’l", "a’q", "a’z"}
    for record in records("UZ"):
        if getattr(record, "language", None) == "uz":
            text = (getattr(record, "text", None) or "").casefold()
            assert not any(part in text for part in wrong), text


@each_country
def test_sensitive_sites_give_no_exact_coordinates(country: str) -> None:
    for site in records(country).all(Site):
        assert (site.latitude is None) == (site.longitude is None)
        if site.sensitive:
            assert site.precision in ("withheld", "one_degree", "tenth_degree")


@each_country
def test_attachments_are_there_as_recorded_and_nothing_else_is(country: str) -> None:
    lying = {path.stem: path for path in (sample() / country / "attachments").iterdir()}
    recorded = {attachment.id: attachment for attachment in records(country).all(Attachment)}
    assert lying.keys() == recorded.keys()
    for id_, attachment in recorded.items():
        data = lying[id_].read_bytes()
        assert (attachment.size, attachment.sha256) == (len(data), hashlib.sha256(data).hexdigest())
