"""Packages of earlier releases verify and give the same records for ever."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from cami_desktop.exchange.trust import Trust
from cami_desktop.exchange.verify import verify_package
from cami_desktop.loop.dump import plain_values
from cami_desktop.loop.receive import read_package
from cami_desktop.workspace.tables import to_json

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
FOLDERS = sorted(CORPUS.glob("package-*"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_frozen_package_is_genuine_and_holds_what_it_held(folder: Path) -> None:
    believed = Trust(roots=((folder / "root.pem").read_bytes(),))
    packages = sorted(folder.glob("*.asice"))
    # A certificate ends one day; what was signed before stays good.
    assert {str(verify_package(path, believed).verdict) for path in packages} <= {"genuine", "genuine-expired"}
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    (submission,) = [path for path in packages if "receipt" not in path.name]
    records = read_package(submission).records
    assert records.counts() == expected["counts"]
    values = to_json([plain_values(record) for record in records])
    assert hashlib.sha256(values.encode()).hexdigest() == expected["records_sha256"]


def test_there_is_a_frozen_package() -> None:
    assert FOLDERS
