"""Version vectors and per-field stamps: order between replicas without clocks.

A record's version vector maps each replica to the number of changes that replica made to the record. A stamp (a dot in
the literature on dotted version vectors, Preguiça et al. 2010) names the single change that last wrote a field, so
that two versions merge field by field without the history of the other side. A field has several stamps where several
replicas wrote the same value without knowing of each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

Version = dict[str, int]
Stamp = tuple[str, int]
Stamps = dict[str, tuple[Stamp, ...]]


class Order(StrEnum):
    """How one version stands to another."""

    EQUAL = "equal"
    NEWER = "newer"
    OLDER = "older"
    CONCURRENT = "concurrent"


def knows(version: Mapping[str, int], stamp: Stamp) -> bool:
    """Tell whether a version has seen the change that a stamp names."""
    replica, counter = stamp
    return version.get(replica, 0) >= counter


def compare(ours: Mapping[str, int], theirs: Mapping[str, int]) -> Order:
    """Return how `ours` stands to `theirs`, from the vectors alone."""
    ahead = any(counter > theirs.get(replica, 0) for replica, counter in ours.items())
    behind = any(counter > ours.get(replica, 0) for replica, counter in theirs.items())
    if ahead and behind:
        return Order.CONCURRENT
    if ahead:
        return Order.NEWER
    return Order.OLDER if behind else Order.EQUAL


def join(ours: Mapping[str, int], theirs: Mapping[str, int]) -> Version:
    """Return the least version that knows all that either side knows."""
    return {replica: max(ours.get(replica, 0), theirs.get(replica, 0)) for replica in sorted({*ours, *theirs})}


def bump(version: Mapping[str, int], replica: str) -> tuple[Version, Stamp]:
    """Return the version after one more change by `replica`, and the stamp of that change."""
    counter = version.get(replica, 0) + 1
    return {**version, replica: counter}, (replica, counter)


def version_to_text(version: Mapping[str, int]) -> str:
    """Write a version as `replica:counter,replica:counter`, sorted."""
    return ",".join(f"{replica}:{counter}" for replica, counter in sorted(version.items()))


def version_from_text(text: str) -> Version:
    """Read what version_to_text wrote. Raises ValueError on anything else."""
    return dict(_stamp(part) for part in text.split(",") if part)


def stamps_to_text(stamps: Mapping[str, Iterable[Stamp]]) -> str:
    """Write stamps grouped by change: `replica:counter=field,field;…`, sorted."""
    grouped: dict[Stamp, list[str]] = {}
    for field, own in stamps.items():
        for stamp in own:
            grouped.setdefault(stamp, []).append(field)
    return ";".join(f"{stamp[0]}:{stamp[1]}={','.join(sorted(names))}" for stamp, names in sorted(grouped.items()))


def stamps_from_text(text: str) -> Stamps:
    """Read what stamps_to_text wrote. Raises ValueError on anything else."""
    found: dict[str, list[Stamp]] = {}
    for part in text.split(";"):
        if part:
            stamp, _, names = part.partition("=")
            for name in filter(None, names.split(",")):
                found.setdefault(name, []).append(_stamp(stamp))
    return {name: tuple(sorted(stamps)) for name, stamps in found.items()}


def _stamp(text: str) -> Stamp:
    replica, separator, counter = text.partition(":")
    if not (replica and separator and counter.isascii() and counter.isdigit()):
        raise ValueError(f"not a version: {text!r}")
    return replica, int(counter)
