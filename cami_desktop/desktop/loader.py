"""Opens and makes workspaces beside the window: the heavy libraries are loaded here, after the first paint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cami_desktop.desktop.jobs import Progress
from cami_desktop.records.recordset import RecordSet

if TYPE_CHECKING:
    from cami_desktop.workspace.workspace import Workspace


def open_workspace(path: Path, who: str, progress: Progress) -> tuple[Workspace, RecordSet]:
    """Open a workspace file and read its records. Raises CamiError where it cannot be opened."""
    from cami_desktop.workspace.workspace import Workspace

    progress(0, 0)
    workspace = Workspace.open(path, who=who)
    try:
        return workspace, workspace.records()
    except Exception:
        workspace.close()
        raise


def new_workspace(path: Path, country: str, cycle: str, who: str) -> tuple[Workspace, RecordSet]:
    """Make a national workspace and open it. Raises CamiError where the file exists or cannot be written."""
    from cami_desktop.workspace.workspace import Workspace

    workspace = Workspace.create(path, country=country, cycle=cycle, who=who)
    return workspace, workspace.records()
