"""Reads the paragraphs of a meeting record that somebody wrote in Word (.docx) or as plain text; it decides nothing.

Office Open XML: ECMA-376, part 1. The document is a stranger's: parts are bounded before anything is unpacked, nothing
is fetched, and what is not read (headers, footnotes, comments, text boxes, pictures) is told. Of tracked changes the
text is read as if they were accepted.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cami_desktop.errors import DamagedInput
from cami_desktop.exchange import limits, tables
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from docx.document import Document

LARGEST_RECORD = 64 << 20
"""Bytes of a file, and of the parts of a document unpacked but for pictures."""

MOST_PARAGRAPHS = 50_000
_MOST_PARTS = 5_000
_OLE = b"\xd0\xcf\x11\xe0"
_FOREIGN = (b"{\\rt", b"%PDF")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL, _TEXT = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc", "t"))
_STYLE, _VALUE, _BOX = f"{_W}pStyle", f"{_W}val", f"{_W}txbxContent"
_AROUND = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_NOT_READ = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "txbxContent"))
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_HEADING = re.compile(r"(?:heading|title|заголовок|название)", re.IGNORECASE)
_MARKED = re.compile(r"(?P<marks>#{1,6}) (?P<title>\S.*)")
_LEVEL = re.compile(r"(\d+)\s*$")

_UNREAD = (
    ("word/footnotes.xml", N_("footnotes")),
    ("word/endnotes.xml", N_("endnotes")),
    ("word/comments.xml", N_("comments")),
    ("word/header", N_("headers")),
    ("word/footer", N_("footers")),
    ("word/media/", N_("pictures")),
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its words; level is that of a heading from 1, 0 for others."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Minutes:
    """The paragraphs of a record in order, none blank, and in words what the file holds beside them."""

    paragraphs: tuple[Paragraph, ...]
    unread: tuple[str, ...] = ()


def read_minutes(path: Path) -> Minutes:
    """Read a file that ends in .docx as a document, any other as plain text.

    Raises DamagedInput where it cannot be read, is protected, of the old format .doc, too large or holds no text.
    """
    try:
        with path.open("rb") as file:
            begin = file.read(len(_OLE))
            size = path.stat().st_size
    except FileNotFoundError as error:
        raise DamagedInput(_("There is no file {path}.").format(path=path)) from error
    except OSError as error:
        raise DamagedInput(_("The file {path} cannot be read.").format(path=path), details=str(error)) from error
    if begin == _OLE:
        raise DamagedInput(
            _("{name} is protected with a password, or of the old format .doc.").format(name=path.name),
            kept=_("Nothing was taken from it."),
            do=_("Save it as .docx without a password."),
        )
    if size > LARGEST_RECORD:
        raise _too_large(path.name)
    if begin in _FOREIGN:
        raise DamagedInput(
            _("{name} is neither a document (.docx) nor a plain text.").format(name=path.name),
            kept=_("Nothing was taken from it."),
            do=_("Open it in its own program and save it as .docx, or copy and paste its text."),
        )
    found = _document(path) if begin[:2] == b"PK" or path.suffix.lower() == ".docx" else plain(_plain_text(path))
    _refuse_many(found, path.name)
    if not found.paragraphs:
        raise DamagedInput(
            _("{name} holds no text.").format(name=path.name),
            kept=_("Nothing was taken from it."),
            do=_("A scanned page is a picture: attach it instead."),
        )
    return found


def read_pasted(text: str) -> Minutes:
    """The paragraphs of a text from the clipboard. Raises DamagedInput where it is too large or holds no words."""
    if len(text) > LARGEST_RECORD:
        raise _too_large(_("The pasted text"))
    found = plain(text.replace("\x00", ""))
    _refuse_many(found, _("The pasted text"))
    if not found.paragraphs:
        raise DamagedInput(_("{name} holds no text.").format(name=_("The pasted text")))
    return found


def _refuse_many(found: Minutes, name: str) -> None:
    if len(found.paragraphs) > MOST_PARAGRAPHS:
        raise _too_large(name)


def _too_large(name: str) -> DamagedInput:
    return DamagedInput(
        _("{name} is too large for a meeting record.").format(name=name), kept=_("Nothing was taken from it.")
    )


def plain(text: str) -> Minutes:
    """The paragraphs of a plain text: every line that is not blank is one, with `# `, `## ` … before it a heading."""
    return Minutes(tuple(_line(line) for line in map(_words, text.splitlines()) if line))


def _line(line: str) -> Paragraph:
    # A mention of a taxon has no blank behind its sign.
    found = _MARKED.fullmatch(line)
    return Paragraph(found["title"], len(found["marks"])) if found else Paragraph(line)


def _plain_text(path: Path) -> str:
    text = tables.file_text(path)
    if "\x00" in text:
        raise DamagedInput(_("{name} is not a text.").format(name=path.name), kept=_("Nothing was taken from it."))
    return text


def _document(path: Path) -> Minutes:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    broken = (
        zipfile.BadZipFile, zlib.error, PackageNotFoundError, etree.XMLSyntaxError, KeyError, ValueError, EOFError,
        NotImplementedError, RuntimeError, AttributeError, OSError,
    )  # fmt: skip
    try:
        names = _bounded(path)
        document = Document(str(path))
        paragraphs = tuple(found for found in _paragraphs(document) if found.text)
        boxes = next(document.element.iter(_BOX), None) is not None
    except broken as error:
        raise DamagedInput(
            _("{name} is not a document (.docx), or it is damaged.").format(name=path.name),
            kept=_("Nothing was taken from it."),
            do=_("Open it in Word or LibreOffice, save it anew and try again, or paste its text."),
            details=f"{type(error).__name__}: {error}",
        ) from error
    unread = [_(words) for start, words in _UNREAD if any(name.startswith(start) for name in names)]
    if boxes:
        unread.append(_("text boxes"))
    return Minutes(paragraphs, tuple(unread))


def _bounded(path: Path) -> list[str]:
    """The names of the parts. Raises BadZipFile for a document that would unpack to more than anybody writes."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    total = sum(part.file_size for part in parts if not part.filename.startswith("word/media/"))
    bomb = any(limits.beyond_ratio(part.file_size, part.compress_size) for part in parts)
    if bomb or total > LARGEST_RECORD or len(parts) > _MOST_PARTS or any(part.flag_bits & 1 for part in parts):
        raise zipfile.BadZipFile("encrypted, or it unpacks to too many bytes")
    return [part.filename for part in parts]


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    """Paragraphs and the rows of tables, in order."""
    names = {style.style_id: style.name or "" for style in document.styles}
    for block in _blocks(document.element.body):
        if block.tag == _TABLE:
            yield from (Paragraph(line) for line in _rows(block))
        else:
            style = next(block.iter(_STYLE), None)
            name = names.get(style.get(_VALUE) or "", "") if style is not None else ""
            yield Paragraph(_words(_text_of(block)), _level(name))


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables of a part of a document, also inside content controls and tracked changes."""
    for child in parent:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag in _AROUND:
            yield from _blocks(child)


def _rows(table: Any) -> Iterator[str]:
    """A line for each row: its cells apart by a bar; tables inside cells row by row."""
    for row in table.iterchildren(_ROW):
        cells = (" ".join(_cell(cell)) for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW)) is row)
        yield " | ".join(filter(None, map(_words, cells)))


def _cell(cell: Any) -> Iterator[str]:
    for block in _blocks(cell):
        if block.tag == _TABLE:
            yield from _rows(block)
        else:
            yield _text_of(block)


def _text_of(paragraph: Any) -> str:
    """What is read of a paragraph: not what was struck out, nor what stands in a box beside it."""
    said = []
    for piece in paragraph.iter(_TEXT, *_BREAKS):
        if not any(around.tag in _NOT_READ for around in piece.iterancestors()):
            said.append(piece.text or "" if piece.tag == _TEXT else _BREAKS[piece.tag])
    return "".join(said)


def _level(style: str) -> int:
    """The level of a heading by the name of its style, which Word and LibreOffice translate."""
    if not _HEADING.match(style):
        return 0
    level = _LEVEL.search(style)
    return int(level[1]) if level else 1


def _words(text: str) -> str:
    return re.sub(r"[ \t\u00a0]*\n[ \t\u00a0]*", "\n", re.sub(r"[ \t\u00a0]+", " ", text)).strip()
