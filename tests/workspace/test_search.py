"""Search: every text of every kind is found, forgivingly and in good order, whoever wrote it and however."""

from __future__ import annotations

import sqlite3
import unicodedata
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from cami_desktop.records import KINDS, Record
from cami_desktop.records.field import FieldType
from cami_desktop.records.kinds import (
    Contribution,
    Meeting,
    Note,
    Person,
    PopulationEstimate,
    Site,
    Source,
    SpeciesStatus,
    ThreatAssessment,
)
from cami_desktop.words.passage import sought
from cami_desktop.workspace import search, search_index, tables
from cami_desktop.workspace.workspace import Workspace
from tests.strategies import records


def ids(workspace: Workspace, words: str, **options: object) -> list[str]:
    return [hit.id for hit in workspace.search(words, **options)]


@pytest.fixture
def meeting(workspace: Workspace) -> Meeting:
    return workspace.save(
        Meeting(title="Национальная встреча", cycle="cami-2014", meeting_kind="national_stakeholder", starts_on="2014")
    )


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Қарақұйрық Тянь-Шаньда", "каракуйрык"),
        ("кӯҳии бухороӣ", "Кухии"),
        ("Oʻzbekistonda oqquyruq", "ozbekiston oqquyr"),
        ("Türkmenistanyň gulany", "turkmen gulan"),
        ("ещё не сосчитаны", "ЕЩЕ сосчит"),
        ("ограждения на границе", "границ огражд"),
        ("کیانگ در شمال", "كيانگ"),
    ],
)
def test_a_note_is_found_however_it_is_typed(workspace: Workspace, meeting: Meeting, written: str, typed: str) -> None:
    note = workspace.save(Note(meeting=meeting.id, text=f"Сказано: {written}."))
    workspace.save(Note(meeting=meeting.id, text="Ничего подобного."))
    (hit,) = workspace.search(typed)
    assert (hit.kind, hit.id, hit.field) == ("note", note.id, "text")
    assert hit.snippet == f"Сказано: {written}." and hit.marks and hit.rank > 0


def test_every_word_must_be_there_but_in_any_field(workspace: Workspace) -> None:
    person = workspace.save(Person(name="Айгүл Сыдыкова", position="главный лесничий"))
    workspace.save(Person(name="Айгуль", position="учитель"))
    assert ids(workspace, "айгул лесничий") == [person.id]
    assert ids(workspace, "айгул лесничий нет") == []


def test_a_phrase_in_quotation_marks_keeps_together(workspace: Workspace, meeting: Meeting) -> None:
    together = workspace.save(Note(meeting=meeting.id, text="снежный барс у реки"))
    workspace.save(Note(meeting=meeting.id, text="барс снежный, говорят"))
    assert ids(workspace, '"снежный барс"') == [together.id]
    assert len(ids(workspace, "снежный барс")) == 2


def test_a_taxon_finds_its_records_in_every_language_and_by_every_name(workspace: Workspace, meeting: Meeting) -> None:
    status = workspace.save(SpeciesStatus(taxon="saiga", cycle="cami-2014", presence="present"))
    note = workspace.save(Note(meeting=meeting.id, text="Видели у озера.", taxa=["saiga", "snow_leopard"]))
    names = [name for name in workspace.catalogue.all_taxa["saiga"].search_names() if name]
    assert len(names) > 5
    for name in names:
        assert {status.id, note.id} <= set(ids(workspace, name)), name
    leopard = {hit.id: hit for hit in workspace.search("Uncia uncial")}[note.id]
    assert leopard.field == "taxa" and "Uncia uncial" in leopard.snippet


def test_a_threat_is_found_by_its_label(workspace: Workspace) -> None:
    code = next(code for code in workspace.catalogue.codes("threat").values() if "hunting" in code.label.lower())
    threat = workspace.save(ThreatAssessment(taxon="saiga", threat=code.code))
    assert threat.id in ids(workspace, code.label)
    (hit,) = workspace.search(code.label)
    assert hit.field == "threat" and hit.snippet.startswith(code.label[:20])


def test_filters_by_kind_taxon_and_meeting(workspace: Workspace, meeting: Meeting) -> None:
    other = workspace.save(Meeting(title="Другая встреча", cycle="cami-2014", meeting_kind="bilateral"))
    here = workspace.save(Note(meeting=meeting.id, text="вода", taxa=["saiga"]))
    there = workspace.save(Note(meeting=other.id, text="вода", taxa=["argali"]))
    said = workspace.save(Contribution(meeting=meeting.id, input_kind="gap", text="вода"))
    workspace.save(Source(citation="вода", source_type="press"))
    assert set(ids(workspace, "вода", kinds=["note"])) == {here.id, there.id}
    assert set(ids(workspace, "вода", meeting=meeting.id)) == {here.id, said.id}
    assert ids(workspace, "вода", taxon="argali") == [there.id]
    assert ids(workspace, "вода", kinds=["note", "contribution"], meeting=meeting.id, taxon="saiga") == [here.id]
    assert ids(workspace, "встреча", meeting=other.id) == [other.id]
    assert ids(workspace, "вода", kinds=["site"]) == []


def test_a_title_counts_more_than_a_text_and_a_text_more_than_a_label(workspace: Workspace, meeting: Meeting) -> None:
    label = workspace.save(Contribution(meeting=meeting.id, input_kind="gap", text="учёт", taxa=["saiga"]))
    text = workspace.save(Site(name="Устюрт", site_kind="corridor", remarks="здесь проходит сайга весной и осенью"))
    title = workspace.save(Site(name="Сайга", site_kind="corridor"))
    assert ids(workspace, "сайга") == [title.id, text.id, label.id]
    ranks = [hit.rank for hit in workspace.search("сайга")]
    assert ranks == sorted(ranks, reverse=True)


def test_the_newest_come_first_where_asked_for_and_where_very_many_fit(
    workspace: Workspace, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = workspace.save_all(Note(meeting=meeting.id, text=f"сайгак {'и ' * n}") for n in range(12))
    newest = [note.id for note in reversed(notes)]
    assert ids(workspace, "сайгак", newest=True) == newest
    assert ids(workspace, "сайгак", limit=3, newest=True) == newest[:3]
    assert ids(workspace, "сайгак") != newest
    monkeypatch.setattr(search, "MOST_RANKED", 11)
    hits = workspace.search("сайгак")
    assert [hit.id for hit in hits] == newest and {hit.rank for hit in hits} == {0.0}


def test_what_is_changed_removed_restored_and_undone_is_found_as_it_stands(workspace: Workspace) -> None:
    site = workspace.save(Site(name="Иссык-Куль", site_kind="corridor"))
    assert ids(workspace, "иссык") == [site.id]
    site.name = "Сон-Көл"
    site = workspace.save(site)
    assert (ids(workspace, "иссык"), ids(workspace, "сон-кол")) == ([], [site.id])
    workspace.remove(Site, site.id)
    assert ids(workspace, "сон") == []
    workspace.undo()
    assert ids(workspace, "сон") == [site.id]
    workspace.undo()
    assert (ids(workspace, "иссык"), ids(workspace, "сон")) == ([site.id], [])


def test_the_latest_record_can_be_changed_while_another_one_is_added(workspace: Workspace, meeting: Meeting) -> None:
    latest = workspace.save(Note(meeting=meeting.id, text="Волки у реки"))
    assert ids(workspace, "волки") == [latest.id]
    latest.text = "Волки у озера"
    workspace.save(latest)
    added = workspace.save(Note(meeting=meeting.id, text="Барс у озера"))
    assert sorted(ids(workspace, "озера")) == sorted([latest.id, added.id])


def test_what_another_tool_wrote_is_found(workspace: Workspace, file: Path, meeting: Meeting) -> None:
    note = workspace.save(Note(meeting=meeting.id, text="до"))
    gone = workspace.save(Note(meeting=meeting.id, text="исчезнет"))
    assert len(ids(workspace, "исчезнет")) == 1
    workspace.close()
    connection = sqlite3.connect(file)
    connection.execute("UPDATE note SET text = 'после' WHERE id = ?", (note.id,))
    connection.execute("DELETE FROM note WHERE id = ?", (gone.id,))
    connection.commit()
    connection.close()
    with Workspace.open(file) as again:
        assert ids(again, "после") == [note.id]
        assert ids(again, "до") == ids(again, "исчезнет") == []


def test_a_workspace_that_can_only_be_read_is_searched_with_what_is_not_entered_yet(
    workspace: Workspace, file: Path, meeting: Meeting
) -> None:
    old = workspace.save(Note(meeting=meeting.id, text="старая запись о воде"))
    kept = workspace.save(Note(meeting=meeting.id, text="неизменная запись о воде", taxa=["saiga"]))
    assert len(ids(workspace, "вод")) == 2
    old.text = "правленая запись о траве"
    workspace.save(old)
    new = workspace.save(Note(meeting=meeting.id, text="новая запись о воде"))
    with Workspace.open(file, read_only=True) as reader:
        assert ids(reader, "вод") == [new.id, kept.id]
        assert ids(reader, "трав") == [old.id]
        assert ids(reader, "запис", taxon="saiga") == [kept.id]


def test_closing_enters_what_changed_so_that_a_copy_is_searched_at_once(workspace: Workspace, file: Path) -> None:
    workspace.save(Source(citation="Учёт сайгака", source_type="press"))
    workspace.close()
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT count(*) FROM search_todo").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM search_index WHERE search_index MATCH 'учет'").fetchone() == (1,)
    connection.close()


def test_what_was_typed_before_a_kill_is_found_afterwards(workspace: Workspace, file: Path, tmp_path: Path) -> None:
    saved = workspace.save(Source(citation="Учёт сайгака", source_type="press"))
    copy = tmp_path / "copied" / "killed.cami"
    copy.parent.mkdir()
    for side in ("", "-wal"):
        Path(f"{copy}{side}").write_bytes(Path(f"{file}{side}").read_bytes())
    with Workspace.open(copy) as again:
        assert ids(again, "учет") == [saved.id]


def test_a_search_leaves_no_trace_in_the_history(workspace: Workspace) -> None:
    workspace.save(Source(citation="Учёт", source_type="press"))
    before = workspace.last_change()
    assert len(workspace.search("учет")) == 1
    assert workspace.last_change() == before
    assert (undone := workspace.undo()) is not None and undone.label.endswith("Учёт")


def test_an_empty_search_finds_nothing(workspace: Workspace) -> None:
    workspace.save(Source(citation="Учёт", source_type="press"))
    for words in ("", "  ", "-", '"', '"" ()', "*", "NEAR(", "' OR 1=1"):
        assert ids(workspace, words) == []


def test_many_changes_are_entered_in_several_steps(workspace: Workspace, meeting: Meeting) -> None:
    count = 2 * search_index.BATCH + 3
    workspace.save_all(Note(meeting=meeting.id, text=f"запись {n}") for n in range(count))
    assert len(ids(workspace, "запись", limit=1000)) == count
    with workspace.reading() as connection:
        assert search_index.pending(connection) == 0


def test_rebuilding_gives_the_same_index(workspace: Workspace, meeting: Meeting) -> None:
    workspace.save_all(Note(meeting=meeting.id, text=f"запись {n}", taxa=["saiga"]) for n in range(20))
    workspace.search("запись")

    def stored() -> list[tuple[object, ...]]:
        with workspace.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT kind, record_id, meeting, taxa, title, text, labels FROM search_entry"
                " JOIN search_index ON search_index.rowid = search_entry.id ORDER BY record_id"
            )
            return [tuple(row) for row in rows]

    before = stored()
    assert len(before) == 21
    with workspace.transaction(origin="search") as step:
        search_index.start_anew(step.connection)
    search.catch_up(workspace)
    assert stored() == before


def test_every_text_field_of_every_kind_is_watched_by_triggers(workspace: Workspace) -> None:
    """A field added to a kind without its trigger would never be found once edited."""
    with workspace.reading() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        made = {row[0]: row[1] for row in rows}
    assert made.keys() >= search_index.triggers().keys()
    for kind, cls in KINDS.items():
        for field in cls.fields():
            if field.type in (FieldType.TEXT, FieldType.LONG_TEXT):
                assert f'old."{field.name}" IS NOT new."{field.name}"' in made[f"search_{kind}_update"]


def test_a_change_of_figures_alone_is_not_entered_again(workspace: Workspace) -> None:
    estimate = workspace.save(PopulationEstimate(taxon="saiga", year=2013, best=100))
    workspace.search("сайга")
    estimate.best = 200
    workspace.save(estimate)
    with workspace.reading() as connection:
        assert search_index.pending(connection) == 0


@settings(max_examples=15)
@given(st.lists(records(), min_size=1, max_size=3))
def test_any_record_is_found_by_any_word_of_its_texts(made: list[Record]) -> None:
    """Letters younger than SQLite's own tables of letters are left out: it takes them for blanks."""
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        tables.metadata.create_all(connection)
        search_index.create(connection)
        for number, record in enumerate(made):
            record.id, record.deleted = f"{number}", False
            connection.execute(sa.insert(tables.RECORD_TABLES[record.kind]).values(tables.to_row(record)))
        search_index.catch_up(connection)
        assert search_index.pending(connection) == 0
        for record in made:
            entry = search_index.entry_of(record)
            for word in (entry.title + " " + entry.text).split()[:5]:
                wanted = sought(word)
                if all(unicodedata.ucd_3_2_0.category(letter)[0] in "LN" for letter in word):
                    found = search._ranked(connection, wanted, search.Filters(), 100, True)
                    assert (record.kind, record.id) in {(kind, id_) for kind, id_, _rank in found}
