"""Tabs whose pages are built when they are first looked at or asked for, so that a place opens at once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from cami_desktop.desktop.widgets import column

Build = Callable[[], QWidget]


class LazyTabs(QTabWidget):
    """Named pages; page(code) builds one where it is not yet there, open(code) also goes to it.

    came(page) tells once of each, when it is first looked at or asked for: what was built ahead is not.
    """

    came = Signal(object)

    def __init__(self, name: str, pages: Mapping[str, tuple[str, Build]]) -> None:
        """name is for those who listen; pages maps a code to the title and the function that builds the page."""
        super().__init__()
        self.codes = list(pages)
        self._build = {code: build for code, (_title, build) in pages.items()}
        self._built: dict[str, QWidget] = {}
        self._put: set[str] = set()
        self._told: set[str] = set()
        self._holders: dict[str, QVBoxLayout] = {}
        self.setDocumentMode(True)
        self.setUsesScrollButtons(True)
        self.tabBar().setAccessibleName(name)
        for code, (title, _function) in pages.items():
            holder = QWidget()
            self._holders[code] = column(holder, space=0)
            self.addTab(holder, title)
        self.currentChanged.connect(lambda _number: self.page(self.code))

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever sees the tabs sees a page."""
        self.page(self.code)
        super().showEvent(event)

    @property
    def code(self) -> str:
        """The code of the open page."""
        return self.codes[self.currentIndex()]

    def page(self, code: str) -> QWidget:
        """The page of that code."""
        page = self._made(code)
        if code not in self._put:
            self._put_in(code)
        if code not in self._told:
            self._told.add(code)
            self.came.emit(page)
        return page

    def ahead(self, code: str) -> Generator[None, None, QWidget]:
        """Build a page in steps before anybody looks at it, and return it."""
        page = self._made(code)
        yield
        if code not in self._put:
            self._put_in(code)
            yield
        return page

    def _put_in(self, code: str) -> None:
        page = self._built[code]
        self._put.add(code)
        self._holders[code].addWidget(page)
        if self.isVisible():
            # The layout would show it only later, and what is hidden cannot take the focus.
            page.show()

    def _made(self, code: str) -> QWidget:
        """The page of that code, wherever it is."""
        if code not in self._built:
            self._built[code] = self._build[code]()
        return self._built[code]

    def built(self, code: str) -> bool:
        """Whether there is a page already."""
        return code in self._built

    def open(self, code: str) -> QWidget:
        """Go to a page and return it."""
        self.setCurrentIndex(self.codes.index(code))
        return self.page(code)
