"""Names that consent or a rule keeps back: looked for in every byte of a package, and not found."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cami_desktop.loop.package import read_package
from cami_desktop.records.kinds import (
    AgendaItem,
    Attachment,
    Contribution,
    Decision,
    Gap,
    Meeting,
    Note,
    Participation,
    Person,
    PopulationEstimate,
)
from cami_desktop.words.translit import latin_key
from tests.loop.kit import Country
from tests.outside.tools import needs

REFUSED = ("Сыдыков", "Sydykov", "Сыдыкбек")
"""Parts of names that must not be found in any form; of the one who refused and of one who was never asked."""

SPEAKER = "Асанова"
"""Who has agreed to be named, but not at the meeting under the Chatham House rule."""


@pytest.fixture
def told(kg: Country) -> Country:
    """A country in whose texts people are named in every way that a coordinator might."""
    save = kg.workspace.save
    refused = save(
        Person(name="Сыдыков Азамат Бекович", surname="Сыдыков", given="Азамат", patronymic="Бекович",
               latin="Azamat Sydykov", email="sydykov@example.org", phone="+996 555 010203", consent="refused")
    )  # fmt: skip
    save(Person(name="Бурул Сыдыкбекова"))
    speaker = save(Person(name="Асанова Гүлнара", surname="Асанова", given="Гүлнара", consent="written"))
    quiet = save(
        Meeting(title="Беседа с Сыдыковым", cycle="cami-2014", meeting_kind="expert_consultation",
                starts_on="2014-05-16", attribution="chatham_house", status="final",
                summary="Сыдыков доложил", summary_en="Sydykov reported", purpose="Спросить А. Б. Сыдыкова")
    )  # fmt: skip
    part = {
        (meeting, person): save(Participation(meeting=meeting, person=person, role="participant", consent=consent))
        for meeting in (quiet.id, kg.meeting.id)
        for person, consent in ((refused.id, "refused"), (speaker.id, "written"))
    }
    item = save(AgendaItem(meeting=quiet.id, number="1", title="Доклад Сыдыкова", aim="выслушать сыдыкова"))
    texts = ("@[Сыдыков Азамат Бекович] и @[Незваный Гость] считали", "СЫДЫКОВУ звонить +996 555 01-02-03",
             "Азамат Бекович сказал", "по словам Асановой", "sydykov@example.org", "Sydykov's map",
             "Бурул Сыдыкбекова")  # fmt: skip
    for meeting in (quiet.id, kg.meeting.id):
        notes = [
            save(Note(meeting=meeting, speaker=part[meeting, refused.id].id, text=text, people=[refused.id],
                      noted_at="2014-05-14 10:00:00"))
            for text in texts
        ]  # fmt: skip
        save(
            Contribution(
                meeting=meeting, input_kind="gap", text="\n".join(texts), text_en="Mr Sydykov", taxa=["argali"],
                participation=part[meeting, refused.id].id, voices=[part[meeting, speaker.id].id],
                notes=[note.id for note in notes], accepted={"contribution-about-nothing": "Сыдыков так сказал"},
            )
        )  # fmt: skip
    save(
        Decision(meeting=quiet.id, agenda_item=item.id, text="Сыдыков готовит карту", text_en="Sydykov maps",
                 decision_kind="next_step", person=refused.id, due="2014-06-01")
    )  # fmt: skip
    save(Gap(area="knowledge", text="Сыдыков: нет учёта", text_en="Sydykov: no count", consequence="по Сыдыкову"))
    estimate = kg.workspace.get(PopulationEstimate, kg.estimate.id)
    assert estimate is not None
    estimate.remarks = "считал Сыдыков А.Б."
    save(estimate)
    slides = kg.folder.parent / "Сыдыков_доклад.txt"
    slides.write_bytes(b"saiga")
    kg.workspace.add_attachment(kg.meeting.id, slides, caption="Сыдыков за столом")
    return kg


def every_text(package: Path) -> Iterator[tuple[str, str]]:
    """Every name and every text of a package, also of the files inside its files, and what programs read of the PDF."""
    with zipfile.ZipFile(package) as container:
        for name in container.namelist():
            data = container.read(name)
            yield f"the name of {name}", name
            yield name, data.decode("utf-8", "replace")
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(data)) as workbook:
                    for part in workbook.namelist():
                        yield f"{name}/{part}", workbook.read(part).decode("utf-8", "replace")
            if name.endswith(".pdf"):
                file = package.with_suffix(".pdf")
                file.write_bytes(data)
                for command in ("pdftotext {} -", "pdfinfo {}", "pdfinfo -dests {}"):
                    words = [str(file) if word == "{}" else word for word in command.split()]
                    yield (
                        f"{name} by {command}",
                        subprocess.run(words, capture_output=True, check=True, text=True).stdout,
                    )


def test_no_form_of_a_refused_name_is_anywhere_in_a_package(told: Country) -> None:
    needs("pdftotext", "pdfinfo")
    package = told.submit().package
    looked_at = 0
    for place, text in every_text(package):
        looked_at += 1
        folded = text.casefold()
        for name in REFUSED:
            assert name.casefold() not in folded, f"{name} in {place}"
            assert latin_key(name) not in latin_key(text[:200_000]), f"{name} transliterated in {place}"
        for other in ("Бекович", "Незваный", "010203", "01-02-03"):
            assert other.casefold() not in folded, f"{other} in {place}"
    assert looked_at > 30


def test_under_the_chatham_house_rule_not_even_who_agreed_is_named(told: Country) -> None:
    records = read_package(told.submit().package).records
    (quiet,) = (meeting for meeting in records.all(Meeting) if meeting.attribution == "chatham_house")
    texts = [note.text for note in records.all(Note, meeting=quiet.id)]
    texts += [contribution.text for contribution in records.all(Contribution, meeting=quiet.id)]
    assert len(texts) > 7 and not any("асанов" in (text or "").casefold() for text in texts)
    (said,) = records.all(Contribution, meeting=quiet.id)
    assert said.voices == [] and said.absent["voices"] == "withheld" and said.participation is None
    (open_said,) = (item for item in records.all(Contribution, meeting=told.meeting.id) if item.text_en)
    assert "Асановой" in (open_said.text or "")


def test_where_only_organisations_are_named_a_decision_names_that_of_the_person(kg: Country) -> None:
    kg.meeting.attribution = "organisation_only"
    kg.workspace.save(kg.meeting)
    kg.workspace.save(
        Decision(meeting=kg.meeting.id, text="Карта", decision_kind="next_step", person=kg.person.id, due="2014-06-01")
    )
    (decision,) = read_package(kg.submit().package).records.all(Decision)
    assert decision.person is None and decision.organisation == kg.person.organisation


def test_the_workspace_keeps_every_name(told: Country) -> None:
    told.submit()
    kept = [note.text or "" for note in told.workspace.all(Note)]
    assert sum("[…]" in text for text in kept) == 0 and any("Сыдыков" in text for text in kept)
    assert any("Сыдыков" in (item.file_name or "") for item in told.workspace.all(Attachment))


def test_a_working_package_keeps_every_name(told: Country) -> None:
    records = read_package(told.submit(kind="working").package).records
    assert any("Сыдыков" in (note.text or "") for note in records.all(Note))
