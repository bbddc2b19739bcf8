"""Totals add only what may be added; everything else stays side by side with the reason in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.records.kinds import PopulationEstimate
from cami_desktop.records.recordset import RecordSet
from cami_desktop.synthesis.sharing import least_union
from cami_desktop.synthesis.totals import Span, Total, latest_totals, population_totals
from tests.synthesis.made import CATALOGUE, figure, status, view


def total(records: RecordSet, year: int, **more: Any) -> Total:
    """The one total of a year."""
    (found,) = [item for item in population_totals(records, **more) if item.year == year]
    return found


def part(name: str, year: int, best: int, **more: Any) -> PopulationEstimate:
    """A population of saiga in Kazakhstan."""
    return figure("KZ", year, best, level="population", population=name, season="spring", **more)


def reasons(found: Total) -> list[str]:
    return [item.text(CATALOGUE) for item in found.reasons]


def test_populations_and_carcasses_are_never_added_to_the_national_figure() -> None:
    """The saiga of Kazakhstan in 2015: a total, three populations, and the die-off of May."""
    records = view(
        figure("KZ", 2015, 295_400, season="spring"),
        part("Betpak-dala", 2015, 242_500),
        part("Ural", 2015, 51_700),
        part("Ustyurt", 2015, 1_270),
        figure("KZ", 2015, 129_019, unit="carcasses", level="population", population="Betpak-dala die-off"),
    )
    found = total(records, 2015)
    assert found.additive
    assert found.best == Span(295_400, 295_400)
    assert [count.basis for count in found.counts] == ["national"]
    why = sorted(item.why.text(CATALOGUE) for item in found.left_out)
    assert why == ["dead animals are never added to living ones", *["part of the figure above it"] * 3]


def test_all_populations_of_the_catalogue_stand_for_the_country_where_it_gives_no_total() -> None:
    three = [part("Betpak-dala", 2016, 36_200), part("Ural", 2016, 70_200), part("Ustyurt", 2016, 1_900)]
    assert total(view(*three), 2016).best == Span(108_300, 108_300)
    two = total(view(*three[:2]), 2016)
    assert (two.best, two.maximum, two.minimum) == (None, None, Span(106_400, 106_400))
    assert two.at_least


def test_sites_are_only_a_least_number_and_never_added_to_populations() -> None:
    sites = [
        figure("UZ", 2023, n, taxon="bukhara_deer", level="site", population=name)
        for name, n in (("Lower Amu Darya", 1_475), ("Zarafshan", 105), ("Khorezm", 10))
    ]
    found = total(view(*sites), 2023)
    assert (found.minimum, found.best) == (Span(1_590, 1_590), None)
    with_population = [*sites, figure("UZ", 2023, 1_700, taxon="bukhara_deer", level="population", population="north")]
    assert total(view(*with_population), 2023).minimum == Span(1_700, 1_700)


def test_two_different_totals_of_one_country_and_year_are_not_added_and_not_chosen_between() -> None:
    records = view(figure("RU", 2012, None, maximum=12_000), figure("RU", 2012, None, maximum=7_000))
    found = total(records, 2012)
    assert not found.additive
    assert found.maximum is None
    assert reasons(found) == [
        "Russian Federation has 2 different national figures for 2012; one must be chosen first"
    ]


def test_the_same_total_reported_twice_counts_once() -> None:
    found = total(view(figure("RU", 2023, 38_000), figure("RU", 2023, 38_000)), 2023)
    assert found.best == Span(38_000, 38_000)
    assert [item.why.text(CATALOGUE) for item in found.left_out] == ["the same figure reported again"]


def test_units_that_differ_keep_figures_apart() -> None:
    found = total(view(figure("KZ", 2024, 2_833_600, unit="adults"), figure("MN", 2024, 23_215)), 2024)
    assert not found.additive
    assert reasons(found) == ["different units: Adult individuals, Individuals"]


def test_seasons_that_differ_keep_figures_apart() -> None:
    records = view(figure("KZ", 2021, 842_000, season="Apr"), figure("MN", 2021, 10_077, season="autumn"))
    assert reasons(total(records, 2021)) == ["counted in different seasons"]


def test_a_season_that_is_not_told_is_said_beside_the_sum() -> None:
    records = view(figure("KZ", 2018, 215_100, season="spring"), figure("MN", 2018, 5_000))
    found = total(records, 2018)
    assert found.best == Span(220_100, 220_100)
    assert [item.text(CATALOGUE) for item in found.cautions] == ["season not told: Mongolia"]


def test_months_of_one_season_and_words_in_russian_are_that_season() -> None:
    records = view(figure("KZ", 2018, 1, season="весна"), figure("MN", 2018, 2, season="май"))
    assert total(records, 2018).best == Span(3, 3)


def test_a_shared_population_gives_a_range_without_and_with_double_counting() -> None:
    """Ustyurt saiga: 39,700 of the Kazakh animals may be among the 500 of Uzbekistan, the others cannot."""
    records = view(
        figure("KZ", 2023, 1_915_000, season="spring"),
        part("Ustyurt", 2023, 39_700),
        figure("UZ", 2023, 500, population="Ustyurt"),
    )
    found = total(records, 2023)
    assert found.best == Span(1_915_000, 1_915_500)
    assert [pair.population for pair in found.shared] == ["saiga_ustyurt"]


def test_a_small_shared_part_bounds_what_may_be_counted_twice() -> None:
    records = view(
        figure("KZ", 2014, 256_700, season="spring"),
        part("Ustyurt", 2014, 1_700),
        figure("UZ", 2014, 5_000, season="spring"),
    )
    assert total(records, 2014).best == Span(260_000, 261_700)


def test_sharing_that_only_a_status_declares_may_touch_every_animal() -> None:
    argali = {"taxon": "argali"}
    records = view(
        figure("TJ", 2010, 23_700, **argali),
        figure("KG", 2010, 16_000, **argali),
        status("KG", transboundary="yes", shared_with=["TJ"], **argali),
    )
    found = total(records, 2010)
    assert found.best == Span(23_700, 39_700)
    assert found.shared[0].declared_by == ("KG",)


def test_a_joint_survey_and_a_sample_stand_beside_the_national_figures() -> None:
    records = view(
        figure("KZ", 2018, 100),
        figure("UZ", 2018, 900, level="transboundary"),
        figure("MN", 2018, 900, level="sample"),
    )
    found = total(records, 2018)
    assert found.best == Span(100, 100)
    assert len(found.left_out) == 2


def test_bounds_without_a_best_figure_give_bounds_only() -> None:
    records = view(figure("KZ", 2018, 215_100), figure("MN", 2018, None, maximum=500))
    found = total(records, 2018)
    assert (found.minimum, found.best, found.maximum) == (Span(215_100, 215_100), None, Span(215_600, 215_600))
    open_ended = total(view(figure("KZ", 2018, 215_100), figure("MN", 2018, None, minimum=500)), 2018)
    assert (open_ended.minimum, open_ended.best, open_ended.maximum) == (Span(215_600, 215_600), None, None)
    assert open_ended.at_least


def test_zero_blank_and_withheld_are_three_things() -> None:
    none_found = figure("KZ", 2020, 0)
    blank = figure("MN", 2020)
    hidden = figure("RU", 2020, absent={"best": "withheld", "minimum": "withheld", "maximum": "withheld"})
    found = total(view(none_found, blank, hidden), 2020)
    assert found.best == Span(0, 0)
    assert found.reported == ("KZ",)
    assert {item.why.text(CATALOGUE) for item in found.left_out} == {"no figure was given", "the figure is withheld"}


def test_completeness_tells_reported_extinct_outdated_and_silent_states_apart() -> None:
    records = view(
        figure("KZ", 2024, 2_833_600),
        figure("MN", 2001, 5_000),
        status("TM", presence="5"),
        figure("UZ", 2018, 500),
    )
    (found,) = latest_totals(records, window=10)
    assert found.expected == ("KZ", "MN", "RU", "TM", "UZ")
    assert found.reported == ("KZ", "UZ")
    assert found.confirmed_absent == ("TM",)
    assert found.outdated == ("MN",)
    assert found.missing == ("RU",)


def test_only_a_declared_window_adds_figures_of_different_years() -> None:
    records = view(figure("KZ", 2023, 100), figure("MN", 2021, 10))
    assert total(records, 2023).best == Span(100, 100)
    assert total(records, 2023, window=2).best == Span(110, 110)
    (latest,) = latest_totals(records, window=1)
    assert latest.best == Span(100, 100)


def test_a_year_with_dead_animals_only_has_no_total() -> None:
    found = total(view(figure("KZ", 1981, 100_000, unit="carcasses", level="site")), 1981)
    assert (found.additive, found.counts) == (False, ())
    assert reasons(found) == ["dead animals are never added to living ones"]


@pytest.mark.parametrize("unit", ["density_100km2", "index", "groups", "presence_only"])
def test_what_numbers_no_animals_is_not_added(unit: str) -> None:
    found = total(view(figure("KZ", 2018, 10, unit=unit), figure("MN", 2018, 5)), 2018)
    assert found.best == Span(5, 5)


@given(
    sizes=st.lists(st.integers(0, 50), min_size=1, max_size=6),
    pairs=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8),
)
def test_the_least_union_lies_between_the_largest_group_and_the_sum(
    sizes: list[int], pairs: list[tuple[int, int]]
) -> None:
    named = dict(enumerate(sizes))
    found = least_union(named, pairs)
    assert max(sizes) <= found <= sum(sizes)
    assert least_union(named, []) == sum(sizes)
    assert least_union(named, [*pairs, (0, len(sizes) - 1)]) <= found
