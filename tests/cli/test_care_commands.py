"""`cami search` and `cami doctor`, as a person runs them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from cami_desktop.records.kinds import Meeting, Note, Source
from cami_desktop.workspace.workspace import Workspace
from tests.cli.conftest import Cami


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "kg.cami"
    with Workspace.create(path, country="KG") as workspace:
        meeting = workspace.save(Meeting(title="Встреча", cycle="cami-2014", meeting_kind="bilateral"))
        workspace.save(Note(meeting=meeting.id, text="Қарақұйрық у озера", taxa=["goitered_gazelle"]))
        workspace.save(Note(meeting=meeting.id, text="Ничего"))
        workspace.save(Source(citation="Учёт каракуйрука", source_type="press"))
    return path


def test_search_finds_in_any_spelling_and_marks_what_it_found(cami: Cami, file: Path) -> None:
    said = cami("search", file, "каракуйрык", "--json")
    (hit,) = said.json["hits"]
    assert said.code == 0
    assert (hit["kind"], hit["field"], hit["snippet"]) == ("note", "text", "Қарақұйрық у озера")
    assert [hit["snippet"][begin:end] for begin, end in hit["marks"]] == ["Қарақұйрық"]
    assert cami("search", file, "каракуй", "--kind", "source").out.count("Source ") == 1
    assert "0 hits" in cami("search", file, "сайгачонок").out


def test_search_refuses_a_kind_that_is_none(cami: Cami, file: Path) -> None:
    cami("search", file, "x", "--kind", "animal").refused(2, "animal")


def test_search_does_not_change_the_file(cami: Cami, file: Path) -> None:
    before = file.read_bytes()
    assert cami("search", file, "каракуй").code == 0
    assert file.read_bytes() == before and len(list(file.parent.glob("kg*"))) >= 1


def test_doctor_finds_nothing_wrong_with_a_sound_workspace(cami: Cami, file: Path) -> None:
    said = cami("doctor", file, "--json")
    assert (said.code, said.json["findings"], said.json["counts"]["note"]) == (0, [], 2)
    assert "Nothing is wrong" in cami("doctor", file).out


def test_doctor_names_damage_and_repairs_a_copy(cami: Cami, file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("DELETE FROM note WHERE text = 'Ничего'")
    connection.commit()
    connection.close()
    said = cami("doctor", file, "--json")
    assert said.code == 1
    assert [(item["id"], item["kind"]) for item in said.json["findings"]] == [("record-missing", "note")]
    mended = cami("doctor", file, "--repair", "--json")
    assert (mended.code, mended.json["rebuilt"], mended.json["lost"]) == (0, {"note": 1}, {})
    assert mended.json["findings"] == []
    assert Path(mended.json["repaired"]).name == "kg repaired.cami"
    assert cami("search", mended.json["repaired"], "ничего", "--json").json["hits"]


def test_doctor_tells_a_file_that_is_none(cami: Cami, tmp_path: Path) -> None:
    other = tmp_path / "letter.cami"
    other.write_text("Dear colleague")
    cami("doctor", other).refused(3, "not a CAMI workspace")
    cami("doctor", tmp_path / "nowhere.cami").refused(3, "There is no workspace file")
