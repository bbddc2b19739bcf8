"""Three minutes of the typed meeting; `make soak` types the hour."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_typed_by_the_clock_is_stored_once_in_order_and_as_it_was_typed(tmp_path: Path) -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path)}
    result = tmp_path / "hour.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak.hour", "3", "--json", str(result)],
        cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "0 complaints" in done.stdout
    assert result.exists()
