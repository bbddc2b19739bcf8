"""What a workspace is: its role, country, cycle and replica, stored in the table `info`."""

from __future__ import annotations

from dataclasses import dataclass

from cami_desktop import catalogue as reference
from cami_desktop.errors import WrongUse
from cami_desktop.words import _

NATIONAL = "national"
REGIONAL = "regional"


@dataclass(frozen=True, slots=True)
class WorkspaceInfo:
    """The unchanging facts of a workspace.

    role is `national` or `regional`; country is ISO 3166 alpha-2, empty for a regional one; cycle names the reporting
    cycle and catalogue the edition it uses; replica is this file's name in version vectors.
    """

    role: str
    country: str
    cycle: str
    catalogue: str
    replica: str
    created_at: str

    @property
    def regional(self) -> bool:
        """Whether this is a Secretariat's workspace."""
        return self.role == REGIONAL


def edition_for(role: str, country: str, cycle: str) -> str:
    """The catalogue edition of a new workspace. Raises WrongUse where role, country and cycle do not go together."""
    if role not in (NATIONAL, REGIONAL):
        raise WrongUse(_("The role is national or regional, not {role}.").format(role=role))
    edition = reference.load().cycle(cycle).edition
    if role == REGIONAL and country:
        raise WrongUse(_("A regional workspace belongs to no single country."), do=_("Leave the country out."))
    if role == NATIONAL and not country:
        raise WrongUse(_("A national workspace needs its country, for example --country KG."))
    if role == NATIONAL and not reference.load(edition).known("country", country):
        raise WrongUse(_("{country} is not a range state of the catalogue.").format(country=country or "–"))
    return edition
