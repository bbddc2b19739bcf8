"""Import: records from workbooks, CSV files and folders of such into a national workspace, as one change."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from cami_desktop.errors import CamiError, DamagedInput, Refused, WrongUse
from cami_desktop.loop.package import MANIFEST
from cami_desktop.loop.progress import Progress, quiet
from cami_desktop.records import Record, new_id
from cami_desktop.records.field import FieldType
from cami_desktop.records.kinds import Attachment
from cami_desktop.words import N_, _, n_
from cami_desktop.workspace.backup import Reason
from cami_desktop.workspace.contents import facts, file_pieces
from cami_desktop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from cami_desktop.exchange.problems import Problem

UNKNOWN_CODE, WRONG_COUNTRY, NO_BYTES = "unknown-code", "wrong-country", "attachment-missing"


@dataclass(slots=True)
class Imported:
    """What an import did: ids by what happened, and every problem with its place.

    assumed: files whose new records were taken as the country's own because nothing in them names a country.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)

    @property
    def stopped(self) -> bool:
        """Whether anything could not be taken over; other problems only tell."""
        return any(problem.stops for problem in self.problems)

    @property
    def stored(self) -> int:
        """How many records were stored."""
        return len(self.added) + len(self.updated)


@dataclass(slots=True)
class _Read:
    """One file or folder as it was read: its records, the columns present by kind, and its problems.

    country: the one that its cover or manifest names; blank where it names none.
    """

    path: Path
    records: list[Record]
    columns: dict[str, tuple[str, ...]]
    problems: list[Problem]
    places: dict[str, tuple[str, str, int]]
    country: str = ""


def import_paths(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    partial: bool = False,
    encoding: str | None = None,
    progress: Progress = quiet,
) -> Imported:
    """Import files and folders; all or nothing, unless `partial` takes what is in order.

    A record whose id is stored is updated in the columns that the file has, so the same file again changes nothing.
    The workspace is backed up first. Raises DamagedInput for a file that cannot be read at all, WrongUse for one that
    another verb takes, Refused where a file names another country or no backup can be made.
    """
    result = Imported()
    pending: dict[str, Record] = {}
    contents: dict[str, Path] = {}
    assumed: dict[str, None] = {}
    for path in paths:
        if not path.exists():
            raise DamagedInput(_("There is no file {path}.").format(path=path))
    for n, path in enumerate(paths):
        progress(n, len(paths), _("Reading {name}").format(name=path.name))
        found = _read_named(path, encoding)
        _need_own(workspace, found)
        result.problems.extend(found.problems)
        for record in found.records:
            nameless = not (record.country or found.country)
            problem = _take(workspace, found, record, pending, contents)
            if problem is not None:
                result.problems.append(problem)
            elif nameless and workspace.get(type(record), record.id) is None:
                assumed[_file_of(found, record)] = None
    result.refused = len({(item.file, item.sheet, item.row) for item in result.problems if item.stops and item.row > 1})
    if result.stopped and not partial:
        return result
    _classify(workspace, pending, result)
    result.assumed = list(assumed)
    if result.stored:
        _store(workspace, [pending[id_] for id_ in (*result.added, *result.updated)], contents)
    progress(len(paths), len(paths), _("Done"))
    return result


def _store(workspace: Workspace, records: Sequence[Record], contents: Mapping[str, Path]) -> None:
    """Store records and the bytes of their attachments as one change."""
    label = n_("Imported {n} record", "Imported {n} records", len(records)).format(n=len(records))
    workspace.back_up(Reason.IMPORT)
    with workspace.transaction(label, origin="import") as change:
        for digest, file in contents.items():
            change.keep_pieces(digest, file_pieces(file), file.name)
        for record in records:
            change.edit(record)


_TAKEN_BY_OTHERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        ".asice": (
            N_("{name} is a signed package, not a table."),
            N_("Merge it (“cami merge”); “cami verify” says what it is worth."),
        ),
        ".cami": (N_("{name} is a workspace, not a table."), N_("Open it; “cami restore” takes a backup.")),
        ".ods": (
            N_("{name} is an OpenDocument table, which is not read here."),
            N_("Open it in LibreOffice and save it as Excel workbook (.xlsx) or as CSV in UTF-8."),
        ),
        ".xls": (
            N_("{name} is a workbook of the old kind, which is not read here."),
            N_("Open it in Excel or LibreOffice and save it as Excel workbook (.xlsx)."),
        ),
        ".pdf": (N_("{name} is a document, not a table."), N_("Add it to a record as an attachment.")),
    }
)
"""Files that people take for tables, by their ending: what they are, and what to do with them."""


def _refuse_others(path: Path) -> None:
    """Raise WrongUse for a file that no import reads, saying what it is."""
    found = _TAKEN_BY_OTHERS.get(path.suffix.lower())
    if found is not None and path.is_file():
        what, do = found
        raise WrongUse(_(what).format(name=path.name), kept=_("Nothing was imported."), do=_(do))


def _read_named(path: Path, encoding: str | None) -> _Read:
    _refuse_others(path)
    try:
        return _read(path, encoding)
    except CamiError as error:
        if path.name not in error.what and f"“{path.stem}”" not in error.what:
            error.what = f"{path.name}: {error.what}"
        raise


def _read(path: Path, encoding: str | None) -> _Read:
    from cami_desktop.exchange import tables
    from cami_desktop.exchange.workbook import read_workbook

    if path.is_dir():
        found = tables.read_folder(path, encoding=encoding)
        return _Read(path, found.records, found.columns, found.problems, found.places, _manifest_country(path))
    if path.suffix.lower() == ".csv":
        table = tables.read_csv(path, encoding=encoding)
        named = _manifest_country(path.parent)
        return _Read(path, table.records, table.columns, table.problems, table.places, named)
    book = read_workbook(path)
    named = str(book.info.get("country") or "")
    return _Read(path, book.records, book.columns, book.problems, book.places, named)


def _manifest_country(folder: Path) -> str:
    """The country that an unpacked package names in its manifest; blank where there is none that can be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    country = manifest.get("country") if isinstance(manifest, dict) else None
    return country if isinstance(country, str) else ""


def _need_own(workspace: Workspace, found: _Read) -> None:
    """Raise Refused where a file as a whole says that it is of another country."""
    if found.country and workspace.info.country and found.country != workspace.info.country:
        raise Refused(
            _("{name} holds the records of {theirs}, and this is the workspace of {ours}.").format(
                name=found.path.name,
                theirs=workspace.catalogue.label("country", found.country),
                ours=workspace.catalogue.label("country", workspace.info.country),
            ),
            kept=_("Nothing was imported."),
            do=_("Only the country itself edits its records; open its workspace to import them."),
        )


def _file_of(found: _Read, record: Record) -> str:
    if not found.path.is_dir():
        return found.path.name
    return found.places[record.id][0] if record.id in found.places else f"{record.kind}.csv"


def _take(
    workspace: Workspace, found: _Read, record: Record, pending: dict[str, Record], contents: dict[str, Path]
) -> Problem | None:
    """Put a record, laid over what is stored under its id, among the pending; return what stands against it."""
    from cami_desktop.exchange.problems import Problem

    def problem(name: str, rule: str, message: str) -> Problem:
        file, sheet, row = found.places.get(given, (found.path.name, record.kind, 0))
        return Problem(file, sheet, row, name, rule, message)

    given = record.id
    record.id = given or new_id()
    laid = _lay_over(pending.get(record.id) or workspace.get(type(record), record.id), record, found.columns)
    try:
        laid = workspace.prepare(laid)
    except CamiError as error:
        return problem("country", WRONG_COUNTRY, error.what)
    for name, code in _unknown_codes(workspace, laid):
        return problem(name, UNKNOWN_CODE, _("The catalogue does not know the code {code}.").format(code=code))
    if isinstance(laid, Attachment):
        file = _attachment_file(found.path, laid)
        if file is None and not workspace.has_content(laid.sha256):
            return problem("file_name", NO_BYTES, _("The file of the attachment is not beside the table."))
        if file is not None:
            laid.sha256, laid.size = facts(file)
            contents[laid.sha256] = file
    pending[laid.id] = laid
    return None


def _lay_over(stored: Record | None, record: Record, columns: dict[str, tuple[str, ...]]) -> Record:
    """The stored record with the file's columns laid over it, or the record itself where none is stored."""
    if stored is None:
        return record
    laid = copy.deepcopy(stored)
    present = set(columns.get(record.kind, ()))
    for name in record.tracked():
        if name in present:
            setattr(laid, name, getattr(record, name))
    return laid


def _unknown_codes(workspace: Workspace, record: Record) -> list[tuple[str, str]]:
    found = []
    for item in record.fields():
        if item.type in (FieldType.CODE, FieldType.CODES):
            value = getattr(record, item.name)
            codes = value if item.type.many else [value] if value else []
            found += [(item.name, code) for code in codes if not workspace.catalogue.known(item.code_list, code)]
    return found


def _attachment_file(table: Path, record: Attachment) -> Path | None:
    """The file of an attachment, which lies beside its table as `attachments/<id>.<ext>`."""
    folder = (table if table.is_dir() else table.parent) / "attachments"
    found = sorted(folder.glob(f"{record.id}.*")) if folder.is_dir() else []
    return found[0] if found else None


def _classify(workspace: Workspace, pending: dict[str, Record], result: Imported) -> None:
    for id_, record in pending.items():
        stored = workspace.get(type(record), id_)
        if stored is None:
            result.added.append(id_)
        elif stored.tracked() != record.tracked():
            result.updated.append(id_)
        else:
            result.unchanged.append(id_)
