"""What a workspace is: its role, country, cycle and replica, stored in the table `info`."""

from __future__ import annotations

from dataclasses import dataclass

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
