"""Mentions: any text stays as it is, the links are exactly the mentions, a name that is written is read again."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.catalogue import load
from cami_desktop.records.kinds import Note, Person, Site
from cami_desktop.records.mentions import (
    BY_SIGN,
    SORTS,
    Sort,
    begun,
    linked,
    mentions,
    names_of,
    parse,
    pieces,
    plain,
    said_by,
    with_mentions,
    written,
)
from cami_desktop.records.recordset import RecordSet
from cami_desktop.words.searchkey import search_key

TAXON, POW, SITE = (next(sort for sort in SORTS if sort.code == code) for code in ("taxon", "pow_item", "site"))
PEOPLE = [
    Person(id="p1", name="Айгерим Сәрсенова", surname="Сәрсенова", given="Айгерим"),
    Person(id="p2", name="A. Ospanov", surname="Ospanov"),
    Person(id="p3", name="B. Ospanov", surname="Ospanov"),
]
SITES = [Site(id="s1", name="Ұлытау"), Site(id="s2", name="Irgiz-Turgay reserve"), Site(id="s3", name="Ulytau")]
RECORDS = RecordSet([*PEOPLE, *SITES], load())
NAMES = names_of(RECORDS)
ITEM = next(item for item in RECORDS.catalogue.pow_items.values() if item.answerable)
NUMBER = ITEM.code.rpartition("/")[2]

KNOWN: list[tuple[Sort, str, str]] = [
    (TAXON, "Сайгак", "saiga"),
    (TAXON, "Saiga antelope", "saiga"),
    (TAXON, "акбокен", "saiga"),
    (POW, NUMBER, ITEM.code),
    (SITE, "Irgiz-Turgay reserve", "s2"),
    (SITE, "ulytau", "s3"),
]
"""A sort, a name that means one thing in it, and that thing."""

filling = st.text(st.characters(codec="utf-8", exclude_characters=[*BY_SIGN, "[", "]"]), max_size=12)
noisy = st.lists(st.sampled_from([*BY_SIGN, *"[] ab1.-\n", "Сайгак", NUMBER, "saiga"]), max_size=30).map("".join)


@given(st.one_of(st.text(), noisy))
def test_any_text_cut_at_its_mentions_is_the_same_text_again(text: str) -> None:
    for found in (parse(text), mentions(text, NAMES)):
        assert "".join(piece for piece, _one in pieces(text, found)) == text
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(st.lists(st.tuples(st.sampled_from(KNOWN), filling), max_size=6))
def test_the_links_of_a_note_are_exactly_what_its_text_mentions(told: list[tuple[tuple[Sort, str, str], str]]) -> None:
    text = "".join(f" {written(sort, name)} {between}" for (sort, name, _value), between in told)
    note = with_mentions(RECORDS, Note(id="n", meeting="m", text=text))
    for sort in SORTS:
        if sort.field:
            wanted = [value for (of, _name, value), _between in told if of == sort]
            assert getattr(note, sort.field) == list(dict.fromkeys(wanted))
    assert note.text == text


@given(st.sampled_from(SORTS), st.text(min_size=1, max_size=60), filling)
def test_a_name_that_is_written_is_read_again_wherever_it_stands(sort: Sort, name: str, after: str) -> None:
    if not name.split():
        return
    text = f"… {written(sort, name)} {after}"
    [one] = parse(text)
    assert one.sort == sort
    assert search_key(one.name) == search_key(name.replace("[", "(").replace("]", ")"))


@pytest.mark.parametrize(
    "text", ["a@saiga.kz", "Стой!сайгак", "# saiga", "№5", "100% saiga", "#[saiga", "#\nsaiga", "2*2", "## ", "#[]"]
)
def test_ordinary_writing_mentions_nothing(text: str) -> None:
    assert mentions(text, NAMES) == []


@pytest.mark.parametrize("text", ["№сайгак", "(#Сайгак)", "#сайгак.", "«#САЙГАК»", "#Saiga: few", "№[saiga antelope],"])
def test_a_mention_ends_where_a_reader_says_so_and_may_be_typed_with_the_other_sign(text: str) -> None:
    assert [one.value for one in mentions(text, NAMES)] == ["saiga"]


def test_what_was_mentioned_goes_with_its_mention_and_what_was_linked_by_hand_stays() -> None:
    stored = with_mentions(RECORDS, Note(id="n", meeting="m", text="#saiga ^ulytau", taxa=["kulan"]))
    assert (stored.taxa, stored.sites) == (["kulan", "saiga"], ["s3"])
    with_note = RecordSet([*RECORDS, stored], RECORDS.catalogue)
    changed = with_mentions(with_note, replace(stored, text=f"^ulytau §{NUMBER}"))
    assert (changed.taxa, changed.sites, changed.pow_items) == (["kulan"], ["s3"], [ITEM.code])
    unlinked = replace(stored, taxa=[])
    assert with_mentions(with_note, unlinked) is unlinked, "a text that did not change changes no links"


def test_a_site_that_folds_to_the_same_name_is_meant_only_where_the_note_links_it() -> None:
    twins = RecordSet([Site(id="a", name="Kyzylkum"), Site(id="b", name="Kyzylkum")], RECORDS.catalogue)
    assert mentions("^Kyzylkum", names_of(twins)) == []
    [one] = mentions("^Kyzylkum", names_of(twins), Note(sites=["b"]))
    assert one.value == "b"
    assert with_mentions(twins, Note(id="n", text="^Kyzylkum", sites=["b"])).sites == ["b"]


def test_a_person_with_a_colon_at_the_beginning_speaks_and_without_one_is_only_mentioned() -> None:
    assert said_by("@Сарсенова: мало сайгаков", NAMES) == ("p1", "мало сайгаков")
    assert said_by("+[Айгерим Сәрсенова] : да", NAMES) == ("p1", "да")
    assert said_by("@Сәрсенова", NAMES) == ("p1", "")
    others = ("@Сәрсенова считает", "Как сказала @Сәрсенова: да", "@Ospanov: which one?", "@Nobody: no", "#saiga: few")
    for text in others:
        assert said_by(text, NAMES) == ("", text)


def test_a_report_reads_names_without_signs() -> None:
    text = f"#[Saiga antelope] at ^[Irgiz-Turgay reserve], §{NUMBER}, №5"
    found = mentions(text, NAMES)
    assert plain(text, found) == f"Saiga antelope at Irgiz-Turgay reserve, §{NUMBER}, №5"
    assert linked(found, "taxa") == ["saiga"]


def test_what_is_being_typed_ends_with_a_blank_except_in_brackets() -> None:
    assert begun("Мало №сай") == (TAXON, "сай", 5)
    assert begun("#") == (TAXON, "", 0)
    assert begun("^[Irgiz tu") == (SITE, "Irgiz tu", 0)
    assert begun("#saiga ") is None
    assert begun("a@b") is None
