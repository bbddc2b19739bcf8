"""Speakers by number and initials: whoever fits is found in either alphabet, several are never guessed between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.records.kinds import Person
from cami_desktop.records.speakers import MOST_NUMBERED, Numbered, Said, said

PEOPLE = [
    ("ivanov", Person(name="Иванов Айдар Серикович", surname="Иванов", given="Айдар", patronymic="Серикович")),
    ("ilyasov", Person(name="Ильясов Алмаз", surname="Ильясов", given="Алмаз")),
    ("sarsenova", Person(name="Айгерим Сәрсенова", latin="Aigerim Sarsenova")),
    ("sharipov", Person(name="Шарипов Бахтиёр", surname="Шарипов", given="Бахтиёр")),
    ("smith", Person(name="John Smith")),
    ("danilov", Person(name="Данилов Игорь", surname="Данилов", given="Игорь")),
]
NUMBERED = ["ivanov", "", "smith"]


@pytest.mark.parametrize(
    ("typed", "who", "rest"),
    [
        ("1: мало воды", ("ivanov",), "мало воды"),
        ("3:", ("smith",), ""),
        ("2: nobody has it", (), "2: nobody has it"),
        ("7: nor this", (), "7: nor this"),
        ("9:30 перерыв", (), "9:30 перерыв"),
        ("1:2 в пользу", (), "1:2 в пользу"),
        ("ИвА: да", ("ivanov",), "да"),
        ("Ив.А.: да", ("ivanov",), "да"),
        ("А. С. Иванов: да", ("ivanov",), "да"),
        ("АСИ:да", ("ivanov",), "да"),
        ("ИА: да", ("ivanov", "ilyasov"), "да"),
        ("IA: yes", ("ivanov", "ilyasov"), "yes"),
        ("IvA: yes", ("ivanov",), "yes"),
        ("СА: да", ("ivanov", "sarsenova"), "да"),
        ("СарА: да", ("sarsenova",), "да"),
        ("SarA: yes", ("sarsenova",), "yes"),
        ("ШБ: да", ("sharipov",), "да"),
        ("СБ: с — не ш", (), "СБ: с — не ш"),
        ("ShB: yes", ("sharipov",), "yes"),
        ("JS: yes", ("smith",), "yes"),
        ("Sharipov: yes", ("sharipov",), "yes"),
        ("Иванов: да", ("ivanov",), "да"),
        ("Да: согласны", (), "Да: согласны"),
        ("ид: мелкие буквы", (), "ид: мелкие буквы"),
        ("Вопрос: сколько?", (), "Вопрос: сколько?"),
        ("https://cms.int", (), "https://cms.int"),
        ("РФ: граница", (), "РФ: граница"),
    ],
)
def test_a_beginning_names_those_whom_it_fits(typed: str, who: tuple[str, ...], rest: str) -> None:
    found = said(typed, NUMBERED, PEOPLE)
    assert (found.who, found.text) == (who, rest)


@given(st.text(max_size=60))
def test_any_text_without_a_valid_beginning_is_unchanged(text: str) -> None:
    found = said(text, NUMBERED, PEOPLE)
    if found.who:
        assert ":" in text
        assert text.lstrip().startswith(found.before)
        assert text.endswith(found.text)
    else:
        assert found == Said((), "", text)
    assert said(text, [], []) == Said((), "", text)


@given(
    st.text(st.characters(exclude_characters=":/"), max_size=60),
    st.sampled_from(["1: ", "ИвА: ", "JS:", "Smith : "]),
)
def test_what_was_said_comes_through_as_it_was_typed(text: str, before: str) -> None:
    found = said(before + text, NUMBERED, PEOPLE)
    assert len(found.who) == 1
    assert found.text == text.lstrip()


@given(st.lists(st.sampled_from([f"p{n}" for n in range(14)]), max_size=60))
def test_the_last_nine_speakers_have_numbers_and_whoever_has_one_keeps_it(spoken: list[str]) -> None:
    numbered = Numbered()
    numbered.take_part([f"p{n}" for n in range(14)])
    for id_ in spoken:
        before = list(numbered.slots)
        numbered.speak(id_)
        assert sum(one != other for one, other in zip(before, numbered.slots, strict=True)) <= 1
        assert id_ not in before or before == numbered.slots
    latest = list(dict.fromkeys(reversed(spoken)))[:MOST_NUMBERED]
    assert set(latest) <= set(numbered.slots)
    assert len(set(numbered.slots)) == MOST_NUMBERED


def test_a_participant_who_goes_leaves_the_number_to_the_next_and_nobody_else_moves() -> None:
    numbered = Numbered()
    numbered.take_part(["a", "b", "c"])
    numbered.take_part(["a", "c"])
    assert numbered.slots == ["a", "", "c"]
    numbered.take_part(["a", "c", "d"])
    assert numbered.slots == ["a", "d", "c"]
    assert [numbered.of(number) for number in (0, 2, 4)] == ["", "d", ""]
