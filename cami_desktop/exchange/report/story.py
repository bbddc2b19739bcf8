"""A report being written: numbered chapters and sections over one view of records; what they say comes from outside."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from reportlab.platypus import Flowable

from cami_desktop.exchange.report.layout import heading, paragraph
from cami_desktop.exchange.report.record_table import RecordTables
from cami_desktop.exchange.report.values import Values
from cami_desktop.records import Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.words import _


class Story:
    """The flowables of a report in order, with the tools that its chapters share."""

    def __init__(self, view: RecordView) -> None:
        self.view = view
        self.catalogue = view.catalogue
        self.values = Values(view)
        self.tables = RecordTables(self.values)
        self.parts: list[Flowable] = []
        self._numbers = [0, 0, 0]

    def add(self, *parts: Flowable) -> None:
        """Append flowables."""
        self.parts += parts

    def chapter(self, text: str) -> None:
        """Begin a numbered chapter."""
        self._numbers = [self._numbers[0] + 1, 0, 0]
        self.parts += heading(f"{self._numbers[0]}\u2002{text}", 0, f"h-{self._numbers[0]}")

    def section(self, text: str) -> None:
        """Begin a numbered section of the chapter."""
        self._numbers = [self._numbers[0], self._numbers[1] + 1, 0]
        chapter, section, _part = self._numbers
        self.parts += heading(f"{chapter}.{section}\u2002{text}", 1, f"h-{chapter}-{section}")

    def part(self, text: str) -> None:
        """Begin an unnumbered part of a section or chapter."""
        self._numbers[2] += 1
        self.parts += heading(text, 2, "h-" + "-".join(map(str, self._numbers)))

    def text(self, text: str, style: str = "body") -> None:
        """Add a paragraph."""
        self.parts.append(paragraph(text, style))

    def table(self, records: Sequence[Record], *, hide: Collection[str] = (), alone: bool = False) -> None:
        """Add a table of records of one kind (see RecordTables.table), or say that there are none."""
        if records:
            self.parts += self.tables.table(records, hide=hide, alone=alone)
        else:
            self.text(_("Nothing was recorded."))

    def rank(self, list_name: str) -> Callable[[str | None], tuple[int, str]]:
        """A sort key for codes: in the order of their list, unknown ones after, blanks last."""
        places = {code: n for n, code in enumerate(self.catalogue.codes(list_name))}
        return lambda code: (places.get(code, len(places)) if code else len(places) + 1, code or "")


def by_text(records: Iterable[Any], *names: str) -> list[Any]:
    """Records in the order of the text of their fields, letter case aside; the id decides last."""
    return sorted(records, key=lambda record: (*(str(getattr(record, n) or "").casefold() for n in names), record.id))
