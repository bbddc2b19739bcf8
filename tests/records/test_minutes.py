"""A meeting record becomes notes by paragraph: every paragraph one, nothing lost, nobody guessed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.records import Record, new_id
from cami_desktop.records.kinds import AgendaItem, Meeting, Note, Participation, Person
from cami_desktop.records.minutes import Taken, as_item, as_note, proposed, records_of
from cami_desktop.records.recordset import RecordSet
from tests.records.rules_kit import view

MEETING = Meeting(id=new_id(), title="Национальное совещание", languages=["ru"], starts_on="2014-05-14")
SARSEN = Person(id=new_id(), name="Сарсенова Айгерим Болатовна", surname="Сарсенова", given="Айгерим",
                patronymic="Болатовна")  # fmt: skip
ABDIEV = Person(id=new_id(), name="Абдиев Бактыяр", surname="Абдиев", given="Бактыяр")
ANNA = Participation(id=new_id(), meeting=MEETING.id, person=SARSEN.id, role="participant")
BEK = Participation(id=new_id(), meeting=MEETING.id, person=ABDIEV.id, role="chair")
OPENING = AgendaItem(id=new_id(), meeting=MEETING.id, number="1", title="Открытие")


def records() -> RecordSet:
    return view(MEETING, SARSEN, ABDIEV, ANNA, BEK, OPENING)


def taken(*lines: str | tuple[str, int]) -> list[tuple[str, str, str, str]]:
    paragraphs = [(line, 0) if isinstance(line, str) else line for line in lines]
    found = proposed(paragraphs, MEETING, records())
    return [(str(line.taken), line.number, line.speaker, line.text) for line in found]


def test_headings_and_numbered_lines_are_agenda_items_and_counts_are_not() -> None:
    lines = ("2. Состояние видов", "2.1 Численность", "120 сайгаков у озера", "3. Записали. И всё.")
    assert taken(("Сайгак", 2), *lines) == [
        ("agenda_item", "", "", "Сайгак"),
        ("agenda_item", "2", "", "Состояние видов"),
        ("agenda_item", "2.1", "", "Численность"),
        ("note", "", "", "120 сайгаков у озера"),
        ("note", "", "", "3. Записали. И всё."),
    ]


def test_a_participant_before_a_colon_speaks_and_others_stay_in_the_text() -> None:
    assert taken("Сарсенова А. Б.: Нужен учёт", "Абдиев — Согласен", "Иванов: Нет", "Итог: принять",
                 "Абдиев (агентство): Да") == [
        ("note", "", ANNA.id, "Нужен учёт"),
        ("note", "", BEK.id, "Согласен"),
        ("note", "", "", "Иванов: Нет"),
        ("note", "", "", "Итог: принять"),
        ("note", "", BEK.id, "Абдиев (агентство): Да"),
    ]  # fmt: skip


def test_the_title_of_the_record_itself_is_left_out() -> None:
    assert taken(("Национальное совещание", 1), "Текст")[0][0] == "left_out"


def test_notes_stand_at_their_items_in_order_and_a_known_item_is_not_made_again() -> None:
    paragraphs = [("1. Открытие", 0), ("Первое", 0), ("2. Виды", 0), ("Второе", 0), ("Третье", 0)]
    lines = proposed(paragraphs, MEETING, records())
    made = records_of(lines, MEETING, records())
    items = [record for record in made if isinstance(record, AgendaItem)]
    notes = [record for record in made if isinstance(record, Note)]
    assert [(item.number, item.title) for item in items] == [("2", "Виды")]
    assert [(note.text, note.agenda_item) for note in notes] == [
        ("Первое", OPENING.id), ("Второе", items[0].id), ("Третье", items[0].id)]  # fmt: skip
    assert [note.id for note in notes] == sorted(note.id for note in notes)
    assert {note.language for note in notes} == {"ru"} and {note.country for note in notes} == {"KG"}


def test_a_number_that_is_taken_by_another_item_is_not_given_twice() -> None:
    made = records_of(proposed([("1. Другое", 0), ("2. Виды", 0)], MEETING, records()), MEETING, records())
    assert [record.number for record in made if isinstance(record, AgendaItem)] == ["2", "3"]


def test_what_a_line_is_taken_for_can_be_changed_and_changed_back() -> None:
    (line,) = proposed([("2. Виды", 0)], MEETING, records())
    assert as_note(line).text == "2. Виды" and as_item(as_note(line)) == line


@given(st.lists(st.tuples(st.text(min_size=1, max_size=40).filter(str.strip), st.integers(0, 2)), max_size=12))
def test_every_paragraph_becomes_a_note_or_an_item_with_its_words(paragraphs: list[tuple[str, int]]) -> None:
    clean = [(text.strip(), level) for text, level in paragraphs]
    lines = proposed(clean, MEETING, records())
    assert len(lines) == len(clean)
    made: list[Record] = records_of(lines, MEETING, records())
    notes = [record.text for record in made if isinstance(record, Note)]
    assert notes == [line.text for line in lines if line.taken is Taken.NOTE]
    for line, (text, _level) in zip(lines, clean, strict=True):
        assert text.endswith(line.text) or text == line.text
        if line.taken is Taken.NOTE and not line.speaker:
            assert line.text == text
