"""None, True and False outlive what PySide6 takes from them (Python 3.11)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

USED = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
{make}
class Sender(QObject):
    told = Signal(bool)
sender, widget = Sender(), QWidget()
for _time in range(200_000):
    {use}
print("alive")
"""


def run(root: Path, make: str, use: str) -> subprocess.CompletedProcess[str]:
    """Use something two hundred thousand times in a process of its own."""
    code = USED.format(make=make, use=use)
    return subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("use", ["widget.parentWidget()", "sender.told.emit(True)", "sender.told.emit(False)"])
def test_what_pyside_takes_is_never_used_up(root: Path, use: str) -> None:
    make = "from cami_desktop.desktop.application import make_application; app = make_application([], 'en')"
    done = run(root, make, use)
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr


def test_without_care_a_process_of_python_3_11_would_end(root: Path) -> None:
    if sys.version_info >= (3, 12):
        pytest.skip("Python counts neither None nor True any more")
    done = run(root, "app = QApplication([])", "sender.told.emit(True)")
    assert done.returncode != 0 and "deallocating True or False" in done.stderr


def test_the_constants_have_more_references_than_a_day_of_work_takes(app: QApplication) -> None:
    lonely = QWidget()
    for _time in range(1_000):
        lonely.parentWidget()
    for constant in (None, True, False):
        assert sys.version_info >= (3, 12) or sys.getrefcount(constant) > 1 << 32
