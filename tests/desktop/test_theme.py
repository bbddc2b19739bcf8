"""The look: contrast by computation, every icon drawn, the letters of every language in the font."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QRawFont
from PySide6.QtWidgets import QApplication

from cami_desktop.assets import folder
from cami_desktop.desktop import theme
from cami_desktop.desktop.theme import DARK, LIGHT, Colours
from cami_desktop.desktop.theme.current import FONT
from cami_desktop.desktop.theme.sheet import sheet

READ_ON = ("window", "rail", "base", "stripe", "selection", "hover")
TONES = ("text", "muted", "error", "warning", "hint", "good")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_a_contrast_of_at_least_four_and_a_half(colours: Colours) -> None:
    weak = [
        f"{tone} on {paper}: {theme.contrast(getattr(colours, tone), getattr(colours, paper)):.2f}"
        for tone in TONES
        for paper in READ_ON
        if theme.contrast(getattr(colours, tone), getattr(colours, paper)) < 4.5
    ]
    assert weak == []
    assert theme.contrast(colours.on_accent, colours.accent) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_borders_and_focus_are_seen(colours: Colours) -> None:
    assert theme.contrast(colours.accent, colours.window) >= 3
    assert theme.contrast(colours.accent, colours.base) >= 3


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
