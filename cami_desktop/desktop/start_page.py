"""What is shown without a workspace: open one, begin one, and what went wrong, in words and without a dialog."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QLineEdit, QScrollArea, QWidget

from cami_desktop import catalogue
from cami_desktop.desktop import settings
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, card, column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.words import _

FIELD = 320


class StartPage(QWidget):
    """Signals: open_wanted(path); new_wanted(path, country, cycle, who)."""

    open_wanted = Signal(object)
    new_wanted = Signal(object, str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.problem = Message(small=False)
        self.opener = button(_("Open a workspace…"), self._ask_open, icon="open", key="Ctrl+O", main=True)
        page = QWidget()
        about = _("What your country knows about its migratory mammals, ready to sign and hand in.")
        parts = (label("CAMI Desktop", "title"), label(about, tone="muted", wrap=True), self.problem)
        self.body = column(page, *parts, row(self.opener, None), margin=4 * SPACE, space=2 * SPACE)
        self._add_recent()
        self.body.addWidget(self._new_card())
        self.body.addStretch(1)
        page.setMaximumWidth(720)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        area.setWidget(page)
        column(self, area)

    def show_error(self, error: CamiError | None) -> None:
        """Say what went wrong: what happened, what was kept, what to do."""
        self.problem.say(str(error) if error else "", "error")
        self.opener.setFocus()

    def show_opening(self, path: Path) -> None:
        """Say that a file is being opened."""
        self.problem.say(_("Opening {name} …").format(name=path.name), "muted")

    def _add_recent(self) -> None:
        paths = settings.recent()
        if paths:
            self.body.addWidget(label(_("Opened lately"), "heading"))
        for path in paths:
            item = button(path.name, partial(self.open_wanted.emit, path), hint=str(path))
            item.setAccessibleDescription(str(path))
            self.body.addLayout(row(item, label(str(path.parent), "small", tone="muted"), None))

    def _new_card(self) -> QFrame:
        reference = catalogue.load()
        self.country = self._combo(
            _("Country"), {c.code: c.name() for c in reference.countries.values() if c.coordinator} or {}
        )
        self.cycle = self._combo(_("Cycle"), {c.code: c.name() for c in reference.cycles.values()})
        self.who = QLineEdit()
        self.who.setAccessibleName(_("Your name"))
        self.who.setFixedWidth(FIELD)
        make = button(_("Begin a workspace…"), self._ask_new, icon="new")
        rows = [
            row(_fixed(_("Country"), self.country), self.country, None),
            row(_fixed(_("Cycle"), self.cycle), self.cycle, None),
            row(_fixed(_("Your name"), self.who), self.who, None),
        ]
        return card(_("New workspace"), *rows, row(make, None))

    def _combo(self, name: str, items: dict[str, str]) -> QComboBox:
        result = QComboBox()
        result.setAccessibleName(name)
        result.setFixedWidth(FIELD)
        for code, text in items.items():
            result.addItem(text, code)
        return result

    def _ask_open(self) -> None:
        wish = _("CAMI workspaces (*.cami)")
        path, _chosen = QFileDialog.getOpenFileName(self, _("Open a workspace"), "", wish)
        if path:
            self.open_wanted.emit(Path(path))

    def _ask_new(self) -> None:
        country, cycle = self.country.currentData(), self.cycle.currentData()
        proposal = f"{country}-{cycle}.cami"
        path, _chosen = QFileDialog.getSaveFileName(
            self, _("Where to keep the workspace"), proposal, _("CAMI workspaces (*.cami)")
        )
        if path:
            self.new_wanted.emit(Path(path).with_suffix(".cami"), country, cycle, self.who.text().strip())


def _fixed(text: str, control: QWidget) -> QWidget:
    name = label(text, "label")
    name.setFixedWidth(120)
    name.setBuddy(control)
    return name
