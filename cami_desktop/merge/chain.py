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
    """The link of a submission to the chain, and what it means in plain words."""

    link: Link
    words: str

    @property
    def newest(self) -> bool:
        """Whether no later submission was received."""
        return self.link not in (Link.LATE, Link.REPEATED)


def assess(new: Received, before: Sequence[Received]) -> Standing:
    """Say how a submission stands to those of the same country and cycle received before."""
    if any(item.digest == new.digest for item in before):
        return Standing(Link.REPEATED, _("This package was received already."))
    same = [item for item in before if item.number == new.number]
    if same:
        return Standing(Link.FORK, _("There are two different submissions with the number {n}.").format(n=new.number))
    if any(item.number > new.number for item in before):
        return Standing(
            Link.LATE, _("Number {n} arrives late: a newer submission was merged before.").format(n=new.number)
        )
    last = max(before, key=lambda item: item.number, default=None)
    if last is None and new.number == 1:
        return Standing(Link.FIRST, _("The first submission."))
    if last is None or last.number + 1 < new.number:
        return Standing(Link.GAP, _gap(new.number, last.number if last else 0))
    if last.digest != new.previous:
        return Standing(
            Link.FORK,
            _("Number {n} follows another number {m} than the one received.").format(n=new.number, m=last.number),
        )
    return Standing(Link.NEXT, _("Follows the submission number {n}.").format(n=last.number))


def _gap(number: int, last: int) -> str:
    missing = [str(n) for n in range(last + 1, number)]
    shown = ", ".join(missing[:5]) + ("…" if len(missing) > 5 else "")
    return _("Number {n} received, but number {missing} never arrived.").format(n=number, missing=shown)
