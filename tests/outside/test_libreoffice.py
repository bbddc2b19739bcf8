"""LibreOffice finds the workbook's signature valid, and invalid after one changed cell."""

from __future__ import annotations

import io
import json
import os
import secrets
import signal
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cami_desktop.exchange import opc
from tests.exchange.signing import entry
from tests.outside.conftest import SYSTEM_PYTHON, needs, run

SCRIPT = Path(__file__).with_name("uno_verify.py")

Ask = Callable[[Path], list[dict[str, Any]]]


@pytest.fixture(scope="module")
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


def _replaced(workbook: bytes, item: str, old: bytes, new: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(target, "w") as result:
        for name in source.namelist():
            data = source.read(name)
            if name == item:
                assert old in data
                data = data.replace(old, new)
            result.writestr(name, data)
    return target.getvalue()


def test_the_workbook_is_validly_signed(ask: Ask, genuine: Path, tmp_path: Path) -> None:
    path = tmp_path / "submission.xlsx"
    path.write_bytes(entry(genuine, "submission.xlsx"))
    assert ask(path) == [{"valid": True, "subject": "CN=Айгүл Тестова,C=KG", "date": [20260514, 9300000]}]


@pytest.mark.parametrize(
    ("item", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<v>300</v>", b"<v>900</v>"),
        ("xl/workbook.xml", b'name="second"', b'name="Second"'),
        ("xl/_rels/workbook.xml.rels", b"sheet2.xml", b"sheet1.xml"),
        (opc.SIGNATURE_ITEM, b"2026-05-14T09:30:00Z", b"2026-05-15T09:30:00Z"),
    ],
)
def test_a_changed_workbook_is_not(ask: Ask, genuine: Path, tmp_path: Path, item: str, old: bytes, new: bytes) -> None:
    path = tmp_path / "submission.xlsx"
    path.write_bytes(_replaced(entry(genuine, "submission.xlsx"), item, old, new))
    assert [found["valid"] for found in ask(path)] == [False]
