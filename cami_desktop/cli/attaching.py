"""The command that keeps files of the disk as attachments of a record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cami_desktop.cli.output import Shown, progress_line, shown
from cami_desktop.cli.workspace import FILE, opened
from cami_desktop.errors import Exit, WrongUse
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.records.kinds import Attachment


@click.command()
@click.argument("workspace", type=FILE)
@click.argument("record")
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--caption", help="Caption of each file.")
@click.option("--confidential", is_flag=True, help="The files never leave the workspace.")
@shown
def attach(workspace: Path, record: str, files: tuple[Path, ...], caption: str | None, confidential: bool) -> Shown:
    """Keep FILES as attachments of the record with the id RECORD in WORKSPACE.

    What cannot be kept (folders, shortcuts, empty files, files beyond 1 GB, those the record has already) is named.
    """
    from cami_desktop.workspace.intake import look_at, take_in

    kept: list[Attachment] = []
    with opened(workspace) as open_workspace:
        if open_workspace.find(record) is None:
            raise WrongUse(_("There is no record with the id {id}.").format(id=record), kept=_("Nothing was added."))
        looked = look_at(files, workspace)
        said = take_in(
            open_workspace, record, looked.files, kept.append, caption=caption,
            confidential=lambda _path: confidential or None,
            progress=lambda done, of: progress_line(done, of, _("Adding files")),
        )  # fmt: skip
    not_added = [*looked.refused, *said]
    attached = [
        {"id": item.id, "file": item.file_name, "size": item.size, "confidential": bool(item.confidential)}
        for item in kept
    ]
    lines = [f"{item.file_name} · {formats.size(item.size or 0)} · {item.id}" for item in kept]
    n = len(kept)
    lines += [*not_added, n_("{n} file added.", "{n} files added.", n).format(n=n)]
    return Shown({"attached": attached, "not_added": not_added}, lines, Exit.FINDINGS if not_added else Exit.DONE)


COMMANDS = (attach,)
