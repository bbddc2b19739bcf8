"""Opens a workbook that a stranger may have made: bounds, no macros, no links out of it; then sheets by name."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import IO, TYPE_CHECKING

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.exchange import limits
from cami_desktop.exchange.workbook.formats import date_formats
from cami_desktop.exchange.xmlsafe import UnsafeXml, parse
from cami_desktop.words import _

if TYPE_CHECKING:
    from lxml import etree

MOST_PARTS = 2_000
LARGEST_WORKBOOK = 1 << 30
"""Bytes of all parts unpacked."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, NotImplementedError, RuntimeError)
"""What reading a part may raise where its bytes are not what the listing says."""

_OLE = b"\xd0\xcf\x11\xe0"
_OFFICE_DOCUMENT = "/officeDocument"
_REL_ID = "id"
_HARMLESS_LINKS = ("/hyperlink",)
_FORBIDDEN_PARTS = {
    "vbaproject": "macros",
    "vbadata": "macros",
    "xl/macrosheets": "macros",
    "xl/activex": "macros",
    "xl/externallinks": "links",
    "xl/connections": "links",
    "xl/querytables": "links",
    "xl/embeddings": "objects",
}


@dataclass(slots=True)
class Package:
    """An opened workbook: its sheets by name in their order, and what their cells need to be understood."""

    archive: zipfile.ZipFile
    sheets: dict[str, str] = field(default_factory=dict)
    shared: str = ""
    dates: frozenset[int] = frozenset()
    since_1904: bool = False

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        """Open a part for reading; broken bytes raise DamagedInput."""
        try:
            with self.archive.open(name) as stream:
                yield stream
        except _BROKEN as error:
            raise damaged(f"{name}: {error}") from error


@contextmanager
def opened(source: Path | bytes) -> Iterator[Package]:
    """Open a workbook. Raises DamagedInput for what is none, Refused for one with macros or links to other files."""
    with _archive(source) as archive:
        _check_parts(archive)
        package = Package(archive)
        try:
            _find_sheets(package)
        except (UnsafeXml, KeyError, ValueError) as error:
            raise damaged(str(error)) from error
        yield package


def damaged(details: str = "") -> DamagedInput:
    """The error for a workbook that cannot be read."""
    return DamagedInput(
        _("This is not a workbook (.xlsx), or it is damaged."), kept=_("Nothing was taken from it."), details=details
    )


@contextmanager
def _archive(source: Path | bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with (BytesIO(source) if isinstance(source, bytes) else source.open("rb")) as file:
            if file.read(len(_OLE)) == _OLE:
                raise DamagedInput(
                    _("This workbook is protected with a password, or of the old format .xls."),
                    kept=_("Nothing was taken from it."),
                    do=_("Save it as .xlsx without a password."),
                )
            file.seek(0)
            try:
                archive = zipfile.ZipFile(file)
            except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
                raise damaged(str(error)) from error
            with archive:
                yield archive
    except FileNotFoundError as error:
        raise DamagedInput(_("There is no file {path}.").format(path=source)) from error
    except OSError as error:
        raise DamagedInput(_("The file cannot be read."), details=str(error)) from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if len(parts) > MOST_PARTS or len(set(names)) != len(names):
        raise damaged("too many parts, or one twice")
    for part in parts:
        if part.flag_bits & 1:
            raise damaged("encrypted part")
        if limits.beyond_ratio(part.file_size, part.compress_size) or part.file_size > limits.LARGEST_DOCUMENT:
            raise damaged(f"{part.filename}: {part.compress_size} unpacks to {part.file_size}")
    if sum(part.file_size for part in parts) > LARGEST_WORKBOOK:
        raise damaged("unpacks to too many bytes")
    for name in names:
        for start, what in _FORBIDDEN_PARTS.items():
            if name.startswith(start) or name.rpartition("/")[2].startswith(start):
                raise _forbidden(what)


def _forbidden(what: str) -> Refused:
    sentence = {
        "macros": _("This workbook contains macros."),
        "links": _("This workbook draws on other files."),
        "objects": _("This workbook contains objects of other programs."),
    }[what]
    return Refused(sentence, kept=_("Nothing was taken from it."), do=_("Save it without them as .xlsx and try again."))


def _xml(package: Package, name: str) -> etree._Element:
    with package.part(name) as stream:
        return parse(stream.read())


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _relations(package: Package, of: str) -> dict[str, tuple[str, str]]:
    """The relations of a part: id -> (kind, part). Raises Refused where one leads out of the file."""
    folder, name = dirname(of), of.rpartition("/")[2]
    listing = join(folder, "_rels", f"{name}.rels")
    if listing not in package.archive.namelist():
        return {}
    found = {}
    for relation in _xml(package, listing):
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        if relation.get("TargetMode") == "External":
            if not kind.endswith(_HARMLESS_LINKS):
                raise _forbidden("links")
            continue
        found[relation.get("Id", "")] = (kind, normpath(join(folder, target)).lstrip("/"))
    return found


def _find_sheets(package: Package) -> None:
    start = [part for kind, part in _relations(package, "").values() if kind.endswith(_OFFICE_DOCUMENT)]
    if len(start) != 1:
        raise ValueError("no single workbook inside")
    relations = _relations(package, start[0])
    for kind, part in relations.values():
        if kind.endswith("/sharedStrings"):
            package.shared = part
        elif kind.endswith("/styles"):
            package.dates = date_formats(_xml(package, part))
    for element in _xml(package, start[0]).iter("{*}workbookPr", "{*}sheet"):
        if _local(element) == "workbookPr":
            package.since_1904 = element.get("date1904") in ("1", "true")
            continue
        ids = [value for key, value in element.attrib.items() if str(key).endswith("}" + _REL_ID)]
        kind, part = relations[str(ids[0])] if ids else ("", "")
        name = element.get("name", "")
        if kind.endswith("/worksheet"):
            if name in package.sheets:
                raise ValueError("two sheets of one name")
            package.sheets[name] = part
            _relations(package, part)
