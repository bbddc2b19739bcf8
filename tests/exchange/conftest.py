"""The keys of the signing tests, made once in a session because key files are slow on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange import signing


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> signing.Office:
    """A root, an enrolled key and the same key before it was enrolled."""
    return signing.office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def genuine(office: signing.Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A genuine package; to be read only."""
    return signing.package(tmp_path_factory.mktemp("package") / "CAMI_KG_cami-2014_003.asice", office.enrolled)
