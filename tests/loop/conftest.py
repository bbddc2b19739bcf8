"""A region and a country."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cami_desktop.loop.trusting import trust
from cami_desktop.workspace.workspace import Workspace
from tests.exchange import signing
from tests.loop.kit import Country, country


@pytest.fixture
def region(tmp_path: Path, office: signing.Office) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "region.cami", role="regional", who="Secretariat") as made:
        trust(made, office.folder / "root.pem")
        yield made


@pytest.fixture
def kg(tmp_path: Path, office: signing.Office) -> Iterator[Country]:
    made = country(tmp_path / "Кыргызстан.cami", office)
    yield made
    made.workspace.close()
