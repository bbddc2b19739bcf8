"""The icons: line drawings of one family from resources/icons, in the colour of the text beside them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cami_desktop.assets import folder
from cami_desktop.desktop.theme import current

SIZES = (16, 20, 24)
"""The sizes in which icons are shown; each is drawn for the finest screen that there is."""


def icon(name: str, tone: str = "text") -> QIcon:
    """The icon of that file name in a colour of the theme (`text`, `muted`, `accent`, `error` …)."""
    colours = current.colours()
    # What stands on the accent would not be seen on the pale ground of a button that cannot be pressed.
    pale = colours.muted if tone == "on_accent" else ""
    return _drawn(name, getattr(colours, tone), pale, QGuiApplication.instance().devicePixelRatio())  # type: ignore[union-attr]


def pixmap(name: str, size: int = 16, tone: str = "text") -> QPixmap:
    """The same as a picture of size × size pixels, for labels."""
    return icon(name, tone).pixmap(size, size)


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, pale: str, fineness: float) -> QIcon:
    result = QIcon()
    for size in SIZES:
        picture = _picture(name, colour, size, fineness)
        result.addPixmap(picture)
        # In a chosen row Qt would tint it, and a mark must keep its colour.
        result.addPixmap(picture, QIcon.Mode.Selected)
        if pale:
            result.addPixmap(_picture(name, pale, size, fineness), QIcon.Mode.Disabled)
    return result


@lru_cache(maxsize=512)
def _source(name: str) -> str:
    return (folder("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def _picture(name: str, colour: str, size: int, fineness: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    picture = QPixmap(round(size * fineness), round(size * fineness))
    picture.setDevicePixelRatio(fineness)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture
