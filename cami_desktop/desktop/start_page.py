"""What is shown without a workspace: open one, begin one, and what went wrong, in words and without a dialog."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from cami_desktop import catalogue
from cami_desktop.desktop import settings, theme
from cami_desktop.desktop.care_pages import UnlockCard
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, card, column, label, restyle, row
from cami_desktop.errors import CamiError, HeldElsewhere, PassphraseNeeded, WrongPassphrase
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.care_found import Listed
    from cami_desktop.desktop.care_restore import StartBackups
    from cami_desktop.desktop.loader import NotOpened, Opening

FIELD = 440


class StartPage(QWidget):
    """Signals: open_wanted(path); new_wanted(path, country, cycle, who); sample_wanted(country, who).

    What could not be opened is asked for again with again_wanted(opening); backups_wanted(opening) asks for its
    backups, restore_wanted(opening, backup, passphrase) for one of them in its place, repair_wanted(opening) for a
    repaired copy, back_wanted() for the workspace that is open.
    """

    open_wanted = Signal(object)
    new_wanted = Signal(object, str, str, str)
    again_wanted = Signal(object)
    backups_wanted = Signal(object)
    restore_wanted = Signal(object, object, str)
    repair_wanted = Signal(object)
    back_wanted = Signal()
    sample_wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.problem = Message(small=False)
        self.opener = button(_("Open a workspace…"), self._ask_open, icon="open", key="Ctrl+O", main=True)
        page = QWidget()
        about = _("What your country knows about its migratory mammals, ready to sign and hand in.")
        self._opening: Opening | None = None
        self.reader = button(_("Open to read only"), self._read_only, icon="open")
        self.backups_button = button(_("Show the backups of this file"), self._want_backups, icon="history")
        self.repairer = button(_("Write a repaired copy"), self._repair, icon="check")
        self.back = button(_("Back to the open workspace"), self.back_wanted.emit)
        self.unlock = UnlockCard()
        self.unlock.wanted.connect(self.again_wanted)
        self.unlock.gone.connect(self._gave_up)
        self._backups: StartBackups | None = None
        self._backups_box = QVBoxLayout()
        self.offers = row(self.reader, self.backups_button, self.repairer, None)
        parts = (label("CAMI Desktop", "title"), label(about, tone="muted", wrap=True), self.problem, self.offers)
        openers = row(self.opener, self.back, None)
        self.body = column(page, *parts, self.unlock, self._backups_box, openers, margin=4 * SPACE, space=2 * SPACE)
        self.back.hide()
        self._offer(None)
        self._add_recent()
        self.body.addWidget(self._new_card())
        self.body.addWidget(self._sample_card())
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
        self.unlock.forget()
        self._offer(None)
        self.problem.say(str(error) if error else "", "error")
        self.opener.setFocus()

    def show_opening(self, path: Path) -> None:
        """Say that a file is being opened."""
        self._offer(None)
        if self.unlock.isHidden():
            self.problem.say(_("Opening {name} …").format(name=path.name), "muted")

    def show_refusal(self, opening: Opening, found: NotOpened) -> None:
        """Say why a file did not open, and offer the way on: a passphrase, reading only, a backup, a repaired copy."""
        error = found.error
        if isinstance(error, PassphraseNeeded | WrongPassphrase):
            self._offer(None)
            self.problem.say("")
            self.unlock.ask(opening)
            self._stress()
            return
        self.show_error(error)
        self._offer(opening)
        held = isinstance(error, HeldElsewhere)
        self.reader.setVisible(held)
        self.backups_button.setVisible(bool(found.backups) and not held)
        self.repairer.setVisible(found.repairable)
        first = next((item for item in self._ways if not item.isHidden()), None)
        if first is not None:
            first.setFocus()
        self._stress()

    def show_backups(self, found: Sequence[Listed]) -> None:
        """Show the backups that were asked for."""
        if self._opening is not None:
            self.backups_button.hide()
            self.backups.show_backups(self._opening.path, found)
            self._stress()

    def offer_back(self, offered: bool) -> None:
        """Whether there is an open workspace to go back to."""
        self.back.setVisible(offered)

    def _offer(self, opening: Opening | None) -> None:
        self._opening = opening
        for item in self._ways:
            item.hide()
        self._stress()

    def _stress(self) -> None:
        """The one thing to do next is the one that stands out."""
        main = all(item.isHidden() for item in (self.unlock, *self._ways))
        restyle(self.opener, "main", main)
        self.opener.setIcon(theme.icon("open", "on_accent" if main else "text"))

    def _gave_up(self) -> None:
        self._stress()
        self.opener.setFocus()

    @property
    def _ways(self) -> tuple[QWidget, ...]:
        ways = (self.reader, self.backups_button, self.repairer)
        return ways if self._backups is None else (*ways, self._backups)

    @property
    def backups(self) -> StartBackups:
        """The backups of a file that did not open; built when first asked for, for tables are slow to load."""
        if self._backups is None:
            from cami_desktop.desktop.care_restore import StartBackups

            self._backups = StartBackups()
            self._backups.restore_wanted.connect(self._restore)
            self._backups_box.addWidget(self._backups)
        return self._backups

    def _repair(self) -> None:
        if self._opening is not None:
            self.repair_wanted.emit(self._opening)

    def _read_only(self) -> None:
        if self._opening is not None:
            self.again_wanted.emit(dataclasses.replace(self._opening, read_only=True))

    def _want_backups(self) -> None:
        if self._opening is not None:
            self.backups_wanted.emit(self._opening)

    def _restore(self, backup: Path, passphrase: str) -> None:
        if self._opening is not None:
            self.restore_wanted.emit(self._opening, backup, passphrase)

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
        self.who = QLineEdit(settings.who())
        self.who.setAccessibleName(_("Your name"))
        self.who.setFixedWidth(FIELD)
        make = button(_("Begin a workspace…"), self._ask_new, icon="new")
        rows = [
            row(_fixed(_("Country"), self.country), self.country, None),
            row(_fixed(_("Cycle"), self.cycle), self.cycle, None),
            row(_fixed(_("Your name"), self.who), self.who, None),
        ]
        return card(_("New workspace"), *rows, row(make, None))

    def _sample_card(self) -> QFrame:
        about = label(
            _(
                "A workspace of the country chosen above with published figures, and a short tour to a signed package. "
                "Nothing of it is sent anywhere."
            ),
            tone="muted",
            wrap=True,
        )
        self.sampler = button(_("Try it with the sample"), self._ask_sample, icon="hint")
        return card(_("For a first look"), about, row(self.sampler, None))

    def _ask_sample(self) -> None:
        self.sample_wanted.emit(self.country.currentData(), self._name())

    def _name(self) -> str:
        """The name that was typed, which is remembered: later starts note it too."""
        name = self.who.text().strip()
        if name:
            settings.keep_who(name)
        return name

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
            self.new_wanted.emit(Path(path).with_suffix(".cami"), country, cycle, self._name())


def _fixed(text: str, control: QWidget) -> QWidget:
    name = label(text, "label")
    name.setFixedWidth(120)
    name.setBuddy(control)
    return name
