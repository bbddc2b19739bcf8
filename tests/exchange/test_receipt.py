"""The receipt: what was received, what became of it and what is asked, in a workbook and on one page."""

from __future__ import annotations

import dataclasses
import io
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cami_desktop.errors import WrongUse
from cami_desktop.exchange.receipt import Receipt, ReceiptQuestion, build_receipt_report, write_receipt_workbook
from cami_desktop.words import LANGUAGES, using
from tests.outside.tools import needs

QUESTION = ReceiptQuestion(
    id="0145ffff-0000-7000-8000-000000000001",
    kind="population_estimate",
    record_id="0145f4df-1111-7111-8111-111111111111",
    title="Argali · Kyrgyzstan total · 2017",
    field="best",
    rule="estimate-jump",
    text="The best figure is 10 times the last one: is this right?",
)
RECEIPT = Receipt(
    digest="9f2c41d07be3a5586c1e0f4477a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3",
    number=2,
    country="KG",
    cycle="cami-2014",
    catalogue="cami-2014",
    package="CAMI_KG_cami-2014_002.asice",
    received_at="2014-05-21T09:30:00Z",
    verdict="genuine",
    signer="Айгүл Асанова",
    counts={"meeting": 1, "population_estimate": 1_234},
    outcome={"added": 1_235, "updated": 0, "refused": 0},
    conflicts=0,
    questions=(QUESTION,),
    language="en",
)


def cells_of(data: bytes, sheet: str) -> list[tuple[Any, ...]]:
    from openpyxl import load_workbook

    return list(load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True))


def printed(receipt: Receipt, folder: Path) -> tuple[int, str]:
    needs("pdftotext")
    path = folder / "receipt.pdf"
    pages = build_receipt_report(receipt, path)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return pages, " ".join(text.split())


def test_the_workbook_says_what_was_received_and_what_became_of_it() -> None:
    cover = cells_of(write_receipt_workbook(RECEIPT), "Receipt")
    facts = {row[0]: row[1] for row in cover}
    assert facts["SHA-256"] == RECEIPT.digest
    assert facts["Population estimates"] == 1_234
    assert facts["new records"] == 1_235
    assert "records refused" not in facts


def test_every_question_stands_with_its_record_field_rule_and_ids() -> None:
    names, labels, row = cells_of(write_receipt_workbook(RECEIPT), "Questions")
    found = dict(zip(names, row, strict=True))
    assert (found["record"], found["field.name"], found["question"]) == (QUESTION.record_id, "best", QUESTION.id)
    assert (found["field"], found["text"], found["rule"]) == ("Best estimate", QUESTION.text, "estimate-jump")
    assert "Question" in labels


def test_the_receipt_is_one_page_with_all_of_it(tmp_path: Path) -> None:
    pages, text = printed(RECEIPT, tmp_path)
    assert pages == 1
    for words in (RECEIPT.digest, "Submission 2, Kyrgyzstan", RECEIPT.signer, "genuine", "1,234", QUESTION.text):
        assert words in text


def test_without_questions_and_conflicts_the_secretariat_says_thank_you(tmp_path: Path) -> None:
    _pages, text = printed(dataclasses.replace(RECEIPT, questions=()), tmp_path)
    assert "The Secretariat has no questions. Thank you." in text
    _pages, text = printed(dataclasses.replace(RECEIPT, conflicts=3), tmp_path)
    assert "3 values wait for a decision. The Secretariat asks 1 question." in text


def test_many_questions_run_over_pages_and_none_is_lost(tmp_path: Path) -> None:
    many = tuple(dataclasses.replace(QUESTION, text=f"Question number {n}?") for n in range(1, 121))
    pages, text = printed(dataclasses.replace(RECEIPT, questions=many), tmp_path)
    assert pages > 1
    assert all(f"Question number {n}?" in text for n in range(1, 121))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_speaks_the_language_of_the_submission(language: str, tmp_path: Path) -> None:
    from cami_desktop import catalogue
    from cami_desktop.words import _

    receipt = dataclasses.replace(RECEIPT, language=language)
    pages, text = printed(receipt, tmp_path)
    country = catalogue.load("cami-2014").label("country", "KG", language)
    assert pages == 1
    assert country in text
    cover = {row[0] for row in cells_of(write_receipt_workbook(receipt), "Receipt")}
    with using(language):
        assert _("Population estimates") in cover


def test_a_kind_or_field_that_this_version_does_not_know_is_shown_as_it_is(tmp_path: Path) -> None:
    odd = dataclasses.replace(QUESTION, kind="herd", field="colour")
    receipt = dataclasses.replace(RECEIPT, questions=(odd,), counts={"herd": 4}, verdict="odd", cycle="")
    _pages, text = printed(receipt, tmp_path)
    assert "herd" in text
    assert "colour" in text


def test_the_same_receipt_gives_the_same_bytes() -> None:
    assert write_receipt_workbook(RECEIPT) == write_receipt_workbook(RECEIPT)
    first, second = io.BytesIO(), io.BytesIO()
    build_receipt_report(RECEIPT, first)
    build_receipt_report(RECEIPT, second)
    assert first.getvalue() == second.getvalue()


def test_a_receipt_in_a_language_or_at_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(WrongUse):
        write_receipt_workbook(dataclasses.replace(RECEIPT, language="xx"))
    with pytest.raises(WrongUse):
        build_receipt_report(dataclasses.replace(RECEIPT, received_at="soon"), io.BytesIO())
