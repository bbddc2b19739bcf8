"""Any single byte of a package changed: never genuine and never an exception, but for two bytes that say nothing."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cami_desktop.exchange import asic, opc_check, pades_check
from cami_desktop.exchange.cades import BadSignature, check_detached
from cami_desktop.exchange.verify import verify_package
from tests.exchange import signing
from tests.exchange.signing import ASKED, SIGNED, Office


@pytest.fixture(scope="session")
def small(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package without documents, so that every one of its bytes can be tried."""
    path = tmp_path_factory.mktemp("small") / "small.asice"
    photo = b"photo"
    parts = {"manifest.json": signing.manifest({"a1": photo}), "attachments/a1.jpg": photo}
    asic.build_container(path, parts, office.enrolled, signed_at=SIGNED)
    return path


def saying_nothing(path: Path) -> set[int]:
    """Return the places of `version made by` in the central directory, which says which program wrote the ZIP."""
    with zipfile.ZipFile(path) as package:
        at, data = package.start_dir, path.read_bytes()
    places: set[int] = set()
    while data[at : at + 4] == b"PK\x01\x02":
        places |= {at + 4, at + 5}
        at += 46 + sum(struct.unpack_from("<3H", data, at + 28))
    return places


def test_no_changed_byte_is_genuine(office: Office, small: Path, tmp_path: Path) -> None:
    data, harmless, target = small.read_bytes(), saying_nothing(small), tmp_path / "p.asice"
    assert verify_package(small, office.trust, ASKED).verdict == "genuine"
    missed = []
    for at in range(len(data)):
        target.write_bytes(data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :])
        word = verify_package(target, office.trust, ASKED).verdict
        if word not in ("altered", "damaged") and at not in harmless:
            missed.append((at, word))
    assert missed == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_no_changed_byte_of_a_complete_package_is_genuine(
    office: Office, genuine: Path, tmp_path: Path, data: st.DataObject
) -> None:
    content, harmless = genuine.read_bytes(), saying_nothing(genuine)
    at = data.draw(st.integers(0, len(content) - 1).filter(lambda place: place not in harmless))
    value = data.draw(st.integers(0, 255).filter(lambda value: value != content[at]))
    target = tmp_path / "p.asice"
    target.write_bytes(content[:at] + bytes([value]) + content[at + 1 :])
    assert verify_package(target, office.trust, ASKED).verdict in ("altered", "damaged")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_pieces_of_a_package_in_any_order_never_raise(
    office: Office, small: Path, tmp_path: Path, data: st.DataObject
) -> None:
    content = small.read_bytes()
    place = st.integers(0, len(content))
    pieces = data.draw(st.lists(st.tuples(place, place), max_size=4))
    target = tmp_path / "p.asice"
    mixed = b"".join(content[min(piece) : max(piece)] for piece in pieces)
    target.write_bytes(mixed)
    assert (verify_package(target, office.trust, ASKED).verdict == "genuine") == (mixed == content)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_arbitrary_bytes_never_surprise_the_checkers(data: bytes) -> None:
    assert not opc_check.check_workbook_signature(data).valid
    assert not pades_check.check_pdf_signature(b"%PDF /ByteRange [0 5 5 " + data).valid
    with pytest.raises(BadSignature):
        check_detached(data, bytes(32))
