"""The real program on a real display, driven by keys from outside: from the first start to a stored estimate."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cami_desktop.records.kinds import PopulationEstimate
from cami_desktop.workspace.workspace import Workspace
from tests.outside.tools import needs

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="needs an X server of its own"),
]

PATIENCE = 90


@pytest.fixture
def display() -> Iterator[str]:
    """The name of a display of our own."""
    needs("Xvfb", "xdotool")
    reading, writing = os.pipe()
    # Without -noreset the server starts anew whenever its last client leaves, and turns away who comes meanwhile:
    # each question of xdotool before the program has connected is such a last client.
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


class Person:
    """Somebody at the keyboard of the program; nothing is asked of the program itself."""

    def __init__(self, display: str, home: Path) -> None:
        self.env = {
            **os.environ, "DISPLAY": display, "HOME": str(home), "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8",
            "XDG_CONFIG_HOME": str(home / "config"), "XDG_STATE_HOME": str(home / "state"), "QT_LOGGING_RULES": "",
        }  # fmt: skip
        command = [sys.executable, "-m", "cami_desktop.desktop", "--lang", "en"]
        self.program = subprocess.Popen(command, env=self.env)

    def ask(self, *words: str) -> str:
        done = subprocess.run(["xdotool", *words], env=self.env, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def see(self, title: str) -> str:
        """Wait for a window of that title, and give it the keyboard: there is no window manager to do so."""
        found = ""

        def there() -> bool:
            nonlocal found
            assert self.program.poll() is None, f"the program ended with {self.program.returncode}: see its words below"
            found = self.ask("search", "--onlyvisible", "--name", title)
            return bool(found)

        wait_until(there)
        number = found.split()[-1]
        self.ask("windowfocus", "--sync", number)
        return number

    def press(self, *keys: str) -> None:
        for key in keys:
            self.ask("key", "--clearmodifiers", key)
            time.sleep(0.15)

    def write(self, text: str) -> None:
        self.ask("type", "--delay", "30", text)
        time.sleep(0.3)


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.2)


def estimates(file: Path) -> set[tuple[str | None, int | None, float | None]]:
    with Workspace.open(file, who="Look", read_only=True) as workspace:
        return {(item.population, item.year, item.best) for item in workspace.all(PopulationEstimate)}


def test_from_the_first_start_to_a_stored_estimate_by_keys_alone(display: str, tmp_path: Path) -> None:
    person = Person(display, tmp_path)
    try:
        person.see("^CAMI Desktop$")
        # From the button that opens a workspace: country, cycle, name.
        person.press("Tab", "Tab", "Tab")
        person.write("Aigerim")
        person.press("Tab", "Tab", "space")
        person.see("^KZ sample.cami")
        person.press("ctrl+k")
        person.write("saiga tatarica")
        person.press("Return")
        time.sleep(1)
        person.press("ctrl+k")
        person.write("population")
        person.press("Return")
        time.sleep(0.5)
        person.press("ctrl+k")
        person.write("new")
        person.press("Return")
        person.write("Counted from outside")
        person.press("Tab", "Tab", "Tab")
        person.write("2026")
        person.press("Tab", "Tab", "Tab")
        person.write("4 200")
        person.press("Tab")
        time.sleep(1)
        person.press("ctrl+q")
        assert person.program.wait(PATIENCE) == 0
    finally:
        person.program.kill()
        person.program.wait()
    (file,) = tmp_path.rglob("KZ sample.cami")
    assert ("Counted from outside", 2026, 4200) in estimates(file)
    assert not list(file.parent.glob("*.lock"))
