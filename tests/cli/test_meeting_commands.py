"""`cami meeting`: the meetings of a workspace, and the summary of one as a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from cami_desktop.workspace.workspace import Workspace
from tests.cli.conftest import Cami
from tests.synthesis.test_meeting_summary import meeting_records


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Workspace.create(tmp_path / "kz.cami", country="KZ", who="Test") as workspace:
        workspace.save_all(meeting_records(status="final"))
    return tmp_path / "kz.cami"


def test_a_meeting_is_listed_and_its_summary_written(cami: Cami, path: Path, tmp_path: Path) -> None:
    [told] = cami("meeting", "list", path, "--json").json["meetings"]
    assert (told["status"], told["participants"], told["contributions"], told["decisions"]) == ("final", 2, 3, 2)
    out = tmp_path / "summary.pdf"
    done = cami("meeting", "summary", path, told["id"], out, "--language", "kk", "--group", "taxon", "--json")
    assert done.json == {"file": str(out), "meeting": told["id"], "language": "kk", "changed_since_approved": 0}
    assert out.read_bytes().startswith(b"%PDF")
    cami("meeting", "summary", path, told["id"], out).refused(1, "exists already")


def test_what_is_no_meeting_no_grouping_or_no_language_is_refused(cami: Cami, path: Path, tmp_path: Path) -> None:
    [told] = cami("meeting", "list", path, "--json").json["meetings"]
    out = tmp_path / "summary.pdf"
    cami("meeting", "summary", path, "nobody", out).refused(2, "There is no meeting nobody.")
    cami("meeting", "summary", path, told["id"], out, "--group", "moon").refused(2, "moon")
    cami("meeting", "summary", path, told["id"], out, "--language", "xx").refused(2, "xx")
    assert not out.exists()
