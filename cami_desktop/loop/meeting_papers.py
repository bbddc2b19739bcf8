"""The summary of a meeting as a file: records → redacted as for a submission → PDF, whole or not at all."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cami_desktop import files
from cami_desktop.errors import WrongUse
from cami_desktop.exchange.redaction import redact
from cami_desktop.loop.meeting_changes import Difference, changed_words, differences, mark_of
from cami_desktop.records import Record
from cami_desktop.records.kinds import (
    AgendaItem,
    Contribution,
    Decision,
    Meeting,
    Organisation,
    Participation,
    Person,
    Site,
)
from cami_desktop.records.recordset import RecordSet
from cami_desktop.words import _, language, using
from cami_desktop.workspace.workspace import Workspace

_NEEDED = (Meeting, Organisation, Person, Participation, AgendaItem, Contribution, Decision, Site)
"""Kinds of which a summary tells. Notes, of which a meeting may have thousands, are not redacted for nothing."""

SHORTEST_ID = 4
"""Letters of an id, from either end, by which a meeting may be named."""


@dataclass(frozen=True, slots=True)
class Written:
    """A summary that was written: the file, its meeting, and how much changed since the meeting was approved."""

    file: Path
    meeting: str
    language: str
    changed: int


def summary_pdf(
    records: RecordSet,
    meeting: str,
    report_language: str,
    at: datetime.datetime,
    *,
    grouping: str = "input_kind",
    changes: Sequence[Difference] = (),
) -> bytes:
    """The summary of a meeting as PDF, from records as they are in the workspace: they are redacted here.

    grouping is one of synthesis.meeting_summary.GROUPINGS; changes are those since the approval, which the paper owns
    up to. Raises WrongUse for an unknown language, meeting or grouping.
    """
    from cami_desktop.exchange.meeting.summary import print_summary

    with using(report_language):
        changed = changed_words(changes)
    shown = redacted(records, _NEEDED)
    return print_summary(shown, meeting, report_language, at, grouping=grouping, changed=changed)


def redacted(records: RecordSet, kinds: Iterable[type[Record]]) -> RecordSet:
    """The records of some kinds, redacted as for a submission."""
    return redact(RecordSet((item for cls in kinds for item in records.all(cls)), records.catalogue, records.today))


def write_summary(
    workspace: Workspace,
    meeting: str,
    path: Path,
    *,
    report_language: str | None = None,
    grouping: str = "input_kind",
) -> Written:
    """Write the summary of a meeting, named as meeting_called takes it, into a file.

    Raises WrongUse for a meeting that is none, Refused where the file is there already or cannot be written.
    """
    records, tongue = workspace.records(), report_language or language()
    found = meeting_called(records, meeting)
    mark = mark_of(workspace, found, "approved")
    changes = differences(workspace, records, found.id, mark) if mark is not None else []
    data = summary_pdf(records, found.id, tongue, workspace.clock(), grouping=grouping, changes=changes)
    files.write_file(path, data, overwrite=False)
    return Written(path, found.id, tongue, len(changes))


def paper_name(meeting: Meeting, report_language: str) -> str:
    """A name for the file, in ASCII and without a word that a person typed: country, date, language."""
    date = meeting.starts_on or "undated"
    state = f"_{meeting.status}" if meeting.status in ("final", "approved") else "_draft"
    return f"CAMI_{meeting.country or 'XX'}_meeting_{date}{state}_{report_language}.pdf"


def meeting_called(records: RecordSet, name: str) -> Meeting:
    """The meeting of that id; the beginning or end of one is enough where it is the only one.

    Raises WrongUse where there is none or several.
    """
    exact = records.find(name)
    if isinstance(exact, Meeting):
        return exact
    meetings = records.all(Meeting)
    long_enough = len(name) >= SHORTEST_ID
    found = [item for item in meetings if long_enough and (item.id.startswith(name) or item.id.endswith(name))]
    if len(found) == 1:
        return found[0]
    what = _("Several meetings are called {name}.") if found else _("There is no meeting {name}.")
    raise WrongUse(what.format(name=name), do=_("cami meeting list shows the meetings with their ids."))
