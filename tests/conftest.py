"""What all tests share: no real screen, English words, no surprises of time, and the demo built once."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.exchange import signing

# Set before anything imports Qt. A test that wants a real display starts its own process.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

ROOT = Path(__file__).resolve().parent.parent

# No deadline: the machine may be busy with other work. In CI the same examples each time; a red run can be repeated.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("project"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "project")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(autouse=True)
def garbage_is_collected_here() -> Iterator[None]:
    """Once a window was made, only its thread may collect; that goes on in tests that have no event loop."""
    yield
    garbage = sys.modules.get("cami_desktop.desktop.garbage")
    if garbage is not None and not gc.isenabled():
        garbage.collect_due()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings, logs and caches of a test lie in a folder of its own, and its words are English."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield


def build_demo(folder: Path) -> None:
    """Run `cami demo FOLDER` in a process of its own; fails the test with its words where it does not succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "cami_desktop", "demo", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `cami demo` wrote, built once for all workers. To be read only: copy what a test changes."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder, claim, done = shared / "demo", shared / "demo.claim", shared / "demo.done"
    try:
        claim.touch(exist_ok=False)
    except FileExistsError:
        patience = time.monotonic() + 900
        while not done.exists():
            assert time.monotonic() < patience, "the worker that builds the demo has gone"
            time.sleep(0.2)
        assert done.read_text(encoding="utf-8") == "", "the demo could not be built: see the first test that failed"
        return folder
    outcome = "failed"
    try:
        build_demo(folder)
        outcome = ""
    finally:
        done.write_text(outcome, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> signing.Office:
    """A root, an enrolled key and the same key before it was enrolled; made once, because key files are slow."""
    return signing.office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def genuine(office: signing.Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small genuine package; to be read only."""
    return signing.package(tmp_path_factory.mktemp("package") / "CAMI_KG_cami-2014_003.asice", office.enrolled)
