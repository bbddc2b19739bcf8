"""Version vectors: the laws of order, and their text form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.records.ids import is_id, new_id
from cami_desktop.records.version import (
    Order,
    Stamps,
    Version,
    bump,
    compare,
    join,
    knows,
    stamps_from_text,
    stamps_to_text,
    version_from_text,
    version_to_text,
)

REPLICAS = st.sampled_from(["aa", "bb", "cc", "dd"])
VERSIONS = st.dictionaries(REPLICAS, st.integers(1, 9), max_size=4)
STAMP = st.tuples(REPLICAS, st.integers(1, 9))
STAMPS = st.dictionaries(
    st.from_regex(r"[a-z_]{1,8}", fullmatch=True),
    st.sets(STAMP, min_size=1, max_size=3).map(lambda s: tuple(sorted(s))),
)
OPPOSITE = {Order.NEWER: Order.OLDER, Order.OLDER: Order.NEWER}


@given(VERSIONS, VERSIONS)
def test_order_is_the_same_seen_from_either_side(a: Version, b: Version) -> None:
    assert compare(b, a) is OPPOSITE.get(compare(a, b), compare(a, b))


@given(VERSIONS, VERSIONS, VERSIONS)
def test_newer_than_newer_is_newer(a: Version, b: Version, c: Version) -> None:
    if compare(a, b) is Order.NEWER and compare(b, c) is Order.NEWER:
        assert compare(a, c) is Order.NEWER


@given(VERSIONS, VERSIONS, VERSIONS)
def test_joining_does_not_depend_on_order_or_grouping(a: Version, b: Version, c: Version) -> None:
    assert join(a, b) == join(b, a)
    assert join(join(a, b), c) == join(a, join(b, c))
    assert join(a, a) == a


@given(VERSIONS, VERSIONS)
def test_what_is_joined_knows_both_sides(a: Version, b: Version) -> None:
    assert compare(join(a, b), a) in (Order.NEWER, Order.EQUAL)
    assert all(knows(join(a, b), stamp) for stamp in [*a.items(), *b.items()])


@given(VERSIONS, REPLICAS)
def test_a_change_is_newer_and_known_only_afterwards(a: Version, replica: str) -> None:
    after, stamp = bump(a, replica)
    assert compare(after, a) is Order.NEWER
    assert knows(after, stamp) and not knows(a, stamp)


@given(VERSIONS, STAMPS)
def test_the_text_form_is_lossless(version: Version, stamps: Stamps) -> None:
    assert version_from_text(version_to_text(version)) == version
    assert stamps_from_text(stamps_to_text(stamps)) == stamps


@pytest.mark.parametrize("text", ["aa", "aa:", ":1", "aa:x", "aa:-1", "aa:²"])
def test_other_text_is_not_a_version(text: str) -> None:
    with pytest.raises(ValueError, match="not a version"):
        version_from_text(text)


def test_ids_are_uuid_version_7_and_increase() -> None:
    ids = [new_id() for _ in range(2_000)]
    assert ids == sorted(set(ids))
    assert all(is_id(id_) for id_ in ids)
    assert not is_id("0190b0c0-0000-4000-8000-000000000000")
