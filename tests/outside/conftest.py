"""A LibreOffice of our own to ask about the signatures of workbooks."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.outside.tools import SYSTEM_PYTHON, needs, run

SCRIPT = Path(__file__).with_name("uno_verify.py")

Ask = Callable[[Path], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Ask a LibreOffice of our own, with a profile of its own, about the signatures of a file."""
    needs("soffice", "uno")
    pipe = f"cami{secrets.token_hex(4)}"
    profile = tmp_path_factory.mktemp("profile").as_uri()
    # A group of its own: soffice is a script, and the program that it starts must end with it.
    office = subprocess.Popen(
        [
            *("soffice", f"-env:UserInstallation={profile}", f"--accept=pipe,name={pipe};urp"),
            *("--headless", "--norestore", "--nologo", "--nodefault"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )

    def answer(file: Path) -> list[dict[str, Any]]:
        done = run(SYSTEM_PYTHON, SCRIPT, pipe, file)
        assert done.returncode == 0, done.stderr
        said: list[dict[str, Any]] = json.loads(done.stdout)
        return said

    try:
        yield answer
    finally:
        os.killpg(office.pid, signal.SIGTERM)
        try:
            office.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(office.pid, signal.SIGKILL)
            office.wait()
