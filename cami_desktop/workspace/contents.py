"""Files kept in the workspace by content: in pieces, so that memory stays flat, and hashed whenever they are read."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.records.kinds import Attachment
from cami_desktop.words import _
from cami_desktop.workspace import tables

if TYPE_CHECKING:
    from cami_desktop.workspace.workspace import Workspace

PIECE = 1 << 20
"""Bytes of a piece; the last one is shorter."""

AT_ONCE = 8
"""Pieces stored in one transaction while a file is taken in, so that typing never waits long for its turn."""

Reading = Callable[[], AbstractContextManager[sa.Connection]]
Progress = Callable[[int, int], None]
"""Told the bytes done and the bytes there are."""


def size_of(connection: sa.Connection, digest: str) -> int | None:
    """The size of a kept file in bytes, or None where no file of that SHA-256 is kept."""
    table = tables.content
    return connection.execute(sa.select(table.c.size).where(table.c.sha256 == digest)).scalar()


def pieces(reading: Reading, digest: str, name: str = "") -> Iterator[bytes]:
    """Yield a kept file in pieces. Raises DamagedInput, at the end or before, where it is missing or was altered.

    Each piece is read for itself, so that a reader who takes his time holds nothing up.
    """
    with reading() as connection:
        size = size_of(connection, digest)
    found, seen, n = hashlib.sha256(), 0, 0
    while size is not None and seen < size:
        with reading() as connection:
            piece = _piece(connection, digest, n)
        if piece is None or seen + len(piece) > size:
            break
        found.update(piece)
        seen, n = seen + len(piece), n + 1
        yield piece
    if seen != size or found.hexdigest() != digest:
        raise unsound(name or digest)


def _piece(connection: sa.Connection, digest: str, n: int) -> bytes | None:
    table = tables.content_piece
    row = connection.execute(sa.select(table.c.bytes).where(table.c.sha256 == digest, table.c.n == n)).first()
    # Another tool may have left a text or a number there.
    return row[0] if row is not None and isinstance(row[0], bytes) and row[0] else None


def unsound(name: str) -> DamagedInput:
    """The error for a kept file that is not what its SHA-256 says."""
    return DamagedInput(
        _("The attachment {name} is missing or was altered.").format(name=name),
        kept=_("Nothing was written."),
        do=_("Add the file again, or remove the attachment."),
    )


def keep(connection: sa.Connection, digest: str, parts: Iterable[bytes], name: str = "") -> None:
    """Keep a file under its SHA-256, once, in the caller's transaction.

    Raises DamagedInput, upon which the transaction must not be stored, where the bytes have another SHA-256.
    """
    if size_of(connection, digest) is not None:
        return
    found, size = hashlib.sha256(), 0
    for n, piece in enumerate(evenly(parts)):
        found.update(piece)
        size += len(piece)
        _store(connection, digest, n, piece)
    if found.hexdigest() != digest:
        raise unsound(name or digest)
    connection.execute(sa.insert(tables.content).values(sha256=digest, size=size))


def _store(connection: sa.Connection, digest: str, n: int, piece: bytes) -> None:
    # What a killed program left of the same file is replaced.
    statement = sa.insert(tables.content_piece).prefix_with("OR REPLACE")
    connection.execute(statement.values(sha256=digest, n=n, bytes=piece))


def evenly(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of PIECE, the last one shorter."""
    held = bytearray()
    for part in parts:
        held += part
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)


def file_pieces(path: Path) -> Iterator[bytes]:
    """A file of the disk in pieces. Raises DamagedInput where it cannot be read."""
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as error:
        raise DamagedInput(_("{path} cannot be read.").format(path=path), details=str(error)) from error


def facts(path: Path) -> tuple[str, int]:
    """The SHA-256 (hexadecimal) and the size of a file. Raises DamagedInput where it cannot be read."""
    found, size = hashlib.sha256(), 0
    for piece in file_pieces(path):
        found.update(piece)
        size += len(piece)
    return found.hexdigest(), size


def add(
    workspace: Workspace,
    record_id: str,
    path: Path,
    *,
    caption: str | None = None,
    confidential: bool | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Attachment:
    """Keep a file of the disk as an attachment of a record, in pieces, and return the attachment as stored.

    Raises DamagedInput where it cannot be read, Refused where it changes meanwhile or cannot be stored.
    """
    digest, size = facts(path)
    attachment = workspace.prepare(
        Attachment(
            record=record_id,
            file_name=path.name,
            media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
            size=size,
            sha256=digest,
            caption=caption,
            confidential=confidential,
        )
    )
    take_in(workspace, path, digest, size, progress)
    with workspace.transaction() as change:
        confirm(change.connection, digest, size)
        change.edit(attachment)
    return attachment


def take_in(workspace: Workspace, path: Path, digest: str, size: int, progress: Progress) -> None:
    """Store the pieces of a file in short transactions; the file counts as kept only after `confirm`.

    What a kill leaves behind is no file of anybody's and is swept up later. Raises Refused where the file is being
    written by another program.
    """
    with workspace.reading() as connection:
        if size_of(connection, digest) is not None:
            return
    found, done, batch = hashlib.sha256(), 0, []
    for n, piece in enumerate(file_pieces(path)):
        found.update(piece)
        batch.append((n, piece))
        done += len(piece)
        if len(batch) == AT_ONCE:
            _store_batch(workspace, digest, batch)
            batch.clear()
            progress(done, size)
    _store_batch(workspace, digest, batch)
    progress(done, size)
    if found.hexdigest() != digest:
        raise Refused(
            _("{name} changed while it was being read.").format(name=path.name),
            kept=_("It was not added."),
            do=_("Close it in the other program, then add it again."),
        )


def _store_batch(workspace: Workspace, digest: str, batch: list[tuple[int, bytes]]) -> None:
    if batch:
        with workspace.transaction(origin="attachment") as step:
            for n, piece in batch:
                _store(step.connection, digest, n, piece)


def confirm(connection: sa.Connection, digest: str, size: int) -> None:
    """Call the pieces stored under a SHA-256 a file."""
    if size_of(connection, digest) is None:
        connection.execute(sa.insert(tables.content).values(sha256=digest, size=size))


def sweep(connection: sa.Connection) -> int:
    """Delete pieces that belong to no kept file and return how many there were."""
    table = tables.content_piece
    kept = sa.select(tables.content.c.sha256)
    return connection.execute(sa.delete(table).where(table.c.sha256.not_in(kept))).rowcount


def left_over(connection: sa.Connection) -> bool:
    """Whether there are pieces that belong to no kept file."""
    table = tables.content_piece
    kept = sa.select(tables.content.c.sha256)
    return connection.execute(sa.select(table.c.n).where(table.c.sha256.not_in(kept)).limit(1)).first() is not None
