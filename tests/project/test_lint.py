"""The checkers themselves as tests: style, types, and the directions between the rooms."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def _check(root: Path, *command: str) -> None:
    done = subprocess.run([sys.executable, *command], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"


def test_ruff_finds_nothing(root: Path) -> None:
    _check(root, "-m", "ruff", "check", ".")


@pytest.mark.slow
def test_mypy_finds_nothing(root: Path) -> None:
    _check(root, "-m", "mypy")


def test_every_import_goes_the_way_the_rooms_allow(root: Path) -> None:
    _check(root, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")
