"""The buttons that say of what kind the next note or decision is, each with a key of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from cami_desktop.desktop.widgets import with_key

if TYPE_CHECKING:
    from cami_desktop.catalogue import Catalogue


class Kinds(dict[str, QToolButton]):
    """The buttons by code, in the order of a code list; one of them is chosen, at first the first one."""

    def __init__(self, owner: QWidget, catalogue: Catalogue, code_list: str) -> None:
        super().__init__()
        group = QButtonGroup(owner)
        for number, code in enumerate(catalogue.codes(code_list).values(), start=1):
            item = QToolButton()
            item.setText(code.text())
            item.setCheckable(True)
            item.setToolTip(f"{code.text()} ({with_key(item, f'Ctrl+{number}')})")
            group.addButton(item)
            self[code.code] = item
        self.choose(next(iter(self)))

    @property
    def chosen(self) -> str:
        """The code of the chosen kind."""
        return next(code for code, item in self.items() if item.isChecked())

    def choose(self, code: str | None) -> None:
        """Choose a kind; a code that is none changes nothing."""
        if code is not None and code in self:
            self[code].setChecked(True)
