"""Completeness: what is not started, in work, complete or confirmed empty, and what is missing."""

from __future__ import annotations

from cami_desktop.records.completeness import Missing, State, completeness
from cami_desktop.records.kinds import Barrier, PopulationEstimate, SpeciesStatus
from tests.records.rules_kit import view


def test_every_expected_taxon_has_a_cell_in_every_section() -> None:
    grid = completeness(view(), "KG")
    assert set(grid["status"]) == {"snow_leopard", "argali", "goitered_gazelle"}
    assert {cell.state for cell in grid["status"].values()} == {State.NOT_STARTED}
    assert grid["meetings"][""].state is State.NOT_STARTED


def test_a_section_is_in_work_until_its_errors_are_mended() -> None:
    status = SpeciesStatus(taxon="argali", cycle="cami-2014", presence="1")
    cell = completeness(view(status), "KG")["status"]["argali"]
    assert cell.state is State.IN_WORK
    assert cell.missing == (Missing("species_status", status.id, "trend"),)
    status.trend = "unknown"
    assert completeness(view(status), "KG")["status"]["argali"].state is State.COMPLETE


def test_nothing_to_report_is_said_by_a_person_and_ends_where_records_begin() -> None:
    status = SpeciesStatus(
        taxon="argali", cycle="cami-2014", presence="1", trend="stable", nothing_to_report=["barriers"]
    )
    assert completeness(view(status), "KG")["barriers"]["argali"].state is State.NOTHING_TO_REPORT
    barrier = Barrier(name="x", barrier_kind="railway", taxa=["argali", "snow_leopard"])
    grid = completeness(view(status, barrier), "KG")
    assert grid["barriers"]["argali"].state is State.COMPLETE
    assert grid["barriers"]["snow_leopard"].records == 1


def test_a_taxon_recorded_outside_the_list_is_shown_too() -> None:
    records = view(SpeciesStatus(taxon="pallas_cat", cycle="cami-2014"), PopulationEstimate(taxon="pallas_cat"))
    assert "pallas_cat" in completeness(records, "KG")["population"]


def test_the_status_of_another_cycle_is_no_answer_to_this_one() -> None:
    status = SpeciesStatus(
        taxon="argali", cycle="cami-2014", presence="1", trend="stable", nothing_to_report=["barriers"]
    )
    grid = completeness(view(status), "KG", "cami-2021")
    assert grid["status"]["argali"].state is State.NOT_STARTED
    assert grid["barriers"]["argali"].state is State.NOT_STARTED
    assert completeness(view(status), "KG", "cami-2014")["status"]["argali"].state is State.COMPLETE
