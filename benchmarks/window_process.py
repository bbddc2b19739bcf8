"""Runs a part of a benchmark as a process of its own with the real window, out of sight, with settings of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 300
"""Seconds after which a process counts as hung."""


def told_by(module: str, *arguments: str, home: Path, began: str = "") -> Any:
    """What a module of this folder prints in its last line, as JSON.

    home: where the process keeps settings, data and logs; began: a variable that tells it when it was started.
    """
    env = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    env |= {name: str(home) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
    if began:
        env[began] = repr(time.time())
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *arguments],
        cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, timeout=LONGEST, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])
