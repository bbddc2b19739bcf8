"""The workspace: made, opened, saved with history, undone; other files are refused untouched."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cami_desktop.errors import DamagedInput, Refused, WrongUse
from cami_desktop.records import KINDS, Record
from cami_desktop.records.convert import ValueRefused
from cami_desktop.records.kinds import Meeting, PopulationEstimate, Source, ThreatAssessment
from cami_desktop.workspace.workspace import Workspace
from tests.strategies import records


def test_a_new_workspace_knows_what_it_is(workspace: Workspace) -> None:
    info = workspace.info
    assert (info.role, info.country, info.cycle, info.catalogue) == ("national", "KG", "cami-2014", "cami-2014")
    assert len(info.replica) == 12
    assert workspace.counts() == dict.fromkeys(KINDS, 0)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"country": "XX"}, "XX is not a range state"),
        ({"country": ""}, "needs its country"),
        ({"country": "KG", "cycle": "cami-1999"}, "no cycle"),
        ({"role": "global"}, "national or regional"),
        ({"role": "regional", "country": "KG"}, "no single country"),
    ],
)
def test_a_workspace_of_nowhere_is_refused_and_no_file_is_left(file: Path, options: dict[str, Any], words: str) -> None:
    with pytest.raises(WrongUse, match=words):
        Workspace.create(file, **options)
    assert not file.exists()


def test_an_existing_file_is_not_overwritten(file: Path) -> None:
    file.write_text("mine")
    with pytest.raises(Refused, match="exists already"):
        Workspace.create(file, country="KG")
    assert file.read_text() == "mine"


def test_closing_leaves_one_file_that_can_be_copied(workspace: Workspace, file: Path, tmp_path: Path) -> None:
    saved = workspace.save(Source(citation="Учёт", source_type="press"))
    workspace.close()
    assert [item for item in file.parent.iterdir() if item.is_file()] == [file]
    copy = tmp_path / "copy.cami"
    copy.write_bytes(file.read_bytes())
    with Workspace.open(copy) as again:
        assert again.get(Source, saved.id) == saved


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\x00" + bytes(84)])
def test_a_file_that_is_not_ours_is_refused_untouched(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(DamagedInput, match="not a CAMI workspace"):
        Workspace.open(file)
    assert file.read_bytes() == content


def test_another_program_s_database_is_refused(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()
    with pytest.raises(DamagedInput, match="not a CAMI workspace"):
        Workspace.open(file)


def test_a_newer_file_is_refused_untouched(workspace: Workspace, file: Path) -> None:
    workspace.close()
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = file.read_bytes()
    with pytest.raises(Refused, match="newer version"):
        Workspace.open(file)
    assert file.read_bytes() == before


def test_a_cut_short_file_is_told_in_one_sentence(workspace: Workspace, file: Path) -> None:
    workspace.close()
    file.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(DamagedInput, match="damaged"):
        Workspace.open(file)


def test_a_path_too_long_for_the_store_is_told_so(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["очень длинное имя папки, как в жизни"] * 8)
    folder.mkdir(parents=True)
    with pytest.raises(Refused, match="too long"):
        Workspace.create(folder / "a.cami", country="KG")
    assert list(folder.iterdir()) == []


FULL = """
import resource, sys
from pathlib import Path
from cami_desktop.errors import Refused
from cami_desktop.records.kinds import Source
from cami_desktop.workspace.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    workspace.save(Source(citation="x" * 5000, source_type="press"))
except Refused as refused:
    print(refused)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes to set")
def test_a_full_disk_is_told_in_plain_words_and_loses_nothing(workspace: Workspace, file: Path) -> None:
    saved = workspace.save(Source(citation="a", source_type="press"))
    workspace.close()
    done = subprocess.run([sys.executable, "-c", FULL, str(file)], capture_output=True, text=True, check=False)
    assert "could not be written" in done.stdout, done.stderr
    with Workspace.open(file) as again:
        assert [item.id for item in again.all(Source)] == [saved.id]


def test_saving_gives_id_country_edition_version_and_times(workspace: Workspace) -> None:
    saved = workspace.save(Source(citation="Учёт", source_type="press"), "first")
    assert saved.country == "KG" and saved.catalogue == "cami-2014"
    assert saved.version == {workspace.info.replica: 1}
    assert saved.stamps["citation"] == ((workspace.info.replica, 1),)
    assert saved.created_by == "Coordinator" and saved.created_at.startswith("2014-05-20T09:30:")
    assert workspace.get(Source, saved.id) == saved


def test_saving_what_is_stored_changes_nothing(workspace: Workspace) -> None:
    saved = workspace.save(Source(citation="Учёт", source_type="press"))
    before = workspace.last_change()
    assert workspace.save(saved) == saved
    assert workspace.last_change() == before


def test_history_tells_who_when_before_after_and_why(workspace: Workspace) -> None:
    saved = workspace.save(Source(citation="Учёт", source_type="press"))
    saved.citation = "Учёт 2014"
    workspace.save(saved, "typing error")
    last = workspace.history(saved.id)[-1]
    assert (last.field, last.before, last.after) == ("citation", "Учёт", "Учёт 2014")
    assert (last.change.who, last.reason) == ("Coordinator", "typing error")
    assert last.stamp == (workspace.info.replica, 2)


def test_a_value_that_does_not_fit_is_refused_and_nothing_is_stored(workspace: Workspace) -> None:
    with pytest.raises(ValueRefused, match="Year: a whole number"):
        workspace.save(PopulationEstimate(taxon="saiga", year=2014.5))  # type: ignore[arg-type]
    assert workspace.counts()["population_estimate"] == 0


def test_a_record_of_another_country_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Refused, match="A record of KZ cannot be edited"):
        workspace.save(Source(citation="x", country="KZ"))


def test_a_regional_workspace_edits_no_record(file: Path) -> None:
    with Workspace.create(file, role="regional") as region, pytest.raises(Refused, match="Only the country itself"):
        region.save(Source(citation="x", country="KZ"))


def test_the_impact_of_a_threat_follows_from_its_scoring(workspace: Workspace) -> None:
    threat = workspace.save(ThreatAssessment(taxon="argali", threat="5.1.1", timing="ongoing", scope="majority",
                                             severity="rapid", impact="high"))  # fmt: skip
    assert threat.impact == "medium"


def test_a_blank_zero_and_unknown_stay_three_values(workspace: Workspace) -> None:
    zero = workspace.save(PopulationEstimate(taxon="saiga", best=0))
    blank = workspace.save(PopulationEstimate(taxon="saiga"))
    unknown = workspace.save(PopulationEstimate(taxon="saiga", absent={"best": "unknown"}))
    stored = [workspace.get(PopulationEstimate, item.id) for item in (zero, blank, unknown)]
    assert [(item.best, item.absent) for item in stored if item] == [(0, {}), (None, {}), (None, {"best": "unknown"})]
    unknown.best = 5
    assert workspace.save(unknown).absent == {}


def test_undo_and_redo_follow_the_edits_and_survive_reopening(workspace: Workspace, file: Path) -> None:
    saved = workspace.save(Source(citation="a", source_type="press"))
    for text in ("b", "c"):
        saved.citation = text
        saved = workspace.save(saved)
    workspace.close()
    with Workspace.open(file) as again:

        def citation() -> str | None:
            found = again.get(Source, saved.id)
            return None if found is None or found.deleted else found.citation

        seen = [citation()]
        while again.undo():
            seen.append(citation())
        assert seen == ["c", "b", "a", None]
        seen = []
        while again.redo():
            seen.append(citation())
        assert seen == ["a", "b", "c"]


def test_an_edit_after_undo_ends_what_could_be_done_again(workspace: Workspace) -> None:
    saved = workspace.save(Source(citation="a", source_type="press"))
    saved.citation = "b"
    workspace.save(saved)
    workspace.undo()
    current = workspace.get(Source, saved.id)
    assert current is not None
    current.citation = "c"
    workspace.save(current)
    assert workspace.can_redo() is None
    workspace.undo()
    assert [item.citation for item in workspace.all(Source)] == ["a"]


def test_a_group_of_edits_is_undone_as_one(workspace: Workspace) -> None:
    workspace.save_all([Source(citation=str(n), source_type="press") for n in range(5)], label="Imported")
    change = workspace.undo()
    assert change is not None and change.label == "Imported"
    assert workspace.all(Source) == [] and len(workspace.removed(Source)) == 5


def test_removed_records_go_to_the_bin_and_come_back(workspace: Workspace) -> None:
    saved = workspace.save(Meeting(title="x", cycle="cami-2014"))
    workspace.remove(Meeting, saved.id, "twice")
    assert workspace.all(Meeting) == [] and workspace.find(saved.id) is None
    assert [item.id for item in workspace.removed(Meeting)] == [saved.id]
    workspace.restore(Meeting, saved.id)
    assert [item.title for item in workspace.all(Meeting)] == ["x"]


def test_a_change_that_fails_half_way_leaves_nothing(workspace: Workspace) -> None:
    def fail() -> None:
        with workspace.transaction("two") as change:
            change.edit(workspace.prepare(Source(citation="one", source_type="press")))
            raise KeyError("power cut")

    with pytest.raises(KeyError):
        fail()
    assert workspace.all(Source) == [] and workspace.last_change() == 0


def test_a_file_opened_for_reading_is_not_written(workspace: Workspace, file: Path) -> None:
    workspace.close()
    before = file.read_bytes()
    with Workspace.open(file, read_only=True) as reader:
        assert reader.all(Source) == []
        with pytest.raises(Refused, match="only be read"):
            reader.save(Source(citation="x"))
    assert file.read_bytes() == before


KILLED = """
import sys
from pathlib import Path
from cami_desktop.records.kinds import Source
from cami_desktop.workspace.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
for n in range(1000):
    workspace.save(Source(citation=str(n), source_type="press"))
    print(n, flush=True)
"""


def test_a_killed_program_loses_nothing_that_was_stored(workspace: Workspace, file: Path) -> None:
    workspace.close()
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(file)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _line in range(25):
        process.stdout.readline()
    process.kill()
    told = [int(line) for line in process.communicate()[0].split()]
    with Workspace.open(file) as again:
        stored = {int(item.citation or "") for item in again.all(Source)}
    assert stored >= set(range(max([24, *told]) + 1))
    assert [item for item in file.parent.iterdir() if item.is_file()] == [file]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(records(), max_size=6, unique_by=lambda record: record.id))
def test_what_is_stored_is_read_back_equal(workspace: Workspace, made: list[Record]) -> None:
    with workspace.transaction("any") as change:
        change.put_all((workspace.get(type(record), record.id), record, {}) for record in made)
    assert [workspace.get(type(record), record.id) for record in made] == made
