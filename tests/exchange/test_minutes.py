"""Meeting records of Word and of plain text: paragraphs in order, tables by row; strangers' files do no harm."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from cami_desktop.errors import CamiError, DamagedInput
from cami_desktop.exchange.minutes import Paragraph, plain, read_minutes, read_pasted
from tests.outside.tools import needs


@pytest.fixture
def record(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_heading("Национальное совещание", 0)
    document.add_heading("Открытие", 1)
    document.add_paragraph("Сарсенова:\u00a0 нужен   учёт")
    document.add_paragraph("")
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("Вид", "Число"), ("сайгак", "120")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("Қарақұйрық пен ақбөкен", style="List Number")
    path = tmp_path / "Протокол совещания.docx"
    document.save(str(path))
    return path


def test_a_document_gives_its_paragraphs_headings_and_rows_in_order(record: Path) -> None:
    found = read_minutes(record)
    assert found.paragraphs == (
        Paragraph("Национальное совещание", 1),
        Paragraph("Открытие", 1),
        Paragraph("Сарсенова: нужен учёт"),
        Paragraph("Вид | Число"),
        Paragraph("сайгак | 120"),
        Paragraph("Қарақұйрық пен ақбөкен"),
    )


def test_tracked_changes_are_read_as_accepted_and_content_controls_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    space = nsdecls("w")
    body = document.element.body
    struck = "<w:del w:id='1' w:author='a'><w:r><w:delText>старый</w:delText></w:r></w:del>"
    added = "<w:ins w:id='2' w:author='a'><w:r><w:t>новый</w:t></w:r></w:ins>"
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body.insert(0, parse_xml(f"<w:p {space}>{run.format('Нужен ')}{struck}{added}{run.format(' учёт')}</w:p>"))
    control = f"<w:sdt {space}><w:sdtContent><w:p>{run.format('Решение')}</w:p></w:sdtContent></w:sdt>"
    body.insert(1, parse_xml(control))
    path = tmp_path / "changes.docx"
    document.save(str(path))
    assert [one.text for one in read_minutes(path).paragraphs] == ["Нужен новый учёт", "Решение"]


def test_what_is_not_read_is_told(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Текст")
    document.sections[0].header.paragraphs[0].text = "Секретно"
    path = tmp_path / "header.docx"
    document.save(str(path))
    assert read_minutes(path).unread == ("headers",)


def test_libreoffice_writes_what_is_read(record: Path, tmp_path: Path) -> None:
    needs("libreoffice")
    out = tmp_path / "office"
    subprocess.run(
        ["libreoffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "docx",
         "--outdir", str(out), str(record)], check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert read_minutes(out / record.name).paragraphs == read_minutes(record).paragraphs


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_plain_text_is_read_line_by_line(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "протокол.txt"
    path.write_bytes("1. Открытие\r\n\r\n  Сарсенова: да \r\n".encode(encoding))
    assert [one.text for one in read_minutes(path).paragraphs] == ["1. Открытие", "Сарсенова: да"]


def test_pasted_text_is_read_like_a_file() -> None:
    assert plain("один\n\n два\u2028три").paragraphs == (Paragraph("один"), Paragraph("два"), Paragraph("три"))


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (80 << 20))
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("old.doc", b"\xd0\xcf\x11\xe0" + bytes(600), "old format"),
        ("empty.docx", b"", "damaged"),
        ("cut.docx", b"PK\x03\x04" + bytes(40), "damaged"),
        ("bomb.docx", None, "damaged"),
        ("blank.txt", b" \n \n", "no text"),
        ("bytes.txt", b"\x00\x01" * 40, "not a text"),
        ("1251.txt", "Протокол".encode("cp1251"), "not in Unicode"),
    ],
)
def test_what_is_no_record_is_refused_in_words(tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(bomb() if content is None else content)
    with pytest.raises(CamiError, match=words):
        read_minutes(path)


def test_an_entity_in_a_document_fetches_nothing(record: Path, tmp_path: Path) -> None:
    secret, evil = tmp_path / "secret.txt", tmp_path / "evil.docx"
    secret.write_text("passphrase")
    shutil.copy(record, evil)
    with zipfile.ZipFile(record) as source, zipfile.ZipFile(evil, "w") as target:
        for item in source.namelist():
            data = source.read(item)
            if item == "word/document.xml":
                head, _mark, rest = data.partition(b"?>")
                data = head + f'?><!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode() + rest.replace(
                    "Открытие".encode(), b"&x;")  # fmt: skip
            target.writestr(item, data)
    try:
        texts = [one.text for one in read_minutes(evil).paragraphs]
    except DamagedInput:
        texts = []
    assert not any("passphrase" in text for text in texts)


def test_marks_before_a_line_make_it_a_heading_and_a_mention_does_not() -> None:
    assert plain("# Итоги\n## 2. Виды\n#Сайгак мало").paragraphs == (
        Paragraph("Итоги", 1), Paragraph("2. Виды", 2), Paragraph("#Сайгак мало"),
    )  # fmt: skip


def test_a_pasted_text_is_bounded_and_needs_words() -> None:
    assert read_pasted("а\x00б\n").paragraphs == (Paragraph("аб"),)
    for text, words in ((" \n", "no text"), ("a\n" * 50_001, "too large")):
        with pytest.raises(DamagedInput, match=words):
            read_pasted(text)
