"""The summary of a meeting as a file, and what changed in the meeting since people agreed on it."""

from __future__ import annotations

import copy
import datetime
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from cami_desktop.errors import Refused, WrongUse
from cami_desktop.loop.meeting_changes import Difference, changed_words, differences, mark_of, marks
from cami_desktop.loop.meeting_papers import meeting_called, paper_name, summary_pdf, write_summary
from cami_desktop.records import Record
from cami_desktop.records.kinds import Contribution, Decision, Meeting, Note, Person
from cami_desktop.workspace.workspace import Workspace
from tests.outside.tools import needs
from tests.synthesis.test_meeting_summary import NAMED, SILENT, meeting_records

R = TypeVar("R", bound=Record)
AT = datetime.datetime(2014, 6, 4, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with one meeting, a draft."""
    with Workspace.create(tmp_path / "kz.cami", country="KZ", who="Test") as made:
        made.save_all(meeting_records())
        yield made


def meeting_of(workspace: Workspace) -> Meeting:
    return workspace.all(Meeting)[0]


def edit(workspace: Workspace, record: R, **values: Any) -> R:
    """Store other values of a record."""
    changed = copy.deepcopy(workspace.get(type(record), record.id))
    assert changed is not None
    for name, value in values.items():
        setattr(changed, name, value)
    return workspace.save(changed)


def changes(workspace: Workspace, status: str = "approved") -> list[Difference]:
    """What differs since the state was reached."""
    mark = mark_of(workspace, meeting_of(workspace), status)
    assert mark is not None
    return differences(workspace, workspace.records(), meeting_of(workspace).id, mark)


def test_what_differs_from_the_approved_paper_is_told_field_by_field(workspace: Workspace) -> None:
    edit(workspace, meeting_of(workspace), status="final")
    edit(workspace, meeting_of(workspace), status="approved", approved_on="2014-06-03")
    assert changes(workspace) == []
    contribution = workspace.all(Contribution)[0]
    edit(workspace, contribution, supporters=99)
    edit(workspace, meeting_of(workspace), venue="Hall 2")
    assert [(item.field, item.before, item.after) for item in changes(workspace)] == [
        ("venue", None, "Hall 2"), ("supporters", contribution.supporters, 99),
    ]  # fmt: skip
    assert changed_words(changes(workspace)) == "2 fields"


def test_what_was_changed_back_or_undone_does_not_differ(workspace: Workspace) -> None:
    edit(workspace, meeting_of(workspace), status="approved", approved_on="2014-06-03")
    edit(workspace, meeting_of(workspace), venue="Hall 2")
    edit(workspace, meeting_of(workspace), venue=None)
    edit(workspace, meeting_of(workspace), place_name="Almaty")
    workspace.undo()
    assert changes(workspace) == []


def test_new_and_removed_records_count_once_and_notes_do_not(workspace: Workspace) -> None:
    edit(workspace, meeting_of(workspace), status="approved", approved_on="2014-06-03")
    meeting = meeting_of(workspace).id
    made = workspace.save(Decision(meeting=meeting, text="Meet again", decision_kind="decision"))
    edit(workspace, made, due="2015")
    workspace.save(Note(meeting=meeting, text="A note is not in the paper"))
    gone = workspace.save(Decision(meeting=meeting, text="Never mind", decision_kind="decision"))
    workspace.remove(Decision, gone.id)
    old = workspace.all(Contribution)[0]
    workspace.remove(Contribution, old.id)
    assert [(item.what, item.record) for item in changes(workspace)] == [("removed", old.id), ("added", made.id)]
    assert changed_words(changes(workspace)) == "1 new record, 1 removed record"


def test_what_went_to_another_meeting_is_told_once_and_what_happens_to_it_there_is_not(workspace: Workspace) -> None:
    other = workspace.save(Meeting(title="Another", starts_on="2014-07-01"))
    stranger = workspace.save(Decision(meeting=other.id, text="Theirs", decision_kind="decision"))
    edit(workspace, meeting_of(workspace), status="approved", approved_on="2014-06-03")
    meeting, went = meeting_of(workspace).id, workspace.all(Contribution)[0]
    edit(workspace, went, meeting=other.id)
    edit(workspace, went, supporters=99)
    for record in (stranger, workspace.save(Decision(meeting=meeting, text="New", decision_kind="decision"))):
        edit(workspace, record, meeting=meeting)
        edit(workspace, record, meeting=other.id)
    workspace.remove(Decision, stranger.id)
    note = workspace.save(Note(meeting=meeting, text="Not in the paper"))
    edit(workspace, note, meeting=other.id)
    told = [(item.record, item.field, item.before, item.after, item.what) for item in changes(workspace)]
    assert told == [(went.id, "meeting", meeting, other.id, "changed")]
    workspace.remove(Contribution, went.id)
    assert [(item.record, item.what) for item in changes(workspace)] == [(went.id, "removed")]


def test_undoing_the_approval_goes_back_to_the_mark_before(workspace: Workspace) -> None:
    edit(workspace, meeting_of(workspace), status="final")
    edit(workspace, meeting_of(workspace), venue="Hall 2")
    edit(workspace, meeting_of(workspace), status="approved", approved_on="2014-06-03")
    workspace.undo()
    assert [mark.status for mark in marks(workspace, meeting_of(workspace).id)] == ["final", "approved"]
    assert [item.field for item in changes(workspace, "final")] == ["venue"]
    assert mark_of(workspace, meeting_of(workspace), "approved") is None


def test_the_file_is_written_whole_and_never_over_another(workspace: Workspace, tmp_path: Path) -> None:
    needs("pdftotext")
    target = tmp_path / "summary.pdf"
    written = write_summary(workspace, meeting_of(workspace).id[-6:], target, report_language="ru")
    assert (written.file, written.language, written.changed) == (target, "ru", 0)
    done = subprocess.run(["pdftotext", target, "-"], capture_output=True, check=True)
    text = done.stdout.decode()
    assert NAMED in text and "Fences must open" in text
    assert not any(part in text for part in SILENT.split())
    with pytest.raises(Refused, match="exists already"):
        write_summary(workspace, meeting_of(workspace).id, target)


def test_the_paper_is_made_of_redacted_records_alone(workspace: Workspace, tmp_path: Path) -> None:
    """Also a name that only the register holds, in whatever field, stays out."""
    needs("pdftotext")
    for person in workspace.all(Person):
        edit(workspace, person, email=f"{person.id[:4]}@example.org", phone="+7 700 123", position="Head of nothing")
    pdf = summary_pdf(workspace.records(), meeting_of(workspace).id, "en", AT, grouping="pow_item")
    path = tmp_path / "s.pdf"
    path.write_bytes(pdf)
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
    for secret in (*SILENT.split(), "example.org", "+7 700"):
        assert secret not in text


def test_the_name_of_the_file_tells_country_day_state_and_language_only() -> None:
    meeting = Meeting(country="KZ", title=f"Talk with {SILENT}", starts_on="2014-05-13", place_name=SILENT)
    assert paper_name(meeting, "kk") == "CAMI_KZ_meeting_2014-05-13_draft_kk.pdf"
    meeting.status = "approved"
    assert paper_name(meeting, "ru") == "CAMI_KZ_meeting_2014-05-13_approved_ru.pdf"


def test_a_meeting_is_found_by_a_part_of_its_id_that_is_not_ambiguous(workspace: Workspace) -> None:
    records, meeting = workspace.records(), meeting_of(workspace)
    assert meeting_called(records, meeting.id[:8]) == records.find(meeting.id)
    for name in ("zzzz", meeting.id[:3], ""):
        with pytest.raises(WrongUse, match="no meeting"):
            meeting_called(records, name)
    other = Meeting(id=meeting.id[:-4] + "ffff", country="KZ", title="Other")
    records.put(other)
    with pytest.raises(WrongUse, match="Several"):
        meeting_called(records, meeting.id[:8])
