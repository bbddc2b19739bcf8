"""What can be done in the window right now and which keys do it, read from the controls themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QTabBar, QTabWidget, QWidget

from cami_desktop.words import _

KEYS = "KEYS"
"""Classes that handle keys themselves tell them under this name: pairs of a key sequence and untranslated words."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done by name: its words, its keys in the system's spelling (or none), and the act."""

    words: str
    keys: str
    act: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Told:
    """A key and what it does."""

    keys: str
    words: str


def commands_of(root: QWidget) -> list[Command]:
    """The buttons that can be pressed now, and the tabs that can be turned to, inside a widget."""
    found: dict[str, Command] = {}
    for item in root.findChildren(QAbstractButton):
        words = name_of(item)
        if words and item.isVisible() and item.isEnabled() and not _inside_a_control(item):
            found.setdefault(words, Command(words, _keys_on(item), item.click))
    for tabs in root.findChildren(QTabWidget):
        if tabs.isVisible():
            for number in range(tabs.count()):
                words = tabs.tabText(number).replace("&", "")
                found.setdefault(words, Command(words, "", partial(_turn_to, tabs, number)))
    return list(found.values())


def keys_in(root: QWidget) -> list[Told]:
    """The keys that work inside a widget, each once: of its shortcuts, then of the classes that handle keys."""
    found: dict[Told, None] = {}
    for shortcut in root.findChildren(QShortcut):
        words = words_of(shortcut)
        if words:
            found[Told(_native(shortcut.key()), words)] = None
    for told in _of_classes(root):
        found[told] = None
    return list(found)


def words_of(shortcut: QShortcut) -> str:
    """What a shortcut does: its own words, else the name of the button that it presses."""
    owner = shortcut.parent()
    return shortcut.whatsThis() or (name_of(owner) if isinstance(owner, QAbstractButton) else "")


def name_of(item: QAbstractButton) -> str:
    """The name of a button: what is read out, else what is written on it."""
    return (item.accessibleName() or item.text()).replace("&", "").strip()


def told(shortcut: QShortcut, words: str) -> QShortcut:
    """Give a shortcut the words under which it is listed."""
    shortcut.setWhatsThis(words)
    return shortcut


def _of_classes(root: QWidget) -> Iterator[Told]:
    for widget in (root, *root.findChildren(QWidget)):
        for keys, words in getattr(widget, KEYS, ()):
            yield Told(_native(QKeySequence(keys)), _(words))


def _native(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)


def _keys_on(item: QAbstractButton) -> str:
    return ", ".join(_native(shortcut.key()) for shortcut in item.findChildren(QShortcut))


def _inside_a_control(item: QAbstractButton) -> bool:
    """Whether a button belongs to another control: the arrows of a row of tabs, the mark of a line."""
    return isinstance(item.parentWidget(), QTabBar | QLineEdit)


def _turn_to(tabs: QTabWidget, number: int) -> None:
    tabs.setCurrentIndex(number)
    tabs.setFocus()
