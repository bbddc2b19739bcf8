"""Opens package files that strangers may have made: a strict ZIP reader with bounds; signatures are for `verify`."""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from cami_desktop.errors import DamagedInput
from cami_desktop.exchange import limits
from cami_desktop.exchange.asic import digest_of
from cami_desktop.exchange.verdict import finding
from cami_desktop.words import _

# PKWARE APPNOTE 6.3.10: end of central directory (4.3.16), central header (4.3.12), local header (4.3.7).
_END = struct.Struct("<4s4H2IH")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")
_END_MARK = b"PK\x05\x06"
_LONGEST_COMMENT = 0xFFFF
_STORED, _DEFLATED = 0, 8
_UTF8_FLAG = 1 << 11
# Attributes of a plain file: none, the archive bit, or the Unix mode that we write. Links and folders have others.
_PLAIN_FILE = (0, 0x20, 0o100644 << 16)


class ContainerProblem(DamagedInput):
    """A file is no package or not a safe one; `finding_id` names the line of the table of findings."""

    def __init__(self, finding_id: str, *, details: str = "", name: str = "") -> None:
        super().__init__(finding(finding_id, name=name).message, kept=_("Nothing was taken from it."), details=details)
        self.finding_id = finding_id


class EntryChanged(DamagedInput):
    """The bytes of one entry do not fit its check sum or its size."""


@dataclass(frozen=True)
class Entry:
    """One part of a package: where its bytes lie in the file and how they are packed.

    shared: the fields that the local header must repeat.
    """

    name: str
    size: int
    packed: int
    method: int
    crc: int
    header_at: int
    shared: tuple[int, ...]
    data_at: int = 0

    @property
    def end(self) -> int:
        """The first position of the file after the entry's bytes."""
        return self.data_at + self.packed


class Container:
    """An opened package. Use it in a `with` block; entries are read in pieces, never unpacked to disk."""

    def __init__(self, path: Path, file: BinaryIO, size: int, entries: dict[str, Entry]) -> None:
        self.path = path
        self.size = size
        self.entries = entries
        self._file = file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def digest(self) -> str:
        """Return the SHA-256 of the whole file in hexadecimal."""
        self._file.seek(0)
        return digest_of(self._file)

    def sha256(self, name: str) -> str:
        """Return the SHA-256 of an entry in hexadecimal. Raises EntryChanged."""
        digest = hashlib.sha256()
        for piece in self.pieces(name):
            digest.update(piece)
        return digest.hexdigest()

    def read(self, name: str, most: int = limits.LARGEST_DOCUMENT) -> bytes:
        """Return an entry's bytes. Raises EntryChanged, or ContainerProblem when it is longer than `most`."""
        if self.entries[name].size > most:
            raise ContainerProblem("too-large", name=name)
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield an entry's bytes in pieces of at most a few MiB. Raises EntryChanged at the end or before."""
        entry = self.entries[name]
        size = crc = 0
        for piece in self._unpacked(entry):
            size += len(piece)
            if size > entry.size:
                break
            crc = zlib.crc32(piece, crc)
            yield piece
        if size != entry.size or crc != entry.crc:
            raise EntryChanged(_("{name} does not fit its check sum.").format(name=name))

    def _unpacked(self, entry: Entry) -> Iterator[bytes]:
        left, at = entry.packed, entry.data_at
        inflater = zlib.decompressobj(-zlib.MAX_WBITS) if entry.method == _DEFLATED else None
        while left:
            self._file.seek(at)
            piece = self._file.read(min(limits.PIECE, left))
            if not piece:
                return
            at, left = at + len(piece), left - len(piece)
            if inflater is None:
                yield piece
                continue
            while piece:
                try:
                    yield inflater.decompress(piece, limits.PIECE)
                except zlib.error as error:
                    raise EntryChanged(_("{name} cannot be unpacked.").format(name=entry.name)) from error
                piece = inflater.unconsumed_tail
        if inflater is not None:
            yield inflater.flush()
            if not inflater.eof or inflater.unused_data:
                raise EntryChanged(_("{name} cannot be unpacked.").format(name=entry.name))


def open_container(path: Path) -> Container:
    """Open a package file for reading, checking its outer build before anything is believed or unpacked.

    Refused are: names that are unsafe, twice, or twins but for case; links; encryption; sizes, counts and packing
    ratios beyond `limits`; bytes before, between or after the entries, where others would read something else than
    we do; extra fields and ZIP64; differing local and central headers. Raises ContainerProblem for these, DamagedInput
    when the file cannot be read.
    """
    if path.exists() and not path.is_file():
        # Opening a pipe or a device could wait for ever.
        raise _unreadable(path, OSError("not a plain file"))
    try:
        file = path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        size = os.fstat(file.fileno()).st_size
        entries = _entries(file, size)
    except OSError as error:
        file.close()
        raise _unreadable(path, error) from error
    except BaseException:
        file.close()
        raise
    return Container(path, file, size, entries)


def _unreadable(path: Path, error: OSError) -> DamagedInput:
    return DamagedInput(
        _("The file {path} cannot be read.").format(path=path),
        do=_("Check the name of the file, and that the memory stick is in place."),
        details=f"{type(error).__name__}: {error}",
    )


def _entries(file: BinaryIO, size: int) -> dict[str, Entry]:
    if size > limits.LARGEST_PACKAGE:
        raise ContainerProblem("too-large", details=f"{size} bytes")
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise ContainerProblem("not-a-package", details="does not begin with a ZIP local header")
    directory, start, count = _directory(file, size)
    found = _central_headers(directory, count)
    unfit = limits.unfit_names(entry.name for entry in found)
    if unfit:
        raise ContainerProblem("unsafe-name", name=ascii(unfit[0]), details=", ".join(map(ascii, unfit[:10])))
    return {entry.name: entry for entry in _located(file, found, start)}


def _directory(file: BinaryIO, size: int) -> tuple[bytes, int, int]:
    """Return the central directory's bytes, where it begins and how many entries it lists."""
    file.seek(max(0, size - _END.size))
    tail = file.read(_END.size)
    if len(tail) < _END.size or tail[:4] != _END_MARK:
        file.seek(max(0, size - _END.size - _LONGEST_COMMENT))
        if _END_MARK in file.read():
            raise ContainerProblem("bad-structure", details="something follows the end of the central directory")
        raise ContainerProblem("cut-short", details="no end of central directory at the end of the file")
    _mark, disk, first_disk, here, count, length, start, comment = _END.unpack(tail)
    if disk or first_disk or here != count or comment or start + length != size - _END.size:
        raise ContainerProblem("bad-structure", details="end of central directory does not fit the file")
    if count > limits.MOST_ENTRIES or length > limits.LARGEST_LISTING:
        raise ContainerProblem("too-large", details=f"{count} entries")
    file.seek(start)
    return file.read(length), start, count


def _central_headers(directory: bytes, count: int) -> list[Entry]:
    found: list[Entry] = []
    at = 0
    for _index in range(count):
        if at + _CENTRAL.size > len(directory):
            raise ContainerProblem("bad-structure", details="central directory is shorter than it says")
        fields = _CENTRAL.unpack_from(directory, at)
        name_at = at + _CENTRAL.size
        raw = directory[name_at : name_at + fields[10]]
        found.append(_central_entry(fields, raw))
        at = name_at + len(raw)
    if at != len(directory):
        raise ContainerProblem("bad-structure", details="central directory is longer than it says")
    return found


def _central_entry(fields: tuple[Any, ...], raw: bytes) -> Entry:
    mark, _made_by, needs, flags, method, time, date, crc, packed, size = fields[:10]
    name_length, extra, comment, disk, internal, external, header_at = fields[10:]
    name = raw.decode("latin-1")
    if flags & 1:
        raise ContainerProblem("encrypted", name=ascii(name))
    odd_kind = internal or external not in _PLAIN_FILE
    if mark != b"PK\x01\x02" or len(raw) != name_length or extra or comment or disk or odd_kind:
        raise ContainerProblem("bad-structure", details=f"central header of {name!r}")
    if flags & ~_UTF8_FLAG or method not in (_STORED, _DEFLATED) or (method == _STORED and packed != size):
        raise ContainerProblem("bad-structure", details=f"packing of {name!r}")
    if size > limits.LARGEST_ENTRY or limits.beyond_ratio(size, packed):
        raise ContainerProblem("too-large", name=ascii(name), details=f"{packed} bytes packed, {size} unpacked")
    shared = (needs, flags, method, time, date, crc, packed, size, name_length, extra)
    return Entry(name, size, packed, method, crc, header_at, shared)


def _located(file: BinaryIO, found: list[Entry], directory_at: int) -> Iterator[Entry]:
    """Check every local header against the central one, and that entries lie one after the other without gaps."""
    if sum(entry.size for entry in found) > limits.LARGEST_PACKAGE:
        raise ContainerProblem("too-large", details="all parts together")
    expected_at = 0
    for entry in sorted(found, key=lambda entry: entry.header_at):
        if entry.header_at != expected_at:
            raise ContainerProblem("bad-structure", details=f"a gap or overlap before {entry.name!r}")
        file.seek(entry.header_at)
        header = file.read(_LOCAL.size + len(entry.name))
        if len(header) < _LOCAL.size + len(entry.name):
            raise ContainerProblem("bad-structure", details=f"local header of {entry.name!r} is cut")
        _check_local(header, entry)
        placed = replace(entry, data_at=expected_at + len(header))
        expected_at = placed.end
        yield placed
    if expected_at != directory_at:
        raise ContainerProblem("bad-structure", details="bytes between the last entry and the directory")


def _check_local(header: bytes, entry: Entry) -> None:
    mark, *shared = _LOCAL.unpack_from(header)
    name = header[_LOCAL.size :].decode("latin-1")
    if mark != b"PK\x03\x04" or tuple(shared) != entry.shared or name != entry.name:
        raise ContainerProblem("bad-structure", details=f"local header of {entry.name!r} differs from the directory")
