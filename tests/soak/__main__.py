"""Kills the working program 1,000 times and tells what was lost: `python -m tests.soak [ACTIVITY…]`."""

from __future__ import annotations

import argparse
import dataclasses
import gc
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.soak.activities import ACTIVITIES, Activity
from tests.soak.killing import Killer, Tally
from tests.soak.materials import Materials
from tests.soak.spoilt import SPOILT

SEED = 20140520
KILLS = 1_000
RESULT = Path(__file__).resolve().parents[2] / "build" / "soak.json"


def soak(chosen: Sequence[Activity], kills: int, seed: int, folder: Path) -> list[Tally]:
    """Kill the chosen activities, so many times in all."""
    materials = Materials(folder)
    # What is alive now stays alive: collecting it in each child would copy its memory.
    gc.collect()
    gc.freeze()
    found = []
    for n, activity in enumerate(chosen):
        share = kills * (n + 1) // len(chosen) - kills * n // len(chosen)
        print(f"killing {activity.name} {share} times …", file=sys.stderr, flush=True)
        found.append(Killer(activity, materials, folder, seed).run(share))
    return found


def _record(tallies: Sequence[Tally], seed: int) -> dict[str, Any]:
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "seed": seed,
        "activities": [dataclasses.asdict(tally) for tally in tallies],
    }


def _print(tallies: Sequence[Tally]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Killed at random moments")
    table.add_column("activity")
    for heading in "kills|in a step|acknowledged|values compared|files read|lost|half-made|other|s".split("|"):
        table.add_column(heading, justify="right")
    for item in tallies:
        lost, half = item.count("lost") + item.count("differs"), item.count("half-made")
        numbers = (item.kills, item.in_flight, item.acknowledged, item.compared, item.files, lost, half)
        other = len(item.complaints) - lost - half
        table.add_row(item.activity, *(f"{number:,}" for number in (*numbers, other)), f"{item.seconds:.0f}")
    console = Console()
    console.width = max(console.width, 120)
    console.print(table)
    for line in [line for item in tallies for line in item.complaints]:
        print(line, file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill, judge, print, write. Returns 1 where anything was lost, half-made or otherwise wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("activities", nargs="*", metavar="ACTIVITY", help=", ".join(ACTIVITIES))
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", type=Path, default=RESULT)
    asked = parser.parse_args(arguments)
    chosen = [(ACTIVITIES | SPOILT)[name] for name in asked.activities or ACTIVITIES]
    print(f"seed {asked.seed}", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        tallies = soak(chosen, asked.kills, asked.seed, Path(folder))
    _print(tallies)
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(_record(tallies, asked.seed), indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(f"Written to {asked.json.name}.", file=sys.stderr)
    return int(any(tally.complaints for tally in tallies))


if __name__ == "__main__":
    sys.exit(main())
