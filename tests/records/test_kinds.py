"""The record kinds: every field is described once and completely, and leads to a known list or kind."""

from __future__ import annotations

import pytest

from cami_desktop import catalogue
from cami_desktop.records import KINDS, FieldType, Record, title_of
from cami_desktop.records.field import Field
from cami_desktop.records.kinds import PopulationEstimate

DESIGNED = (
    "meeting organisation person participation agenda_item note contribution decision species_status "
    "population_estimate threat_assessment barrier conservation_measure gap need site pow_response source attachment"
).split()

ALL_FIELDS = [
    pytest.param(cls, field, id=f"{cls.kind}.{field.name}") for cls in KINDS.values() for field in cls.fields()
]


def test_the_kinds_are_those_of_the_design() -> None:
    assert list(KINDS) != [] and sorted(KINDS) == sorted(DESIGNED)


@pytest.mark.parametrize(("cls", "field"), ALL_FIELDS)
def test_every_field_leads_to_a_known_list_or_kind(cls: type[Record], field: Field) -> None:
    coded = field.type in (FieldType.CODE, FieldType.CODES)
    assert bool(field.code_list) == coded
    if coded:
        assert catalogue.load().codes(field.code_list)
    assert set(field.targets) <= set(KINDS)
    assert field.label and field.label[0].isupper()
    assert not field.help or field.help.endswith((".", "3.1", "district"))


@pytest.mark.parametrize("cls", KINDS.values(), ids=list(KINDS))
def test_every_kind_has_words_and_a_title(cls: type[Record]) -> None:
    assert cls.label and cls.plural and cls.place
    names = {field.name for field in cls.fields()}
    assert set(cls.titled_by) <= names
    assert title_of(cls(id="0" * 36)).startswith(cls.kind)


def test_a_title_says_what_the_record_is() -> None:
    estimate = PopulationEstimate(taxon="saiga", population="Ural", year=2014)
    assert title_of(estimate, "en") == "Saiga antelope · Ural · 2014"
    estimate.catalogue = "cami-2050"
    assert title_of(estimate, "en") == "Saiga antelope · Ural · 2014"
