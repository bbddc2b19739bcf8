"""Notes cut, joined and moved: the text stays, links are the mentions, no voice and no contribution is lost."""

from __future__ import annotations

import copy
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cami_desktop.catalogue import load
from cami_desktop.errors import WrongUse
from cami_desktop.records import Record, is_id, new_id
from cami_desktop.records.kinds import Attachment, Contribution, Note, Participation, Person, Site
from cami_desktop.records.mentions import SORTS, linked, mentions, names_of, with_mentions
from cami_desktop.records.note_edits import contributions_by_note, join, marked, moved, split, voice
from cami_desktop.records.recordset import RecordSet

PEOPLE = [
    Person(id="p1", name="Айгерим Сәрсенова", surname="Сәрсенова", given="Айгерим"),
    Person(id="p2", name="B. Ospanov"),
    Person(id="p3", name="Twin"),
    Person(id="p4", name="Twin"),
]
PARTS = [Participation(id=f"part{n}", meeting="m", person=f"p{n}", role="participant") for n in range(1, 5)]
SITE = Site(id="s1", name="Irgiz-Turgay reserve")
VOICES = [voice(person) for person in PEOPLE]
FIELDS = [sort.field for sort in SORTS if sort.field]

words = st.sampled_from(
    [*VOICES, *(f"{one} " for one in VOICES), "Speaker not noted: ", "#saiga", "#[Saiga antelope]", "§1.1.1", "!5.1.1",
     "^[Irgiz-Turgay reserve]", "@Ospanov", "мало", " ", "\n", ".", ":", "[", "]", "kulan", "#kulan", "a"]
)  # fmt: skip
texts = st.lists(words, min_size=1, max_size=14).map("".join).map(str.strip).filter(bool)
speakers = st.sampled_from([None, *(part.id for part in PARTS)])


def records_with(*more: Record) -> RecordSet:
    """People, their parts in the meeting and the given records."""
    return RecordSet([*PEOPLE, *PARTS, SITE, *more], load())


def stored(records: RecordSet, changed: Sequence[Record]) -> RecordSet:
    """The records after a change was stored, as a session stores it."""
    after = records.copy()
    for record in changed:
        after.put(with_mentions(records, copy.deepcopy(record)))
    return after


def note_of(text: str, speaker: str | None = None, **values: object) -> Note:
    """A note with the links of its mentions, as it was stored."""
    made = Note(id=new_id(), meeting="m", text=text, speaker=speaker, noted_at="2014-05-13 10:00:00", **values)  # type: ignore[arg-type]
    return with_mentions(records_with(), made)


def notes_in(records: RecordSet) -> list[Note]:
    """The notes as the stream shows them."""
    return sorted(records.all(Note), key=lambda note: (note.noted_at or "", note.id))


def exact(note: Note, records: RecordSet) -> bool:
    """Whether the links of a note are what its text mentions, and nothing else."""
    found = mentions(note.text or "", names_of(records), note)
    return all(set(getattr(note, field)) == set(linked(found, field)) for field in FIELDS)


@given(texts, speakers, st.data())
def test_a_note_that_is_cut_and_joined_again_has_the_same_text_links_and_speaker(
    text: str, speaker: str | None, data: st.DataObject
) -> None:
    note = note_of(text, speaker, follow_up=True)
    before = records_with(note, Contribution(id="c", meeting="m", text="c", notes=[note.id], input_kind="gap"))
    at = data.draw(st.integers(0, len(text)))
    try:
        cut = split(note, at, before)
    except WrongUse:
        assume(False)
        return
    apart = stored(before, cut)
    parts = notes_in(apart)
    assert [part.id for part in parts] == [note.id, cut[1].id], "the second part stands directly after the first"
    assert all(exact(part, apart) for part in parts)
    assert apart.get("c").notes == [part.id for part in parts]  # type: ignore[union-attr]
    again = stored(apart, join(parts, apart))
    [whole] = notes_in(again)
    assert "".join((whole.text or "").split()) == "".join(text.split())
    # Only at the cut may white space have become one line end.
    head = len(parts[0].text or "")
    assert (whole.text or "")[:head] == text[:head]
    assert text.endswith((whole.text or "")[head + 1 :])
    assert (whole.text or "")[head] == "\n"
    assert exact(whole, again)
    assert (whole.speaker, whole.follow_up) == (note.speaker, True)
    assert again.get("c").notes == [note.id]  # type: ignore[union-attr]


@given(st.lists(st.tuples(texts, speakers, st.booleans()), min_size=2, max_size=5), st.randoms())
def test_joining_in_any_order_loses_no_word_link_mark_or_contribution(
    told: list[tuple[str, str | None, bool]], chance: object
) -> None:
    notes = [note_of(text, speaker, follow_up=mark or None) for text, speaker, mark in told]
    made = [Contribution(id=f"c{n}", meeting="m", text="c", notes=[one.id]) for n, one in enumerate(notes)]
    picture = Attachment(id="a", record=notes[-1].id, file_name="flipchart.jpg")
    before = records_with(*notes, *made, picture)
    chance.shuffle(notes)  # type: ignore[attr-defined]
    after = stored(before, join(notes, before))
    [whole] = notes_in(after)
    assert whole.id == notes[0].id
    assert all((note.text or "") in (whole.text or "") for note in notes)
    assert exact(whole, after)
    for field in FIELDS:
        assert set(getattr(whole, field)) >= {value for note in notes for value in getattr(note, field)}
    assert whole.follow_up is (True if any(mark for _text, _speaker, mark in told) else None)
    assert all(one.notes == [whole.id] for one in after.all(Contribution))
    assert after.get("a").record == whole.id  # type: ignore[union-attr]
    assert {note.id for note in before.all(Note)} == {one.id for one in after if isinstance(one, Note)}, "in the bin"


def test_the_joined_text_names_whoever_speaks_after_another_and_a_cut_gives_each_their_words_back() -> None:
    notes = [note_of("Мало.", "part1"), note_of("No.\nMany.", "part2"), note_of("Well."), note_of("Да.", "part1")]
    records = records_with(*notes)
    joined = stored(records, join(notes, records))
    [whole] = notes_in(joined)
    assert whole.text == (
        "Мало.\n@[B. Ospanov]: No.\nMany.\nSpeaker not noted: Well.\n@[Сәрсенова Айгерим]: Да."
    )  # fmt: skip
    assert (whole.speaker, whole.people) == ("part1", ["p2", "p1"])
    assert whole.text is not None
    _first, second, *_rest = split(whole, whole.text.index("Many"), joined)
    assert isinstance(second, Note)
    assert second.speaker == "part2", "the word is still theirs"
    first, second, *_rest = split(whole, whole.text.index("@[B."), joined)
    assert isinstance(first, Note) and isinstance(second, Note)
    assert (first.text, first.people, second.speaker) == ("Мало.", [], "part2")
    assert (second.text or "").startswith("No.\nMany.")


def test_what_people_with_the_same_name_said_is_given_to_neither() -> None:
    notes = [note_of("A", "part1"), note_of("B", "part3")]
    records = records_with(*notes)
    joined = stored(records, join(notes, records))
    [whole] = notes_in(joined)
    assert whole.text == "A\n@Twin: B"
    second = split(whole, 2, joined)[1]
    assert isinstance(second, Note)
    assert (second.speaker, second.text) == (None, "@Twin: B")


def test_links_given_by_hand_stay_with_both_parts_and_a_mention_is_never_cut() -> None:
    note = note_of("#[Saiga antelope] many. #kulan few.")
    note.threats = ["5.1.1"]
    records = records_with(note)
    first, second = split(note, (note.text or "").index("kulan"), records)
    assert isinstance(first, Note) and isinstance(second, Note)
    assert (first.text, second.text) == ("#[Saiga antelope] many.", "#kulan few.")
    assert (first.taxa, second.taxa, first.threats, second.threats) == (["saiga"], ["kulan"], ["5.1.1"], ["5.1.1"])


@pytest.mark.parametrize("at", [0, 1, 100])
def test_a_cut_that_leaves_nothing_is_refused_and_so_is_joining_one_note_or_two_meetings(at: int) -> None:
    note = note_of("a")
    other = note_of("b")
    other.meeting = "another"
    with pytest.raises(WrongUse):
        split(note, at, records_with(note))
    for chosen in ([note], [note, other]):
        with pytest.raises(WrongUse):
            join(chosen, records_with(note, other))


def test_the_second_part_stands_directly_after_the_first_among_notes_of_one_time_however_often_it_is_cut() -> None:
    notes = [note_of(" ".join(str(n) for n in range(40))), note_of("the next note")]
    records = records_with(*notes)
    for n in range(39, 0, -1):
        note = records.get(notes[0].id)
        assert isinstance(note, Note)
        records = stored(records, split(note, (note.text or "").index(f" {n}"), records))
    assert [note.text for note in notes_in(records)] == [*map(str, range(40)), "the next note"]
    assert all(is_id(note.id) for note in records.all(Note))


def test_moving_and_marking_change_only_what_is_not_so_already() -> None:
    one, two = note_of("1", agenda_item="x"), note_of("2", follow_up=True)
    assert [(note.id, note.agenda_item) for note in moved([one, two], "x")] == [(two.id, "x")]
    assert [note.agenda_item for note in moved([one, two], None)] == [None]
    assert [(note.id, note.follow_up) for note in marked([one, two])] == [(one.id, True)]
    assert [(note.id, note.follow_up) for note in marked([two])] == [(two.id, None)]
    assert (one.agenda_item, two.follow_up) == ("x", True), "the notes themselves stay as they are"


def test_a_note_knows_every_contribution_made_from_it() -> None:
    note = note_of("x")
    made = [Contribution(id=f"c{n}", meeting="m", text="c", notes=[note.id]) for n in (1, 2)]
    assert contributions_by_note(records_with(note, *made)) == {note.id: made}
