"""Reading pasted lists of people: spreadsheets, e-mail, documents; no line is ever lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cami_desktop.records.participants_lines import Listed, is_name
from cami_desktop.records.participants_text import MAIL_LINE, NO_NAME, ONE_WORD, ONLY_ADDRESS, Pasted, read_list


def told(found: Pasted) -> list[tuple[str, str, str]]:
    """Name, position and organisation of everyone."""
    return [(one.name, one.position, one.organisation) for one in found.people]


def test_cells_with_a_heading_may_stand_in_any_order_and_language() -> None:
    text = (
        "№ п/п\tДолжность\tФ.И.О.\tE-mail\tОрганизация\tРоль\tПодпись\n"
        "1\tдиректор\tИсаев Айбек Муратович\taibek@zool.kg\tИнститут биологии\tДокладчик\tх\n"
        "2\t\tSarsenova Aigerim\t\t\t\t\n"
    )
    found = read_list(text)
    assert found.headings == [1]
    first, second = found.people
    assert (first.name, first.position, first.organisation) == (
        "Исаев Айбек Муратович", "директор", "Институт биологии",
    )  # fmt: skip
    assert (first.email, first.role, first.rest, first.lines) == ("aibek@zool.kg", "presenter", "х", (2,))
    assert (second.name, second.organisation, second.lines) == ("Sarsenova Aigerim", "", (3,))


def test_the_parts_of_a_name_in_columns_of_their_own_make_one_name() -> None:
    [one] = read_list("Фамилия\tИмя\tОтчество\tТелефон\nИсаев\tАйбек\tМуратович\t+996 312 123456").people
    assert (one.name, one.surname, one.patronymic) == ("Исаев Айбек Муратович", "Исаев", "Муратович")
    assert one.phone == "+996 312 123456"


@pytest.mark.parametrize(
    "row",
    [
        "1\tИсаев А. М.\tдиректор\tЗаповедник Сарычат\ta@b.kg",
        "Заповедник Сарычат\tдиректор\tИсаев А. М.\t1\ta@b.kg",
        "a@b.kg\tИсаев А. М.\tЗаповедник Сарычат\tдиректор\t1",
    ],
)
def test_columns_without_a_heading_are_told_by_what_stands_in_them(row: str) -> None:
    [one] = read_list(row).people
    assert (one.name, one.position, one.organisation, one.email) == (
        "Исаев А. М.", "директор", "Заповедник Сарычат", "a@b.kg",
    )  # fmt: skip


def test_a_quoted_cell_of_a_spreadsheet_may_hold_a_line_end() -> None:
    found = read_list('Name\tOrganisation\nIvan Petrov\t"Institute of\nZoology"\nAnna Lee\tWWF\n')
    assert told(found) == [("Ivan Petrov", "", "Institute of Zoology"), ("Anna Lee", "", "WWF")]
    assert [one.lines for one in found.people] == [(2, 3), (4,)]


def test_addresses_of_an_e_mail_are_people() -> None:
    found = read_list(
        'To: "Isaev, Aibek" <aibek@mail.kg>; Olga Petrova <o.petrova@wwf.ru>;\n'
        "Cc: Sarsenova, Aigerim <a@acbk.kz>, bob.smith@iucn.org\n"
        "Кому: info@giz.de\n"
        "Тема: Совещание\n"
    )
    assert [(one.name, one.email, one.lines) for one in found.people] == [
        ("Isaev Aibek", "aibek@mail.kg", (1,)),
        ("Olga Petrova", "o.petrova@wwf.ru", (1,)),
        ("Sarsenova Aigerim", "a@acbk.kz", (2,)),
        ("Bob Smith", "bob.smith@iucn.org", (2,)),
    ]
    assert [(one.why, one.lines) for one in found.not_read] == [(ONLY_ADDRESS, (3,)), (MAIL_LINE, (4,))]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("1. Иванов Иван, главный специалист, Комитет лесного хозяйства",
         ("Иванов Иван", "главный специалист", "Комитет лесного хозяйства")),
        ("2) Б. Каримов – директор заповедника «Аксу»", ("Б. Каримов", "директор заповедника «Аксу»", "")),
        ("• Айгерім Сәрсенова (Охотзоопром)", ("Айгерім Сәрсенова", "", "Охотзоопром")),
        ("Охотзоопром, Исаев Айбек", ("Исаев Айбек", "", "Охотзоопром")),
        ("John Smith, Fauna & Flora International", ("John Smith", "", "Fauna & Flora International")),
        ("Абдуллаев Рустам оглы; Институт зоологии; зав. отделом",
         ("Абдуллаев Рустам оглы", "зав. отделом", "Институт зоологии")),
    ],
)  # fmt: skip
def test_a_line_of_a_document_is_a_person(line: str, wanted: tuple[str, str, str]) -> None:
    assert told(read_list(line)) == [wanted]


def test_several_names_in_a_line_are_several_people_and_a_role_before_a_colon_is_theirs() -> None:
    found = read_list("Участники:\nДокладчики\nДокладчик: Иванов И.И.\nПетров П.П., Сидоров С.С.; Ким А.А.")
    assert [(one.name, one.role) for one in found.people] == [
        ("Иванов И.И.", "presenter"), ("Петров П.П.", ""), ("Сидоров С.С.", ""), ("Ким А.А.", ""),
    ]  # fmt: skip
    assert found.headings == [1]
    assert [(one.text, one.why) for one in found.not_read] == [("Докладчики", ONE_WORD)]


def test_what_names_nobody_is_told_and_can_be_taken_as_a_name() -> None:
    found = read_list("просим подтвердить участие до 1 мая\n\n")
    assert found.people == []
    [line] = found.not_read
    assert (line.lines, line.why) == ((1,), NO_NAME)
    assert found.as_name(line) == Listed((1,), line.text, name="просим подтвердить участие до 1 мая")


@pytest.mark.parametrize("text", ["Исаев Айбек", "Oʻktam Xolmatov", "J. R. Smith", "Rəşid Əliyev", "Ли Ван де Грот"])
def test_names_of_all_languages_look_like_names(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize("text", ["Институт зоологии", "главный специалист", "WWF", "12 мая", "И. И.", "", "saiga"])
def test_other_things_do_not(text: str) -> None:
    assert not is_name(text)


PIECES = st.sampled_from(
    ["Исаев", "Aibek", "Институт зоологии", "директор", "a@b.kg", "<x.y@mail.ru>", "1.", "№", "И.И.", "WWF",
     "+996 312 111222", "Ф.И.О.", "Organisation", "To:", "Докладчик:",
     "«Аксу»", '"', "(", ")", "-", "–", "•", "қ", "٣", "é", "…"]
)  # fmt: skip
SIGNS = st.sampled_from([" ", "\t", ", ", "; ", "\n", "\r\n", " – ", "\n\n", "|", "\u00a0", "\x0b"])
LISTS = st.lists(st.tuples(PIECES, SIGNS), max_size=30).map(lambda pairs: "".join(a + b for a, b in pairs))


@settings(deadline=None)
@given(st.one_of(LISTS, st.text(max_size=200)))
def test_no_line_is_ever_lost(text: str) -> None:
    found = read_list(text)
    lines = re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)
    there = {n for n, line in enumerate(lines, start=1) if _seen(line)}
    said = {n for one in found.people for n in one.lines} | {n for one in found.not_read for n in one.lines}
    assert there <= said | set(found.headings)
    assert all(one.name and any(map(str.isalpha, one.name)) for one in found.people)
    assert all(one.why for one in found.not_read)


def _seen(line: str) -> str:
    """A line without what cannot be seen."""
    return "".join(letter for letter in line if letter.isprintable()).strip().strip('"')


WORDS = st.lists(st.sampled_from("Исаев Aibek директор Институт зоологии WWF эколог Сарычат".split()), min_size=1)
CELLS = st.lists(WORDS.map(" ".join), min_size=2, max_size=5)


@settings(deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=6))
def test_no_word_of_a_person_is_lost(rows: list[list[str]]) -> None:
    found = read_list("\n".join("\t".join(row) for row in rows))
    for one in found.people:
        [line] = one.lines
        kept = " ".join((one.name, one.organisation, one.position, one.rest))
        assert sorted(re.findall(r"\w+", kept)) == sorted(re.findall(r"\w+", "\t".join(rows[line - 1])))
