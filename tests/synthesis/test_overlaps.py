"""Overlaps between countries, disagreements of neighbours and two figures of one country are laid side by side."""

from __future__ import annotations

from cami_desktop.records import new_id
from cami_desktop.records.kinds import Site
from cami_desktop.synthesis.overlaps import Why, disagreements, discrepancies, overlaps
from tests.synthesis.made import figure, status, view


def test_a_transboundary_population_counted_by_two_states_is_an_overlap() -> None:
    kz = figure("KZ", 2018, 3_700, level="population", population="Ustyurt", season="spring")
    uz = figure("UZ", 2018, None, maximum=500, population="Ustyurt plateau and Amu Darya delta")
    (found,) = overlaps(view(kz, uz))
    assert (found.why, found.population, found.year) == (Why.POPULATION, "saiga_ustyurt", 2018)
    assert {item.record for item in found.figures} == {kz.id, uz.id}
    assert found.countries == ("KZ", "UZ")


def test_national_ranges_overlap_where_a_status_says_that_they_are_shared() -> None:
    argali = {"taxon": "argali"}
    figures = [figure("TJ", 2010, 23_700, **argali), figure("KG", 2010, 16_000, **argali)]
    assert overlaps(view(*figures)) == ()
    declared = status("TJ", transboundary="yes", shared_with=["KG"], **argali)
    (found,) = overlaps(view(*figures, declared))
    assert (found.why, found.countries) == (Why.RANGE, ("KG", "TJ"))


def test_other_years_units_and_seasons_are_no_overlap() -> None:
    kz = figure("KZ", 2018, 3_700, level="population", population="Ustyurt", season="spring")
    for other in (
        figure("UZ", 2017, 500, population="Ustyurt"),
        figure("UZ", 2018, 500, population="Ustyurt", unit="carcasses"),
        figure("UZ", 2018, 500, population="Ustyurt", season="winter"),
    ):
        assert overlaps(view(kz, other)) == ()


def test_sites_that_touch_across_the_border_overlap() -> None:
    here = Site(id=new_id(), country="KZ", name="Ustyurt reserve", latitude=43.0, longitude=55.0)
    there = Site(id=new_id(), country="UZ", name="Chink", latitude=43.1, longitude=55.1)
    far = Site(id=new_id(), country="UZ", name="Kyzylkum", latitude=40.0, longitude=62.0)
    near_pair = [figure(s.country, 2018, 10, level="site", population=None, site=s.id) for s in (here, there)]
    (found,) = overlaps(view(here, there, *near_pair))
    assert found.why is Why.SITES
    far_pair = [figure(s.country, 2018, 10, level="site", population=None, site=s.id) for s in (here, far)]
    assert overlaps(view(here, far, *far_pair)) == ()


def test_neighbours_that_share_a_taxon_and_differ_in_trend_are_shown() -> None:
    kz, uz = status("KZ", trend="increasing"), status("UZ", trend="decreasing")
    (found,) = disagreements(view(kz, uz))
    assert (found.field, found.values) == ("trend", (("KZ", "increasing"), ("UZ", "decreasing")))
    assert found.records == (kz.id, uz.id)
    assert disagreements(view(kz, status("UZ", trend="unknown"))) == ()


def test_sharing_that_only_one_side_declares_is_a_disagreement() -> None:
    argali = {"taxon": "argali"}
    tj = status("TJ", transboundary="yes", shared_with=["KG", "CN"], **argali)
    assert [d.field for d in disagreements(view(tj, status("KG", transboundary="no", **argali)))] == ["shared_with"]
    agreed = status("KG", transboundary="yes", shared_with=["TJ"], **argali)
    assert disagreements(view(tj, agreed)) == ()
    assert disagreements(view(tj, status("KG", **argali))) == ()


def test_two_figures_of_one_country_for_one_year_are_a_discrepancy() -> None:
    records = view(figure("RU", 2012, None, maximum=12_000), figure("RU", 2012, None, maximum=7_000))
    (found,) = discrepancies(records)
    assert (found.country, found.year, len(found.figures)) == ("RU", 2012, 2)
    seasons = view(figure("RU", 2012, 5, season="spring"), figure("RU", 2012, 6, season="autumn"))
    assert discrepancies(seasons) == ()
