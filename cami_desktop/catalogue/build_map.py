"""Writes resources/map from the reference data; run by hand when they change, never by the program.

`python -m cami_desktop.catalogue.build_map --domain DIR` checks the outlines in DIR and copies them with the note of
their source and licence. They are simplified already, to about 0.015 degrees, and small enough to be kept as they are.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from cami_desktop.assets import folder
from cami_desktop.catalogue import load
from cami_desktop.catalogue.geojson import read_lands
from cami_desktop.errors import DamagedInput
from cami_desktop.words import _

FILES = ("range_states.geojson", "range_states.PROVENANCE.txt")
"""The outlines, and where they come from."""


def build(domain: Path, out: Path) -> int:
    """Copy the map's files to a folder; returns the number of outlines.

    Raises DamagedInput where the outlines cannot be used, or a range state has none.
    """
    lands = read_lands(domain / FILES[0])
    missing = sorted({country.iso3 for country in load().countries.values()} - {land.code for land in lands})
    if missing:
        raise DamagedInput(_("The map has no outline of {names}.").format(names=", ".join(missing)))
    content = {name: (domain / name).read_bytes() for name in FILES}
    out.mkdir(parents=True, exist_ok=True)
    for name, data in content.items():
        (out / name).write_bytes(data)
    return len(lands)


def main(arguments: list[str] | None = None) -> None:
    """Write the map and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m cami_desktop.catalogue.build_map", description=__doc__)
    parser.add_argument("--domain", type=Path, required=True, help="folder of the reference data")
    parser.add_argument("--out", type=Path, default=None, help="folder to write to (default: resources/map)")
    options = parser.parse_args(arguments)
    out = options.out or folder("resources") / "map"
    print(f"{FILES[0]}: {build(options.domain, out)}")


if __name__ == "__main__":
    main()
