"""Pictures: primitives, charts of population estimates and bars, and their SVG."""

from __future__ import annotations

import itertools
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.catalogue import load
from cami_desktop.records import new_id
from cami_desktop.records.kinds import PopulationEstimate
from cami_desktop.synthesis.bar_chart import Bar, Part, bar_chart
from cami_desktop.synthesis.picture import (
    COLOURS,
    DARK,
    LIGHT,
    SHAPES,
    Circle,
    Item,
    Line,
    Marker,
    Picture,
    Polyline,
    Rect,
    Text,
    Whisker,
    outline,
)
from cami_desktop.synthesis.population_chart import chart_caption, method_sign, population_chart, series_of
from cami_desktop.synthesis.scale import ticks, wrapped
from cami_desktop.synthesis.svg import picture_to_svg
from cami_desktop.words import using

CATALOGUE = load()


def estimate(year: int | None, best: int | None = None, **more: object) -> PopulationEstimate:
    values: dict[str, object] = {
        "taxon": "saiga",
        "population": "Ustyurt",
        "level": "population",
        "unit": "individuals",
        "method": "aerial_transect",
        **more,
    }
    return PopulationEstimate(id=new_id(), country="KZ", year=year, best=best, **values)  # type: ignore[arg-type]


def of(picture: Picture, kind: type[Item]) -> list[Item]:
    return [item for item in picture.items if isinstance(item, kind)]


def words(picture: Picture) -> list[str]:
    return [item.text for item in picture.items if isinstance(item, Text)]


def signs(picture: Picture) -> list[Marker]:
    """The markers of values: those above the legend."""
    lines = [item for item in picture.items if isinstance(item, Line) and item.stroke == "line" and not item.dash]
    bottom = max(line.y1 for line in lines if line.y1 == line.y2)
    return [item for item in picture.items if isinstance(item, Marker) and item.y <= bottom]


def inside(picture: Picture) -> bool:
    """Whether nothing reaches over the edge, the room that text takes aside."""
    for item in picture.primitives():
        if isinstance(item, Line):
            places = [(item.x1, item.y1), (item.x2, item.y2)]
        elif isinstance(item, Rect):
            places = [(item.x, item.y), (item.x + item.width, item.y + item.height)]
        elif isinstance(item, Polyline):
            places = list(item.points)
        else:
            places = [(item.x, item.y)]
        if any(not (-1 <= x <= picture.width + 1 and -1 <= y <= picture.height + 1) for x, y in places):
            return False
    return True


def test_every_estimate_with_a_best_figure_gets_a_sign_and_its_bounds_a_whisker() -> None:
    picture = population_chart([estimate(2010, 120, minimum=100, maximum=150), estimate(2011, 130)], CATALOGUE)
    assert len(signs(picture)) == 2
    assert len(of(picture, Whisker)) == 2, "one of the estimate, one in the legend"


def test_the_line_is_dashed_where_years_lie_between_two_figures() -> None:
    picture = population_chart([estimate(2010, 10), estimate(2011, 12), estimate(2015, 20)], CATALOGUE)
    lines = [item for item in picture.items if isinstance(item, Polyline)]
    assert [bool(line.dash) for line in lines] == [False, True]
    assert "years without an estimate" in words(picture)


def test_a_survey_without_a_figure_is_shown_and_is_no_zero() -> None:
    picture = population_chart([estimate(2019, 10), estimate(2020), estimate(2021, 0)], CATALOGUE)
    assert len(signs(picture)) == 2, "the zero is a figure, the missing one is not"
    assert "no figure" in words(picture)


def test_at_least_and_at_most_are_hollow_and_take_no_part_in_the_line() -> None:
    picture = population_chart([estimate(2010, minimum=500), estimate(2012, maximum=900)], CATALOGUE)
    assert {marker.fill for marker in signs(picture)} == {"paper"}
    assert not [item for item in picture.items if isinstance(item, Polyline) and len(item.points) == 2]


def test_methods_differ_by_colour_or_shape_and_are_named_in_the_legend() -> None:
    codes = list(CATALOGUE.codes("survey_method"))
    assert len({method_sign(CATALOGUE, code) for code in codes}) == len(codes)
    picture = population_chart([estimate(2010, 5, method=codes[0]), estimate(2011, 6, method=codes[1])], CATALOGUE)
    assert {CATALOGUE.label("survey_method", code) for code in codes[:2]} <= set(words(picture))


def test_two_populations_are_two_lines_with_their_names() -> None:
    estimates = [estimate(y, y - 2000, population=name) for y in (2010, 2011) for name in ("Ural", "Ustyurt")]
    picture = population_chart(estimates, CATALOGUE)
    assert {"Ural", "Ustyurt"} <= set(words(picture))
    assert len(series_of(estimates, lambda e: e.population or "")) == 2


def test_several_estimates_of_one_year_stand_side_by_side() -> None:
    picture = population_chart([estimate(2010, 5), estimate(2010, 6), estimate(2011, 7)], CATALOGUE)
    assert len({marker.x for marker in signs(picture)}) == 3


def test_thousands_are_grouped_as_the_language_does() -> None:
    estimates = [estimate(2021, 842_000), estimate(2022, 1_318_000)]
    assert "1,000,000" in words(population_chart(estimates, CATALOGUE))
    with using("ru"):
        assert "1\u00a0000\u00a0000" in words(population_chart(estimates, CATALOGUE))


def test_an_empty_chart_is_a_picture_too() -> None:
    assert inside(population_chart([], CATALOGUE))


def test_estimates_without_a_year_are_told() -> None:
    assert chart_caption([estimate(2010, 1)]) == ""
    assert "1 estimate" in chart_caption([estimate(2010, 1), estimate(None, 2)])


@given(
    st.lists(
        st.tuples(
            st.integers(1900, 2100),
            st.one_of(st.none(), st.integers(0, 10**15 - 1)),
            st.one_of(st.none(), st.integers(0, 10**15 - 1)),
            st.sampled_from(["Ural", "Ustyurt", "Б" * 200, ""]),
        ),
        max_size=12,
    )
)
def test_nothing_is_cut_off(rows: list[tuple[int, int | None, int | None, str]]) -> None:
    estimates = [estimate(year, best, maximum=high, population=name) for year, best, high, name in rows]
    picture = population_chart(estimates, CATALOGUE)
    assert inside(picture)
    ElementTree.fromstring(picture_to_svg(picture))


@given(st.integers(0, 10**15), st.integers(1, 10**15), st.integers(1, 12))
def test_ticks_are_even_cover_the_range_and_are_few(low: int, span: int, most: int) -> None:
    found = ticks(low, low + span, most)
    assert found[0] <= low and found[-1] >= low + span
    assert len({round(b - a) for a, b in itertools.pairwise(found)}) == 1
    assert len(found) <= most + 3


def test_bars_show_the_count_of_each_part_and_the_total() -> None:
    parts = [Part("high", "High", "impact_high"), Part("low", "Low", "impact_low")]
    picture = bar_chart([Bar("Poaching", {"high": 3, "low": 2}), Bar("Fences", {"high": 1})], parts)
    assert {"Poaching", "Fences", "High", "Low", "5", "3", "2", "1"} <= set(words(picture))
    assert len([r for r in picture.items if isinstance(r, Rect)]) == 3 + len(parts)
    assert inside(picture)


def test_svg_escapes_what_people_write_and_tells_what_it_shows() -> None:
    picture = Picture(10, 10, (Text(1, 1, "<a> & «б»"),), "Title <1>", "Described")
    root = ElementTree.fromstring(picture_to_svg(picture))
    space = "{http://www.w3.org/2000/svg}"
    found = [root.findtext(space + name) for name in ("title", "desc", "text")]
    assert found == ["Title <1>", "Described", "<a> & «б»"]


def test_marker_and_whisker_become_plain_primitives() -> None:
    items: tuple[Item, ...] = (*(Marker(5, 5, shape) for shape in SHAPES), Whisker(1, 2, 8))
    kinds = {type(item) for item in Picture(10, 10, items).primitives()}
    assert kinds == {Circle, Polyline, Line}
    assert all(outline(shape) for shape in SHAPES if shape != "circle")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_series_can_be_read_on_its_paper(palette: dict[str, str]) -> None:
    def light(colour: str) -> float:
        channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(a: str, b: str) -> float:
        high, low = sorted((light(palette[a]), light(palette[b])), reverse=True)
        return (high + 0.05) / (low + 0.05)

    assert set(palette) == set(LIGHT)
    for role in (*COLOURS, "ink", "muted"):
        assert contrast(role, "paper") >= 4.5, role


def test_long_words_are_wrapped_to_the_given_lines() -> None:
    lines = wrapped("Intentional use (species being assessed is the target)", 8, 90, 2)
    assert len(lines) == 2 and lines[-1].endswith("…")
