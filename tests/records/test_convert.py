"""Values: what is typed is cleaned or refused with a reason, and text comes back as the value it was written from."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.records.convert import LONGEST_TEXT, ValueRefused, clean, from_text, to_text
from cami_desktop.records.field import Field, FieldType
from cami_desktop.records.ids import new_id


def field(type_: FieldType) -> Field:
    return Field(
        name="f", type=type_, label="F", code_list="taxon" if type_ in (FieldType.CODE, FieldType.CODES) else ""
    )


@pytest.mark.parametrize(
    ("type_", "typed", "stored"),
    [
        (FieldType.TEXT, "Е\u0308лка\r\n2", "Ёлка 2"),
        (FieldType.LONG_TEXT, "a\r\nb\rc", "a\nb\nc"),
        (FieldType.TEXT, "", None),
        (FieldType.WHOLE, 3.0, 3),
        (FieldType.NUMBER, 0.1 + 0.2, 0.3),
        (FieldType.NUMBER, -0.0, 0.0),
        (FieldType.DATE, 2014, "2014"),
        (FieldType.DATE, "2014-05", "2014-05"),
        (FieldType.MOMENT, "2014-05-20T09:30", "2014-05-20 09:30:00"),
        (FieldType.CLOCK, "9:30", "09:30"),
        (FieldType.CODES, ["saiga", "saiga", "kulan"], ["saiga", "kulan"]),
        (FieldType.CODES, None, []),
    ],
)
def test_a_value_is_stored_in_its_clean_form(type_: FieldType, typed: Any, stored: Any) -> None:
    assert clean(field(type_), typed) == stored


@pytest.mark.parametrize(
    ("type_", "typed"),
    [
        (FieldType.TEXT, "bell\x07"),
        (FieldType.TEXT, "half \ud800"),
        (FieldType.TEXT, "x" * (LONGEST_TEXT + 1)),
        (FieldType.TEXT, "🐪" * (LONGEST_TEXT // 2 + 1)),
        (FieldType.WHOLE, 2.5),
        (FieldType.WHOLE, True),
        (FieldType.WHOLE, 10**15),
        (FieldType.NUMBER, float("nan")),
        (FieldType.NUMBER, float("inf")),
        (FieldType.NUMBER, 1.7976931348623157e308),
        (FieldType.FLAG, 1),
        (FieldType.DATE, "2014-02-30"),
        (FieldType.DATE, "20.05.2014"),
        (FieldType.MOMENT, "2014-05-20"),
        (FieldType.CLOCK, "24:00"),
        (FieldType.CODE, "a;b"),
        (FieldType.LINK, "not-an-id"),
        (FieldType.LINKS, "not-a-list"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_the_name_of_the_field(type_: FieldType, typed: Any) -> None:
    with pytest.raises(ValueRefused, match=r"^F: "):
        clean(field(type_), typed)


VALUES = {
    FieldType.LONG_TEXT: st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200),
    FieldType.WHOLE: st.integers(-(10**15) + 1, 10**15 - 1),
    FieldType.NUMBER: st.floats(-1e300, 1e300),
    FieldType.FLAG: st.booleans(),
    FieldType.DATE: st.dates().map(str),
    FieldType.MOMENT: st.datetimes().map(lambda moment: str(moment.replace(microsecond=0))),
    FieldType.CODES: st.lists(st.from_regex(r"[a-z0-9.]{1,12}", fullmatch=True), max_size=5),
    FieldType.LINKS: st.lists(st.builds(new_id), max_size=3),
}


@given(st.sampled_from(sorted(VALUES)).flatmap(lambda type_: st.tuples(st.just(type_), VALUES[type_])))
def test_text_gives_back_the_value_it_was_written_from(pair: tuple[FieldType, Any]) -> None:
    type_, typed = pair
    stored = clean(field(type_), typed)
    assert clean(field(type_), stored) == stored
    assert from_text(field(type_), to_text(field(type_), stored)) == stored


@pytest.mark.parametrize(("text", "value"), [("да", True), ("No", False), ("TRUE", True)])
def test_yes_and_no_are_understood(text: str, value: bool) -> None:
    assert from_text(field(FieldType.FLAG), text) is value


def test_text_that_is_no_number_is_refused_with_what_was_typed() -> None:
    with pytest.raises(ValueRefused, match="“many” is not a number"):
        from_text(field(FieldType.WHOLE), "many")
