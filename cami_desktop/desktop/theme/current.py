"""Which theme is in force, and how it is put on the application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from cami_desktop.assets import folder
from cami_desktop.desktop.theme.palette import DARK, LIGHT, Colours, palette
from cami_desktop.desktop.theme.sheet import sheet

FONT = "Noto Sans"
POINTS = 10

_in_force = LIGHT


def colours() -> Colours:
    """The colours in force; what paints itself asks for them each time."""
    return _in_force


def wanted() -> Colours:
    """The theme that the system asks for."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def put_on(app: QApplication, theme: Colours | None = None) -> None:
    """Give the application Fusion and our palette; windows are dressed one by one. Without a theme the system decides.

    A style sheet of the application would dress each control as soon as it is made or measured, and anew each time
    that it, or what it stands in, is put into something else: two thirds of the time in which a place is built.
    """
    global _in_force
    _in_force = theme or wanted()
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(palette(_in_force))


def dress(window: QWidget) -> None:
    """Put the style sheet in force on a window, or on a list that opens as a window of its own.

    What is made outside is dressed once, when it is put into it.
    """
    wanted_sheet = sheet(_in_force)
    if window.styleSheet() != wanted_sheet:
        window.setStyleSheet(wanted_sheet)


@contextmanager
def wearing(theme: Colours, widget: QWidget) -> Iterator[None]:
    """Dress one widget in a theme, and what is made meanwhile for it: two themes can stand side by side."""
    global _in_force
    before, _in_force = _in_force, theme
    try:
        widget.setPalette(palette(theme))
        # What is inside would take its colours from the palette of the application.
        widget.setStyleSheet(f"QWidget {{ color: {theme.text}; }}" + sheet(theme))
        yield
    finally:
        _in_force = before


@cache
def _load_faces() -> None:
    """Each face is loaded once in a process."""
    for path in sorted((folder("resources") / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def load_fonts(app: QApplication) -> None:
    """Load the bundled faces, so that the letters of all our languages exist, and set the font."""
    _load_faces()
    font = QFont(FONT, POINTS)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setFont(font)
