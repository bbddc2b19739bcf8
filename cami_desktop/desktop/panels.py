"""What the window shows on demand, and the keys for it: command palette (Ctrl+K), page of keys (Ctrl+/), help (F1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cami_desktop.desktop.commands import commands_of, keys_in, told
from cami_desktop.words import _
from cami_desktop.words.equivalents import equivalents, reading

if TYPE_CHECKING:
    from cami_desktop.desktop.command_palette import CommandPalette, Found
    from cami_desktop.desktop.help_panel import HelpPanel
    from cami_desktop.desktop.main_window import MainWindow
    from cami_desktop.desktop.shortcut_page import ShortcutPage
    from cami_desktop.desktop.tour import Mark, Tour

START = "start"
"""The page of help for a window without a workspace."""

TAXA = "species"
"""The place that shows a taxon when its code is recalled."""


class Panels(QWidget):
    """Lies invisible in the frame, opens the panels, and goes with the frame when that is built anew.

    The panels themselves are made when they are first asked for.
    """

    def __init__(self, window: MainWindow, frame: QWidget, middle: QHBoxLayout) -> None:
        """middle is the row in which the help stands at the right of the place."""
        super().__init__(frame)
        self.hide()
        self.window_ = window
        self.frame = frame
        self.middle = middle
        self.help: HelpPanel | None = None
        self.palette_: CommandPalette | None = None
        self.keys: ShortcutPage | None = None
        self.tour: Tour | None = None
        window.top.find_wanted.connect(self.open_palette)
        window.top.help_wanted.connect(self.toggle_help)
        acts: tuple[tuple[str, Callable[[], object], str], ...] = (
            ("Ctrl+/", self.open_keys, _("All keys")),
            ("Ctrl+Q", window.close, _("Close the program")),
        )
        for keys, act, words in acts:
            told(QShortcut(QKeySequence(keys), frame), words).activated.connect(act)

    def ahead(self) -> Iterator[None]:
        """Prepare in steps what the first call of the palette needs."""
        yield from reading()
        self._palette()
        yield

    def open_palette(self) -> CommandPalette:
        """Show the command palette."""
        found = [*self._places(), *self._taxa(), *self._commands()]
        palette = self._palette()
        palette.open(self.window_.session, found)
        return palette

    def open_keys(self) -> ShortcutPage:
        """Show the page of keys: of the frame first, then of each place that was visited, the open one first."""
        from cami_desktop.desktop.shortcut_page import ShortcutPage

        if self.keys is None:
            self.keys = ShortcutPage(self.frame)
        window = self.window_
        order = sorted(window.places, key=lambda place_id: place_id != window.place_id)
        inside = {told for place in window.places.values() for told in keys_in(place)}
        everywhere = [told for told in keys_in(window) if told not in inside]
        groups = [(_("Everywhere"), everywhere)]
        groups += [(_(window.entries[place_id].title), keys_in(window.places[place_id])) for place_id in order]
        self.keys.open(groups)
        return self.keys

    def toggle_help(self) -> None:
        """Show the help, or hide it where it is shown; the focus stays where it is."""
        self.show_help(self.help is None or self.help.isHidden())

    def show_help(self, wanted: bool) -> None:
        """Show or hide the help; it takes the room of the history."""
        self.window_.help_shown = wanted
        if wanted and self.help is None:
            from cami_desktop.desktop.help_panel import HelpPanel

            self.help = HelpPanel()
            self.help.closed.connect(self._leave_help)
            self.middle.addWidget(self.help)
        if self.help is not None:
            self.help.setVisible(wanted)
        if wanted:
            self.window_.show_history(False)
            self.follow()

    def follow(self) -> None:
        """Let the help speak of the place that is open."""
        if self.help is not None and self.help.isVisible():
            session = self.window_.session
            self.help.show_place(self.window_.place_id or START, session.catalogue if session else None)

    def _leave_help(self) -> None:
        self.show_help(False)
        self.window_.stack.setFocus()

    def start_tour(self, at: int = 0, mark: Mark | None = None) -> None:
        """Show the tour below the place, from its first step or from where it was."""
        from cami_desktop.desktop.tour import Tour

        session, layout = self.window_.session, self.frame.layout()
        if session is None or not isinstance(layout, QVBoxLayout):
            return
        self.end_tour()
        self.tour = Tour(session, at=at, mark=mark)
        self.tour.place_wanted.connect(session.place_wanted)
        self.tour.ended.connect(self.end_tour)
        layout.insertWidget(layout.count() - 1, self.tour)
        # The layout would show it only at the next turn, and keys of what is hidden do nothing.
        self.tour.show()
        if mark is None:
            self.tour.forward.setFocus()

    def end_tour(self) -> None:
        """Take the tour away."""
        if self.tour is not None:
            self.tour.hide()
            self.tour.deleteLater()
            self.tour = None

    @property
    def tour_state(self) -> tuple[int, Mark] | None:
        """Where the tour is, to go on with it after the window was built anew."""
        return None if self.tour is None else (self.tour.at, self.tour.mark)

    def _palette(self) -> CommandPalette:
        from cami_desktop.desktop.command_palette import CommandPalette

        if self.palette_ is None:
            self.palette_ = CommandPalette(self.frame, self.window_.jobs)
        return self.palette_

    def _places(self) -> list[Found]:
        from cami_desktop.desktop.command_palette import Found

        window, found = self.window_, []
        for entry in window.entries.values():
            names = tuple(name for word in entry.holds for name in equivalents(_(word)))
            act = partial(window.show_place, entry.place_id)
            found.append(Found(_(entry.title), _("Place"), entry.place_id, act, names))
        return found

    def _taxa(self) -> list[Found]:
        """The taxa of the catalogue, by any of their names; only where a place shows them."""
        from cami_desktop.desktop.command_palette import Found

        session = self.window_.session
        if session is None or TAXA not in self.window_.entries:
            return []
        found = []
        for code, taxon in session.catalogue.taxa.items():
            note = f"{_('Species')} · {taxon.scientific_name}"
            act = partial(session.place_wanted.emit, TAXA, code)
            found.append(Found(taxon.name(), note, TAXA, act, taxon.search_names()))
        return found

    def _commands(self) -> list[Found]:
        """What can be pressed in the frame and in the place that is shown; the rail's places are told already."""
        from cami_desktop.desktop.command_palette import Found

        tour = Found(_("Tour of the program"), "", "hint", self.start_tour)
        rail = {button.text() for button in self.window_.rail.buttons.values()}
        commands = [
            Found(command.words, command.keys, "go", command.act)
            for command in commands_of(self.frame)
            if command.words not in rail
        ]
        return commands if self.window_.session is None else [*commands, tour]
