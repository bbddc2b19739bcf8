"""Prints a receipt: one page that says what was received, what became of it and what is asked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from reportlab.platypus import Flowable

from cami_desktop.exchange import receipt_said
from cami_desktop.exchange.receipt import Receipt
from cami_desktop.exchange.regional.said import moment_of
from cami_desktop.exchange.regional.sheet import PROGRAM
from cami_desktop.exchange.report.layout import WIDTH, Sheet, group_heading, paragraph, print_document, space
from cami_desktop.exchange.report.runs import Run, Runs
from cami_desktop.exchange.report.tables import Column, Row, Rows, Want, fitted
from cami_desktop.words import _, formats, using

_LABEL = 118.0
_NUMBER = 44.0


def build(receipt: Receipt, out: BinaryIO | Path) -> int:
    """See `receipt.build_receipt_report`."""
    with using(receipt.language):
        title = receipt_said.title(receipt)
        cycle = receipt_said.cycle(receipt)
        sheet = Sheet(
            title=f"{_('Receipt')}: {title}",
            header_left=_("Receipt"),
            header_right=title,
            footer_left=PROGRAM,
            author=_("CAMI Secretariat"),
            subject=cycle,
            language=receipt.language,
            made_at=moment_of(receipt.received_at),
        )
        buffer = io.BytesIO()
        pages = print_document(_page(receipt, title, cycle), sheet, buffer)
    if isinstance(out, Path):
        out.write_bytes(buffer.getvalue())
    else:
        out.write(buffer.getvalue())
    return pages


def _page(receipt: Receipt, title: str, cycle: str) -> list[Flowable]:
    found: list[Flowable] = [
        paragraph(_("Receipt"), "cover_country"),
        paragraph(title, "cover_title"),
        paragraph(cycle, "cover_line"),
        space(10),
        _facts(receipt),
        space(4),
        paragraph(receipt_said.standing(receipt)),
        *group_heading(_("Records received, and what became of them")),
        _counts(receipt),
    ]
    if receipt.questions:
        found += [*group_heading(_("Questions")), _questions(receipt)]
    return found


def _facts(receipt: Receipt) -> Rows:
    rows = [Row([[Run(label, "label")], [Run(text)]]) for label, text in receipt_said.facts(receipt) if text]
    return Rows([Column("", _LABEL), Column("", WIDTH - _LABEL)], rows)


def _counts(receipt: Receipt) -> Rows:
    """Records by kind in two columns, and beside them what became of all."""
    kinds, outcomes = receipt_said.counts(receipt), list(receipt_said.outcomes(receipt))
    outcomes.append((_("values that wait for a decision"), receipt.conflicts))
    half = (len(kinds) + 1) // 2
    third = (WIDTH - 3 * _NUMBER) / 3
    columns = [Column("", third), Column("", _NUMBER, "right")] * 3
    rows = [
        Row([cell for pair in line for cell in _pair(pair)])
        for line in zip_longest(kinds[:half], kinds[half:], outcomes, fillvalue=None)
    ]
    return Rows(columns, rows)


def _pair(pair: tuple[str, int] | None) -> list[Runs]:
    if pair is None:
        return [[], []]
    return [[Run(pair[0], "label")], [Run(formats.number(pair[1]))]]


def _questions(receipt: Receipt) -> Rows:
    wants = [
        Want(_("No."), "right", grows=False),
        Want(_("Record"), most=150),
        Want(_("Field"), most=90),
        Want(_("Question"), most=240),
        Want(_("Rule"), grows=False),
    ]
    cells: Sequence[list[Runs]] = [
        [
            [Run(str(number))],
            [Run(item.title), Run(f"\n{receipt_said.kind_label(item)}", "label")],
            [Run(receipt_said.field_label(item))],
            [Run(item.text)],
            [Run(item.rule, "label")],
        ]
        for number, item in enumerate(receipt.questions, start=1)
    ]
    return Rows(fitted(wants, cells, WIDTH), [Row(row) for row in cells])
