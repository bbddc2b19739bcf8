"""Sets, changes or removes the passphrase of a closed workspace, with its recovery sheet written first if wanted."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cami_desktop.errors import PassphraseNeeded, Refused
from cami_desktop.words import _, language

if TYPE_CHECKING:
    from cami_desktop.workspace.cipher import Key
    from cami_desktop.workspace.protection import Protection


def protect(
    path: Path,
    old: str | Key | None,
    new: str | None,
    *,
    sheet: Path | None = None,
    also_backups: bool = False,
    who: str = "",
    second: Path | None = None,
) -> Protection:
    """Give a workspace that is open nowhere the passphrase `new`, or none; `old` is the present one.

    sheet: where the recovery sheet of `new` is written as PDF, readable by its owner only; it gets its name once the
    file is protected. second: the second place for backups, whose copies are treated like those beside. Raises as
    workspace.protection.protect, and Refused where the file has a passphrase and `old` is not given, or where the sheet
    cannot be written; the file is unchanged then.
    """
    from cami_desktop.workspace.protection import protect as apply

    with _sheet(sheet, path.name, new):
        try:
            return apply(path, old, new, who=who, also_backups=also_backups, second=second)
        except PassphraseNeeded as error:
            raise Refused(
                _("{name} is protected already.").format(name=path.name),
                kept=_("The file was not changed."),
                do=_("Give its present passphrase."),
                details=str(error),
            ) from error


@contextlib.contextmanager
def _sheet(path: Path | None, name: str, new: str | None) -> Iterator[None]:
    """The sheet is written before the file is protected, and gets its name only after that succeeded."""
    if path is None or new is None:
        yield
        return
    from cami_desktop.exchange import recovery_sheet
    from cami_desktop.files import writing

    with writing(path, overwrite=False, private=True) as out:
        recovery_sheet.build(name, new, datetime.datetime.now(datetime.UTC), out, language())
        yield
