"""The look: contrast by computation, every icon drawn, the letters of every language in the font."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QRawFont
from PySide6.QtWidgets import QApplication

from cami_desktop.assets import folder
from cami_desktop.desktop import theme
from cami_desktop.desktop.theme import DARK, LIGHT, Colours
from cami_desktop.desktop.theme.current import FONT
from cami_desktop.desktop.theme.palette import DIVIDERS, EDGES, FILLS, INKS, PAPERS
from cami_desktop.desktop.theme.sheet import SHEET, sheet

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
ROLES = {"paper": PAPERS, "ink": INKS, "fill": FILLS, "edge": EDGES, "divider": DIVIDERS}
UNUSED = re.compile(r":disabled|read-?only", re.IGNORECASE)
"""Selectors of what cannot be used, or only be read: WCAG asks no contrast of its border."""

CONTROLS = re.compile("QLineEdit|QPlainText|QComboBox|QPushButton|QToolButton|QCheckBox|QRadioButton|QProgressBar")


def weak(colours: Colours, marks: Iterable[str], papers: Iterable[str], least: float) -> list[str]:
    """The pairs whose contrast is below the least."""
    pairs = [(mark, paper) for mark in marks for paper in papers]
    found = {pair: theme.contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) for pair in pairs}
    return [f"{mark} on {paper}: {value:.2f}" for (mark, paper), value in found.items() if value < least]


def rules() -> list[tuple[str, dict[str, str]]]:
    """The rules of the style sheet: selectors, and properties with the names of their colours."""
    found = re.findall(r"([^{}]+)\{([^{}]*)\}", SHEET.template)
    return [
        (" ".join(selectors.split()), dict(re.findall(r"([\w-]+):\s*([^;]+);", body))) for selectors, body in found
    ]


def named(value: str) -> list[str]:
    """The colours that the value of a property names."""
    return [name for name in re.findall(r"\$(\w+)", value) if name in Colours.__slots__]


def test_every_colour_has_one_role() -> None:
    given = [name for names in ROLES.values() for name in names]
    assert sorted(given) == sorted(set(Colours.__slots__) - {"dark", "on_accent"})


@BOTH
def test_text_has_a_contrast_of_at_least_four_and_a_half(colours: Colours) -> None:
    assert weak(colours, INKS, PAPERS, 4.5) == []
    assert weak(colours, ["on_accent"], FILLS, 4.5) == []
    # The main button while it is pressed.
    assert weak(colours, ["base"], ["text"], 4.5) == []


@BOTH
def test_borders_of_controls_marks_and_focus_have_a_contrast_of_at_least_three(colours: Colours) -> None:
    assert weak(colours, FILLS, PAPERS, 3) == []
    assert weak(colours, EDGES, [paper for paper in PAPERS if paper != "selection"], 3) == []


def test_the_style_sheet_uses_each_colour_in_its_role() -> None:
    wrong = []
    for selectors, properties in rules():
        paper = (named(properties.get("background", "")) or [""])[0]
        ink = (named(properties.get("color", "")) or [""])[0]
        edges = [name for key, value in properties.items() if key.startswith("border") for name in named(value)]
        if ink and paper in FILLS and ink != "on_accent":
            wrong.append(f"{selectors}: {ink} on {paper}")
        if ink and paper in PAPERS and ink not in INKS:
            wrong.append(f"{selectors}: {ink} on {paper}")
        if ink and not paper and ink not in INKS:
            wrong.append(f"{selectors}: {ink} on anything")
        for edge in edges:
            plain = edge in DIVIDERS and (UNUSED.search(selectors) or not CONTROLS.search(selectors))
            if edge not in (*EDGES, *INKS, *FILLS) and not plain:
                wrong.append(f"{selectors}: border {edge}")
    assert wrong == []


@pytest.mark.parametrize("control", ["QLineEdit", "QPlainTextEdit", "QComboBox", "QPushButton", "QToolButton",
                                     "QCheckBox::indicator", "QRadioButton::indicator", "QTabBar::tab"])  # fmt: skip
@pytest.mark.parametrize("state", ["hover", "focus", "disabled"])
def test_every_control_has_its_states(control: str, state: str) -> None:
    selectors = {selector.strip() for selectors, _properties in rules() for selector in selectors.split(",")}
    assert f"{control}:{state}" in selectors


def test_contrast_is_that_of_the_standard() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("path", sorted((folder("resources") / "icons").glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_is_drawn(app: QApplication, path: Path) -> None:
    picture = theme.pixmap(path.stem, 24).toImage()
    inked = sum(picture.pixelColor(x, y).alpha() > 100 for x in range(24) for y in range(24))
    assert 8 < inked < 400


def test_the_bundled_font_is_used_and_has_every_letter(app: QApplication) -> None:
    assert QFontInfo(app.font()).family() == FONT
    raw = QRawFont.fromFont(app.font())
    letters = "ӘәҒғҚқҢңӨөҰұҮүҺһІі ӢӣӮӯҲҳҶҷ ÄäÇçŇňÖöŞşÜüÝýŽž ʻʼ «»–—…·"
    assert [letter for letter in letters if not raw.supportsCharacter(ord(letter))] == []


def test_the_style_sheet_names_no_colour_that_is_not_there() -> None:
    for colours in (LIGHT, DARK):
        assert "$" not in sheet(colours)
