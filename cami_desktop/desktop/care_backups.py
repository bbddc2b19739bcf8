"""The backups of a workspace as a table: when, why, how large, where; restoring and comparing stand elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from cami_desktop.desktop.care_found import Listed, moment, why
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.theme import icon
from cami_desktop.words import _, formats


def _where(item: Listed) -> str:
    if item.beside and item.apart:
        return _("Beside the file and in the second place")
    return _("Beside the file") if item.beside else _("In the second place")


class BackupTable(PlainTable):
    """The backups; the value of a line is what is Listed."""

    def __init__(self, widths: Sequence[int] = (220, 280, 80, 180)) -> None:
        heads = (_("When"), _("Why"), _("Size"), _("Where"))
        super().__init__(_("Backups"), heads, widths, sortable=False)

    def show_backups(self, found: Sequence[Listed], most: int = 8) -> None:
        """Show the backups, newest first."""
        self.fill([self._line(item) for item in found])
        self.fit(most)

    def _line(self, item: Listed) -> Row:
        cells = (moment(item.backup), why(item.backup), formats.size(item.size), _where(item))
        words = _("Protected by a passphrase") if item.protected else ""
        tip = "\n".join(filter(None, (str(item.path), words)))
        # The one sort that was kept as it was, because it was damaged; every other was read again and counted.
        checked = item.backup.reason != "damaged"
        return Row(cells, item, icon("saved", "good") if checked else icon("warning", "warning"), tip)
