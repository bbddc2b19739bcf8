"""Real input: the public record of the Bishkek meeting of 2014 becomes notes, from a text and from documents alike."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from cami_desktop.assets import folder
from cami_desktop.exchange.minutes import read_minutes
from cami_desktop.loop.minutes import import_minutes
from cami_desktop.records.kinds import AgendaItem, Meeting, Note, Participation, Person
from cami_desktop.workspace.workspace import Workspace
from tests.outside.tools import needs

RECORD = folder("resources") / "meeting_records" / "bishkek-2014.md"
TITLE = "Stakeholder Meeting on the Conservation of Large Mammals in Central Asia"
SOURCED = re.compile(r"( \[[A-G]\])+$")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with the meeting, in which the Secretariat takes part."""
    with Workspace.create(tmp_path / "kg.cami", country="KG", who="Test") as made:
        meeting = made.save(
            Meeting(title=TITLE, cycle="cami-2014", starts_on="2014-09-23", ends_on="2014-09-25", languages=["en"])
        )
        person = made.save(Person(name="CMS Secretariat"))
        made.save(Participation(meeting=meeting.id, person=person.id, role="organiser"))
        yield made


def meeting(workspace: Workspace) -> str:
    return workspace.all(Meeting)[0].id


def notes(workspace: Workspace) -> list[tuple[str, str, str, list[str], list[str], list[str]]]:
    """The notes in order: title of the item, whether somebody spoke, text, and the links."""
    items = {item.id: item.title or "" for item in workspace.all(AgendaItem)}
    found = sorted(workspace.all(Note), key=lambda note: note.id)
    return [
        (items.get(note.agenda_item or "", ""), "spoken" if note.speaker else "", note.text or "",
         note.taxa, note.threats, note.pow_items) for note in found
    ]  # fmt: skip


def as_document(path: Path) -> Path:
    """The record as a document with headings."""
    document = docx.Document()
    for one in read_minutes(RECORD).paragraphs:
        if one.level:
            document.add_heading(one.text, one.level)
        else:
            document.add_paragraph(one.text)
    document.save(str(path))
    return path


def test_every_paragraph_is_a_note_or_an_agenda_item_in_order(workspace: Workspace) -> None:
    paragraphs = read_minutes(RECORD).paragraphs
    done = import_minutes(workspace, meeting(workspace), RECORD)
    heads = [one.text.removeprefix("1. ") for one in paragraphs if one.level]
    assert heads[0] == TITLE
    assert [item.title for item in sorted(workspace.all(AgendaItem), key=lambda item: item.id)] == heads[1:]
    assert (done.items, done.left_out, done.notes) == (6, 1, len(paragraphs) - 7)
    texts = [text for _item, _who, text, *_links in notes(workspace)]
    written = [one.text for one in paragraphs if not one.level]
    assert texts == [text.removeprefix("CMS Secretariat: ") for text in written]
    assert all(SOURCED.search(text) for text in texts), "each says where it comes from"


def test_what_the_record_mentions_is_linked_and_the_participant_speaks(workspace: Workspace) -> None:
    import_minutes(workspace, meeting(workspace), RECORD)
    found = notes(workspace)
    taxa, threats, items = ({code for note in found for code in note[place]} for place in (3, 4, 5))
    assert taxa == {
        "cheetah", "saiga", "bukhara_deer", "argali", "mongolian_gazelle", "snow_leopard", "wild_camel"
    }  # fmt: skip
    assert threats == {"2.1", "2.3", "3.2", "4.1", "5.1.1", "7.3"}
    assert items == {"1.1.1", "1.1.9", "1.2.4", "1.3.2", "1.4.5", "3.1.7", "4.2.8", "4.2.9", "4.2.10"}
    signs = re.findall(r"[#!§](?=[\[\w])", "".join(note[2] for note in found))
    assert len(signs) == sum(len(note[place]) for note in found for place in (3, 4, 5)), "no mention is left unlinked"
    assert sum(who == "spoken" for _item, who, *_rest in found) == 11


def test_it_is_one_step_of_undo(workspace: Workspace) -> None:
    import_minutes(workspace, meeting(workspace), RECORD)
    workspace.undo()
    assert not workspace.all(Note) and not workspace.all(AgendaItem)


def test_as_a_document_it_gives_the_same_notes(workspace: Workspace, tmp_path: Path) -> None:
    import_minutes(workspace, meeting(workspace), RECORD)
    told = notes(workspace)
    workspace.undo()
    import_minutes(workspace, meeting(workspace), as_document(tmp_path / "bishkek.docx"))
    assert notes(workspace) == told


def test_as_a_document_of_libreoffice_it_gives_the_same_notes(workspace: Workspace, tmp_path: Path) -> None:
    needs("libreoffice")
    import_minutes(workspace, meeting(workspace), RECORD)
    told = notes(workspace)
    workspace.undo()
    shutil.copy(as_document(tmp_path / "bishkek.docx"), tmp_path / "again.docx")
    subprocess.run(
        ["libreoffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "docx",
         "--outdir", str(tmp_path / "office"), str(tmp_path / "again.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    import_minutes(workspace, meeting(workspace), tmp_path / "office" / "again.docx")
    assert notes(workspace) == told


def test_the_readme_names_every_source_that_the_record_cites() -> None:
    readme = (RECORD.parent / "README.md").read_text(encoding="utf-8")
    cited = set(re.findall(r"\[([A-Z])\]", RECORD.read_text(encoding="utf-8")))
    assert cited == set(re.findall(r"^\| ([A-Z]) \|", readme, flags=re.MULTILINE))
