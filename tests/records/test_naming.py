"""Names inside texts: found in every form in which notes write them; nobody else is taken for them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cami_desktop import catalogue
from cami_desktop.records import Record, new_id
from cami_desktop.records.kinds import Attachment, Contribution, Meeting, Note, Participation, Person, Source
from cami_desktop.records.naming import UNNAMED, Names, Told, file_name_without_names, without_names
from cami_desktop.records.recordset import RecordSet
from cami_desktop.records.rules import check_record

PETR = Person(name="Иванов Пётр Сергеевич", surname="Иванов", given="Пётр", patronymic="Сергеевич", latin="Petr Ivanov",
              email="petr@kz.example", phone="+7 701 123-45-67", consent="refused")  # fmt: skip
ROSE = Person(name="Роза Толстая", surname="Толстая", given="Роза")
ERLAN = Person(name="Жұмабаев Ерлан", surname="Жұмабаев", given="Ерлан")
SHORT = Person(name="Ли Сергей", surname="Ли", given="Сергей")
WHOLE = Person(name="Айгерим Нурланова")
UZBEK = Person(name="Холматов Азиз", surname="Холматов", given="Азиз")
TAJIK = Person(name="Ҷумъаев Рустам", surname="Ҷумъаев", given="Рустам")
ZIYA = Person(name="Зияев Бахтиёр", surname="Зияев", given="Бахтиёр")
NOVAK = Person(name="Jan Novak", surname="Novak", given="Jan")
PEOPLE = (PETR, ROSE, ERLAN, SHORT, WHOLE, UZBEK, TAJIK, ZIYA, NOVAK)
for _person in PEOPLE:
    _person.id = new_id()


def places(people: Sequence[Person], text: str) -> list[Told]:
    return Names(people).found(text, {person.id for person in people})


def said(text: str) -> str:
    for one in reversed(places(PEOPLE, text)):
        text = text[: one.start] + UNNAMED + text[one.end :]
    return text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Иванову П.С. нравится", "[…] нравится"),
        ("П. С. Иванов сказал: да", "[…] сказал: да"),
        ("по словам Петра Сергеевича, 120 голов", "по словам […], 120 голов"),
        ("Ivanov's count, IVANOV again", "[…] count, […] again"),
        ("иванов считает иначе", "[…] считает иначе"),
        ("видели Толстого и Толстую", "видели […] и […]"),
        ("Жұмабаевтың айтуынша; Jumabaev, Zhumabayev", "[…] айтуынша; […]"),
        ("Xolmatov, Xolmatovga; Холматов", "[…]; […]"),
        ("Jumaev said; Джумаев, Ҷумъаевро, Jumaboy", "[…] said; […], Jumaboy"),
        ("Ziyaev and Зияеву, Ziiaev", "[…] and […]"),
        ("Novak's map, the Novaks, Новаком", "[…] map, the […]"),
        ("Нурлановой дали слово", "[…] дали слово"),
        ("здесь Ли, а есть ли сайгаки", "здесь […], а есть ли сайгаки"),
        ("Ива\u00adнову", "[…]"),
        ("пишите petr@kz.example, 8 (701) 1234567", "пишите […], […]"),
        ("Ерлан Жұмабаев и Роза", "[…] и Роза"),
    ],
)
def test_a_name_is_found_in_the_forms_in_which_people_write_it(text: str, left: str) -> None:
    assert said(text) == left


@pytest.mark.parametrize(
    "text",
    ["станция Ивановское", "120 голов сайгаков у озера", "Пётр говорил", "Сергей", "толстый слой снега", "литр"],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert said(text) == text


def test_a_name_of_common_words_is_known_only_as_a_whole() -> None:
    delegate = Person(name="Представитель Агентства")
    delegate.id = new_id()
    people = [delegate]
    assert places(people, "представитель другого агентства; Агентство") == []
    assert len(places(people, "сказал Представитель Агентства")) == 1


def test_a_surname_that_is_also_a_common_word_needs_its_capital_letter() -> None:
    wolf = Person(name="Волков Иван", surname="Волков", given="Иван")
    wolf.id = new_id()
    people = [wolf]
    assert places(people, "волков стало больше") == []
    assert len(places(people, "Волков сказал")) == 1


@given(st.text(max_size=60), st.sampled_from(["Иванов", "Иванову", "IVANOV", "Жұмабаевтан", "Толстой", "Нурланова"]),
       st.text(max_size=60))  # fmt: skip
def test_whatever_stands_around_it_a_name_does_not_stay(before: str, name: str, after: str) -> None:
    left = said(f"{before} {name} {after}")
    assert name not in left.replace(before, "").replace(after, "")


@given(st.text())
def test_places_are_in_order_apart_and_inside_the_text(text: str) -> None:
    found = places(PEOPLE, text)
    edges = [edge for one in found for edge in (one.start, one.end)]
    assert edges == sorted(edges) and all(one.start < one.end <= len(text) for one in found)


@pytest.fixture
def view() -> RecordSet:
    """A meeting under the Chatham House rule: Petr has refused, Anna has agreed; Boris was not there and has agreed."""
    anna = Person(id=new_id(), name="Серикова Анна", surname="Серикова", given="Анна", consent="written")
    boris = Person(id=new_id(), name="Борисов Борис", surname="Борисов", given="Борис", consent="written")
    meeting = Meeting(id=new_id(), title="Встреча", attribution="chatham_house", starts_on="2014-05-20")
    open_meeting = Meeting(id=new_id(), title="Открытая", attribution="attributed", starts_on="2014-05-21")
    parts = [Participation(id=new_id(), meeting=one.id, person=person.id, role="participant", consent="written")
             for one in (meeting, open_meeting) for person in (PETR, anna)]  # fmt: skip
    records: list[Record] = [PETR, anna, boris, meeting, open_meeting, *parts]
    return RecordSet(records, catalogue.load("cami-2014"), datetime.date(2014, 6, 1))


def meetings(view: RecordSet) -> tuple[Meeting, Meeting]:
    first, second = sorted(view.all(Meeting), key=lambda one: one.starts_on or "")
    return first, second


TEXT = "Иванов, Серикова и Борисов считали куланов"


def test_under_the_chatham_house_rule_nobody_who_was_there_is_named(view: RecordSet) -> None:
    silent, open_meeting = meetings(view)
    assert without_names(TEXT, Note(meeting=silent.id), view) == "[…], […] и Борисов считали куланов"
    assert without_names(TEXT, Note(meeting=open_meeting.id), view) == "[…], Серикова и Борисов считали куланов"
    own = Contribution(meeting=silent.id, attribution="attributed")
    assert without_names(TEXT, own, view) == "[…], Серикова и Борисов считали куланов"


def test_a_mention_of_somebody_who_is_not_in_the_register_does_not_leave(view: RecordSet) -> None:
    note = Note(meeting=meetings(view)[1].id)
    assert without_names("@[Никому Неизвестный] и @Серикова, +5 голов", note, view) == "[…] и @Серикова, +5 голов"


def test_authors_of_sources_are_published_and_stay(view: RecordSet) -> None:
    source = Source(id=new_id(), citation="Иванов П. С. 2010")
    assert [finding for finding in check_record(source, view) if finding.rule == "name-in-text"] == []


def test_names_of_files_lose_names_of_people_and_keep_their_ending(view: RecordSet) -> None:
    item = Attachment()
    assert file_name_without_names("Доклад_Иванова.pptx", item, view) == "Доклад_[…].pptx"
    assert file_name_without_names("saiga_2014.xlsx", item, view) == "saiga_2014.xlsx"


def test_what_will_be_kept_back_is_told_where_it_is_written(view: RecordSet) -> None:
    note = Note(id=new_id(), meeting=meetings(view)[1].id, text=TEXT)
    (finding,) = [finding for finding in check_record(note, view) if finding.rule == "name-in-text"]
    assert (finding.field, finding.severity) == ("text", "hint") and "“Иванов”" in finding.message


def test_one_index_of_everybody_finds_in_a_text_what_an_index_of_the_few_finds() -> None:
    text = "Иванову П.С., Толстой Розе и Ли Сергею; petr@kz.example; 8 (701) 1234567; Пётр Сергеевич; Jan Novak's"
    for few in ([PETR], [ROSE, SHORT], [NOVAK, ERLAN], [WHOLE], list(PEOPLE), []):
        assert Names(PEOPLE).found(text, {person.id for person in few}) == places(few, text)
