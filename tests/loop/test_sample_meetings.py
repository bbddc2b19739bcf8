"""The five national meetings of the sample: no errors in their records, and their papers print in three languages."""

from __future__ import annotations

import datetime
import io
import tempfile
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from cami_desktop.exchange.redaction import redact
from cami_desktop.loop.meeting_before import AGENDA, SIGN_IN, paper_pdf
from cami_desktop.loop.meeting_papers import summary_pdf
from cami_desktop.loop.sample import fill
from cami_desktop.records.kinds import AgendaItem, Contribution, Decision, Meeting, Note
from cami_desktop.records.recordset import RecordSet
from cami_desktop.records.rules import Severity, check_all
from cami_desktop.workspace.workspace import Workspace

AT = datetime.datetime(2014, 6, 4, 9, 30, tzinfo=datetime.UTC)
OF_MEETINGS = ("meeting", "participation", "agenda_item", "note", "contribution", "decision")
each_country = pytest.mark.parametrize("country", ["KZ", "KG", "TJ", "TM", "UZ"])
each_language = pytest.mark.parametrize("language", ["en", "ru", "kk"])


@cache
def records(country: str) -> RecordSet:
    """The records of a country as they come into a workspace; read only."""
    with tempfile.TemporaryDirectory() as away, Workspace.create(
        Path(away) / "sample.cami", country=country, who="Test"
    ) as workspace:
        workspace.backups.wanted = False
        fill(workspace, country)
        return workspace.records()


def text_of(data: bytes) -> str:
    """All that can be read in a PDF, without blanks: lines break where the paper ends."""
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(io.BytesIO(data))]
    return "".join("".join(pages).split())


def bare(text: str | None) -> str:
    return "".join((text or "").split())


def meeting_of(found: RecordSet) -> Meeting:
    (meeting,) = found.all(Meeting)
    return meeting


@each_country
def test_the_records_of_the_meeting_have_no_errors(country: str) -> None:
    found = [one for one in check_all(records(country)) if one.kind in OF_MEETINGS]
    assert [one for one in found if one.severity is Severity.ERROR] == []


@each_language
@each_country
def test_the_summary_prints_with_agenda_contributions_and_decisions(country: str, language: str) -> None:
    found = records(country)
    shown = redact(found)
    text = text_of(summary_pdf(found, meeting_of(found).id, language, AT))
    assert "[U+" not in text, "every letter is in the fonts"
    assert bare(meeting_of(found).title) in text
    said = [*(item.title for item in shown.all(AgendaItem)), *(one.text for one in shown.all(Decision))]
    assert said and all(bare(words) in text for words in said)
    mine = [one for one in shown.all(Contribution) if one.meeting == meeting_of(found).id]
    assert mine and all(bare(one.text)[:40] in text for one in mine)


@each_language
@each_country
def test_agenda_and_sign_in_sheet_print(country: str, language: str) -> None:
    found = records(country)
    for paper in (AGENDA, SIGN_IN):
        text = text_of(paper_pdf(paper, found, meeting_of(found).id, language, AT))
        assert "[U+" not in text and bare(meeting_of(found).title) in text
        assert paper == SIGN_IN or all(bare(item.title) in text for item in found.all(AgendaItem))


@each_country
def test_notes_stand_in_the_order_of_time_and_agenda_and_contributions_know_theirs(country: str) -> None:
    found = records(country)
    notes = sorted(found.all(Note), key=lambda note: (note.noted_at or "", note.id))
    numbers = {item.id: int(item.number or 0) for item in found.all(AgendaItem)}
    places = [numbers[note.agenda_item] for note in notes if note.agenda_item]
    assert places == sorted(places) and len(places) == len(notes)
    ids = {note.id for note in notes}
    assert all(set(one.notes) <= ids for one in found.all(Contribution))
