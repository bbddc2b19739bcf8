"""Safety: what keeps the file from being lost: its place, backups, restoring, a passphrase, and a check of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cami_desktop.desktop.care import Care
from cami_desktop.desktop.care_files import START
from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.places.safety.backups import BackupsPart
from cami_desktop.desktop.places.safety.check import CheckPart
from cami_desktop.desktop.places.safety.compare import ComparePart
from cami_desktop.desktop.places.safety.passphrase import PassphrasePart
from cami_desktop.desktop.places.safety.second import SecondPart
from cami_desktop.desktop.places.submit.parts import page
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, card, column, in_reading_order, row
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.care_found import Listed
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session
    from cami_desktop.workspace.repair import Repaired


class StatePart(QWidget):
    """How safe the file is now: where it lies, whether it is protected, how the last backup went."""

    def __init__(self, session: Session, care: Care) -> None:
        super().__init__()
        self.session = session
        self.care = care
        self.where, self.key, self.trouble = (Message(small=False) for _number in range(3))
        self.another = button(_("Open another workspace…"), lambda: session.place_wanted.emit(START, ""), icon="open")
        column(self, self.where, self.key, self.trouble, space=4).addLayout(row(self.another, None))

    def show_state(self) -> None:
        """Say it anew."""
        workspace = self.session.workspace
        own = _("{path} lies on a disk of this computer.").format(path=workspace.path)
        self.where.say(workspace.notice or own, "hint" if workspace.notice else "good")
        if workspace.read_only and not workspace.notice:
            self.where.say(_("The file was opened to read only: nothing can be changed."), "hint")
        if workspace.backups.key is None:
            self.key.say(_("No passphrase: whoever gets the file can read it."), "hint")
        else:
            self.key.say(_("Protected by a passphrase. A lost passphrase means lost data."), "good")
        trouble = self.care.trouble
        self.trouble.say(str(trouble) if trouble is not None else "", "error")


class Safety(Place):
    """The place of the file itself."""

    place_id: ClassVar[str] = "safety"
    title: ClassVar[str] = N_("Safety")

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session, jobs)
        self.care = Care.of(session, jobs)
        self.state = StatePart(session, self.care)
        self.backups = BackupsPart(session, jobs, self.care)
        self._compared: ComparePart | None = None
        self.compare_place = QVBoxLayout()
        self.compare_card = card(_("Before restoring: what differs"), self.compare_place)
        self.compare_card.hide()
        self.second = SecondPart(session)
        self.passphrase = PassphrasePart(session)
        self.check = CheckPart(session, jobs)
        self.area = page(
            card(_("The file"), self.state), card(_("Backups"), self.backups), self.compare_card,
            card(_("A second place for backups"), self.second), card(_("Passphrase"), self.passphrase),
            card(_("Check the file"), self.check),
        )  # fmt: skip
        column(self, self.area)
        self.backups.compare_wanted.connect(self._compare)
        self.second.chosen.connect(self.backups.look)
        self.care.changed.connect(self._changed)

    @property
    def compare(self) -> ComparePart:
        """What differs between a backup and the workspace; it is built when it is asked for."""
        if self._compared is None:
            self._compared = ComparePart(self.session, self.jobs)
            self._compared.closed.connect(self._close_compare)
            self._compared.grown.connect(self._show_compare)
            self.compare_place.addWidget(self._compared)
            in_reading_order(self.compare_card)
        return self._compared

    def refresh(self) -> None:
        """Look again at the state and at the backups."""
        self.state.show_state()
        self.backups.look()
        if not self.isVisible():
            self.keep_focus(self.backups.first)

    def show_repaired(self, done: Repaired) -> None:
        """Say what became of a file of which this is the repaired copy."""
        self.check.show_repaired(done, opened=True)
        self.bring(self.check)

    def bring(self, part: QWidget) -> None:
        """Bring a part into view, once it has its place on the page."""
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(part, 0, SPACE))

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def _compare(self, chosen: Listed, restoring: bool) -> None:
        self.compare.begin(chosen, restoring=restoring)
        self.compare_card.show()
        self._show_compare()

    def _show_compare(self) -> None:
        self.bring(self.compare_card)

    def _close_compare(self) -> None:
        self.compare_card.hide()
        self.backups.table.setFocus()
