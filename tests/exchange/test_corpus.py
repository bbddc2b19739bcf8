"""Packages of earlier releases verify and give the same records for ever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cami_desktop.exchange.trust import Trust
from cami_desktop.exchange.verify import verify_package
from cami_desktop.loop.dump import plain_values
from cami_desktop.loop.package import read_package

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
    held = {record.id: plain_values(record) for record in records}
    for values in expected["records"]:
        # Fields that came later are blank; those of then are what they were.
        assert {name: json.loads(json.dumps(held[values["id"]][name])) for name in values} == values


def test_there_is_a_frozen_package() -> None:
    assert FOLDERS
