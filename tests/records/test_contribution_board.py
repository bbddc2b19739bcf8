"""The columns of the board: where a contribution stands, and what moving it changes and what not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.catalogue import load
from cami_desktop.records.contribution_board import (
    CRITERIA,
    UNSORTED,
    column_order,
    columns_in,
    lacks_translation,
    moved,
    notes_left,
    sorted_into,
)
from cami_desktop.records.kinds import Contribution, Note

TAXA = ["saiga", "argali", "kulan"]


def test_a_contribution_with_two_taxa_stands_in_both_columns_and_moving_one_replaces_only_that() -> None:
    both = Contribution(id="c", taxa=["saiga", "argali"])
    assert columns_in(both, "taxa") == ["saiga", "argali"]
    assert moved(both, "taxa", "saiga", "kulan").taxa == ["kulan", "argali"]
    assert moved(both, "taxa", "saiga", "argali").taxa == ["argali"]
    assert moved(both, "taxa", "argali", UNSORTED).taxa == ["saiga"]
    assert both.taxa == ["saiga", "argali"], "the given one is not changed"


@given(
    st.lists(st.sampled_from(TAXA), unique=True), st.sampled_from([UNSORTED, *TAXA]), st.sampled_from([UNSORTED, *TAXA])
)
def test_after_a_move_it_stands_where_it_was_moved_and_keeps_every_other_value(
    taxa: list[str], start: str, to: str
) -> None:
    record = moved(Contribution(id="c", taxa=taxa), "taxa", start, to)
    assert len(record.taxa) == len(set(record.taxa))
    assert set(taxa) - {start} <= set(record.taxa) <= {*taxa, to}
    assert to in columns_in(record, "taxa") or (to == UNSORTED and record.taxa)


def test_moving_back_to_the_unsorted_empties_a_single_value_and_moving_on_forgets_why_it_was_blank() -> None:
    record = Contribution(id="c", input_kind="gap")
    assert moved(record, "input_kind", "gap", UNSORTED).input_kind is None
    blank = Contribution(id="c", absent={"input_kind": "unknown"})
    assert moved(blank, "input_kind", UNSORTED, "need").absent == {}


def test_columns_come_in_the_order_of_the_list_with_unknown_codes_last() -> None:
    used = sorted_into([Contribution(id="a", state="agreed"), Contribution(id="b", state="new one")], "state")
    assert column_order(used, "state", load()) == [UNSORTED, "proposed", "agreed", "disputed", "withdrawn", "new one"]
    assert column_order({"saiga"}, "taxa", load(), ["argali"]) != column_order({"saiga"}, "taxa", load())
    assert set(column_order({"saiga"}, "taxa", load(), ["argali"])) == {UNSORTED, "saiga", "argali"}


def test_every_criterion_is_a_field_with_a_list() -> None:
    assert all(Contribution.field(name).code_list in load().lists for name in CRITERIA)


def test_a_translation_is_missing_only_where_there_is_something_to_translate() -> None:
    assert lacks_translation(Contribution(text="Текст", language="ru"))
    assert lacks_translation(Contribution(text="Текст"))
    assert not lacks_translation(Contribution(text="Text", language="en"))
    assert not lacks_translation(Contribution(text="Текст", text_en="Text"))
    assert not lacks_translation(Contribution())


def test_notes_are_left_until_a_contribution_names_them() -> None:
    first, second = Note(id="1"), Note(id="2")
    assert notes_left([first, second], [Contribution(notes=["2"])]) == [first]
