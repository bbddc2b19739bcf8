"""Codes in the words of the language that speaks, for the lines that people read; JSON keeps the codes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cami_desktop.words import N_, _, n_

if TYPE_CHECKING:
    from cami_desktop.records.field import Field

_OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "merged": N_("merged"),
        "planned": N_("planned"),
        "already-received": N_("received already"),
        "refused": N_("refused"),
        "waits": N_("merged; decisions wait"),
    }
)

_LINKS: Mapping[str, str] = MappingProxyType({"fork": N_("fork in the numbers"), "gap": N_("gap in the numbers")})

_SEVERITIES: Mapping[str, str] = MappingProxyType({"error": N_("Error"), "warning": N_("Warning"), "hint": N_("Hint")})

_SIDES: Mapping[str, str] = MappingProxyType(
    {"here": N_("only in the workspace"), "there": N_("only in the backup"), "both": N_("different")}
)


def outcome(code: str) -> str:
    """What became of a package."""
    return _(_OUTCOMES[code]) if code in _OUTCOMES else code


def link(code: str) -> str:
    """What is wrong with the place of a submission among its country's; blank where nothing is."""
    return _(_LINKS[code]) if code in _LINKS else ""


def severity(code: str) -> str:
    """How grave a finding is."""
    return _(_SEVERITIES[code]) if code in _SEVERITIES else code


def side(code: str) -> str:
    """Where a record is that differs."""
    return _(_SIDES[code]) if code in _SIDES else code


def kind(name: str) -> str:
    """A kind of record in the singular; the name of a table that holds none stands as it is."""
    from cami_desktop.records import KINDS

    return _(KINDS[name].label) if name in KINDS else name


def field(of: str, name: str) -> str:
    """A field of a kind of record."""
    labels = {"deleted": N_("Removed"), "accepted": N_("Accepted"), "absent": N_("Why blank")}
    found = _field(of, name)
    if found is None and name not in labels:
        return name
    return _(found.label if found is not None else labels[name])


def value(of: str, name: str, stored: Any) -> str:
    """A value as people read it: names instead of codes, a dash where there is none."""
    from cami_desktop.catalogue import load

    found = _field(of, name)
    code_list = found.code_list if found is not None else ""
    if stored in (None, "", [], {}):
        return "–"
    if isinstance(stored, bool):
        return _("yes") if stored else _("no")
    several = stored if isinstance(stored, list) else [stored]
    return "; ".join(load().label(code_list, str(item)) if code_list else str(item) for item in several)


def _field(of: str, name: str) -> Field | None:
    from cami_desktop.records import KINDS

    return next((item for item in KINDS[of].fields() if item.name == name), None) if of in KINDS else None


def records(counts: Mapping[str, int]) -> str:
    """Records by what a merge did with them, without those that are none."""
    words = {
        "added": lambda n: n_("{n} added", "{n} added", n),
        "updated": lambda n: n_("{n} updated", "{n} updated", n),
        "deleted": lambda n: n_("{n} removed", "{n} removed", n),
        "known": lambda n: n_("{n} known already", "{n} known already", n),
        "conflict": lambda n: n_("{n} waits for a decision", "{n} wait for a decision", n),
        "refused": lambda n: n_("{n} refused", "{n} refused", n),
    }
    return ", ".join(words[name](n).format(n=n) for name, n in counts.items() if n and name in words)
