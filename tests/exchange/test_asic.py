"""Containers as written: the order and kind of the entries, streaming, determinism of the ZIP, nothing half-made."""

from __future__ import annotations

import hashlib
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from cami_desktop.errors import Refused
from cami_desktop.exchange import asic, container, limits
from cami_desktop.exchange.verify import listed_digests
from tests.exchange.signing import SIGNED, Office, entry


def test_the_container_is_built_as_the_standard_says(genuine: Path) -> None:
    data = genuine.read_bytes()
    # The magic number of the standard: the type can be read at a fixed place.
    assert data[30:38] == b"mimetype"
    assert data[38 : 38 + len(asic.MIMETYPE)] == asic.MIMETYPE
    with zipfile.ZipFile(genuine) as package:
        assert package.namelist()[0] == "mimetype"
        assert package.namelist()[-2:] == [asic.MANIFEST_NAME, asic.SIGNATURE_NAME]
        assert {info.date_time for info in package.infolist()} == {(2026, 5, 14, 9, 30, 0)}
        assert package.testzip() is None


def test_the_list_names_every_entry_with_its_digest(genuine: Path) -> None:
    listed = listed_digests(entry(genuine, asic.MANIFEST_NAME))
    with zipfile.ZipFile(genuine) as package:
        names = set(package.namelist()) - {"mimetype", asic.MANIFEST_NAME, asic.SIGNATURE_NAME}
        assert listed == {name: hashlib.sha256(package.read(name)).hexdigest() for name in names}


def test_what_was_built_reads_back(office: Office, tmp_path: Path) -> None:
    source = tmp_path / "photo.jpg"
    source.write_bytes(b"photo" * 1000)
    built = asic.build_container(
        tmp_path / "p.asice", {"manifest.json": b"{}", "attachments/a.jpg": source}, office.enrolled, signed_at=SIGNED
    )
    assert built.digest == hashlib.sha256(built.path.read_bytes()).hexdigest()
    assert built.size == built.path.stat().st_size
    with container.open_container(built.path) as package:
        assert package.read("attachments/a.jpg") == source.read_bytes()
        assert package.sha256("attachments/a.jpg") == built.entries["attachments/a.jpg"]
        assert package.digest() == built.digest


def test_large_attachments_pass_through_in_pieces(office: Office, tmp_path: Path) -> None:
    source = tmp_path / "film.bin"
    with source.open("wb") as file:
        file.truncate(64 << 20)
    path = tmp_path / "p.asice"
    asic.build_container(tmp_path / "warm.asice", {"a": b""}, office.enrolled, signed_at=SIGNED)
    tracemalloc.start()
    try:
        asic.build_container(path, {"film.bin": source}, office.enrolled, signed_at=SIGNED)
        with container.open_container(path) as package:
            package.sha256("film.bin")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20


@pytest.mark.parametrize(
    "name",
    [
        *("../x", "/x", "a\\b", "a/../b", "a//b", "a/", ".hidden", "ключ.txt", "con.txt", "dir/NUL", "x.", "mimetype"),
        *("META-INF/x", "a b", "a:b", "", "x" * 201),
    ],
)
def test_unfit_names_are_refused_and_nothing_is_written(office: Office, tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="cannot hold a part"):
        asic.build_container(tmp_path / "p.asice", {name: b"x"}, office.enrolled, signed_at=SIGNED)
    assert not list(tmp_path.iterdir())


def test_twins_but_for_case_and_files_that_are_folders_are_unfit() -> None:
    assert limits.unfit_names(["a.txt", "A.TXT"]) == ["A.TXT"]
    assert limits.unfit_names(["a", "a/b"]) == ["a/b"]
    assert limits.unfit_names(["a/b", "a"]) == ["a"]
    assert limits.unfit_names(["a/b", "a/c", "b"]) == []


def test_a_failure_leaves_no_file_behind(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        asic.build_container(tmp_path / "p.asice", {"a": tmp_path / "nowhere"}, office.enrolled, signed_at=SIGNED)
    assert not list(tmp_path.iterdir())


def test_an_existing_package_is_not_overwritten(office: Office, genuine: Path) -> None:
    before = genuine.read_bytes()
    with pytest.raises(Refused, match="exists already"):
        asic.build_container(genuine, {"a": b"x"}, office.enrolled, signed_at=SIGNED)
    assert genuine.read_bytes() == before
