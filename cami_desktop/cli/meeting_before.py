"""Commands before a meeting: begin it from a template, write its agenda and sign-in sheet."""

from __future__ import annotations

from pathlib import Path

import click

from cami_desktop.cli.output import Shown, shown
from cami_desktop.cli.workspace import FILE, opened
from cami_desktop.words import _, n_


@click.command("new")
@click.argument("workspace", type=FILE)
@click.option("--template", required=True, help="national_stakeholder, expert_consultation or field_consultation")
@click.option("--starts-on", default="", help="First day, for example 2014-05-13.")
@click.option("--ends-on", default="", help="Last day, where it is another one.")
@click.option("--title", default="", help="Title; that of the template where left out.")
@click.option("--attribution", default="", help="Code of the attribution rule; that of the template where left out.")
@shown
def new(workspace: Path, template: str, starts_on: str, ends_on: str, title: str, attribution: str) -> Shown:
    """Begin a meeting in WORKSPACE with the agenda of a template."""
    from cami_desktop.loop.meeting_before import begin

    with opened(workspace) as open_workspace:
        begun = begin(
            open_workspace, template, starts_on=starts_on, ends_on=ends_on, title=title, attribution=attribution
        )
    meeting = begun.meeting
    data = {"id": meeting.id, "title": meeting.title, "template": template, "items": begun.items}
    head = _("New meeting: {title} ({id})").format(title=meeting.title, id=meeting.id)
    return Shown(data, [head, n_("{n} agenda item", "{n} agenda items", begun.items).format(n=begun.items)])


def _written(paper: str, workspace: Path, meeting: str, out: Path, language: str | None) -> Shown:
    from cami_desktop.loop.meeting_before import write_paper

    with opened(workspace, read_only=True) as open_workspace:
        written = write_paper(open_workspace, paper, meeting, out, report_language=language)
    data = {"file": written.file, "meeting": written.meeting, "language": written.language}
    return Shown(data, [_("Written: {file}").format(file=written.file)])


@click.command("agenda")
@click.argument("workspace", type=FILE)
@click.argument("meeting_id", metavar="MEETING")
@click.argument("out", type=FILE)
@click.option("--language", help="Language of the agenda; that of the messages where left out.")
@shown
def agenda(workspace: Path, meeting_id: str, out: Path, language: str | None) -> Shown:
    """Write the agenda of MEETING (its id, or the end of it) of WORKSPACE as PDF into OUT.

    Presenters are named as they consented.
    """
    from cami_desktop.loop.meeting_before import AGENDA

    return _written(AGENDA, workspace, meeting_id, out, language)


@click.command("sign-in")
@click.argument("workspace", type=FILE)
@click.argument("meeting_id", metavar="MEETING")
@click.argument("out", type=FILE)
@click.option("--language", help="Language of the sheet; that of the messages where left out.")
@shown
def sign_in(workspace: Path, meeting_id: str, out: Path, language: str | None) -> Shown:
    """Write the sign-in sheet of MEETING (its id, or the end of it) of WORKSPACE as PDF into OUT.

    It names everyone and is for the room.
    """
    from cami_desktop.loop.meeting_before import SIGN_IN

    return _written(SIGN_IN, workspace, meeting_id, out, language)


COMMANDS = (new, agenda, sign_in)
