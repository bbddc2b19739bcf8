"""The demo: the same records each time, the same region in any order, received once."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import Any

import pytest

from cami_desktop.exchange.trust import Trust
from cami_desktop.exchange.verify import verify_package
from cami_desktop.loop.demo import COUNTRIES
from cami_desktop.loop.dump import dump
from cami_desktop.loop.receive import receive
from cami_desktop.loop.trusting import trust
from cami_desktop.records.kinds import Contribution, Meeting, PopulationEstimate
from cami_desktop.workspace.ledger import Question, Submission
from cami_desktop.workspace.workspace import Workspace
from tests.conftest import build_demo


def packages(folder: Path) -> list[Path]:
    return sorted((folder / "packages").glob("*.asice"))


def plain(file: Path) -> dict[str, Any]:
    with Workspace.open(file, read_only=True) as workspace:
        return dump(workspace, plain=True)


def test_it_leaves_what_the_command_line_s_page_promises(demo: Path) -> None:
    names = {path.relative_to(demo).as_posix() for path in demo.rglob("*") if path.is_file()}
    expected = {"region.cami", "root.pem", *(f"{country}.cami" for country in COUNTRIES)}
    assert expected <= names
    assert len(packages(demo)) == 5 and len(list((demo / "receipts").glob("*.asice"))) == 5
    assert {"synthesis/regional.xlsx", "synthesis/regional.pdf"} <= names
    assert not [name for name in names if name.endswith((".part", "-wal", "-shm", "-journal"))]


def test_every_package_and_receipt_is_genuine(demo: Path) -> None:
    believed = Trust(roots=((demo / "root.pem").read_bytes(),))
    for path in [*packages(demo), *(demo / "receipts").glob("*.asice")]:
        assert verify_package(path, believed).verdict == "genuine", path.name


def test_each_country_holds_real_data_and_a_meeting(demo: Path) -> None:
    for country in COUNTRIES:
        with Workspace.open(demo / f"{country}.cami", read_only=True) as workspace:
            assert len(workspace.all(PopulationEstimate)) >= 6
            assert len(workspace.all(Meeting)) == 1
            assert 15 <= len(workspace.all(Contribution)) <= 40
            (sent,) = workspace.ledger(Submission)
            assert sent.state == "received"
            assert {item.submission for item in workspace.ledger(Question)} <= {sent.digest}


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("again") / "демо"
    build_demo(folder)
    return folder


def test_two_runs_from_scratch_give_the_same_records(demo: Path, again: Path) -> None:
    for name in (*(f"{country}.cami" for country in COUNTRIES), "region.cami"):
        assert plain(demo / name) == plain(again / name), name


def merged(folder: Path, demo: Path, order: list[Path]) -> dict[str, Any]:
    folder.mkdir()
    with Workspace.create(folder / "r.cami", role="regional") as region:
        trust(region, demo / "root.pem")
        for package in order:
            (result,) = receive(region, [package])
            assert result.outcome == "merged"
        return dump(region)


def test_merging_in_any_order_gives_the_same_region(demo: Path, tmp_path: Path) -> None:
    orders = list(itertools.permutations(packages(demo)))
    results = [merged(tmp_path / str(n), demo, list(orders[n])) for n in (0, 59, 119)]
    assert results[0] == results[1] == results[2]
    assert results[0]["records"] == dump_of(demo / "region.cami")["records"]


def dump_of(file: Path) -> dict[str, Any]:
    with Workspace.open(file, read_only=True) as workspace:
        return dump(workspace)


def test_merging_again_says_already_received_and_changes_nothing(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "region.cami"
    shutil.copy(demo / "region.cami", file)
    before = dump_of(file)
    with Workspace.open(file) as region:
        assert {result.outcome for result in receive(region, packages(demo))} == {"already-received"}
    assert dump_of(file) == before
