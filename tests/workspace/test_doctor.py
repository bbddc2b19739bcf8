"""The doctor finds what is wrong with files that were really damaged, and repairs a copy; the file stays as it was."""

from __future__ import annotations

import hashlib
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from cami_desktop.errors import DamagedInput, PassphraseNeeded, Refused
from cami_desktop.records.kinds import Attachment, Meeting, Note, PopulationEstimate, Site, Source
from cami_desktop.workspace import doctor
from cami_desktop.workspace.cipher import is_protected
from cami_desktop.workspace.ledger import Question
from cami_desktop.workspace.protection import protect
from cami_desktop.workspace.repair import repair
from cami_desktop.workspace.workspace import Workspace

NOTES = 400


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace with records that were edited, removed and undone, and an attachment of some pieces."""
    folder = tmp_path_factory.mktemp("once")
    photo = folder / "карта.jpg"
    photo.write_bytes(random.Random(1).randbytes(2_500_000))
    with Workspace.create(folder / "once.cami", country="KG", who="Coordinator") as workspace:
        meeting = workspace.save(Meeting(title="Встреча", cycle="cami-2014", meeting_kind="bilateral"))
        notes = workspace.save_all(
            Note(meeting=meeting.id, text=f"Запись {n} о сайгаке " + "и воде " * 20, taxa=["saiga"])
            for n in range(NOTES)
        )
        for note in notes[::40]:
            note.text = "правленая " + (note.text or "")
            workspace.save(note)
        source = workspace.save(Source(citation="Учёт 2013", source_type="press"))
        workspace.save(PopulationEstimate(taxon="saiga", year=2013, best=1200, source=source.id))
        gone = workspace.save(Site(name="Удалённый", site_kind="corridor"))
        workspace.remove(Site, gone.id)
        workspace.undo()
        workspace.remove(Site, gone.id)
        workspace.add_attachment(source.id, photo, caption="Карта")
    return folder / "once.cami"


@pytest.fixture
def filled(once: Path, file: Path) -> Path:
    """A copy of it to be damaged."""
    file.write_bytes(once.read_bytes())
    return file


def sql(file: Path, *statements: str) -> None:
    connection = sqlite3.connect(file)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def found(file: Path) -> Counter[str]:
    return Counter(item.id for item in doctor.examine(file).findings)


def plain(file: Path) -> dict[str, dict[str, object]]:
    """Every record by id without bookkeeping, removed ones too."""
    with Workspace.open(file, read_only=True) as workspace:
        return {record.id: record.tracked() for record in workspace.records()}


def fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_sound_workspace_has_no_findings_and_is_not_touched(filled: Path) -> None:
    before = fingerprint(filled)
    diagnosis = doctor.examine(filled)
    assert diagnosis.findings == []
    assert diagnosis.counts["note"] == NOTES and diagnosis.counts["site"] == 1 and diagnosis.counts["content"] == 1
    assert fingerprint(filled) == before and [path.name for path in filled.parent.glob("*.cami*")] == [filled.name]


def test_a_workspace_that_is_open_and_just_changed_has_no_findings(workspace: Workspace, file: Path) -> None:
    workspace.save(Source(citation="Учёт", source_type="press"))
    assert doctor.examine(file).findings == []


def test_an_older_workspace_is_examined_as_it_will_be(root: Path, tmp_path: Path) -> None:
    corpus = sorted((root / "tests" / "corpus").glob("workspace-0001*.cami"))
    assert corpus
    for old in corpus:
        copy = tmp_path / old.name
        copy.write_bytes(old.read_bytes())
        assert doctor.examine(copy).findings == []
        assert copy.read_bytes() == old.read_bytes()


DAMAGES: dict[str, tuple[str, str, int]] = {
    "a record changed by another tool": ("UPDATE source SET year = 1999", "history-differs", 1),
    "a record deleted by another tool": ("DELETE FROM note WHERE rowid = 7", "record-missing", 1),
    "a record put in by another tool": (
        "INSERT INTO source SELECT 'x' || substr(id, 2), citation, source_type, year, language, locator, country,"
        " catalogue, absent, accepted, deleted, version, stamps, created_at, created_by, modified_at, modified_by"
        " FROM source",
        "no-history",
        1,
    ),
    "a history entry lost": (
        "DELETE FROM history WHERE id = (SELECT max(id) FROM history WHERE field = 'text')",
        "history-differs",
        1,
    ),
    "a list that is none": ("UPDATE note SET taxa = 'saiga' WHERE rowid = 9", "record-spoilt", 1),
    "a figure that is a word": ("UPDATE population_estimate SET best = 'many'", "record-spoilt", 1),
    "a version that is none": ("UPDATE source SET version = 'later'", "record-spoilt", 1),
    "a version that forgets": ("UPDATE meeting SET version = ''", "unknown-stamp", 6),
    "a change lost": ("DELETE FROM change WHERE id = 3", "loose-reference", 1),
    "an index lost": ("DROP INDEX ix_note_meeting", "missing-part", 1),
    "a trigger lost": ("DROP TRIGGER search_note_update", "missing-part", 1),
    "the index of words emptied": ("DELETE FROM search_entry WHERE kind = 'note'", "search-index", 1),
    "a word changed in the index": ("UPDATE search_index SET text = 'x' WHERE rowid = 3", "search-index", 1),
    "the words of the index damaged": ("DELETE FROM search_index_data WHERE id > 100", "search-index", 1),
    "a file altered": ("UPDATE content_piece SET bytes = zeroblob(1048576) WHERE n = 1", "attachment-altered", 1),
    "a piece of a file lost": ("DELETE FROM content_piece WHERE n = 1", "attachment-altered", 1),
    "a file lost": ("DELETE FROM content", "attachment-missing", 1),
    "a file of nobody": ("INSERT INTO content VALUES ('f', 0)", "content-unused", 1),
    "a file unfinished": ("INSERT INTO content_piece VALUES ('f', 0, x'00')", "content-left-over", 1),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_named_and_the_repaired_copy_is_sound(filled: Path, name: str) -> None:
    statement, expected, times = DAMAGES[name]
    sql(filled, statement)
    told = found(filled)
    assert told[expected] == times, told
    before = fingerprint(filled)
    repaired = repair(filled)
    assert fingerprint(filled) == before
    assert repaired.path.name == "Кыргызстан 2014 repaired.cami"
    left = {item.id for item in repaired.after.findings}
    assert left <= {"attachment-altered", "attachment-missing"}, repaired.after.findings
    assert found(repaired.path) == Counter(item.id for item in repaired.after.findings)
    with Workspace.open(repaired.path) as again:
        assert again.counts()["note"] == NOTES
        assert len(again.search("сайгак", kinds=["note"], limit=1000)) == NOTES
        again.save(Source(citation="work goes on", source_type="press"))
        assert again.undo() is not None


def test_what_is_rebuilt_from_the_history_is_what_was_there(filled: Path) -> None:
    before = plain(filled)
    sql(filled, "DELETE FROM note WHERE rowid % 3 = 0", "DELETE FROM site", "UPDATE population_estimate SET best = 'x'")
    repaired = repair(filled)
    assert repaired.whole, (repaired.lost, repaired.after.findings)
    assert repaired.rebuilt == {"note": NOTES // 3, "site": 1, "population_estimate": 1}
    assert plain(repaired.path) == before


def test_a_rebuilt_record_has_the_version_it_had(filled: Path) -> None:
    with Workspace.open(filled, read_only=True) as workspace:
        before = {note.id: (note.version, note.stamps) for note in workspace.all(Note)}
    sql(filled, "DELETE FROM note")
    with Workspace.open(repair(filled).path, read_only=True) as again:
        assert {note.id: (note.version, note.stamps) for note in again.all(Note)} == before


def test_a_difference_stays_and_the_history_tells_both_values(filled: Path) -> None:
    sql(filled, "UPDATE source SET year = 1999")
    repaired = repair(filled)
    with Workspace.open(repaired.path) as again:
        (source,) = again.all(Source)
        last = again.history(source.id)[-1]
        assert (source.year, last.field, last.before, last.after) == (1999, "year", None, 1999)
        assert (last.change.origin, last.change.who) == ("repair", "cami doctor")


def pages(file: Path, name: str) -> list[int]:
    """The pages on which a table or an index lies, by number."""
    connection = sqlite3.connect(file)
    try:
        rows = connection.execute("SELECT pageno FROM dbstat WHERE name = ? ORDER BY pageno", (name,)).fetchall()
    except sqlite3.OperationalError:
        pytest.skip("this SQLite does not tell which page belongs to what")
    finally:
        connection.close()
    return [row[0] for row in rows]


def overwrite(file: Path, page: int) -> None:
    with file.open("r+b") as out:
        out.seek((page - 1) * 4096)
        out.write(random.Random(page).randbytes(4096))


@pytest.mark.parametrize("choose", [min, max, lambda found: sorted(found)[len(found) // 2]])
def test_an_overwritten_page_of_a_table_is_survived(filled: Path, choose: Callable[[list[int]], int]) -> None:
    before = plain(filled)
    overwrite(filled, choose(pages(filled, "note")))
    told = found(filled)
    assert told["damaged"] + told["unreadable"] > 0
    for item in doctor.examine(filled).findings:
        assert not re.search(r"Tree|btree|malformed|rowid|page \d", item.message), "plain words"
        assert item.details or item.id not in ("damaged", "unreadable")
    repaired = repair(filled)
    assert repaired.whole, (repaired.lost, repaired.uncertain, repaired.after.findings)
    assert repaired.rebuilt["note"] > 0
    assert plain(repaired.path) == before


def test_overwritten_pages_of_indexes_lose_nothing(filled: Path) -> None:
    before = plain(filled)
    for name in ("ix_note_meeting", "sqlite_autoindex_note_1", "ix_history_record_id", "search_index_data"):
        overwrite(filled, pages(filled, name)[-1])
    assert sum(found(filled).values()) > 0
    repaired = repair(filled)
    assert repaired.whole, (repaired.lost, repaired.uncertain, repaired.after.findings)
    assert plain(repaired.path) == before


def test_an_overwritten_page_of_the_history_loses_entries_and_no_record(filled: Path) -> None:
    before = plain(filled)
    overwrite(filled, pages(filled, "history")[5])
    repaired = repair(filled)
    assert repaired.lost.keys() == {"history"} and repaired.lost["history"] > 0
    assert repaired.after.findings == []
    assert plain(repaired.path) == before


def test_an_overwritten_page_of_an_attachment_is_named(filled: Path) -> None:
    overwrite(filled, pages(filled, "content_piece")[100])
    told = found(filled)
    assert told["attachment-altered"] == 1
    repaired = repair(filled)
    assert {item.id for item in repaired.after.findings} <= {"attachment-altered", "attachment-missing"}
    with Workspace.open(repaired.path) as again:
        assert len(again.all(Attachment)) == 1


@pytest.mark.parametrize("seed", range(8))
def test_pages_overwritten_at_random_never_stop_the_doctor(filled: Path, seed: int) -> None:
    chance = random.Random(seed)
    last = filled.stat().st_size // 4096
    for _time in range(3):
        overwrite(filled, chance.randint(2, last))
    before = fingerprint(filled)
    try:
        diagnosis = doctor.examine(filled)
        repaired = repair(filled)
    except DamagedInput as error:
        assert error.do
        return
    assert diagnosis.findings or repaired.whole
    assert fingerprint(filled) == before
    again = doctor.examine(repaired.path)
    assert {item.id for item in again.findings} <= {"attachment-altered", "attachment-missing"}
    with Workspace.open(repaired.path) as workspace:
        assert workspace.counts()["note"] + repaired.lost.get("note", 0) >= NOTES or repaired.uncertain


def test_a_text_that_is_no_utf8_is_read_round(filled: Path) -> None:
    sql(filled, "UPDATE source SET citation = CAST(x'D0A3D187D0' AS TEXT)")
    assert found(filled)["history-differs"] == 1
    with Workspace.open(repair(filled).path) as again:
        assert [source.citation for source in again.all(Source)] == ["Уч\ufffd"]


def test_questions_about_records_that_are_not_there_are_dropped(filled: Path) -> None:
    with Workspace.open(filled) as workspace, workspace.transaction("receipt", origin="receipt") as change:
        change.note(Question("q", "s", "nowhere", "note", "text", "Why?"))
    assert found(filled) == {"orphan": 1}
    assert repair(filled).whole


def test_a_second_repair_takes_another_name_and_a_given_name_is_not_overwritten(filled: Path, tmp_path: Path) -> None:
    assert [repair(filled).path.name for _time in range(2)] == [
        "Кыргызстан 2014 repaired.cami",
        "Кыргызстан 2014 repaired 2.cami",
    ]
    taken = tmp_path / "mine.cami"
    taken.write_text("mine")
    with pytest.raises(Refused, match="exists already"):
        repair(filled, target=taken)
    assert taken.read_text() == "mine"


def test_a_workspace_that_has_lost_whose_it_is_is_not_repaired(filled: Path) -> None:
    sql(filled, "DELETE FROM info")
    with pytest.raises(DamagedInput, match="cannot be repaired"):
        repair(filled)
    assert not list(filled.parent.glob("*repaired*"))


def test_what_is_no_workspace_is_told(tmp_path: Path) -> None:
    other = tmp_path / "letter.cami"
    other.write_text("Dear colleague")
    with pytest.raises(DamagedInput, match="not a CAMI workspace"):
        doctor.examine(other)


def test_many_findings_of_a_sort_are_counted(filled: Path) -> None:
    sql(filled, "UPDATE note SET text = 'x'")
    diagnosis = doctor.examine(filled)
    named = [item for item in diagnosis.findings if item.id == "history-differs"]
    assert len(named) == doctor.MOST_NAMED
    assert diagnosis.left_out["history-differs"] == NOTES - doctor.MOST_NAMED


def test_a_protected_workspace_is_examined_and_repaired_under_its_passphrase(filled: Path) -> None:
    pytest.importorskip("sqlcipher3")
    with Workspace.open(filled) as workspace, workspace.transaction("receipt", origin="receipt") as change:
        change.note(Question("q", "s", "nowhere", "note", "text", "Why?"))
    before = plain(filled)
    protect(filled, new="three plain words")
    with pytest.raises(PassphraseNeeded):
        doctor.examine(filled)
    assert [item.id for item in doctor.examine(filled, "three plain words").findings] == ["orphan"]
    repaired = repair(filled, "three plain words")
    assert repaired.whole and is_protected(repaired.path)
    assert b"SQLite format 3" not in repaired.path.read_bytes()
    with Workspace.open(repaired.path, passphrase="three plain words", read_only=True) as again:
        assert {record.id: record.tracked() for record in again.records()} == before
        assert len(again.search("сайгак", kinds=["note"], limit=1000)) == NOTES
