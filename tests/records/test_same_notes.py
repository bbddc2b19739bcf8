"""Statements that two takers noted: found whatever the order, never within one taker's notes, joined without a loss."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.catalogue import load
from cami_desktop.records import agenda_time, new_id
from cami_desktop.records.duplicates import kept_apart
from cami_desktop.records.kinds import Contribution, Note
from cami_desktop.records.recordset import RecordSet
from cami_desktop.records.same_notes import MINUTES, SamePair, kept_both, kept_one, same_notes, takers

SAID = (
    "Нужен ежегодный учёт сайгака с воздуха",
    "Сказал, что нужен учёт сайгака с воздуха каждый год",
    "The railway fence stops the migration",
    "railway fence stops migration, he said",
    "Tea",
    "",
)


def made(text: str, minute: int = 0, who: str = "Coordinator", **more: Any) -> Note:
    at = f"2014-05-14 10:{minute:02}:00"
    return Note(id=new_id(), country="KZ", meeting="m", noted_at=at, text=text, created_by=who, **more)


NOTES = st.lists(
    st.builds(
        made, st.sampled_from(SAID), st.integers(0, 40), st.sampled_from(["Coordinator", "Assistant", "Third", ""]),
        agenda_item=st.sampled_from([None, "a", "b"]), speaker=st.sampled_from([None, "p", "q"]),
    ),
    max_size=14,
)  # fmt: skip


@given(NOTES, st.randoms())
def test_pairs_are_of_two_takers_one_item_and_near_in_time(notes: list[Note], order: random.Random) -> None:
    found = same_notes(notes)
    known = {note.id: note for note in notes}
    for pair in found:
        one, other = known[pair.first], known[pair.second]
        assert one.created_by != other.created_by and one.agenda_item == other.agenda_item
        assert 0 <= agenda_time.minutes_between(one.noted_at or "", other.noted_at or "") <= MINUTES
        assert (one.noted_at or "") <= (other.noted_at or "") and 0 < pair.share <= 1
    assert len({frozenset((pair.first, pair.second)) for pair in found}) == len(found)
    mixed = list(notes)
    order.shuffle(mixed)
    assert same_notes(mixed) == found


@given(NOTES)
def test_a_pair_that_was_told_apart_is_left_out_and_all_others_stay(notes: list[Note]) -> None:
    found = same_notes(notes)
    known = {note.id: note for note in notes}
    for pair in found[:1]:
        known |= {note.id: note for note in kept_apart(known[pair.first], known[pair.second], "Not the same as")}  # type: ignore[misc]
    assert same_notes(known.values()) == found[1:]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (made(SAID[0]), made(SAID[1], 3, "Assistant"), True),
        (made(SAID[2]), made(SAID[3], 3, "Assistant"), True),
        (made(SAID[0]), made(SAID[2], 3, "Assistant"), False),
        (made(SAID[0]), made(SAID[0], MINUTES + 1, "Assistant"), False),
        (made(SAID[0]), made(SAID[0], 3), False),
        (made(SAID[0]), made(SAID[0], 3, "Assistant", agenda_item="a"), False),
        (made("Tea"), made("tea", 1, "Assistant"), True),
        (made(SAID[0], speaker="p"), made(SAID[1], 3, "Assistant", speaker="q"), False),
        (made(SAID[0], speaker="p"), made(SAID[0], 3, "Assistant", speaker="q"), True),
    ],
)
def test_what_may_be_the_same(one: Note, other: Note, same: bool) -> None:
    assert [(pair.first, pair.second) for pair in same_notes([other, one])] == [(one.id, other.id)] * same


def test_the_takers_are_named_once_in_the_order_of_their_first_note() -> None:
    notes = [made("b", 5, "Assistant"), made("a", 1), made("c", 9), made("d", 9, "")]
    assert takers(notes) == ["Coordinator", "Assistant"]


def held(*records: Any) -> RecordSet:
    return RecordSet(records, load())


def pair() -> Sequence[Note]:
    first = made("Нужен учёт", 1, taxa=["saiga"], speaker=None)
    return first, made("Говорит: учёт нужен", 3, "Assistant", taxa=["argali"], speaker="p", follow_up=True)


def test_keeping_one_text_loses_no_link_and_what_pointed_at_the_other_points_at_it() -> None:
    first, second = pair()
    said = Contribution(id=new_id(), country="KZ", meeting="m", text="Учёт", notes=[second.id])
    kept, gone, moved = kept_one(first, second, held(first, second, said))
    assert isinstance(kept, Note) and isinstance(moved, Contribution)
    assert (kept.id, kept.text, kept.speaker, kept.taxa) == (first.id, first.text, "p", ["saiga", "argali"])
    assert kept.follow_up and gone.deleted and gone.id == second.id and moved.notes == [first.id]
    kept, gone = kept_one(second, first, held(first, second, said))
    assert isinstance(kept, Note) and (kept.id, kept.text, gone.id) == (second.id, second.text, first.id)


def test_keeping_both_makes_two_paragraphs() -> None:
    first, second = pair()
    kept = kept_both(first, second, held(first, second))[0]
    assert isinstance(kept, Note) and str(first.text) in str(kept.text) and str(second.text) in str(kept.text)


def test_what_was_joined_is_no_pair_any_more() -> None:
    first, second = made(SAID[0]), made(SAID[0], 2, "Assistant")
    assert same_notes([first, second]) == [SamePair(first.id, second.id, 1.0)]
    left = [note for note in kept_one(first, second, held(first, second)) if not note.deleted]
    assert same_notes([note for note in left if isinstance(note, Note)]) == []
