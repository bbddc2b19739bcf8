"""What stands as in the last cycle: asked about field by field, confirmed one by one or for the record as before."""

from __future__ import annotations

import pytest

from cami_desktop.errors import WrongUse
from cami_desktop.exchange.cells import mapping_from_text, mapping_to_text
from cami_desktop.records.kinds import PopulationEstimate, SpeciesStatus
from cami_desktop.records.last_cycle import carried_over
from cami_desktop.records.rules import Finding, accept, accepted_of, check_record, take_back
from cami_desktop.records.rules.last_cycle import NOT_CONFIRMED
from tests.records.rules_kit import view

READY = "Confirmed: still as in the last cycle"


@pytest.fixture
def last() -> SpeciesStatus:
    return SpeciesStatus(taxon="saiga", cycle="cami-2014", presence="1", trend="stable", habitat="Steppe")


@pytest.fixture
def now(last: SpeciesStatus) -> SpeciesStatus:
    return carried_over(last, SpeciesStatus(taxon="saiga", cycle="cami-2021"))


def asked(now: SpeciesStatus, last: SpeciesStatus) -> list[Finding]:
    """What waits for a yes."""
    return [one for one in check_record(now, view(now, last)) if one.rule == NOT_CONFIRMED and one.open]


def test_each_field_is_confirmed_by_itself(now: SpeciesStatus, last: SpeciesStatus) -> None:
    waiting = asked(now, last)
    assert [one.field for one in waiting] == ["presence", "habitat", "trend"]
    assert {one.ready for one in waiting} == {READY}
    confirmed = accept(now, [waiting[1].accept_as], waiting[1].ready)
    assert confirmed.accepted == {"not-confirmed.habitat": READY}
    assert [one.field for one in asked(confirmed, last)] == ["presence", "trend"]
    assert asked(take_back(confirmed, [waiting[1].accept_as]), last) == waiting


def test_what_an_older_version_accepted_for_the_whole_record_still_holds(
    now: SpeciesStatus, last: SpeciesStatus
) -> None:
    whole = accept(now, [NOT_CONFIRMED], "as before")
    assert asked(whole, last) == []
    assert len(asked(take_back(whole, ["not-confirmed.trend"]), last)) == 3


def test_confirmations_survive_a_workbook_and_stand_together_in_the_report(now: SpeciesStatus) -> None:
    confirmed = accept(now, [f"{NOT_CONFIRMED}.trend", f"{NOT_CONFIRMED}.presence"], READY)
    assert mapping_from_text(mapping_to_text(confirmed.accepted)) == confirmed.accepted
    assert mapping_from_text(f"not-confirmed.trend={READY}") == {"not-confirmed.trend": READY}
    assert accepted_of(confirmed) == [("not-confirmed: Presence, Population trend", READY)]
    other = accept(PopulationEstimate(), ["tenfold"], "two teams")
    assert accepted_of(other) == [("tenfold", "two teams")]


def test_a_rule_that_does_not_exist_is_not_accepted_for_a_field_either(now: SpeciesStatus) -> None:
    with pytest.raises(WrongUse):
        accept(now, ["no-such-rule.trend"], "yes")
