"""Opens workspace files for SQLite, plain or protected by a passphrase; no other module knows the cipher."""

from __future__ import annotations

import hashlib
import math
import os
import sqlite3
import sys
import unicodedata
from collections import Counter
from pathlib import Path, PurePath
from typing import Any, cast
from urllib.parse import quote

from cami_desktop.errors import DamagedInput, PassphraseNeeded, WrongPassphrase, WrongUse
from cami_desktop.words import _

MAGIC = b"SQLite format 3\x00"
"""The beginning of every plain SQLite file."""

PAGE = 4096
"""Bytes of a page; a protected file is made of whole ones."""

_FORMAT = 4
"""The file format of SQLCipher 4, held fast: AES-256 in CBC with HMAC-SHA512, a salt in the first 16 bytes."""

_SALT = 16
_ROUNDS = 256_000
_NOISE = 7.9
"""Bits of entropy a byte above which a page counts as noise: random ones reach 7.95, text and tables stay below 6."""

_OTHER_NOISE = (
    b"PK", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd", b"Rar!", b"\xff\xd8\xff", b"\x89PNG",
    b"GIF8", b"%PDF", b"OggS", b"ID3", b"Salted__",
)  # fmt: skip
"""How files begin that are as dense as a protected one and are something else."""

PATIENCE = 10.0
"""Seconds to wait for another program that is just using the file."""


class Key:
    """A passphrase at work. It gives every file the key of its own, which depends on the salt at the file's beginning.

    Working a key out takes a sixth of a second on purpose (PBKDF2-HMAC-SHA512, as SQLCipher itself does), so each is
    kept for as long as the Key lives. The passphrase is composed (NFC) first: keyboards differ in what they send.
    """

    def __init__(self, passphrase: str) -> None:
        if not passphrase:
            raise WrongUse(_("The passphrase is blank."))
        self._passphrase = unicodedata.normalize("NFC", passphrase).encode()
        self._known: dict[bytes, str] = {}

    def __repr__(self) -> str:
        return "Key(…)"

    def same_as(self, other: Key) -> bool:
        """Whether both come from the same passphrase."""
        return self._passphrase == other._passphrase

    def literal(self, salt: bytes) -> str:
        """The key of the file with that salt, as SQLCipher takes it: key and salt in hexadecimal."""
        if salt not in self._known:
            key = hashlib.pbkdf2_hmac("sha512", self._passphrase, salt, _ROUNDS, 32)
            self._known[salt] = f"x'{key.hex()}{salt.hex()}'"
        return self._known[salt]

    def literal_for(self, path: Path) -> str:
        """The same for a file. A new or empty one, as a backup is at first, shares a salt that is known already."""
        try:
            with path.open("rb") as file:
                salt = file.read(_SALT)
        except FileNotFoundError:
            salt = b""
        if len(salt) < _SALT:
            salt = next(iter(self._known), None) or os.urandom(_SALT)
        return self.literal(salt)


def is_protected(path: Path) -> bool:
    """Whether a file looks as a protected one does: whole pages of noise, and no sign of another format."""
    try:
        with path.open("rb") as file:
            page = file.read(PAGE)
            size = os.fstat(file.fileno()).st_size
    except OSError:
        return False
    dense = len(page) == PAGE and size % PAGE == 0 and _entropy(page) > _NOISE
    return dense and not page.startswith((MAGIC, *_OTHER_NOISE)) and page[4:8] != b"ftyp"


def _entropy(data: bytes) -> float:
    """Bits a byte, by how often each value occurs (C. E. Shannon 1948)."""
    shares = [n / len(data) for n in Counter(data).values()]
    return -sum(share * math.log2(share) for share in shares)


def key_of(passphrase: str | Key | None) -> Key | None:
    """The key that a passphrase gives; None for none. Raises WrongUse for a blank one."""
    return Key(passphrase) if isinstance(passphrase, str) else passphrase


def unlock(path: Path, passphrase: str | Key | None) -> Key | None:
    """The key that opens a file; None for a file that needs none, which is then whatever it is.

    Raises PassphraseNeeded for a protected file without a passphrase, Refused where the passphrase is not the one,
    DamagedInput where the file cannot be read.
    """
    if not is_protected(path):
        return None
    key = key_of(passphrase)
    if key is None:
        raise PassphraseNeeded(
            _("{name} is protected by a passphrase, or it is not a CAMI workspace.").format(name=path.name),
            kept=_("The file was not changed."),
            do=_("Give the passphrase to open it."),
        )
    connection = connect(path, key, mode="ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except errors("DatabaseError") as error:
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_NOTADB:
            raise DamagedInput(_("{path} cannot be read.").format(path=path), details=str(error)) from error
        raise WrongPassphrase(
            _("This passphrase does not open {name}.").format(name=path.name),
            kept=_("The file was not changed."),
            do=_("Mind capital letters and the keyboard's language; the recovery sheet has the right one."),
            details=str(error),
        ) from error
    finally:
        connection.close()
    return key


def driver(key: Key | None) -> Any:
    """The DB-API module for a file: the standard library's for a plain one. The other is loaded only when needed."""
    if key is None:
        return sqlite3
    from sqlcipher3 import dbapi2

    return dbapi2


def errors(name: str = "Error", *others: type[Exception]) -> tuple[type[Exception], ...]:
    """The classes of a DB-API error of both drivers, to catch, and others; the two are not related to each other."""
    loaded = sys.modules.get("sqlcipher3.dbapi2")
    return (*(getattr(module, name) for module in (sqlite3, loaded) if module is not None), *others)


def uri(path: PurePath, mode: str) -> str:
    """A file as SQLite's `file:` address (sqlite.org/uri.html); Windows' network paths get an empty host.

    mode is ro, rw, or rwc, which makes a file where there is none.
    """
    text = path.as_posix()
    return f"file://{'' if text.startswith('/') else '/'}{quote(os.fsencode(text), safe='/:')}?mode={mode}"


def connect(path: Path, key: Key | None = None, *, mode: str = "rw") -> sqlite3.Connection:
    """Connect to a file, protected where a key is given; transactions are the caller's own.

    It waits PATIENCE seconds for others. Raises one of errors("OperationalError") where the file cannot be opened; a
    wrong key shows only when something is read.
    """
    module = driver(key)
    connection = module.connect(
        uri(path.resolve(), mode), uri=True, check_same_thread=False, timeout=PATIENCE, isolation_level=None
    )
    if key is not None:
        _prepare(connection, key.literal_for(path))
    # Both drivers come from one source (pysqlite) and answer alike.
    return cast(sqlite3.Connection, connection)


def _prepare(connection: Any, literal: str) -> None:
    # It would write a wrong passphrase to standard error in its own words.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA cipher_default_compatibility = {_FORMAT}")
    if literal:
        connection.execute(f'PRAGMA key = "{literal}"')


def export(source: Path, key: Key | None, target: Path, new: Key | None) -> None:
    """Write everything in a closed file into a new one under another key; None stands for a plain file.

    The target is not forced to the disk and has no journal meanwhile. Raises one of errors().
    """
    module = driver(key or new)
    connection = module.connect(uri(source.resolve(), "ro"), uri=True, isolation_level=None)
    try:
        _prepare(connection, "" if key is None else key.literal_for(source))
        literal = "" if new is None else new.literal_for(target)
        connection.execute("ATTACH DATABASE ? AS fresh KEY ?", (uri(target.resolve(), "rwc"), literal))
        connection.execute("PRAGMA fresh.journal_mode = OFF")
        connection.execute("PRAGMA fresh.synchronous = OFF")
        connection.execute("SELECT sqlcipher_export('fresh')")
        # The export leaves these numbers in the header behind.
        for name in ("application_id", "user_version"):
            (number,) = connection.execute(f"PRAGMA main.{name}").fetchone()
            connection.execute(f"PRAGMA fresh.{name} = {number}")
        connection.execute("DETACH DATABASE fresh")
    finally:
        connection.close()
