"""The matrix of species and range states tells its kinds of blank apart and names the records behind every cell."""

from __future__ import annotations

import pytest

from cami_desktop.records.record import Record
from cami_desktop.synthesis.matrix import CellKind, MatrixCell, species_matrix
from cami_desktop.synthesis.matrix_picture import MATRIX_DARK, MATRIX_LIGHT, matrix_picture
from cami_desktop.synthesis.svg import picture_to_svg
from tests.synthesis.made import CATALOGUE, figure, sample, status, view


def cell(*records: Record, country: str = "KZ") -> MatrixCell:
    return species_matrix(view(*records)).cell("saiga", country)


def test_every_pair_of_taxon_and_range_state_has_a_cell() -> None:
    matrix = species_matrix(view())
    assert len(matrix.cells) == len(CATALOGUE.taxa) * len(CATALOGUE.countries)
    assert matrix.cell("saiga", "KZ").kind is CellKind.NO_REPORT
    assert matrix.cell("saiga", "NP").kind is CellKind.NOT_RANGE_STATE


def test_a_figure_is_shown_with_year_trend_quality_and_its_records() -> None:
    about = status("KZ", trend="increasing", quality="C")
    older, newer = figure("KZ", 2012, 137_500), figure("KZ", 2014, 256_700, quality="B")
    found = cell(about, older, newer)
    assert found.kind is CellKind.VALUE
    assert found.figure is not None
    assert (found.figure.best, found.figure.year, found.trend, found.quality) == (256_700, 2014, "increasing", "B")
    assert found.records == (about.id, newer.id)


def test_the_figure_is_national_and_of_living_animals() -> None:
    found = cell(
        figure("KZ", 2014, 256_700),
        figure("KZ", 2015, 120_000, unit="carcasses"),
        figure("KZ", 2015, 1_270, level="population", population="Ustyurt"),
    )
    assert found.figure is not None
    assert found.figure.year == 2014


def test_other_national_figures_of_the_year_are_counted_beside_the_one_shown() -> None:
    found = cell(figure("KZ", 2012, 136_500, quality="B"), figure("KZ", 2012, 137_500, quality="A"))
    assert found.figure is not None
    assert (found.figure.best, found.beside) == (137_500, 1)


def test_confirmed_absent_is_extinct_or_a_survey_that_found_none() -> None:
    assert cell(status("KZ", presence="5")).kind is CellKind.ZERO_CONFIRMED
    assert cell(figure("KZ", 2014, 0, estimate_type="census")).kind is CellKind.ZERO_CONFIRMED
    assert cell(figure("KZ", 2014, 0, estimate_type="press")).kind is CellKind.VALUE


def test_not_surveyed_withheld_and_no_report_are_three_cells() -> None:
    assert cell(status("KZ", not_surveyed=True)).kind is CellKind.NOT_SURVEYED
    assert cell(figure("KZ", 2020)).kind is CellKind.NOT_SURVEYED
    assert cell(status("KZ", presence=None, absent={"presence": "withheld"})).kind is CellKind.WITHHELD
    assert cell(figure("KZ", 2020, absent={"best": "withheld"})).kind is CellKind.WITHHELD
    assert cell(status("UZ")).kind is CellKind.NO_REPORT


def test_an_old_figure_stays_where_this_period_was_not_surveyed() -> None:
    found = cell(status("KZ", not_surveyed=True), figure("KZ", 1991, 800_000))
    assert (found.kind, found.not_surveyed) == (CellKind.VALUE, True)


def test_a_report_from_outside_the_known_range_is_shown_and_marked() -> None:
    found = cell(status("KG"), country="KG")
    assert (found.kind, found.outside_range) == (CellKind.VALUE, True)


def test_the_status_of_the_cycle_counts_where_a_state_has_several() -> None:
    records = view(status("KZ", trend="decreasing"), status("KZ", cycle="cami-2021", trend="increasing"))
    assert species_matrix(records, "cami-2014").cell("saiga", "KZ").trend == "decreasing"
    assert species_matrix(records).cell("saiga", "KZ").trend == "increasing"


@pytest.mark.parametrize("columns", [(), ("KZ", "UZ")])
def test_the_picture_has_words_in_every_cell_and_stays_on_its_paper(columns: tuple[str, ...]) -> None:
    matrix = species_matrix(sample(), "cami-2014")
    picture = matrix_picture(matrix, CATALOGUE, columns=columns, width=480)
    svg = picture_to_svg(picture, MATRIX_LIGHT)
    assert "not surveyed" in svg or "surveyed" in svg
    assert "Saiga" in picture.description
    assert all(getattr(item, "x", 0) <= 480 for item in picture.items)
    assert MATRIX_LIGHT.keys() == MATRIX_DARK.keys()
