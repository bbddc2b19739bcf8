"""Before a meeting from the command line: begun from a template; agenda and sign-in sheet as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cami_desktop.cli import cami
from cami_desktop.records.kinds import AgendaItem, Meeting, Participation, Person
from cami_desktop.workspace.workspace import Workspace

NAME = "Айгерім Сәрсенова"


def run(*words: str | Path, exit: int = 0) -> Any:
    """Run a command with --json and return its object."""
    done = CliRunner().invoke(cami, [*map(str, words), "--json", "--lang", "en"])
    assert done.exit_code == exit, done.output
    return json.loads(done.stdout)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A new workspace."""
    with Workspace.create(tmp_path / "kz.cami", country="KZ", who="Test") as workspace:
        return workspace.path


def begun(path: Path) -> str:
    """A meeting begun with one participant; its id."""
    told = run("meeting", "new", path, "--template", "national_stakeholder", "--starts-on", "2014-05-13")
    assert (told["template"], told["items"]) == ("national_stakeholder", 10)
    with Workspace.open(path, who="Test") as workspace:
        person = workspace.save(Person(name=NAME))
        workspace.save(Participation(meeting=told["id"], person=person.id, role="chair"))
    return str(told["id"])


def test_a_meeting_begins_from_a_template_as_one_change(path: Path) -> None:
    words = ("--template", "expert_consultation", "--title", "Saiga", "--attribution", "chatham_house")
    told = run("meeting", "new", path, *words, "--ends-on", "2014-05-14")
    with Workspace.open(path, read_only=True) as workspace:
        [meeting] = workspace.all(Meeting)
        assert (meeting.id, meeting.title, meeting.attribution) == (told["id"], "Saiga", "chatham_house")
        assert (meeting.meeting_kind, meeting.cycle, meeting.ends_on) == (
            "expert_consultation", "cami-2014", "2014-05-14",
        )  # fmt: skip
        assert len(workspace.all(AgendaItem)) == told["items"]
    run("undo", path)
    with Workspace.open(path, read_only=True) as workspace:
        assert workspace.all(Meeting) == [] and workspace.all(AgendaItem) == []


@pytest.mark.parametrize(
    "words",
    [
        ("--template", "picnic"),
        ("--template", "field_consultation", "--attribution", "loud"),
        ("--template", "field_consultation", "--starts-on", "2014-02-30"),
    ],
)
def test_what_is_not_known_is_refused_and_nothing_is_stored(path: Path, words: tuple[str, ...]) -> None:
    assert run("meeting", "new", path, *words, exit=2)["error"]
    with Workspace.open(path, read_only=True) as workspace:
        assert workspace.all(Meeting) == []


def test_papers_are_written_once_and_never_over_another_file(path: Path) -> None:
    meeting = begun(path)
    for paper in ("agenda", "sign-in"):
        out = path.with_name(f"{paper}.pdf")
        told = run("meeting", paper, path, meeting[-8:], out, "--language", "kk")
        assert told == {"file": str(out), "meeting": meeting, "language": "kk"}
        data = out.read_bytes()
        assert data.startswith(b"%PDF-")
        run("meeting", paper, path, meeting, out, exit=1)
        assert out.read_bytes() == data
    run("meeting", "agenda", path, "nothing", path.with_name("x.pdf"), exit=2)
