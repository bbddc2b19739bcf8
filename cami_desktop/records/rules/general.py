"""Rules of every kind: required fields, known codes, links that lead somewhere, figures within bounds."""

from __future__ import annotations

from collections.abc import Iterator

from cami_desktop.records.field import Field, FieldType
from cami_desktop.records.record import Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.records.rules.finding import Severity
from cami_desktop.records.rules.registry import rule
from cami_desktop.words import N_, _


@rule("required", Severity.ERROR, N_("A required field is blank"))
def required(record: Record, view: RecordView) -> Iterator[tuple[str, str]]:
    """A required field is filled, or its blank has a reason (unknown, withheld …)."""
    for field in record.fields():
        if field.required and getattr(record, field.name) in (None, []) and field.name not in record.absent:
            yield field.name, _("{field} is needed.").format(field=_(field.label))


def _values(record: Record, *types: FieldType) -> Iterator[tuple[Field, str]]:
    for field in record.fields():
        if field.type in types:
            value = getattr(record, field.name)
            for item in value if field.type.many else [value] if value else []:
                yield field, item


@rule("unknown-code", Severity.WARNING, N_("A code is not in the catalogue"))
def unknown_code(record: Record, view: RecordView) -> Iterator[tuple[str, str]]:
    """A code is one that the catalogue knows; an unknown one is kept and named."""
    for field, code in _values(record, FieldType.CODE, FieldType.CODES):
        if not view.catalogue.known(field.code_list, code):
            yield field.name, _("The catalogue does not know the code {code}.").format(code=code)


@rule("broken-link", Severity.ERROR, N_("A link leads to a record that is not there"))
def broken_link(record: Record, view: RecordView) -> Iterator[tuple[str, str]]:
    """A linked record exists, is not removed, and is of the right kind."""
    for field, id_ in _values(record, FieldType.LINK, FieldType.LINKS):
        target = view.find(id_)
        if target is None:
            yield field.name, _("{field}: the record it points at was removed.").format(field=_(field.label))
        elif field.targets and target.kind not in field.targets:
            yield field.name, _("{field} points at a record of the wrong kind.").format(field=_(field.label))


@rule("out-of-bounds", Severity.ERROR, N_("A figure is outside its bounds"))
def out_of_bounds(record: Record, view: RecordView) -> Iterator[tuple[str, str]]:
    """A figure lies within the bounds of its field."""
    for field in record.fields():
        value = getattr(record, field.name)
        if value is None or not field.type.numeric:
            continue
        if field.minimum is not None and value < field.minimum:
            yield field.name, _("{field} cannot be less than {n}.").format(field=_(field.label), n=f"{field.minimum:g}")
        if field.maximum is not None and value > field.maximum:
            yield field.name, _("{field} cannot be more than {n}.").format(field=_(field.label), n=f"{field.maximum:g}")


@rule("cost-without-currency", Severity.ERROR, N_("A cost has no currency"))
def cost_without_currency(record: Record, view: RecordView) -> Iterator[tuple[str, str]]:
    """A cost says in which currency."""
    if getattr(record, "cost", None) is not None and not getattr(record, "currency", None):
        yield "currency", _("Say in which currency the cost is.")


@rule("ends-before-start", Severity.ERROR, N_("An end lies before its beginning"))
def ends_before_start(record: Record, view: RecordView) -> Iterator[tuple[str, str]]:
    """What has a beginning and an end ends on the same day or later; vague dates are compared as far as they go."""
    starts, ends = getattr(record, "starts_on", None), getattr(record, "ends_on", None)
    if starts and ends:
        known = min(len(starts), len(ends))
        if ends[:known] < starts[:known]:
            yield "ends_on", _("The end lies before the beginning.")
