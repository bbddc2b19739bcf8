"""The icons: line drawings of one family from resources/icons, in the colour of the text beside them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cami_desktop.assets import folder
from cami_desktop.desktop.theme import current

SIZES = (16, 20, 24, 32, 48)


def icon(name: str, tone: str = "text") -> QIcon:
    """The icon of that file name in a colour of the theme (`text`, `muted`, `accent`, `error` …)."""
    return _drawn(name, getattr(current.colours(), tone))


def pixmap(name: str, size: int = 16, tone: str = "text") -> QPixmap:
    """The same as a picture of size × size pixels, for labels."""
    return icon(name, tone).pixmap(size, size)


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str) -> QIcon:
    source = (folder("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    result = QIcon()
    for size in SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        result.addPixmap(picture)
    return result
