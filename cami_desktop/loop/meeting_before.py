"""Before a meeting: it is begun from a template, and its agenda and sign-in sheet are written as files."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from cami_desktop import files
from cami_desktop.errors import Refused, WrongUse
from cami_desktop.loop.meeting_papers import meeting_called, redacted
from cami_desktop.records.convert import from_text
from cami_desktop.records.kinds import AgendaItem, Meeting, Organisation, Participation, Person
from cami_desktop.records.meeting_begin import from_template, templates
from cami_desktop.records.recordset import RecordSet
from cami_desktop.words import _, language
from cami_desktop.workspace.workspace import Workspace

AGENDA, SIGN_IN = "agenda", "sign-in"
"""The papers that can be written."""

_NEEDED = (Meeting, AgendaItem, Participation, Person, Organisation)
"""Kinds of which an agenda tells. Others are not redacted for nothing."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A meeting that was stored, and how many agenda items with it."""

    meeting: Meeting
    items: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was written: which, the file, its meeting and language."""

    paper: str
    file: Path
    meeting: str
    language: str


def begin(
    workspace: Workspace,
    template: str,
    *,
    starts_on: str = "",
    ends_on: str = "",
    title: str = "",
    attribution: str = "",
) -> Begun:
    """Store a meeting with the agenda of a template, as one step of undo, in the language that speaks.

    What is given goes before the template. Raises WrongUse for an unknown template, rule or date, Refused where
    records cannot be edited.
    """
    found = templates().get(template)
    if found is None:
        raise WrongUse(
            _("There is no template “{name}”.").format(name=template),
            do=_("Templates: {names}").format(names=", ".join(templates())),
        )
    info = workspace.info
    if info.regional:
        raise Refused(_("Meetings are recorded in the workspace of a country."), kept=_("Nothing was changed."))
    if attribution and not workspace.catalogue.known("attribution_rule", attribution):
        known = ", ".join(workspace.catalogue.codes("attribution_rule"))
        raise WrongUse(
            _("The list {list} has no code “{code}”.").format(list="attribution_rule", code=attribution),
            do=_("Codes: {names}").format(names=known),
        )
    meeting = Meeting(country=info.country, catalogue=info.catalogue, cycle=info.cycle)
    for name, text in (("starts_on", starts_on), ("ends_on", ends_on), ("title", title), ("attribution", attribution)):
        setattr(meeting, name, from_text(Meeting.field(name), text))
    records = from_template(meeting, found)
    label = _("New meeting from the template “{title}”").format(title=records[0].values()["title"])
    stored = workspace.save_all(records, label=label)
    assert isinstance(stored[0], Meeting)
    return Begun(stored[0], len(stored) - 1)


def paper_pdf(paper: str, records: RecordSet, meeting: str, report_language: str, at: datetime.datetime) -> bytes:
    """The agenda or the sign-in sheet of a meeting as PDF, from records as they are in the workspace.

    The agenda is to be handed out: its records are redacted as for a submission. The sign-in sheet names everyone: it
    stays in the room. Raises WrongUse for an unknown paper, language or meeting.
    """
    from cami_desktop.exchange.meeting.agenda import print_agenda
    from cami_desktop.exchange.meeting.sign_in import print_sign_in

    if paper == SIGN_IN:
        return print_sign_in(records, meeting, report_language, at)
    if paper != AGENDA:
        raise WrongUse(_("There is no paper “{name}”.").format(name=paper))
    return print_agenda(redacted(records, _NEEDED), meeting, report_language, at)


def write_paper(
    workspace: Workspace,
    paper: str,
    meeting: str,
    path: Path,
    *,
    report_language: str | None = None,
) -> Paper:
    """Write the agenda or the sign-in sheet of a meeting, named as meeting_called takes it, into a file.

    Raises WrongUse for an unknown paper, language or meeting, Refused where the file cannot be written.
    """
    records, tongue = workspace.records(), report_language or language()
    found = meeting_called(records, meeting)
    data = paper_pdf(paper, records, found.id, tongue, workspace.clock())
    files.write_file(path, data, overwrite=False)
    return Paper(paper, path, found.id, tongue)


def file_name(paper: str, meeting: Meeting, report_language: str) -> str:
    """A name for the file, in ASCII and without a word that a person typed: country, paper, date, language."""
    name = paper.replace("-", "_")
    return f"CAMI_{meeting.country or 'XX'}_{name}_{meeting.starts_on or 'undated'}_{report_language}.pdf"
