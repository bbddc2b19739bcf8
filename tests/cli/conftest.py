"""Runs `cami` as a person does, in a process of its own where streams and exit codes are real."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def refused(self, code: int, words: str) -> None:
        """One clear sentence, the right exit code, no traceback."""
        assert self.code == code, (self.code, self.err)
        assert words in self.err
        assert "Traceback" not in self.err + self.out
        assert len(self.err.strip().splitlines()) == 1


Cami = Callable[..., Said]


@pytest.fixture
def cami(root: Path) -> Cami:
    def run(*arguments: object, **environment: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "cami_desktop", *map(str, arguments)],
            capture_output=True, text=True, encoding="utf-8", cwd=root, stdin=subprocess.DEVNULL, check=False,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        )  # fmt: skip
        return Said(done.returncode, done.stdout, done.stderr)

    return run
