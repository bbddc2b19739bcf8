"""Which places there are, in the order of the rail, and where each is built; none is loaded before."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from cami_desktop.desktop.places.base import Place
from cami_desktop.words import N_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

NATIONAL = "national"
REGIONAL = "regional"


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the rail: its id is also the name of its icon and, in Record.place, of where a kind is edited.

    low: it stands at the bottom of the rail; holds: what else people look for when they mean the place.
    """

    place_id: str
    title: str
    module: str
    name: str
    roles: tuple[str, ...] = (NATIONAL,)
    low: bool = False
    holds: tuple[str, ...] = ()

    def load(self) -> ModuleType:
        """Load the place."""
        return import_module(f"cami_desktop.desktop.places.{self.module}")

    def build(self, session: Session, jobs: Jobs) -> Place:
        """Build the place, and load it first where it is not."""
        place: Place = getattr(self.load(), self.name)(session, jobs)
        return place


SAFETY = (N_("Backups"), N_("Passphrase"), N_("Restore…"), N_("Second place"))

PLACES: tuple[Entry, ...] = (
    Entry("home", N_("Home"), "home.place", "Home"),
    Entry("region", N_("Region"), "region.place", "Region", (REGIONAL,)),
    Entry("meetings", N_("Meetings"), "meetings.place", "Meetings"),
    Entry("species", N_("Species"), "species.place", "Species"),
    Entry("programme", N_("Programme of Work"), "programme.place", "Programme"),
    Entry("register", N_("Register"), "register.place", "Register", (NATIONAL, REGIONAL)),
    Entry("check", N_("Check"), "check.place", "Check", (NATIONAL, REGIONAL)),
    Entry("submit", N_("Submit"), "submit.place", "Submit"),
    Entry("safety", N_("Safety"), "safety.place", "Safety", (NATIONAL, REGIONAL), low=True, holds=SAFETY),
    Entry("bin", N_("Bin"), "bin", "Bin", low=True),
)


def places_for(role: str) -> list[Entry]:
    """The places of a workspace of that role."""
    return [entry for entry in PLACES if role in entry.roles]


def first_place(role: str, left: str) -> Entry:
    """The place that a workspace of that role opens with: the one that was left (its id), else the first."""
    found = places_for(role)
    return next((entry for entry in found if entry.place_id == left), found[0])


def place_of(kind: str, role: str) -> str:
    """The place in which records of a kind are shown: their own, or Region where that place is not for the role."""
    # The window is painted before the records are described.
    from cami_desktop.records import KINDS

    own = KINDS[kind].place
    return own if any(entry.place_id == own for entry in places_for(role)) else "region"
