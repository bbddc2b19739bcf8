"""Build hook: puts resources, migrations and translations into the wheel, beside the code that reads them.

An editable installation reads the folders of the checkout, so it gets no copy that would grow stale.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("resources", "migrations", "translations")


class DataFolders(BuildHookInterface[Any]):
    """Maps each data folder of the checkout to cami_desktop/_data/ in the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders to a standard wheel; raises FileNotFoundError where one is missing."""
        if version == "editable":
            return
        for name in FOLDERS:
            source = Path(self.root) / name
            if not source.is_dir():
                raise FileNotFoundError(f"the folder {name} is missing: the wheel would not be complete")
            build_data["force_include"][str(source)] = f"cami_desktop/_data/{name}"
