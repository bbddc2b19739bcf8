"""What differs between a backup and the workspace, by kind and record: the first step of restoring it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.care_found import Listed, moment
from cami_desktop.desktop.care_secret import SecretLine
from cami_desktop.desktop.jobs import Progress
from cami_desktop.desktop.places.safety.backups import restored_words, restoring
from cami_desktop.desktop.places.submit.parts import named
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.widgets import Message, button, column, label, row
from cami_desktop.errors import CamiError, PassphraseNeeded, WrongPassphrase
from cami_desktop.records import KINDS
from cami_desktop.words import N_, _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session
    from cami_desktop.workspace.compare import Difference, Differences

MOST_LINES = 2_000
"""Records that are listed one by one; the table by kind counts them all."""

WHERE = {
    "here": N_("only now: restoring removes it"),
    "there": N_("only in the backup: restoring brings it back"),
    "both": N_("different"),
}


class ComparePart(QWidget):
    """The comparison. closed() when the person has seen enough, grown() when there is more to see."""

    closed = Signal()
    grown = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.session = session
        self.jobs = jobs
        self.chosen: Listed | None = None
        self._restoring = False
        self.message = Message(small=False)
        self.summary = label("", wrap=True)
        self.secret = SecretLine(_("Passphrase of the backup"))
        self.secret.given.connect(self._compare)
        self.unlocker = button(_("Compare"), self._compare, hint=_("Compare (Enter)"))
        self.secret_row = QWidget()
        self.secret_row.setLayout(named(_("Passphrase of the backup"), self.secret, self.unlocker, None))
        heads = (_("Kind"), _("Only now"), _("Only in the backup"), _("Different"))
        self.kinds = PlainTable(_("Differences by kind"), heads, (300, 140, 170, 120), sortable=False)
        self.kinds.setMaximumWidth(760)
        heads = (_("Kind"), _("Record"), _("Difference"), _("Fields"))
        self.records = PlainTable(_("Records that differ"), heads, (150, 250, 250, 130))
        self.restorer = button(_("Restore this backup"), self.restore, icon="history", main=True)
        self.closer = button(_("Leave everything as it is"), self._close)
        about = _(
            "The workspace is closed, the backup takes its place, and it is opened again. The state of now is backed "
            "up first, so a restore can be taken back."
        )
        self.about = label(about, tone="muted", wrap=True)
        parts = (self.message, self.secret_row, self.summary, self.kinds, self.records, self.about)
        column(self, *parts, row(self.restorer, self.closer, None))

    def begin(self, chosen: Listed, *, restoring: bool) -> None:
        """Compare a backup with the workspace; restoring says what is offered first."""
        self.chosen, self._restoring = chosen, restoring
        self.secret.clear()
        self.secret_row.hide()
        self._compare()

    def restore(self) -> None:
        """Put the backup in the place of the workspace."""
        if self.chosen is not None and self.restorer.isEnabled():
            passphrase = self.secret.text or None
            errand = restoring(self.session, self.chosen.path, passphrase, restored_words(self.chosen))
            self.session.errand_wanted.emit(errand)

    # Inside

    def _compare(self) -> None:
        if self.chosen is None:
            return
        workspace, backup, secret = self.session.workspace, self.chosen.path, self.secret.text or None

        def work(_progress: Progress) -> Differences:
            from cami_desktop.workspace.compare import compare

            key = workspace.backups.key
            return compare(workspace.path, backup, passphrase=key, backup_passphrase=secret)

        self._show_parts(False)
        self.message.say(_("Comparing with the backup of {moment} …").format(moment=moment(self.chosen.backup)))
        job = self.jobs.run(
            _("Comparing"), work, done=partial(self._found, self.chosen), failed=partial(self._failed, self.chosen)
        )
        job.cancelled.connect(self._close)

    def _found(self, chosen: Listed, found: Differences) -> None:
        if chosen is not self.chosen:
            return
        self.secret_row.hide()
        self.message.say(_("The backup of {moment} is sound.").format(moment=moment(chosen.backup)), "good")
        self._show_parts(True)
        self.summary.setText(" ".join(_sentences(found)))
        self.kinds.fill([_kind_line(kind, counts) for kind, counts in found.by_kind.items()])
        self.kinds.fit(6)
        self.records.fill([_record_line(item) for item in found.records[:MOST_LINES]])
        self.records.fit(8)
        for table in (self.kinds, self.records):
            table.setVisible(bool(found.records))
        (self.restorer if self._restoring and self.restorer.isEnabled() else self.closer).setFocus()
        self.grown.emit()

    def _failed(self, chosen: Listed, error: CamiError) -> None:
        if chosen is not self.chosen:
            return
        asked = chosen.protected and isinstance(error, PassphraseNeeded | WrongPassphrase)
        words = str(error)
        if asked and not self.secret.text:
            words = _("This backup has another passphrase than the workspace: the one of the day it was made.")
        self.message.say(words, "warning" if asked and not self.secret.text else "error")
        self.secret_row.setVisible(asked)
        self.closer.show()
        if asked:
            self.secret.again()
        else:
            self.closer.setFocus()
        self.grown.emit()

    def _show_parts(self, shown: bool) -> None:
        for part in (self.summary, self.kinds, self.records, self.about, self.restorer, self.closer):
            part.setVisible(shown)
        self.restorer.setEnabled(not self.session.workspace.read_only)

    def _close(self) -> None:
        self.chosen = None
        self.secret.clear()
        self.closed.emit()


def _sentences(found: Differences) -> list[str]:
    """How much differs, and what of the history a restore would put aside."""
    total = len(found.records)
    if not total:
        words = [_("The workspace and the backup hold the same records.")]
    else:
        words = [n_("{n} record differs.", "{n} records differ.", total).format(n=formats.number(total))]
    if total > MOST_LINES:
        words.append(_("The first {n} are listed.").format(n=formats.number(MOST_LINES)))
    changes, submissions = (found.newer_here.get(name, 0) for name in ("change", "submission"))
    if changes:
        newer = n_("{n} change is newer than the backup.", "{n} changes are newer than the backup.", changes)
        words.append(newer.format(n=formats.number(changes)))
    if submissions:
        newer = n_(
            "{n} submission is newer than the backup; it stays in the list, so that its number is not used again.",
            "{n} submissions are newer than the backup; they stay in the list, so that no number is used again.",
            submissions,
        )
        words.append(newer.format(n=formats.number(submissions)))
    return words


def _kind_line(kind: str, counts: dict[str, int]) -> Row:
    return Row((_(KINDS[kind].label), counts["here"], counts["there"], counts["both"]), kind)


def _record_line(item: Difference) -> Row:
    known = {field.name: _(field.label) for field in KINDS[item.kind].fields()}
    fields = ", ".join(known.get(name, name) for name in item.fields)
    return Row((_(KINDS[item.kind].label), item.title, _(WHERE[item.where]), fields), (item.kind, item.id))
