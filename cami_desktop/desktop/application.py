"""The application: language, fonts and theme, before any window is made."""

from __future__ import annotations

import sys

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from cami_desktop import __version__
from cami_desktop.desktop import garbage, lasting, settings, theme
from cami_desktop.words import best_language, set_language

TURN = 0.0002
"""Seconds for which a job keeps the interpreter while the window waits for it; Python's own five milliseconds would
add up to a standstill, for every event asks for it several times."""

_translators: list[QTranslator] = []


def make_application(argv: list[str], lang: str = "") -> QApplication:
    """The one QApplication of the process, dressed and in the language asked for, else the one used last."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(argv)
    garbage.collect_here(app)
    sys.setswitchinterval(TURN)
    lasting.make_lasting()
    app.setApplicationName("CAMI Desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("cami-desktop")
    theme.load_fonts(app)
    theme.put_on(app)
    speak(app, lang or settings.language() or best_language(QLocale.system().name()))
    return app


def speak(app: QApplication, code: str) -> None:
    """Let the program and Qt's own controls speak a language. Raises WrongUse for an unknown one."""
    set_language(code)
    QLocale.setDefault(QLocale(code))
    while _translators:
        app.removeTranslator(_translators.pop())
    translator = QTranslator(app)
    if translator.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
        _translators.append(translator)
