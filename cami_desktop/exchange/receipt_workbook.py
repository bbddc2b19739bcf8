"""Writes the workbook of a receipt: a cover and the list of questions."""

from __future__ import annotations

from cami_desktop.exchange import receipt_said
from cami_desktop.exchange.receipt import Receipt
from cami_desktop.exchange.regional.said import moment_of
from cami_desktop.exchange.regional.sheet import Book, Head, Ink, Value, height_of, written
from cami_desktop.words import _, using

COVER, QUESTIONS = "Receipt", "Questions"
"""Names of the sheets, the same in every language, for programs."""

_WIDTHS = (34.0, 72.0)


def write(receipt: Receipt) -> bytes:
    """See `receipt.write_receipt_workbook`."""
    with using(receipt.language):
        title = f"{_('Receipt')}: {receipt_said.title(receipt)}"
        return written([_cover, _questions], receipt, title, moment_of(receipt.received_at))


def _cover(book: Book, receipt: Receipt) -> None:
    sheet = book.sheet(COVER, _WIDTHS, whole=True)
    sheet.sheet_view.showGridLines = False
    ink = Ink(sheet)
    lines: list[tuple[tuple[str | int, str], ...]] = [
        ((_("Receipt"), "title"),),
        ((receipt_said.title(receipt), "strong"),),
        ((receipt_said.cycle(receipt), "quiet"),),
        (),
        *(((label, "strong"), (text, "text")) for label, text in receipt_said.facts(receipt) if text),
        (),
        ((_("Records received"), "head"), (" ", "head")),
        *(((name, "text"), (n, "left")) for name, n in receipt_said.counts(receipt)),
        (),
        ((_("What became of them"), "head"), (" ", "head")),
        *(((name, "text"), (n, "left")) for name, n in receipt_said.outcomes(receipt)),
        ((_("values that wait for a decision"), "text"), (receipt.conflicts, "left")),
        (),
        ((_("What to do"), "strong"), (receipt_said.standing(receipt), "text")),
    ]
    sheet.row_dimensions[1].height = 28
    for position, line in enumerate(lines, start=1):
        if len(line) > 1:
            sheet.row_dimensions[position].height = height_of([value for value, _look in line], _WIDTHS)
        sheet.append(ink.row(line))


def _questions(book: Book, receipt: Receipt) -> None:
    heads = [
        Head("number", _("No."), 6, "year"),
        Head("kind", _("Kind of record"), 24),
        Head("title", _("Record"), 36, "strong"),
        Head("field", _("Field"), 24),
        Head("text", _("Question"), 70),
        Head("rule", _("Rule"), 26, "quiet"),
        Head("record", _("Record id"), 38, "quiet"),
        Head("field.name", _("Name of the field"), 18, "quiet"),
        Head("question", _("Question id"), 38, "quiet"),
    ]
    rows: list[list[Value]] = [
        [
            number,
            receipt_said.kind_label(item),
            item.title,
            receipt_said.field_label(item),
            item.text,
            item.rule,
            item.record_id,
            item.field,
            item.id,
        ]
        for number, item in enumerate(receipt.questions, start=1)
    ]
    book.table(QUESTIONS, heads, rows)
