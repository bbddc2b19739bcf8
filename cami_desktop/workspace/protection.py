"""Gives a closed workspace a passphrase, another one, or none: a new file is written, compared, put into its place."""

from __future__ import annotations

import datetime
import shutil
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from cami_desktop import files
from cami_desktop.errors import CamiError, DamagedInput, Refused
from cami_desktop.words import _
from cami_desktop.workspace import backup, cipher, safe_copy, store
from cami_desktop.workspace.cipher import Key
from cami_desktop.workspace.lock import Lock, login

_NUMBERS = ("application_id", "user_version")
"""Numbers in the header that a copy must keep."""

_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"


@dataclass(frozen=True, slots=True)
class Protection:
    """What became of a workspace: whether it is protected now, and its backups.

    changed: backups that were treated like the workspace; left: those that stay as they were, readable without a
    passphrase or only with the earlier one; away: the second place for backups where it is not there, so that nobody
    can say what stays readable in it.
    """

    path: Path
    protected: bool
    changed: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()
    away: Path | None = None


def protect(
    path: Path,
    old: str | Key | None = None,
    new: str | None = None,
    *,
    who: str = "",
    also_backups: bool = False,
    second: Path | None = None,
) -> Protection:
    """Set (new), change (old, new) or remove (old) the passphrase of a workspace file that is open nowhere.

    The file is replaced as a whole once its successor has been written, compared row by row and forced to the disk;
    until then, and after a failure at any moment, the old one stands. also_backups: the backups too, each in the same
    way, as far as `old` opens them; second: the second place for backups, in which there are copies of them. Raises
    PassphraseNeeded where `old` is needed, Refused where it is wrong, where there is nothing to do, where the file is
    open elsewhere or cannot be written, DamagedInput where damaged.
    """
    key = cipher.unlock(path, old)
    if key is None and (new is None or old is not None):
        raise Refused(
            _("{name} has no passphrase.").format(name=path.name),
            kept=_("The file was not changed."),
        )
    store.refuse_newer(path, store.inspect(path, key))
    fresh = None if new is None else Key(new)
    since = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    lock = Lock.take(path, who or login(), since)
    try:
        store.settle(path, key)
        _need_closed(path)
        files.sweep(path)
        rewrite(path, key, fresh)
    finally:
        lock.release()
    folders = [backup.backup_folder(path)] + ([] if second is None else [backup.backup_folder(path, second)])
    changed, left = _backups(folders, key, fresh, also=also_backups)
    away = second if second is not None and not second.is_dir() else None
    return Protection(path, fresh is not None, tuple(changed), tuple(left), away)


def _need_closed(path: Path) -> None:
    """Raise Refused where a log still lies beside the file: SQLite would play it back into the new one and spoil it."""
    left = [end for end in ("-wal", "-journal") if path.with_name(path.name + end).exists()]
    if left:
        raise Refused(
            _("{name} is still being read, or could not be closed.").format(name=path.name),
            kept=_("The file was not changed."),
            do=_("Close it everywhere, check that the disk has free space, then try again."),
            details=", ".join(left),
        )


def rewrite(path: Path, key: Key | None, fresh: Key | None) -> None:
    """Put a copy of a closed file under another key into its place. Raises Refused, DamagedInput; see protect."""
    with safe_copy.becoming(path, overwrite=True) as part:
        try:
            cipher.export(path, key, part, fresh)
            found = safe_copy.findings(part, fresh) or _differences(path, key, part, fresh)
        except cipher.errors() as error:
            raise _not_written(path, key, error) from error
        if found:
            raise DamagedInput(
                _("{name} is damaged: a copy of it does not stand the check.").format(name=files.final(path).name),
                kept=_("The file was not changed."),
                do=_("Run “cami doctor” on it, or restore an earlier backup."),
                details="; ".join(found),
            )
        shutil.copymode(path, part)
        files.sync(part)


def _differences(path: Path, key: Key | None, part: Path, fresh: Key | None) -> list[str]:
    """In what a file and its copy differ: header, schema, and every row of every table."""
    with closing(cipher.connect(path, key, mode="ro")) as here, closing(cipher.connect(part, fresh, mode="ro")) as copy:
        queries = [*(f"PRAGMA {name}" for name in _NUMBERS), _SCHEMA]
        found = [query for query in queries if here.execute(query).fetchall() != copy.execute(query).fetchall()]
        for name in safe_copy.count_rows(here):
            # In the order of the table itself, whatever indexes the two releases of SQLite might prefer.
            query = f'SELECT * FROM "{name}" NOT INDEXED'
            pairs = zip_longest(here.execute(query), copy.execute(query))
            found += [name] if any(row != copied for row, copied in pairs) else []
    return found


def _not_written(path: Path, key: Key | None, error: Exception) -> CamiError:
    """Tell a full disk, which passes, from a file that cannot be read; the export has one error for both."""
    if isinstance(error, cipher.errors("OperationalError")) and not safe_copy.findings(path, key):
        return safe_copy.unwritable(path, error)
    return DamagedInput(
        _("{name} is damaged and cannot be copied.").format(name=files.final(path).name),
        kept=_("The file was not changed."),
        do=_("Run “cami doctor” on it, or restore an earlier backup."),
        details=str(error),
    )


def _opens(path: Path, key: Key | None) -> bool:
    """Whether a file is as it would be under that key already."""
    protected = cipher.is_protected(path)
    if key is None or not protected:
        return key is None and not protected
    try:
        return cipher.unlock(path, key) is not None
    except Refused:
        return False


def _backups(
    folders: list[Path], key: Key | None, fresh: Key | None, *, also: bool
) -> tuple[list[Path], list[Path]]:
    """The backups of a workspace that were treated like it, and those that stayed as they were."""
    changed: list[Path] = []
    left: list[Path] = []
    found = [item.path for folder in dict.fromkeys(folders) for item in backup.backups_in(folder)]
    for path in found:
        plain = not cipher.is_protected(path)
        try:
            if _opens(path, fresh):
                continue
            if not also or plain != (key is None):
                raise Refused(_("{name} was left as it is.").format(name=path.name))
            rewrite(path, cipher.unlock(path, key), fresh)
            changed.append(path)
        except CamiError as error:
            backup.log_trouble(error)
            left.append(path)
    return changed, left
