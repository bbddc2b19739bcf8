"""Runs the benchmarks named on the command line, or all; prints a table and writes build/benchmarks.json.

A benchmark is a module benchmarks/bench_NAME.py with `run() -> list[Ratio]`.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.ratio import Ratio

HERE = Path(__file__).resolve().parent
RESULT = HERE.parent / "build" / "benchmarks.json"


def names() -> list[str]:
    """The benchmarks there are, by name."""
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def measure(name: str) -> list[Ratio]:
    """Run one benchmark; whatever it raises goes through."""
    return list(import_module(f"benchmarks.bench_{name}").run())


def _figure(value: float, unit: str) -> str:
    if unit == "s":
        return f"{value * 1000:,.1f} ms" if value < 1 else f"{value:,.2f} s"
    return f"{value:,.0f} {unit}"


def _table(lines: Sequence[tuple[str, Ratio]]) -> Table:
    table = Table(title="Ours against the floor of the same run")
    for heading in ("benchmark", "what"):
        table.add_column(heading)
    for heading in ("floor", "ours", "ratio", "goal", ""):
        table.add_column(heading, justify="right")
    for name, line in lines:
        table.add_row(
            name,
            line.what,
            _figure(line.floor, line.unit),
            _figure(line.ours, line.unit),
            f"{line.ratio:.2f} ×",
            f"{'≥' if line.more_is_better else '≤'} {line.goal:g} ×",
            "reached" if line.reached else "[red]missed[/red]",
        )
    return table


def _record(lines: Sequence[tuple[str, Ratio]], failed: Sequence[str]) -> dict[str, Any]:
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "failed": list(failed),
        "lines": [
            {
                "benchmark": name,
                "what": line.what,
                "unit": line.unit,
                "floor": line.floor,
                "ours": line.ours,
                "ratio": round(line.ratio, 4),
                "goal": line.goal,
                "more_is_better": line.more_is_better,
                "reached": line.reached,
            }
            for name, line in lines
        ],
    }


def main(arguments: Sequence[str]) -> int:
    """Measure, print, write. Returns 0, 1 where a benchmark could not run, 2 for an unknown name.

    A missed goal is no failure: the machine may be busy; people read the table.
    """
    known = names()
    unknown = [name for name in arguments if name not in known]
    if unknown:
        print(
            f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(known) or 'none yet'}.",
            file=sys.stderr,
        )
        return 2
    lines: list[tuple[str, Ratio]] = []
    failed: list[str] = []
    for name in arguments or known:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        try:
            lines += [(name, line) for line in measure(name)]
        except Exception:
            traceback.print_exc()
            failed.append(name)
    console = Console()
    console.width = max(console.width, 120)
    console.print(_table(lines))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(_record(lines, failed), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"Written to {RESULT.relative_to(HERE.parent)}.")
    if failed:
        print(f"Could not be measured: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
