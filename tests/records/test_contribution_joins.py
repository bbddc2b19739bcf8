"""Joined contributions lose nobody's voice, whatever the order; similar ones are found in any language and spelling."""

from __future__ import annotations

import copy
import itertools
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.catalogue import load
from cami_desktop.errors import Refused
from cami_desktop.records import Record, new_id
from cami_desktop.records.contribution_joins import alike, highest, join_of, joined, paragraphs, share_of, shingles
from cami_desktop.records.duplicates import kept_apart
from cami_desktop.records.kinds import Attachment, Contribution, Decision, Gap
from cami_desktop.records.recordset import RecordSet

PARTS = [f"part-{n}" for n in range(5)]
COUNTS = st.one_of(st.none(), st.integers(0, 40))
UNITED = ("notes", "taxa", "threats", "pow_items")


def made(**values: Any) -> Contribution:
    return Contribution(id=new_id(), country="KZ", meeting="m", **values)


def contributions(least: int = 2, most: int = 4) -> st.SearchStrategy[list[Contribution]]:
    """Contributions of one meeting, as different as they can be."""
    one = st.builds(
        made,
        text=st.one_of(st.none(), st.text(max_size=20)),
        text_en=st.one_of(st.none(), st.text(max_size=20)),
        input_kind=st.sampled_from([None, "gap", "need"]),
        language=st.sampled_from([None, "ru", "kk"]),
        participation=st.sampled_from([None, *PARTS]),
        organisation=st.sampled_from([None, "org-1", "org-2"]),
        voices=st.lists(st.sampled_from(PARTS), max_size=3, unique=True),
        attribution=st.sampled_from([None, "attributed", "chatham_house"]),
        supporters=COUNTS,
        opponents=COUNTS,
        priority=st.sampled_from([None, "essential", "low", "not_ranked"]),
        state=st.sampled_from([None, "agreed", "disputed"]),
        notes=st.lists(st.sampled_from(["n1", "n2", "n3"]), max_size=3, unique=True),
        taxa=st.lists(st.sampled_from(["saiga", "argali", "kulan"]), max_size=3, unique=True),
        pow_items=st.lists(st.sampled_from(["1.1.1", "2.1.1"]), max_size=2, unique=True),
    )
    return st.lists(one, min_size=least, max_size=most)


def people(*records: Contribution) -> set[str]:
    return {who for one in records for who in (one.participation, *one.voices) if who}


def first_choices(records: list[Contribution]) -> dict[str, Any]:
    """A person who always takes the first value."""
    return {name: values[0] for name, values in join_of(records, load()).differing.items()}


def join_all(records: list[Contribution], answers: dict[str, Any] | None = None) -> Contribution:
    """The one that stands for all."""
    join = join_of(records, load())
    found = joined(join, {**first_choices(records), **(answers or {})}, RecordSet(records, load()))
    [kept] = [record for record in found if not record.deleted]
    assert isinstance(kept, Contribution)
    return kept


@given(contributions(), st.randoms())
def test_the_order_in_which_they_are_given_changes_nothing(records: list[Contribution], chance: random.Random) -> None:
    mixed = list(records)
    chance.shuffle(mixed)
    assert join_of(records, load()) == join_of(mixed, load())


@given(contributions(), st.sampled_from([None, *PARTS, "somebody else"]))
def test_nobody_who_said_it_is_forgotten_whoever_is_chosen_as_the_speaker(
    records: list[Contribution], speaker: str | None
) -> None:
    choices: list[dict[str, Any]] = [{}, {"participation": speaker}, {"voices": []}]
    for answers in choices:
        kept = join_all(records, answers)
        assert people(*records) <= people(kept)
        assert kept.participation not in kept.voices
        assert len(kept.voices) == len(set(kept.voices))


@given(contributions())
def test_supporters_and_opponents_add_up_and_lists_are_united(records: list[Contribution]) -> None:
    kept = join_all(records)
    for name in ("supporters", "opponents"):
        counts = [value for one in records if (value := getattr(one, name)) is not None]
        assert getattr(kept, name) == (sum(counts) if counts else None), "blank is not zero"
    for name in UNITED:
        assert set(getattr(kept, name)) == {value for one in records for value in getattr(one, name)}
        assert len(getattr(kept, name)) == len(set(getattr(kept, name)))
    for text in (one.text.strip() for one in records if one.text):
        assert text in (kept.text or "")


@given(contributions())
def test_where_single_values_differ_a_person_must_choose(records: list[Contribution]) -> None:
    join = join_of(records, load())
    for name in ("input_kind", "language", "state"):
        values = {getattr(one, name) for one in records} - {None}
        assert (name in join.differing) == (len(values) > 1)
        assert getattr(join.proposal, name) == (next(iter(values)) if len(values) == 1 else None)
    assert ("attribution" in join.differing) == (len({one.attribution for one in records}) > 1), "blank is a rule too"
    if join.differing:
        answers = first_choices(records)
        answers.popitem()
        with pytest.raises(Refused):
            joined(join, answers, RecordSet(records, load()))


@given(contributions(3, 3))
def test_joining_two_and_then_the_third_loses_no_voice_and_no_supporter_either(records: list[Contribution]) -> None:
    for one, two, three in itertools.permutations(records):
        kept = join_all([join_all([one, two]), three])
        assert people(kept) >= people(*records)
        assert kept.supporters == join_all(records).supporters


def test_what_pointed_at_the_others_points_at_the_joined_one_and_they_are_in_the_bin() -> None:
    first, second, third = (made(text=f"Text {n}") for n in range(3))
    gap = Gap(id=new_id(), country="KZ", contributions=[second.id, third.id])
    decision = Decision(id=new_id(), country="KZ", meeting="m", contributions=[third.id, first.id])
    paper = Attachment(id=new_id(), country="KZ", record=second.id)
    everything: list[Record] = [first, second, third, gap, decision, paper]
    before = copy.deepcopy(everything)
    found = joined(join_of([third, first, second], load()), {}, RecordSet(everything, load()))
    assert everything == before, "nothing given is changed"
    by_id = {record.id: record for record in found}
    assert len(found) == len(by_id)
    assert by_id[gap.id].values()["contributions"] == [first.id]
    assert by_id[decision.id].values()["contributions"] == [first.id]
    assert by_id[paper.id].values()["record"] == first.id
    assert {record.id for record in found if record.deleted} == {second.id, third.id}
    assert by_id[first.id].values()["text"] == "Text 0\nText 1\nText 2"


def test_the_first_speaker_with_a_name_speaks_and_an_organisation_without_one_is_told() -> None:
    join = join_of(
        [made(organisation="org-1"), made(participation="p1", organisation="org-2"), made(participation="p2")], load()
    )
    assert (join.proposal.participation, join.proposal.organisation, join.proposal.voices) == ("p1", "org-2", ["p2"])
    assert join.speakers == (("p1", "org-2"), ("p2", None), (None, "org-1"))
    assert join.organisations_left_out(join.speakers[0]) == ["org-1"]
    assert join.organisations_left_out((None, "org-1")) == []


def test_reasons_for_blanks_stay_only_where_the_field_stays_blank() -> None:
    one = made(text="A", absent={"supporters": "unknown", "site": "not_applicable"})
    kept = join_all([one, made(text="B", supporters=0)])
    assert (kept.supporters, kept.absent) == (0, {"site": "not_applicable"})


def test_one_contribution_or_those_of_two_meetings_are_not_joined() -> None:
    one = made(text="A")
    with pytest.raises(Refused):
        join_of([one, copy.deepcopy(one)], load())
    other = made(text="A")
    other.meeting = "another"
    with pytest.raises(Refused):
        join_of([one, other], load())


def test_the_highest_priority_is_the_first_of_the_list_and_an_unknown_one_comes_last() -> None:
    assert highest(["low", None, "high", "not_ranked"], load()) == "high"
    assert highest(["zz", "not_ranked"], load()) == "not_ranked"
    assert highest(["zz", None], load()) == "zz"
    assert highest([None], load()) is None


def test_equal_paragraphs_stand_once() -> None:
    assert paragraphs(["A ", None, "B", "A", " "]) == "A\nB"
    assert paragraphs([None, ""]) is None


SAME = [
    ("Нужны проходы в ограждении для сайгака", "нужны проходы в ограждениях для сайгаков"),
    ("Сайғаққа қоршауда өткел керек", "Сайгакка коршауда откел керек"),
    ("Fence gaps are needed for the saiga on the railway", "Fence gaps needed for the saiga along the railway"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_similar_texts_are_found_in_any_spelling(one: str, other: str) -> None:
    first, second = made(text=one), made(text=other)
    [pair] = alike([second, made(text="Совсем о другом: обучение инспекторов"), first])
    assert (pair.first, pair.second) == (first.id, second.id)
    assert 0.4 <= pair.share <= 1


def test_a_translation_is_compared_with_an_original() -> None:
    first = made(text="Нужны проходы", text_en="Fence gaps are needed for the saiga")
    second = made(text="Fence gaps are needed for the saiga!")
    [pair] = alike([first, second])
    assert pair.share == 1


def test_what_was_kept_apart_or_belongs_to_another_meeting_is_not_offered_again() -> None:
    first, second = made(text=SAME[0][0]), made(text=SAME[0][1])
    apart = [one for one in kept_apart(first, second, "Not the same as") if isinstance(one, Contribution)]
    assert alike(apart) == []
    second.meeting = "another"
    assert alike([first, second]) == []


def test_short_texts_are_similar_only_when_equal() -> None:
    assert share_of([shingles("Да нет")], [shingles("да, нет!")]) == 1
    assert share_of([shingles("Сайгак")], [shingles("Сайгак и джейран")]) == 0
    assert alike([made(text=None), made(text="—")]) == []


@given(contributions(2, 6), st.randoms())
def test_the_same_pairs_are_found_in_any_order(records: list[Contribution], chance: random.Random) -> None:
    mixed = list(records)
    chance.shuffle(mixed)
    assert alike(records) == alike(mixed)


def test_the_work_can_be_stopped_where_it_tells_its_progress() -> None:
    def stop(_done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        alike([made(text="some words of a text")], stop)
