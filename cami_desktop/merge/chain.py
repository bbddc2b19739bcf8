"""The chain of submissions: each names the one before it, so that gaps, repeats, forks and late arrivals show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cami_desktop.words import _


class Link(StrEnum):
    """How a submission stands to those received before."""

    FIRST = "first"
    NEXT = "next"
    REPEATED = "repeated"
    GAP = "gap"
    FORK = "fork"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Received:
    """A submission as the chain sees it."""

    number: int
    digest: str
    previous: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The link of a submission to the chain, what it means in plain words, and whether a later one was received."""

    link: Link
    words: str
    behind: bool = False

    @property
    def newest(self) -> bool:
        """Whether no later submission was received."""
        return not self.behind and self.link not in (Link.LATE, Link.REPEATED)


def assess(new: Received, before: Sequence[Received]) -> Standing:
    """Say how a submission stands to those of the same country and cycle received before.

    A first submission is a fork like any other where there was another first one, and so is each that follows one of
    two: only the country knows which of them holds.
    """
    if any(item.digest == new.digest for item in before):
        return Standing(Link.REPEATED, _("This package was received already."))
    behind = any(item.number > new.number for item in before)
    if any(item.number == new.number for item in before):
        words = _("A fork: there are two different submissions with the number {n}. Ask the country which one holds.")
        return Standing(Link.FORK, words.format(n=new.number), behind)
    if behind:
        words = _("Number {n} arrives late: a newer submission was merged before.")
        return Standing(Link.LATE, words.format(n=new.number), behind)
    last = max((item.number for item in before), default=0)
    if not before and new.number == 1:
        return Standing(Link.FIRST, _("The first submission."))
    if last + 1 < new.number:
        return Standing(Link.GAP, _gap(new.number, last))
    if new.previous not in {item.digest for item in before if item.number == last}:
        words = _("A fork: number {n} follows another number {m} than the one received. Ask the country which holds.")
        return Standing(Link.FORK, words.format(n=new.number, m=last))
    return Standing(Link.NEXT, _("Follows the submission number {n}.").format(n=last))


def _gap(number: int, last: int) -> str:
    missing = [str(n) for n in range(last + 1, number)]
    shown = ", ".join(missing[:5]) + ("…" if len(missing) > 5 else "")
    return _("Number {n} received, but number {missing} never arrived.").format(n=number, missing=shown)
