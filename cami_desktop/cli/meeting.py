"""Commands on the meetings of a workspace: list them, write the summary of one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cami_desktop.cli import meeting_before, meeting_import
from cami_desktop.cli.output import Shown, shown
from cami_desktop.cli.workspace import FILE, opened
from cami_desktop.words import _, n_


@click.group()
def meeting() -> None:
    """Meetings of a workspace."""


@meeting.command("list")
@click.argument("workspace", type=FILE)
@shown
def list_(workspace: Path) -> Shown:
    """List the meetings of WORKSPACE with their ids, dates, states and what they hold."""
    from cami_desktop.synthesis.contributions import meeting_rows

    with opened(workspace, read_only=True) as open_workspace:
        records, label = open_workspace.records(), open_workspace.catalogue.label
        found = [(row, records.find(row.record)) for row in meeting_rows(records)]
    told: list[dict[str, Any]] = [
        {
            "id": row.record,
            "title": row.title,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "place": row.place,
            "status": (getattr(item, "status", None) or "draft"),
            "approved_on": getattr(item, "approved_on", None) or "",
            "attribution": row.attribution,
            "participants": row.participants,
            "contributions": row.contributions,
            "decisions": row.decisions,
        }
        for row, item in found
    ]
    lines = [
        " · ".join(
            filter(None, (item["id"], item["starts_on"], label("meeting_status", item["status"]), item["title"]))
        )
        for item in told
    ]
    n = len(told)
    return Shown({"meetings": told}, [*lines, n_("{n} meeting", "{n} meetings", n).format(n=n)])


@meeting.command("summary")
@click.argument("workspace", type=FILE)
@click.argument("meeting_id", metavar="MEETING")
@click.argument("out", type=FILE)
@click.option("--language", help="Language of the summary; that of the messages where left out.")
@click.option("--group", "grouping", default="input_kind", show_default=True, help="input_kind, pow_item or taxon")
@shown
def summary(workspace: Path, meeting_id: str, out: Path, language: str | None, grouping: str) -> Shown:
    """Write the summary of MEETING (its id, or the end of it) of WORKSPACE as PDF into OUT.

    Names stand in it as consent and the attribution rule of the meeting allow, as in a submission.
    """
    from cami_desktop.loop.meeting_papers import write_summary

    with opened(workspace, read_only=True) as open_workspace:
        written = write_summary(open_workspace, meeting_id, out, report_language=language, grouping=grouping)
    data = {
        "file": written.file,
        "meeting": written.meeting,
        "language": written.language,
        "changed_since_approved": written.changed,
    }
    return Shown(data, [_("Summary: {file}").format(file=written.file)])


for command in (*meeting_before.COMMANDS, *meeting_import.COMMANDS):
    meeting.add_command(command)

COMMANDS = (meeting,)
