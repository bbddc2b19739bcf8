"""The sample to try things out on: filled, trusted, and with a key that hands in at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cami_desktop.errors import Refused
from cami_desktop.exchange import keys
from cami_desktop.exchange.verify import verify_package
from cami_desktop.loop.sample import PASSPHRASE, make_sample
from cami_desktop.loop.submit import submit
from cami_desktop.loop.trusting import trust_file
from cami_desktop.workspace.ledger import TrustedRoot
from cami_desktop.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("Пример")
    made = make_sample(folder, "KG", "Айгерим")
    assert made.workspace.is_file() and made.key.is_file()
    return folder


def test_the_sample_is_filled_and_hands_in_at_once(folder: Path, tmp_path: Path) -> None:
    key = keys.load_key(folder / "KG.p12", PASSPHRASE)
    with Workspace.open(folder / "KG sample.cami", who="Айгерим") as workspace:
        workspace.backups.wanted = False
        assert sum(workspace.counts().values()) > 100
        assert len(workspace.ledger(TrustedRoot)) == 1
        handed = submit(workspace, tmp_path, key, report_language="ru")
    assert verify_package(handed.package, trust_file(folder / "root.pem")).verdict.value == "genuine"


def test_a_second_sample_in_the_same_folder_is_refused_and_changes_nothing(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(Refused, match="exists already"):
        make_sample(folder, "KG", "Other")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
