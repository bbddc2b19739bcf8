"""Records of one kind as a table, or one record as a list of its fields: what has no column stands below the row."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reportlab.platypus import Flowable

from cami_desktop.exchange.report.layout import WIDTH, group_heading
from cami_desktop.exchange.report.runs import Run, Runs, joined
from cami_desktop.exchange.report.tables import Align, Column, Row, Rows, Want, fitted
from cami_desktop.exchange.report.values import Values
from cami_desktop.records import Field, FieldType, Record
from cami_desktop.records.rules import accepted_of
from cami_desktop.words import _

COLUMNS: dict[str, tuple[str, ...]] = {
    "organisation": ("name", "acronym", "organisation_type", "seat"),
    "person": ("name", "position", "organisation", "consent"),
    "participation": ("person", "organisation", "role", "mode", "days", "consent"),
    "agenda_item": ("number", "title", "starts_at", "minutes", "presenter"),
    "note": ("noted_at", "text", "speaker", "note_kind", "agenda_item"),
    "contribution": ("text", "participation", "organisation", "state"),
    "decision": ("text", "decision_kind", "organisation", "due", "state"),
    "population_estimate": (
        "year", "season", "population", "site", "minimum", "best", "maximum", "method", "quality", "source",
    ),
    "threat_assessment": ("threat", "timing", "scope", "severity", "impact", "trend", "source"),
    "barrier": ("name", "barrier_kind", "state", "length_km", "neighbour", "taxa", "effect", "source"),
    "conservation_measure": ("title", "action", "taxa", "state", "starts_on", "ends_on", "effect"),
    "gap": ("text", "area", "taxa", "priority"),
    "need": ("text", "category", "gap", "priority", "time_frame", "funding"),
    "site": ("name", "site_kind", "latitude", "longitude", "area_ha", "precision"),
    "pow_response": ("pow_item", "relevance", "priority", "lead", "progress"),
    "source": ("citation", "source_type", "year", "language"),
    "attachment": ("file_name", "record", "media_type", "size"),
}  # fmt: skip
"""Fields that get a column of their own; all other filled fields of a record stand below its row."""

_LABEL_WIDTH = 128.0
_FEW = 3
_SHORT = frozenset({FieldType.TEXT, FieldType.FLAG, FieldType.CODE, FieldType.CODES, FieldType.LINK, FieldType.LINKS})


def _most(field: Field) -> float:
    """How much width a column may ask for, in points: prose the most, codes the least."""
    if field.type is FieldType.LONG_TEXT or field.code_list == "pow_item":
        return 330.0
    if field.type is FieldType.TEXT or field.code_list in ("threat", "action"):
        return 200.0
    return 170.0 if field.targets else 95.0


class RecordTables:
    """Tables of the records of one view; the columns of a kind are equally wide wherever the kind appears."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self._columns: dict[str, tuple[list[Field], list[Column]]] = {}

    def table(self, records: Sequence[Record], *, hide: Collection[str] = (), alone: bool = False) -> list[Flowable]:
        """A table of records of one kind, in the order given; `hide` names fields that their surroundings tell.

        What all rows have in common is said once above them. A table `alone` has columns of its own, by what its
        records fill; others share those of their kind.
        """
        if not records:
            return []
        cls = type(records[0])
        told = [cls.field(name) for name in hide]
        common = self._common(records, [*told, *([] if alone else self._shared_plan(cls)[0])])
        fields, columns = self._plan(records, [*told, *common]) if alone else self._shared_plan(cls)
        shown = {field.name for field in (*fields, *told, *common)}
        rows = [Row(self._row_cells(record, fields), self._more(record, shown), record.id) for record in records]
        return [*self._common_line(records[0], common), Rows(columns, rows)]

    def _common(self, records: Sequence[Record], told: Sequence[Field]) -> list[Field]:
        """Short fields, not told otherwise, that have the same value in every row of a table of several."""
        if len(records) < _FEW:
            return []
        first = records[0]
        names = {field.name for field in told}
        return [
            field
            for field in first.fields()
            if field.name not in names
            and field.type in _SHORT
            and (value := self.values.runs(first, field))
            and all(self.values.runs(record, field) == value for record in records)
        ]

    def _common_line(self, record: Record, common: Sequence[Field]) -> list[Flowable]:
        if not common:
            return []
        parts = [[Run(f"{_(field.label)}: ", "label"), *self.values.runs(record, field)] for field in common]
        runs = [Run(_("In all rows: "), "label"), *joined(parts, "   ·   ")]
        line = Rows([Column("", WIDTH)], [Row([runs])], rules=False)
        line.leads = True
        line.spaceAfter = 0
        return [line]

    def _shared_plan(self, cls: type[Record]) -> tuple[list[Field], list[Column]]:
        """The columns of a kind, by all its records."""
        if cls.kind not in self._columns:
            self._columns[cls.kind] = self._plan(self.values.view.all(cls), ())
        return self._columns[cls.kind]

    def _plan(self, records: Sequence[Record], told: Sequence[Field]) -> tuple[list[Field], list[Column]]:
        """Columns for records; those that none of them fills, and what is told otherwise, are left out."""
        cls = type(records[0])
        names = {field.name for field in told}
        fields = [cls.field(name) for name in COLUMNS[cls.kind] if name not in names]
        filled = [field for field in fields if any(self.values.runs(record, field) for record in records)]
        filled = filled or fields[:1]
        cells = [self._row_cells(record, filled) for record in records]
        wants = [Want(_("No."), "right", grows=False)] if self._numbered(cls) else []
        wants += [self._want(field) for field in filled]
        return filled, fitted(wants, cells, WIDTH)

    @staticmethod
    def _numbered(cls: type[Record]) -> bool:
        return cls.kind == "source"

    @staticmethod
    def _want(field: Field) -> Want:
        heading = _(field.label) + (f",\u00a0{_(field.unit)}" if field.unit else "")
        short = field.type.numeric or field.type in (FieldType.DATE, FieldType.CLOCK, FieldType.MOMENT)
        only_sources = field.targets == ("source",)
        align: Align = "right" if field.type.numeric else "left"
        return Want(heading, align, grows=not short and not only_sources, most=_most(field))

    def _row_cells(self, record: Record, fields: Sequence[Field]) -> list[Runs]:
        cells: list[Runs] = [self._cell(record, field) for field in fields]
        if self._numbered(type(record)):
            cells.insert(0, [Run(str(self.values.source_numbers[record.id]))])
        return cells

    def _cell(self, record: Record, field: Field) -> Runs:
        """A value in its column; the unit stands in the heading."""
        runs = self.values.runs(record, field)
        if field.unit and runs and runs[0].style == "text":
            return [Run(runs[0].text.removesuffix(f"\u00a0{_(field.unit)}"))]
        return runs

    def _more(self, record: Record, shown: Collection[str]) -> Runs:
        """Everything filled that has no column: short values on one line, prose on lines of its own."""
        short: list[Run] = []
        long: list[Run] = []
        for field in record.fields():
            runs = [] if field.name in shown else self.values.runs(record, field)
            if not runs:
                continue
            labelled = [Run(f"{_(field.label)}: ", "label"), *runs]
            if field.type is FieldType.LONG_TEXT and runs[0].style == "text":
                long += [Run("\n"), *labelled]
            else:
                short += [Run("   ·   ", "label"), *labelled] if short else labelled
        for rule, reason in accepted_of(record):
            long += [Run("\n"), Run(_("Warning accepted ({rule}): ").format(rule=rule), "label"), Run(reason)]
        return [*short, *long] if short else long[1:]

    def fields(self, record: Record, *, hide: Collection[str] = ()) -> list[Flowable]:
        """One record as labels and values in the groups of its definition; blank required fields are named."""
        groups: dict[str, list[Row]] = {}
        for field in record.fields():
            runs = [] if field.name in hide else self.values.runs(record, field)
            if not runs and field.required and field.name not in hide:
                runs = [Run(_("not filled"), "absent")]
            if runs:
                groups.setdefault(field.group, []).append(Row([[Run(_(field.label), "label")], runs]))
        for rule, reason in accepted_of(record):
            label = _("Warning accepted ({rule})").format(rule=rule)
            groups.setdefault("", []).append(Row([[Run(label, "label")], [Run(reason)]]))
        columns = [Column("", _LABEL_WIDTH), Column("", WIDTH - _LABEL_WIDTH)]
        found: list[Flowable] = []
        for n, (group, rows) in enumerate(groups.items()):
            if group:
                found += group_heading(_(group))
            if n == 0:
                rows[0].anchor = record.id
            found.append(Rows(columns, rows))
        return found or [Rows(columns, [Row([[Run(_(type(record).label), "label")], [Run("–")]], anchor=record.id)])]
