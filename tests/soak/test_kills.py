"""Killed 200 times at random moments, the program loses nothing that it acknowledged and leaves nothing half-made.

`make soak` does the same 1,000 times; what is compared, and what cannot be shown in this way: docs/reliability.md.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.soak.__main__ import SEED

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the harness forks, which Windows does not know"),
    pytest.mark.slow,
]


def soaked(
    folder: Path, names: tuple[str, ...], kills: int, round_: int = 0
) -> tuple[int, dict[str, dict[str, Any]], str]:
    """Run the harness in a process of its own: its exit code, what came of each activity, and what it said."""
    folder.mkdir(exist_ok=True)
    seed = SEED + round_ if os.environ.get("CI") else random.SystemRandom().getrandbits(32)
    result = folder / "soak.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak", *names, "--kills", str(kills), "--seed", str(seed), "--json", str(result)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.exists(), done.stderr
    tallies = json.loads(result.read_text(encoding="utf-8"))["activities"]
    return done.returncode, {tally["activity"]: tally for tally in tallies}, done.stderr


@pytest.mark.parametrize(
    ("names", "kills"),
    [
        (("typing",), 50),
        (("attaching", "importing"), 50),
        (("backing up", "restoring"), 60),
        (("exporting", "merging"), 24),
        (("migrating",), 16),
    ],
    ids=lambda value: " and ".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_kill_loses_nothing_and_leaves_nothing_half_made(tmp_path: Path, names: tuple[str, ...], kills: int) -> None:
    code, tallies, said = soaked(tmp_path, names, kills)
    assert [line for tally in tallies.values() for line in tally["complaints"]] == [], said
    assert code == 0, said
    assert sum(tally["kills"] for tally in tallies.values()) == kills
    # A kill between two steps proves less than one within a step.
    assert all(tally["in_flight"] and tally["acknowledged"] for tally in tallies.values()), tallies
