"""The commands on one workspace: what they do, print and refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cami


@pytest.fixture
def kg(cami: Cami, tmp_path: Path) -> Path:
    file = tmp_path / "Кыргызстан.cami"
    assert cami("new", file, "--country", "KG", "--who", "A").code == 0
    return file


def test_new_tells_what_it_made(cami: Cami, tmp_path: Path) -> None:
    said = cami("new", tmp_path / "r.cami", "--role", "regional", "--json")
    assert said.code == 0
    assert said.json["role"] == "regional" and said.json["cycle"] == "cami-2014" and len(said.json["replica"]) == 12


def test_add_edit_undo_redo_remove_and_history_agree(cami: Cami, kg: Path) -> None:
    added = cami("add", kg, "source", "citation=Учёт 2016", "source_type=press", "--json").json
    id_ = added["id"]
    edited = cami("edit", kg, "source", id_, "citation=Учёт 2017", "year=2017", "--reason", "опечатка", "--json").json
    assert {(item["field"], item["before"], item["after"]) for item in edited["history"]} == {
        ("citation", "Учёт 2016", "Учёт 2017"),
        ("year", None, 2017),
    }
    assert {item["reason"] for item in edited["history"]} == {"опечатка"}
    assert "Undone" in cami("undo", kg).out
    assert cami("dump", kg, "--json", "--plain").json["records"]["source"][0]["citation"] == "Учёт 2016"
    assert cami("redo", kg).code == 0
    assert cami("redo", kg).code == 1
    assert cami("remove", kg, "source", id_).code == 0
    assert cami("dump", kg, "--plain").json["records"]["source"][0]["deleted"] is True
    fields = [item["field"] for item in cami("history", kg, id_, "--json").json["history"]]
    assert fields.count("citation") == 4 and fields[-1] == "deleted"


def test_unknown_is_told_apart_from_blank(cami: Cami, kg: Path) -> None:
    id_ = cami("add", kg, "population_estimate", "taxon=argali", "best=?unknown", "--json").json["id"]
    (record,) = cami("dump", kg, "--kind", "population_estimate").json["records"]["population_estimate"]
    assert record["best"] is None and record["absent"] == {"best": "unknown"}
    cami("edit", kg, "population_estimate", id_, "best=5")
    (record,) = cami("dump", kg, "--kind", "population_estimate").json["records"]["population_estimate"]
    assert record["best"] == 5 and record["absent"] == {}


def test_the_sample_is_imported_once_and_the_same_again_changes_nothing(cami: Cami, kg: Path, root: Path) -> None:
    sample = root / "resources" / "sample" / "KG"
    first = cami("import", kg, sample, "--json").json
    assert first["added"] > 150 and first["problems"] == []
    again = cami("import", kg, sample, "--json").json
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, first["added"])
    checked = cami("check", kg, "--json")
    assert checked.code == 0 and checked.json["errors"] == []
    assert checked.json["completeness"]["status"]["argali"] == "complete"


def test_an_import_is_all_or_nothing_unless_partial(cami: Cami, kg: Path, tmp_path: Path) -> None:
    table = tmp_path / "source.csv"
    table.write_text("citation,source_type,year\nОдин,press,2014\nДва,rumour,2014\nТри,press,много\n", encoding="utf-8")
    said = cami("import", kg, table, "--json")
    assert said.code == 1 and said.json["added"] == 0
    assert {problem["rule"] for problem in said.json["problems"]} == {"unknown-code", "value"}
    assert cami("dump", kg).json["counts"] == {}
    assert cami("import", kg, table, "--partial", "--json").json["added"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["check", "{missing}"], 3, "There is no workspace file"),
        (["check", "{text}"], 3, "is not a CAMI workspace"),
        (["new", "{kg}", "--country", "KG"], 1, "exists already"),
        (["new", "{missing}", "--country", "QQ"], 2, "not a range state"),
        (["new", "/proc/none/x.cami", "--country", "KG"], 1, "cannot be written"),
        (["add", "{kg}", "animal", "name=x"], 2, "no record kind"),
        (["add", "{kg}", "source", "colour=red"], 2, "has no field"),
        (["add", "{kg}", "source", "citation"], 2, "field=value"),
        (["add", "{kg}", "source", "source_type=rumour"], 2, "has no code"),
        (["add", "{kg}", "population_estimate", "year=soon"], 2, "is not a number"),
        (["edit", "{kg}", "source", "0190b0c0-0000-7000-8000-000000000000", "year=1"], 2, "There is no source"),
        (["history", "{kg}", "nothing"], 2, "There is no record"),
        (["dump", "{kg}", "--kind", "animal"], 2, "no record kind"),
        (["import", "{kg}", "{missing}"], 3, "There is no file"),
        (["import", "{kg}", "{text}"], 3, "notes.txt"),
        (["undo", "{text}"], 3, "is not a CAMI workspace"),
    ],
)
def test_bad_input_is_told_in_one_sentence_with_its_exit_code(
    cami: Cami, kg: Path, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("only notes")
    before = kg.read_bytes()
    places = {"missing": tmp_path / "none.cami", "text": text, "kg": kg}
    cami(*(argument.format(**places) for argument in arguments)).refused(code, words)
    assert kg.read_bytes() == before


def test_errors_are_one_json_object_where_json_is_asked_for(cami: Cami, tmp_path: Path) -> None:
    said = cami("check", tmp_path / "none.cami", "--json")
    assert said.code == 3
    assert said.json["exit"] == 3 and "There is no workspace file" in said.json["error"]


def test_messages_come_in_russian_when_asked(cami: Cami, tmp_path: Path) -> None:
    said = cami("check", tmp_path / "none.cami", "--lang", "ru")
    assert said.code == 3 and "файл" in said.err.lower()


def test_a_programming_error_leaves_no_traceback_before_the_user(cami: Cami) -> None:
    assert "Traceback" not in cami("--help").out
    assert cami("nonsense").code == 2


def test_lines_for_people_are_in_their_language_and_json_stays_codes(cami: Cami, kg: Path) -> None:
    values = ("taxon=argali", "year=2013", "best=3", "minimum=5")
    id_ = cami("add", kg, "population_estimate", *values, "--json").json["id"]
    shown = cami("check", kg, "--lang", "ru")
    line = next(line for line in shown.out.splitlines() if id_ in line)
    assert "population_estimate" not in shown.out and "Оценка численности" in line
    assert "population_estimate" in {item["kind"] for item in cami("check", kg, "--json").json["errors"]}
    past = cami("history", kg, id_, "--lang", "ru").out
    assert "Архар" in past and "argali" not in past


def test_a_table_without_a_country_is_taken_as_one_s_own_and_said(cami: Cami, kg: Path, tmp_path: Path) -> None:
    table = tmp_path / "source.csv"
    table.write_text("citation,source_type\nОдин,press\n", encoding="utf-8")
    said = cami("import", kg, table, "--lang", "en")
    assert said.code == 0 and "Taken as records of Kyrgyzstan; no country is named in: source.csv" in said.out
    package = tmp_path / "CAMI_KZ.asice"
    package.write_bytes(b"PK")
    cami("import", kg, package).refused(2, "cami merge")
