"""The command that takes an existing meeting record over as notes."""

from __future__ import annotations

from pathlib import Path

import click

from cami_desktop.cli.output import Shown, shown
from cami_desktop.cli.workspace import FILE, opened
from cami_desktop.words import _, n_


@click.command("import")
@click.argument("workspace", type=FILE)
@click.argument("meeting_id", metavar="MEETING")
@click.argument("record", type=FILE)
@shown
def import_(workspace: Path, meeting_id: str, record: Path) -> Shown:
    """Take over RECORD (.docx or plain text) as notes of MEETING of WORKSPACE, one for each paragraph.

    Headings and numbered titles are agenda items. It is one step of undo.
    """
    from cami_desktop.loop.minutes import import_minutes

    with opened(workspace) as open_workspace:
        done = import_minutes(open_workspace, meeting_id, record)
    data = {
        "meeting": done.meeting,
        "paragraphs": done.paragraphs,
        "notes": done.notes,
        "items": done.items,
        "known_items": done.known_items,
        "left_out": done.left_out,
        "unread": list(done.unread),
    }
    lines = [
        n_("{n} paragraph read", "{n} paragraphs read", done.paragraphs).format(n=done.paragraphs),
        n_("{n} note added", "{n} notes added", done.notes).format(n=done.notes),
        n_("{n} agenda item added", "{n} agenda items added", done.items).format(n=done.items),
    ]
    if done.unread:
        lines.append(_("Not read: {what}").format(what=", ".join(done.unread)))
    return Shown(data, lines)


COMMANDS = (import_,)
