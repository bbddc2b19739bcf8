"""Prints the recovery sheet of a protected workspace: its passphrase, letter by letter; no copy is kept anywhere."""

from __future__ import annotations

import datetime
import unicodedata
from typing import BinaryIO

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from cami_desktop.exchange.regional.sheet import PROGRAM
from cami_desktop.exchange.report import fonts
from cami_desktop.exchange.report.layout import WIDTH, Sheet, group_heading, paragraph, print_document, space
from cami_desktop.exchange.report.runs import GRID, INK, MUTED, Run
from cami_desktop.exchange.report.tables import Column, Row, Rows
from cami_desktop.words import N_, _, using
from cami_desktop.words.dates import moment_text

IN_A_ROW = 8
"""Letters in a row of the sheet."""

_CELL = WIDTH / IN_A_ROW
_HEIGHT = 62.0
_LARGE = 30.0
_LABEL = 118.0

_KINDS = {"Lu": N_("capital"), "Ll": N_("small"), "Nd": N_("digit"), "Zs": N_("blank")}
_SCRIPTS = {"LATIN": N_("Latin"), "CYRILLIC": N_("Cyrillic")}


def build(name: str, passphrase: str, made_at: datetime.datetime, out: BinaryIO, language: str) -> int:
    """Print the sheet for the workspace file of that name as PDF, and return the number of pages.

    language is a code of `words.LANGUAGES`. The passphrase stands in the file as plain text: it is for paper.
    """
    with using(language):
        sheet = Sheet(
            title=f"{_('Recovery sheet')}: {name}",
            header_left=_("Recovery sheet"),
            header_right=name,
            footer_left=PROGRAM,
            author=PROGRAM,
            subject=_("Recovery sheet"),
            language=language,
            made_at=made_at,
        )
        return print_document(_page(name, passphrase, made_at), sheet, out)


def _page(name: str, passphrase: str, made_at: datetime.datetime) -> list[Flowable]:
    composed = unicodedata.normalize("NFC", passphrase)
    facts = [
        (_("Workspace"), name),
        (_("Printed"), moment_text(made_at.astimezone().strftime("%Y-%m-%d %H:%M:%S"))),
        (_("Letters"), str(len(composed))),
    ]
    rows = [Row([[Run(label, "label")], [Run(text)]]) for label, text in facts]
    found: list[Flowable] = [
        paragraph(_("Recovery sheet"), "cover_country"),
        paragraph(name, "cover_title"),
        paragraph(_("A lost passphrase means lost data. Nobody can open the file without it."), "cover_line"),
        space(8),
        Rows([Column("", _LABEL), Column("", WIDTH - _LABEL)], rows),
        *group_heading(_("Passphrase")),
    ]
    for start in range(0, len(composed), IN_A_ROW):
        found.append(Letters(composed[start : start + IN_A_ROW], start + 1))
    return [*found, *group_heading(_("How to use this sheet")), *(paragraph(text) for text in _instructions())]


def _instructions() -> list[str]:
    texts = [
        _("Keep this sheet where you keep what must not be lost, away from the computer. Make no photograph of it."),
        _("Delete the PDF file after printing. The program keeps no copy of the sheet and none of the passphrase."),
        _(
            "To open the workspace, type the letters above in their order. Under each letter stands what it is: "
            "capital and small letters differ, and so do Latin and Cyrillic ones that look alike."
        ),
        _("If the passphrase is lost, neither the Secretariat nor the makers of the program can open the file."),
        _(
            "Backups open with the passphrase that the workspace had when they were made; backups from before it was "
            "protected open without any."
        ),
        _("Print a new sheet after changing the passphrase, and destroy this one when no backup needs it any more."),
        _("Without this program the file opens with SQLCipher 4, by this passphrase and the settings of that release."),
    ]
    return [f"{n}. {text}" for n, text in enumerate(texts, start=1)]


def told(letter: str) -> str:
    """What a letter is, in words: capital or small, its script, and its number in Unicode where it is not drawn."""
    category = unicodedata.category(letter)
    kind = _(_KINDS[category]) if category in _KINDS else "" if category.startswith("L") else _("sign")
    script = unicodedata.name(letter, "").partition(" ")[0] if category.startswith("L") else ""
    shown = _(_SCRIPTS[script]) if script in _SCRIPTS else ""
    point = "" if _drawn(letter) else f"U+{ord(letter):04X}"
    return " ".join(part for part in (kind, shown, point) if part)


def _drawn(letter: str) -> bool:
    return letter == " " or (letter in fonts.register_mono() and unicodedata.category(letter)[0] not in "CZ")


class Letters(Flowable):
    """A row of large letters in boxes, each with its number above and what it is below."""

    def __init__(self, letters: str, first: int) -> None:
        super().__init__()
        self.letters = letters
        self.first = first
        self.spaceAfter = 4

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As wide as its letters and as high as a box."""
        return len(self.letters) * _CELL, _HEIGHT

    def draw(self) -> None:
        """Paint the boxes."""
        fonts.register_mono()
        canvas = self.canv
        canvas.saveState()
        canvas.setStrokeColor(HexColor(GRID))
        for n, letter in enumerate(self.letters):
            left, middle = n * _CELL, (n + 0.5) * _CELL
            canvas.rect(left, 0, _CELL, _HEIGHT)
            canvas.setFillColor(HexColor(MUTED))
            canvas.setFont(fonts.REGULAR, 6.5)
            canvas.drawString(left + 3, _HEIGHT - 9, str(self.first + n))
            words = told(letter)
            size = min(7.0, 7.0 * (_CELL - 4) / max(fonts.width_of(words, fonts.REGULAR, 7.0), 1.0))
            canvas.setFont(fonts.REGULAR, size)
            canvas.drawCentredString(middle, 5, fonts.printable(words))
            if _drawn(letter):
                canvas.setFillColor(HexColor(INK))
                canvas.setFont(fonts.MONO, _LARGE)
                canvas.drawCentredString(middle, 21, letter)
        canvas.restoreState()
