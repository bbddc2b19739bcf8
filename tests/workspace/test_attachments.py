"""Attachments: kept by content in pieces, hashed whenever they are read, with flat memory; what is unsound is named."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.records.kinds import Attachment, Source
from cami_desktop.workspace import contents, schema, store
from cami_desktop.workspace.workspace import Workspace


@pytest.fixture
def source(workspace: Workspace) -> Source:
    return workspace.save(Source(citation="Учёт", source_type="press"))


def laid(folder: Path, size: int, name: str = "карта.jpg") -> Path:
    """A file of so many bytes, in which no two pieces are alike."""
    path = folder / name
    path.write_bytes(b"".join(n.to_bytes(4, "big") for n in range(size // 4)) + b"x" * (size % 4))
    return path


@pytest.mark.parametrize("size", [0, 1, contents.PIECE - 1, contents.PIECE, contents.PIECE * 9 + 5])
def test_a_file_comes_back_as_it_was_added(workspace: Workspace, source: Source, tmp_path: Path, size: int) -> None:
    path = laid(tmp_path, size)
    told: list[tuple[int, int]] = []
    added = workspace.add_attachment(source.id, path, caption="Ареал", progress=lambda *seen: told.append(seen))
    assert (added.file_name, added.media_type, added.size, added.caption) == ("карта.jpg", "image/jpeg", size, "Ареал")
    assert added.record == source.id and added.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert workspace.get(Attachment, added.id) == added
    found = list(workspace.open_content(added.sha256 or ""))
    assert b"".join(found) == path.read_bytes() == workspace.attachment_bytes(added.sha256 or "")
    assert max(map(len, found), default=0) <= contents.PIECE
    assert told[-1] == (size, size)


def test_the_same_file_is_kept_once_and_adding_is_undone_as_one(
    workspace: Workspace, source: Source, file: Path, tmp_path: Path
) -> None:
    path = laid(tmp_path, 3_000_000)
    first = workspace.add_attachment(source.id, path)
    second = workspace.add_attachment(source.id, path.rename(tmp_path / "copy.jpg"))
    with workspace.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM content_piece").scalar() == 3
    workspace.undo()
    assert [item.id for item in workspace.all(Attachment)] == [first.id]
    workspace.redo()
    assert [item.id for item in workspace.all(Attachment)] == [first.id, second.id]
    workspace.close()
    with Workspace.open(file) as again:
        assert again.attachment_bytes(second.sha256 or "") is not None


def damage(workspace: Workspace, statement: str) -> None:
    connection = sqlite3.connect(workspace.path)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE content_piece SET bytes = zeroblob(length(bytes)) WHERE n = 1",
        "DELETE FROM content_piece WHERE n = 2",
        "DELETE FROM content_piece",
        "DELETE FROM content",
        "UPDATE content SET size = size - 1",
        "UPDATE content SET size = size + 1",
        "UPDATE content_piece SET bytes = 'text' WHERE n = 0",
        "UPDATE content_piece SET n = n + 5",
    ],
)
def test_what_is_missing_or_altered_is_named(
    workspace: Workspace, source: Source, tmp_path: Path, statement: str
) -> None:
    added = workspace.add_attachment(source.id, laid(tmp_path, 3_000_000))
    damage(workspace, statement)
    with pytest.raises(DamagedInput, match=r"карта\.jpg is missing or was altered"):
        for _piece in workspace.open_content(added.sha256 or "", "карта.jpg"):
            pass


def test_bytes_of_another_digest_are_not_kept(workspace: Workspace) -> None:
    digest = hashlib.sha256(b"genuine").hexdigest()
    with pytest.raises(DamagedInput, match=r"photo\.jpg"), workspace.transaction("merge", origin="merge") as change:
        change.keep_pieces(digest, [b"alt", b"ered"], "photo.jpg")
    assert not workspace.has_content(digest)
    with workspace.transaction("merge", origin="merge") as change:
        change.keep_pieces(digest, [b"gen", b"", b"uine"], "photo.jpg")
    assert workspace.attachment_bytes(digest) == b"genuine"


def test_a_file_that_changes_meanwhile_is_refused(
    workspace: Workspace, source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = laid(tmp_path, 100)
    really = contents.facts

    def then_changed(path: Path) -> tuple[str, int]:
        found = really(path)
        path.write_bytes(b"other" * 20)
        return found

    monkeypatch.setattr(contents, "facts", then_changed)
    with pytest.raises(Refused, match="changed while it was being read"):
        workspace.add_attachment(source.id, path)
    assert workspace.all(Attachment) == []


def test_what_a_kill_left_of_a_file_is_replaced_or_swept_up_at_closing(
    workspace: Workspace, source: Source, file: Path, tmp_path: Path
) -> None:
    path = laid(tmp_path, 2_000_000)
    digest, _size = contents.facts(path)
    with workspace.transaction(origin="attachment") as step:
        contents._store(step.connection, digest, 0, b"half")
        contents._store(step.connection, "f" * 64, 0, b"half")
    added = workspace.add_attachment(source.id, path)
    workspace.close()
    with Workspace.open(file) as again:
        assert again.attachment_bytes(added.sha256 or "") == path.read_bytes()
        with again.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(DISTINCT sha256) FROM content_piece").scalar() == 1


def test_a_missing_file_and_a_folder_are_told(workspace: Workspace, source: Source, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.jpg", tmp_path):
        with pytest.raises(DamagedInput, match="cannot be read"):
            workspace.add_attachment(source.id, path)


STREAMED = """
import resource, sys
from pathlib import Path
from cami_desktop.records.kinds import Source
from cami_desktop.workspace.workspace import Workspace

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10

with Workspace.create(Path(sys.argv[1]), country="KG") as workspace:
    source = workspace.save(Source(citation="a", source_type="press"))
    small = Path(sys.argv[2] + ".small")
    small.write_bytes(b"x" * 3_000_000)
    list(map(len, workspace.open_content(workspace.add_attachment(source.id, small).sha256)))
    before = peak()
    added = workspace.add_attachment(source.id, Path(sys.argv[2]))
    assert sum(map(len, workspace.open_content(added.sha256))) == added.size == 200 << 20
    with workspace.transaction("merge", origin="merge") as change:
        change.keep_pieces(added.sha256, workspace.open_content(added.sha256))
print(peak() - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read as POSIX tells it")
def test_a_file_of_200_mb_is_added_and_read_with_flat_memory(tmp_path: Path, root: Path) -> None:
    big = tmp_path / "film.mp4"
    with big.open("wb") as out:
        for n in range(200):
            out.write(n.to_bytes(4, "big") * (1 << 18))
    done = subprocess.run(
        [sys.executable, "-c", STREAMED, str(tmp_path / "a.cami"), str(big)],
        capture_output=True, text=True, cwd=root, check=False, env=dict(os.environ),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 60, f"{done.stdout} MB more than for a small file"


def test_attachments_of_the_first_schema_are_cut_into_pieces(tmp_path: Path) -> None:
    file, data = tmp_path / "old.cami", os.urandom(2 * contents.PIECE + 7)
    store.create_file(file)
    schema.upgrade(file)
    connection = sqlite3.connect(file)
    connection.executescript("DROP TABLE content_piece; ALTER TABLE content ADD COLUMN bytes BLOB")
    digests = {hashlib.sha256(blob).hexdigest(): blob for blob in (data, b"", b"short")}
    connection.executemany(
        "INSERT INTO content (sha256, size, bytes) VALUES (?, ?, ?)",
        [(digest, len(blob), blob) for digest, blob in digests.items()],
    )
    connection.commit()
    connection.close()
    _run_the_move(file)
    connection = sqlite3.connect(file)
    for digest, blob in digests.items():
        rows = connection.execute("SELECT bytes FROM content_piece WHERE sha256 = ? ORDER BY n", (digest,)).fetchall()
        assert b"".join(row[0] for row in rows) == blob
    connection.close()


def _run_the_move(file: Path) -> None:
    """The part of the second migration that moves attachments."""
    import importlib.util

    import sqlalchemy as sa
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    from cami_desktop.assets import folder

    path = folder("migrations") / "versions" / "0002_safety.py"
    spec = importlib.util.spec_from_file_location("safety", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        module._attachments_in_pieces()
    engine.dispose()
