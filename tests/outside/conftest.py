"""Tests with tools that we did not write; `needs` skips them loudly without the tool, and fails in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.exchange import signing

SYSTEM_PYTHON = "/usr/bin/python3"


def needs(*tools: str) -> None:
    """Skip the test, saying which tool is missing, or fail it when the environment variable CI is set.

    `uno` stands for LibreOffice's Python module in the system's own Python.
    """
    missing = [tool for tool in tools if not _has(tool)]
    if not missing:
        return
    words = f"needs {', '.join(missing)}, which is not installed: run `make tools`"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


def _has(tool: str) -> bool:
    if tool != "uno":
        return shutil.which(tool) is not None
    if not Path(SYSTEM_PYTHON).exists():
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool with English messages and return what it said, whatever its exit code."""
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=120,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> signing.Office:
    """A root, an enrolled key and the same key before it was enrolled."""
    return signing.office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def genuine(office: signing.Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A genuine package; to be read only."""
    return signing.package(tmp_path_factory.mktemp("package") / "CAMI_KG_cami-2014_003.asice", office.enrolled)
