"""Submit: one page that checks, shows what is handed over, signs and hands over; below it what was sent before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout

from cami_desktop.desktop.jobs import Jobs, Progress
from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.places.submit.keys import KeyPanel
from cami_desktop.desktop.places.submit.ledger import LedgerPart
from cami_desktop.desktop.places.submit.parts import ENDING, counting, page
from cami_desktop.desktop.places.submit.scope import CheckPart, Scope, ScopeFinder, ScopePart
from cami_desktop.desktop.places.submit.sign import ResultPart, SignPart
from cami_desktop.desktop.widgets import button, card, column, dropped, in_reading_order, row
from cami_desktop.errors import CamiError
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Job
    from cami_desktop.desktop.session import Session
    from cami_desktop.exchange.keys import SigningKey
    from cami_desktop.loop.submit import Handed


class Submit(Place):
    """The place of handing over."""

    place_id: ClassVar[str] = "submit"
    title: ClassVar[str] = N_("Submit")

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session, jobs)
        self.scope: Scope | None = None
        self.job: Job | None = None
        self.check = CheckPart(session)
        self.scope_part = ScopePart(session)
        self.sign = SignPart(session, jobs)
        self.result = ResultPart()
        self.ledger = LedgerPart(session, jobs)
        self._keys: KeyPanel | None = None
        self._build()
        self.finder = ScopeFinder(session, jobs, self)
        self.finder.found.connect(self._found)
        self.sign.wanted.connect(self.submit)
        self.setAcceptDrops(True)

    def _build(self) -> None:
        self.keys_button = button(_("I have no key, or no certificate yet"), self._toggle_keys, icon="add")
        self.keys_place = QVBoxLayout()
        self.keys_card = card(_("Key and certificate"), self.keys_place)
        self.keys_card.hide()
        self.result_card = card(_("Handed over"), self.result)
        self.result_card.hide()
        signing = card(_("3 · Sign"), self.sign, row(self.keys_button, None))
        self.area = page(
            card(_("1 · Check"), self.check), card(_("2 · What is handed over"), self.scope_part), signing,
            self.keys_card, self.result_card, card(_("Submissions"), self.ledger),
        )  # fmt: skip
        column(self, self.area)

    # What others use

    @property
    def keys(self) -> KeyPanel:
        """How to come by a key and a certificate; most people need it once, so it is built when it is asked for."""
        if self._keys is None:
            self._keys = KeyPanel(self.session, self.jobs)
            self._keys.make.made.connect(self.sign.key.file.put)
            self._keys.accept.accepted.connect(self._use_key)
            self.keys_place.addWidget(self._keys)
            in_reading_order(self.keys_card)
        return self._keys

    def refresh(self) -> None:
        """Look again at what would be handed over, and at what was."""
        self.finder.look()
        self.ledger.look()
        if not self.isVisible():
            self.keep_focus(self.sign.key.secret)

    def refuses_to_go(self) -> str:
        """While a package is being written the window stays."""
        return _("A submission is being written; wait a moment.") if self.job is not None else ""

    def submit(self, folder: Path, key: SigningKey, tongue: str) -> None:
        """Write, sign, read back, verify, count and hand over, beside the window."""
        if self.job is not None:
            return
        self.session.flush()
        workspace = self.session.workspace

        def work(progress: Progress) -> Handed:
            from cami_desktop.loop.submit import submit

            return submit(workspace, folder, key, report_language=tongue, progress=counting(progress))

        self.result_card.hide()
        self.sign.message.say(_("Writing and signing …"))
        self.sign.show_state(blocked=False, busy=True)
        self.job = self.jobs.run(_("Handing over"), work, done=self._handed, failed=self._failed)
        self.job.cancelled.connect(self._stopped)

    # Inside

    def _found(self, scope: Scope) -> None:
        self.scope = scope
        self.check.show_scope(scope)
        self.scope_part.show_scope(scope)
        self.sign.show_state(blocked=scope.blocked, busy=self.job is not None)

    def _handed(self, handed: Handed) -> None:
        self.sign.message.say("")
        self.result.show_handed(handed)
        self.result_card.show()
        self.session.told.emit(_("Handed over: {name}").format(name=handed.package.name), "good")
        self.session.saved.emit()
        self._ended()
        QTimer.singleShot(0, self, self._show_result)

    def _failed(self, error: CamiError) -> None:
        self.sign.message.say(str(error), "error")
        self._ended()

    def _stopped(self) -> None:
        self.sign.message.say(_("Stopped. Nothing was written."), "muted")
        self._ended()

    def _ended(self) -> None:
        self.job = None
        if self.scope is not None:
            self.sign.show_state(blocked=self.scope.blocked, busy=False)
        self.refresh()

    def _show_result(self) -> None:
        """Bring what was handed over into view, once it has its place on the page."""
        self.area.ensureWidgetVisible(self.result_card)
        self.result.open_button.setFocus()

    def _use_key(self, path: Path) -> None:
        """Sign with the key that was given its certificate; it has to be opened anew."""
        self.sign.key.close_key()
        self.sign.key.file.put(path)

    def _toggle_keys(self) -> None:
        # Built before it is seen.
        name = self.keys.make.name
        self.keys_card.setVisible(self.keys_card.isHidden())
        if not self.keys_card.isHidden():
            name.setFocus()
            self.area.ensureWidgetVisible(self.keys_card)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A receipt can be dropped here."""
        if _receipts(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the receipt that was dropped."""
        for path in _receipts(event)[:1]:
            self.ledger.read_receipt(path)


def _receipts(event: QDropEvent) -> list[Path]:
    return [path for path in dropped(event) if path.suffix.lower() == ENDING]
