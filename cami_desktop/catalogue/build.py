"""Writes resources/catalogue/*.json from the reference data (CSV); run by hand when they change, never by the program.

`python -m cami_desktop.catalogue.build --domain DIR` reads DIR (the reference data) and resources/catalogue/source (the
program's own lists, labels and corrections). The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from cami_desktop.assets import folder
from cami_desktop.catalogue.build_lists import build_lists, build_pow
from cami_desktop.catalogue.build_rows import build_countries, build_editions, build_populations, build_taxa
from cami_desktop.catalogue.source import Source


def build(domain: Path, own: Path) -> dict[str, Any]:
    """Return the content of every file of the catalogue by its name. Raises DamagedInput when a source does not fit."""
    source = Source(domain, own)
    content = {
        "editions": build_editions(source),
        "taxa": build_taxa(source),
        "countries": build_countries(source),
        "populations": build_populations(source),
        "pow": build_pow(source),
        "lists": build_lists(source),
    }
    source.refuse_unused_labels()
    return content


def text_of(content: Any) -> str:
    """Return the JSON text of one file: sorted keys, one value a line, so that a change reads as a change."""
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(arguments: list[str] | None = None) -> None:
    """Write the catalogue's files and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m cami_desktop.catalogue.build", description=__doc__)
    parser.add_argument("--domain", type=Path, required=True, help="folder of the reference data")
    parser.add_argument("--out", type=Path, default=None, help="folder to write to (default: resources/catalogue)")
    options = parser.parse_args(arguments)
    home = folder("resources") / "catalogue"
    out = options.out or home
    out.mkdir(parents=True, exist_ok=True)
    for name, content in build(options.domain, home / "source").items():
        (out / f"{name}.json").write_text(text_of(content), encoding="utf-8", newline="\n")
        print(f"{name}.json: {len(content)}")


if __name__ == "__main__":
    main()
