"""What was handed in so far, and what the Secretariat asked about it, with the way to the field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.jobs import Jobs, Progress
from cami_desktop.desktop.places.submit.parts import ENDING
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.texts import link_text, local_time
from cami_desktop.desktop.widgets import Reply, button, column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.records import KINDS
from cami_desktop.words import N_, _, formats

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.loop.receive import Receiving
    from cami_desktop.workspace.ledger import Question, Submission

STATES: Mapping[str, str] = {
    "draft": N_("draft"),
    "signed": N_("signed, no receipt yet"),
    "received": N_("received by the Secretariat"),
    "superseded": N_("superseded by a later one"),
}
OUTCOMES: Mapping[str, str] = {
    "added": N_("{n} new"),
    "updated": N_("{n} changed"),
    "deleted": N_("{n} removed"),
    "known": N_("{n} known already"),
    "conflict": N_("{n} in conflict"),
    "refused": N_("{n} refused"),
}
"""What a merge does with records."""

_SIGNS = {"signed": ("submit", "muted"), "received": ("saved", "good")}


@dataclass(frozen=True, slots=True)
class Ledger:
    """Submissions sent and questions received, oldest first."""

    sent: Sequence[Submission]
    questions: Sequence[Question]


class LedgerPart(QWidget):
    """The two tables, and reading a receipt. changed() tells that a receipt came in."""

    changed = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.session = session
        self.jobs = jobs
        self.message = Reply()
        self.receipt_button = button(_("Read a receipt…"), self._ask_receipt, icon="open")
        heads = [_("Number"), _("Signed"), _("State"), _("Receipt"), _("Questions"), _("Records"), _("Package")]
        self.sent = PlainTable(_("Submissions"), heads, (80, 180, 210, 200, 90, 84))
        self.none_sent = label(_("Nothing was handed in yet."), tone="muted")
        self.asked_head = label(_("Questions of the Secretariat"), "heading")
        heads = [_("Submission"), _("Record"), _("Field"), _("Question"), _("State")]
        self.asked = PlainTable(_("Questions of the Secretariat"), heads, (90, 300, 160, 380))
        self.asked.opened.connect(self._go)
        self.goer = button(_("Go to the field"), lambda: self._go(self.asked.value), icon="go",
                           hint=_("Go to the field (Enter)"))  # fmt: skip
        column(
            self, row(self.receipt_button, None), self.message, self.none_sent, self.sent,
            row(self.asked_head, None, self.goer), self.asked,
        )  # fmt: skip
        self.show_ledger(Ledger((), ()))

    def look(self) -> None:
        """Read the ledgers beside the window."""
        workspace = self.session.workspace

        def work(_progress: Progress) -> Ledger:
            from cami_desktop.workspace.ledger import Question, Submission

            return Ledger(workspace.ledger(Submission, direction="sent"), workspace.ledger(Question))

        self.jobs.run_quietly(work, self.show_ledger)

    def show_ledger(self, ledger: Ledger) -> None:
        """Show both tables, newest first."""
        asked = Counter(question.submission for question in ledger.questions)
        numbers = {item.digest: item.number for item in ledger.sent}
        self.sent.fill([self._sent(item, asked[item.digest]) for item in reversed(ledger.sent)])
        self.sent.setVisible(bool(ledger.sent))
        self.sent.fit(6)
        self.none_sent.setVisible(not ledger.sent)
        order = sorted(ledger.questions, key=lambda item: (-numbers.get(item.submission, 0), item.kind, item.id))
        self.asked.fill([self._question(item, numbers.get(item.submission, 0)) for item in order])
        self.asked.fit(8)
        for part in (self.asked, self.asked_head, self.goer):
            part.setVisible(bool(ledger.questions))

    def read_receipt(self, path: Path) -> None:
        """Verify a receipt and take it in: its submission is marked, its questions stand beside their fields."""
        workspace = self.session.workspace

        def work(_progress: Progress) -> Receiving:
            from cami_desktop.loop.receive import receive

            return receive(workspace, [path])[0]

        self.message.say(_("Verifying {name} …").format(name=path.name))
        self.jobs.run(_("Reading the receipt"), work, done=self._read, failed=self._failed)

    def _ask_receipt(self) -> None:
        wish = _("Packages ({pattern})").format(pattern=f"*{ENDING}")
        start = str(self.session.workspace.path.parent)
        path, _chosen = QFileDialog.getOpenFileName(self, _("Read a receipt"), start, wish)
        if path:
            self.read_receipt(Path(path))

    def _read(self, result: Receiving) -> None:
        from cami_desktop.loop.receive import ALREADY, MERGED, WAITS

        words = " ".join(result.reasons)
        if result.outcome == MERGED:
            self.message.say(_("{name}: genuine. {words}").format(name=result.package.name, words=words), "good")
        elif result.outcome in (ALREADY, WAITS):
            self.message.say(_("{name}: known already. {words}").format(name=result.package.name, words=words), "muted")
        else:
            refused = _("{name} was not taken in: {words} Nothing was changed.")
            self.message.say(refused.format(name=result.package.name, words=words), "error")
        self.session.saved.emit()
        self.look()
        self.changed.emit()

    def _failed(self, error: CamiError) -> None:
        self.message.say(str(error), "error")

    def _sent(self, item: Submission, questions: int) -> Row:
        sign, tone = _SIGNS.get(item.state, ("hint", "muted"))
        state = _(STATES[item.state]) if item.state in STATES else item.state
        received = outcome_text(item.outcome) or _("read") if item.state == "received" else _("not yet")
        total = sum(item.counts.values())
        cells = (item.number, local_time(item.signed_at), state, received, questions, total, item.package)
        return Row(cells, item.digest, theme.icon(sign, tone), f"{item.package}\n{item.signer}\nSHA-256 {item.digest}")

    def _question(self, item: Question, number: int) -> Row:
        cls = KINDS.get(item.kind)
        field = next((f.label for f in cls.fields() if f.name == item.field), item.field) if cls else item.field
        title = f"{_(cls.label)}: {link_text(self.session, item.record_id)}" if cls else item.record_id
        state = _("open") if item.state == "open" else _("answered")
        return Row((number, title, _(field), item.text, state), (item.kind, item.record_id, item.field), tip=item.text)

    def _go(self, value: tuple[str, str, str] | None) -> None:
        if value is not None:
            self.session.wanted.emit(*value)


def outcome_text(outcome: Mapping[str, object]) -> str:
    """What a merge did, as «342 new, 3 changed»; nothing where no record was touched."""
    words = {name: n for name, n in outcome.items() if isinstance(n, int) and n and name in OUTCOMES}
    return ", ".join(_(OUTCOMES[name]).format(n=formats.number(n)) for name, n in words.items())
