"""The papers for the room, agenda and sign-in sheet, in every language; what they say of themselves names nobody."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pypdfium2
import pytest

from cami_desktop import catalogue
from cami_desktop.errors import WrongUse
from cami_desktop.exchange.meeting.agenda import print_agenda
from cami_desktop.exchange.meeting.sign_in import MOST_DAYS, SPARE, days_of, print_sign_in
from cami_desktop.exchange.redaction import redact
from cami_desktop.records import new_id
from cami_desktop.records.kinds import AgendaItem, Meeting, Organisation, Participation, Person
from cami_desktop.records.recordset import RecordSet

AT = datetime.datetime(2014, 5, 1, 8, 0, tzinfo=datetime.UTC)
NAMED, UNASKED = "Айгерім Сәрсенова", "Ҷумъа Қодирӣ"


@pytest.fixture
def records() -> RecordSet:
    """A meeting of two days: one participant consented, one was not asked, both present an item."""
    base: dict[str, Any] = {"country": "KZ", "catalogue": "cami-2014"}
    host = Organisation(id=new_id(), name="Охотзоопром", acronym="ОЗП", **base)
    meeting = Meeting(
        id=new_id(), title="Ұлттық кеңес", starts_on="2014-05-13", ends_on="2014-05-14", host=host.id,
        place_name="Астана", attribution="organisation_only", purpose="To discuss", **base,
    )  # fmt: skip
    people = [
        Person(id=new_id(), name=name, position=f"эколог {n}", consent=consent, **base)
        for n, (name, consent) in enumerate(((NAMED, "written"), (UNASKED, None)))
    ]
    parts = [
        Participation(id=new_id(), meeting=meeting.id, person=one.id, role="presenter", organisation=host.id, **base)
        for one in people
    ]
    items = [
        AgendaItem(id=new_id(), meeting=meeting.id, number=number, title=title, starts_at=at, minutes=30, **base,
                   presenter=presenter, aim=f"Aim {number}")
        for number, title, at, presenter in (
            ("2", "Сайгак", "10:00", parts[1].id), ("1", "Opening", "09:00", parts[0].id),
            ("10", "Kulan", "09:15", None),
        )
    ]  # fmt: skip
    return RecordSet([host, meeting, *people, *parts, *items], catalogue.load("cami-2014"))


def meeting_id(records: RecordSet) -> str:
    """The id of the one meeting."""
    return records.all(Meeting)[0].id


def read(data: bytes) -> tuple[list[str], dict[str, str], list[tuple[float, float]]]:
    """The texts of the pages, what the file says about itself, and the sizes of the pages."""
    pdf = pypdfium2.PdfDocument(io.BytesIO(data))
    texts = [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in pdf]
    return texts, pdf.get_metadata_dict(), [page.get_size() for page in pdf]


@pytest.mark.parametrize("language", ["en", "ru", "kk", "tg"])
def test_the_agenda_has_times_breaks_days_and_presenters_who_consented(records: RecordSet, language: str) -> None:
    texts, about, sizes = read(print_agenda(redact(records), meeting_id(records), language, AT))
    whole = "\n".join(texts)
    times = ["09:00–09:30", "09:30–10:00", "10:00–10:30", "09:15–09:45"]
    assert [whole.index(time) for time in times] == sorted(whole.index(time) for time in times)
    for said in ("Ұлттық кеңес", "Opening", "Сайгак", "Aim 10", NAMED, "ОЗП", "Астана"):
        assert said in whole
    assert UNASKED not in whole and "Қодирӣ" not in whole
    assert not any("кеңес" in value or NAMED in value for value in about.values())
    assert about["Author"] == ""
    assert all(width < height for width, height in sizes)


def test_an_agenda_without_items_says_so(records: RecordSet) -> None:
    bare = RecordSet([one for one in records if not isinstance(one, AgendaItem)], records.catalogue)
    texts, _about, _sizes = read(print_agenda(bare, meeting_id(records), "en", AT))
    assert "no items yet" in texts[0]


@pytest.mark.parametrize("language", ["en", "ru", "kk", "tg"])
def test_the_sign_in_sheet_names_everyone_and_has_a_column_for_each_day(records: RecordSet, language: str) -> None:
    data = print_sign_in(records, meeting_id(records), language, AT)
    texts, about, sizes = read(data)
    whole = " ".join("\n".join(texts).split())
    for said in (NAMED, UNASKED, "эколог 0", "эколог 1", "Охотзоопром"):
        assert said in whole
    assert whole.count("2014") >= 2
    assert all(width > height for width, height in sizes), "two days are signed on the long side"
    assert not any(NAMED in value or UNASKED in value or "кеңес" in value for value in about.values())
    assert data == print_sign_in(records, meeting_id(records), language, AT)
    assert b"Helvetica" not in data


def test_a_sheet_of_one_day_is_upright_with_spare_lines_on_numbered_pages(records: RecordSet) -> None:
    [meeting] = records.all(Meeting)
    meeting.ends_on = None
    texts, _about, sizes = read(print_sign_in(records, meeting.id, "en", AT, spare=60))
    assert all(width < height for width, height in sizes)
    assert len(texts) > 1
    for number, text in enumerate(texts, start=1):
        assert f"Page {number} of {len(texts)}" in text
        assert "Signature" in text, "the heading stands on every page"
    assert "62" in texts[-1].split()
    short, _about, _sizes = read(print_sign_in(records, meeting.id, "en", AT))
    assert str(2 + SPARE) in short[-1].split()


def test_vague_and_very_long_meetings_are_signed_once() -> None:
    assert days_of(Meeting(starts_on="2014-05")) == []
    assert days_of(Meeting()) == []
    assert len(days_of(Meeting(starts_on="2014-05-01", ends_on="2014-05-30"))) == 1
    assert len(days_of(Meeting(starts_on="2014-05-01", ends_on="2014-05-05"))) == MOST_DAYS
    assert len(days_of(Meeting(starts_on="2014-05-02", ends_on="2014-05-01"))) == 1


def test_a_meeting_that_is_none_is_refused(records: RecordSet) -> None:
    for printed in (print_agenda, print_sign_in):
        with pytest.raises(WrongUse):
            printed(records, "nothing", "en", AT)
