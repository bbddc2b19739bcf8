"""Deliveries say who submitted what and when, and who did not."""

from __future__ import annotations

from cami_desktop.synthesis.deliveries import deliveries
from tests.synthesis.made import figure, status, submission, view


def test_countries_with_a_coordinator_are_listed_even_when_nothing_came() -> None:
    found = {item.country: item for item in deliveries(view(), [submission("KZ")])}
    assert list(found) == ["KZ", "KG", "TJ", "TM", "UZ"]
    assert found["KZ"].latest is not None
    assert found["KZ"].latest.digest == submission("KZ").digest
    assert (found["TM"].expected, found["TM"].deliveries) == (True, ())


def test_a_number_that_never_arrived_is_named() -> None:
    (found,) = [d for d in deliveries(view(), [submission("KZ", 4), submission("KZ", 1)]) if d.country == "KZ"]
    assert [item.number for item in found.deliveries] == [1, 4]
    assert found.missing == (2, 3)


def test_working_packages_are_no_deliveries() -> None:
    found = deliveries(view(), [submission("KZ", kind="working")])
    assert not any(item.deliveries for item in found)


def test_another_country_that_delivers_is_listed_as_not_expected() -> None:
    found = {item.country: item for item in deliveries(view(figure("MN", 2021, 10_077)), [submission("MN")])}
    assert (found["MN"].expected, found["MN"].records) == (False, 1)


def test_completeness_is_judged_from_the_records_of_the_country_alone() -> None:
    records = view(status("KZ", trend="increasing"), figure("UZ", 2018, 500))
    found = {item.country: item.sections for item in deliveries(records, [])}
    assert found["KZ"]["status"]["complete"] == 1
    assert "complete" not in found["KZ"]["population"]
    assert "complete" not in found["UZ"]["status"]
    assert found["UZ"]["population"]["in_work"] == 1
