"""Package files made by hand to do harm or broken on the way: each gives its finding, none an exception or a file."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from cami_desktop.errors import DamagedInput
from cami_desktop.exchange import asic, container, limits
from cami_desktop.exchange.verify import verify_package
from tests.exchange.signing import ASKED, Office, rewritten


def craft(path: Path, entries: list[tuple[str, bytes]], **odd: int) -> Path:
    """Write a ZIP by hand: `odd` sets fields of the last entry's headers."""
    body, directory = b"", b""
    for index, (name, data) in enumerate(entries):
        fields = odd if index == len(entries) - 1 else {}
        raw, crc = name.encode("latin-1"), fields.get("crc", zlib.crc32(data))
        method, flags = fields.get("method", 0), fields.get("flags", 0)
        packed, size = fields.get("packed", len(data)), fields.get("size", len(data))
        shared = struct.pack("<5H3I2H", 20, flags, method, 0, 33, crc, packed, size, len(raw), 0)
        made_by, external = fields.get("made_by", 0x0314), fields.get("external", 0o100644 << 16)
        directory += b"PK\x01\x02" + struct.pack("<H", made_by) + shared
        directory += struct.pack("<3H2I", 0, 0, 0, external, len(body)) + raw
        body += b"PK\x03\x04" + shared + raw + data
    count = len(entries)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    path.write_bytes(body + directory + end)
    return path


def finding_of(path: Path) -> str:
    """Return the finding with which a file is refused."""
    with pytest.raises(container.ContainerProblem) as caught:
        container.open_container(path)
    assert caught.value.exit_code == 3
    return caught.value.finding_id


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "odd.asice"


FIRST = ("mimetype", asic.MIMETYPE)


def test_a_crafted_but_honest_zip_opens(target: Path) -> None:
    with container.open_container(craft(target, [FIRST, ("a.txt", b"hello")])) as package:
        assert package.read("a.txt") == b"hello"


@pytest.mark.parametrize(
    "name",
    [
        *("../../etc/passwd", "/etc/passwd", "C:/x", "a\\..\\b", "a/./b", "a/../b"),
        *("\xd6l", "a\0b", "a/", "", "aux", "x" * 300),
    ],
)
def test_unsafe_names_are_refused(target: Path, name: str) -> None:
    assert finding_of(craft(target, [FIRST, (name, b"x")])) == "unsafe-name"


@pytest.mark.parametrize("twins", [("a", "a"), ("a.txt", "A.txt"), ("a", "a/b"), ("mimetype", "MIMETYPE")])
def test_twins_are_refused(target: Path, twins: tuple[str, str]) -> None:
    assert finding_of(craft(target, [FIRST, *((name, b"x") for name in twins)])) == "unsafe-name"


@pytest.mark.parametrize(
    ("odd", "finding"),
    [
        ({"flags": 1}, "encrypted"),
        ({"flags": 8}, "bad-structure"),
        ({"method": 12}, "bad-structure"),
        ({"external": 0o120777 << 16}, "bad-structure"),
        ({"external": 0o040755 << 16}, "bad-structure"),
        ({"made_by": 20, "external": 0x10}, "bad-structure"),
        ({"external": 0o104755 << 16}, "bad-structure"),
        ({"size": limits.LARGEST_ENTRY + 1, "method": 8}, "too-large"),
        ({"size": 500 << 20, "method": 8}, "too-large"),
        ({"size": 3}, "bad-structure"),
        ({"packed": 100, "size": 100}, "bad-structure"),
    ],
)
def test_links_folders_locks_bombs_and_odd_packing_are_refused(target: Path, odd: dict[str, int], finding: str) -> None:
    assert finding_of(craft(target, [FIRST, ("a", b"x")], **odd)) == finding


def test_too_many_entries_are_refused_before_they_are_read(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ENTRIES", 3)
    assert finding_of(craft(target, [FIRST, ("a", b""), ("b", b""), ("c", b"")])) == "too-large"


def test_a_bomb_that_lies_about_its_size_stops_at_the_declared_size(target: Path) -> None:
    squeezed = zlib.compress(bytes(50 << 20))[2:-4]
    craft(target, [FIRST, ("bomb", squeezed)], method=8, size=1000)
    with container.open_container(target) as package, pytest.raises(container.EntryChanged):
        for piece in package.pieces("bomb"):
            assert len(piece) <= limits.PIECE


def test_packed_entries_are_read_whole(target: Path) -> None:
    data = os.urandom(1000) * 3000
    craft(target, [FIRST, ("big.bin", zlib.compress(data)[2:-4])], method=8, size=len(data), crc=zlib.crc32(data))
    with container.open_container(target) as opened:
        assert opened.read("big.bin") == data
        with pytest.raises(container.ContainerProblem):
            opened.read("big.bin", most=10)


def test_bytes_before_between_behind_and_comments_are_refused(genuine: Path, target: Path) -> None:
    data = genuine.read_bytes()
    for changed, finding in (
        (b"MZ" + data, "not-a-package"),
        (data + b"x", "bad-structure"),
        (data[:-2] + b"\x05\0hello", "bad-structure"),
        (data + data, "bad-structure"),
        (data + bytes(100_000), "cut-short"),
    ):
        target.write_bytes(changed)
        assert finding_of(target) == finding


def test_a_hidden_gap_between_entries_is_refused(genuine: Path, target: Path) -> None:
    with zipfile.ZipFile(genuine) as package:
        directory = package.start_dir
    data = genuine.read_bytes()
    start = struct.pack("<I", directory + 7)
    target.write_bytes(data[:directory] + b"hidden!" + data[directory:-6] + start + data[-2:])
    assert finding_of(target) == "bad-structure"


@pytest.mark.parametrize("content", [b"", b"PK", b"hello world", b"%PDF-1.7", bytes(1000)])
def test_other_files_are_no_packages(office: Office, target: Path, content: bytes) -> None:
    target.write_bytes(content)
    verdict = verify_package(target, office.trust, ASKED)
    assert (verdict.verdict, verdict.size) == ("damaged", len(content))
    assert len(verdict.digest) == 64


def test_a_package_cut_anywhere_is_damaged(office: Office, genuine: Path, target: Path) -> None:
    data = genuine.read_bytes()
    for length in (1, 30, 100, len(data) // 2, len(data) - 100, len(data) - 22, len(data) - 1):
        target.write_bytes(data[:length])
        assert verify_package(target, office.trust, ASKED).verdict == "damaged"


def test_a_workbook_is_not_a_package(office: Office, target: Path) -> None:
    craft(target, [("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")])
    assert verify_package(target, office.trust, ASKED).verdict == "damaged"


def test_nothing_is_written_beside_a_hostile_package(office: Office, genuine: Path, tmp_path: Path) -> None:
    rewritten(genuine, tmp_path / "odd.asice", added={"../escaped.txt": b"x"})
    assert verify_package(tmp_path / "odd.asice", office.trust, ASKED).verdict == "damaged"
    assert [entry.name for entry in tmp_path.iterdir()] == ["odd.asice"]


def test_files_that_cannot_be_read_at_all_are_told(office: Office, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.asice", tmp_path):
        with pytest.raises(DamagedInput, match="cannot be read"):
            verify_package(path, office.trust, ASKED)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_does_not_make_us_wait(office: Office, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DamagedInput, match="cannot be read"):
        verify_package(tmp_path / "pipe", office.trust, ASKED)
