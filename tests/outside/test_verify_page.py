"""The commands of docs/verify.md do what the page says, on a package of the demo, and notice one changed byte."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.exchange.signing import other_byte
from tests.outside.tools import needs

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "verify.md").read_text(encoding="utf-8")
TOOLS = ("bash", "unzip", "openssl", "certutil", "pdfsig", "xmlsec1")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)


def _run(folder: Path, commands: Sequence[str], *, stop: bool = True) -> str:
    options = ["-e", "-u", "-o", "pipefail"] if stop else ["-u"]
    done = subprocess.run(
        ["bash", *options, "-c", "\n".join(commands)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 or not stop, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def folder(demo: Path, tmp_path: Path) -> Path:
    """A folder with the package and the root certificate that the page begins with."""
    needs(*TOOLS)
    shutil.copy(demo / "packages" / "CAMI_KG_cami-2014_001.asice", tmp_path)
    shutil.copy(demo / "root.pem", tmp_path)
    return tmp_path


def test_every_command_succeeds_and_prints_what_the_page_shows(folder: Path) -> None:
    said = _run(folder, _blocks("sh")).splitlines()
    assert "NOT AS SIGNED" not in "\n".join(said)
    for line in "".join(_blocks("text")).splitlines():
        pattern = re.escape(line).replace("…", ".+")
        assert any(re.fullmatch(pattern, found.rstrip()) for found in said), f"{line}\n" + "\n".join(said)
    numbers = [line.strip() for line in said if line.strip().isdigit()]
    assert len(numbers) == 2 and len(set(numbers)) == 1


def test_the_fingerprint_is_the_one_that_the_program_shows(folder: Path) -> None:
    root = subprocess.run(
        [sys.executable, "-m", "cami_desktop", "key", "show", str(folder / "root.pem")],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    fingerprint = re.findall(r"\b[0-9a-f]{64}\b", root.stdout)[0]
    assert fingerprint in _run(folder, _blocks("sh"))


@pytest.mark.parametrize(
    ("part", "step", "sound"),
    [
        ("META-INF/ASiCManifest001.xml", 1, "CAdES Verification successful"),
        ("submission.xlsx", 2, "as signed: submission.xlsx"),
        ("report.pdf", 3, "Signature is Valid."),
    ],
)
def test_one_changed_byte_is_noticed_in_its_step(folder: Path, part: str, step: int, sound: str) -> None:
    first, unpack, *rest = _blocks("sh")
    steps = [unpack, *rest]
    _run(folder, [first, unpack])
    path = folder / "unpacked" / part
    whole = path.read_bytes()
    path.write_bytes(other_byte(whole, whole.index(b"endstream") - 3 if part.endswith(".pdf") else len(whole) // 2))
    again = steps[step - 1].replace('unzip -q -d unpacked "$package"\n', "")
    assert sound not in re.sub(rf"NOT AS SIGNED: {re.escape(part)}", "", _run(folder, [first, again], stop=False))
