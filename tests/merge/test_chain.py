"""The chain of submissions: what is next, missing, repeated, forked or late, in plain words."""

from __future__ import annotations

import pytest

from cami_desktop.merge.chain import Link, Received, assess

ONE, TWO, THREE = Received(1, "d1", None), Received(2, "d2", "d1"), Received(3, "d3", "d2")


@pytest.mark.parametrize(
    ("new", "before", "link", "words"),
    [
        (ONE, [], Link.FIRST, "first"),
        (TWO, [ONE], Link.NEXT, "Follows the submission number 1"),
        (TWO, [ONE, TWO], Link.REPEATED, "received already"),
        (THREE, [ONE], Link.GAP, "number 2 never arrived"),
        (THREE, [], Link.GAP, "number 1, 2 never arrived"),
        (TWO, [ONE, THREE], Link.LATE, "arrives late"),
        (Received(2, "other", "d1"), [ONE, TWO], Link.FORK, "two different submissions"),
        (Received(2, "d2", "other"), [ONE], Link.FORK, "another number 1"),
        (Received(1, "other", None), [ONE], Link.FORK, "two different submissions with the number 1"),
        (TWO, [Received(1, "other", None), ONE], Link.NEXT, "Follows the submission number 1"),
    ],
)
def test_a_submission_stands_in_the_chain(new: Received, before: list[Received], link: Link, words: str) -> None:
    standing = assess(new, before)
    assert standing.link is link
    assert words in standing.words
    assert standing.newest == (link not in (Link.LATE, Link.REPEATED))


def test_a_fork_of_an_earlier_number_is_not_the_newest() -> None:
    """Else what a second number 1 leaves out or publishes anew would count against number 2."""
    standing = assess(Received(1, "other", None), [ONE, TWO])
    assert (standing.link, standing.newest) == (Link.FORK, False)
