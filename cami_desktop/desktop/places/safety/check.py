"""The check of the file by the doctor: its findings in words, and a repaired copy beside the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.jobs import Progress
from cami_desktop.desktop.places.submit.parts import show_in_folder
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.theme import icon
from cami_desktop.desktop.widgets import Reply, button, column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.records import KINDS
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session
    from cami_desktop.workspace.doctor import Diagnosis, Finding
    from cami_desktop.workspace.repair import Repaired


class CheckPart(QWidget):
    """Looks the file through while it is open, and never changes it."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.session = session
        self.jobs = jobs
        self._copy: Path | None = None
        about = _(
            "Reads the whole file: its structure, every record and its history, attachments, the search index. Nothing "
            "is changed; what can be repaired is repaired in a copy beside the file."
        )
        self.checker = button(_("Check the file"), self.check, icon="check")
        self.message = Reply()
        self.findings = PlainTable(_("Findings"), (_("Where"), _("What was found")), (220, 600))
        self.findings.hide()
        self.repairer = button(_("Write a repaired copy"), self.repair, main=True)
        self.repairer.hide()
        self.folder = button(_("Open the folder"), self._open_folder, icon="open")
        self.folder.hide()
        parts = (row(self.checker, None), self.message, self.findings, row(self.repairer, self.folder, None))
        column(self, label(about, tone="muted", wrap=True), *parts)

    def check(self) -> None:
        """Look the file through beside the window."""
        self.session.flush()
        workspace = self.session.workspace

        def work(_progress: Progress) -> Diagnosis:
            from cami_desktop.workspace.doctor import examine

            return examine(workspace.path, workspace.backups.key)

        self._begin(_("Reading the whole file …"))
        job = self.jobs.run(_("Checking the file"), work, done=self._found, failed=self._failed)
        job.cancelled.connect(self._free)

    def repair(self) -> None:
        """Write a repaired copy beside the file."""
        workspace = self.session.workspace

        def work(_progress: Progress) -> Repaired:
            from cami_desktop.workspace.repair import repair

            return repair(workspace.path, workspace.backups.key)

        self._begin(_("Writing a repaired copy …"))
        job = self.jobs.run(_("Repairing"), work, done=self._repaired, failed=self._failed)
        job.cancelled.connect(self._free)

    def _begin(self, words: str) -> None:
        self.message.say(words)
        # A button that goes hands the keyboard on, from the end of the page to Undo: a second Space would undo.
        self.setFocus()
        self.checker.setEnabled(False)
        self.repairer.hide()
        self.folder.hide()

    def _found(self, found: Diagnosis) -> None:
        self._free()
        self._list(found)
        if not found.findings:
            records = sum(n for kind, n in found.counts.items() if kind in KINDS)
            sound = n_(
                "Nothing is wrong with the file: {n} record was read.",
                "Nothing is wrong with the file: {n} records were read.",
                records,
            )
            self.message.say(sound.format(n=formats.number(records)), "good")
            return
        words = n_("{n} thing is wrong with the file.", "{n} things are wrong with the file.", _number(found))
        repairable = any(item.repairable for item in found.findings)
        advice = _("Write a repaired copy, or restore a backup.") if repairable else _("Restore a backup.")
        self.message.say(f"{words.format(n=formats.number(_number(found)))} {advice}", "error")
        self.repairer.setVisible(repairable)

    def _repaired(self, done: Repaired) -> None:
        self._free()
        self.show_repaired(done)
        self._copy = done.path
        self.folder.show()
        self.folder.setFocus()

    def show_repaired(self, done: Repaired, *, opened: bool = False) -> None:
        """Say what became of the rows of a damaged file; opened: this workspace is the copy."""
        self._list(done.after)
        words = [_("A repaired copy was written: {file}.").format(file=done.path.name)]
        for kind, n in done.rebuilt.items():
            words.append(_("Rebuilt from the history: {what} {n}.").format(what=_part(kind), n=formats.number(n)))
        for kind, n in done.lost.items():
            words.append(_("Lost: {what} {n}.").format(what=_part(kind), n=formats.number(n)))
        for kind in done.uncertain:
            words.append(_("Nobody can say whether more is lost of: {what}.").format(what=_part(kind)))
        if opened:
            words.append(_("It is open now. The damaged file was not changed."))
        else:
            words.append(_("This file was not changed. Look the copy through, then go on with it."))
        self.message.say(" ".join(words), "good" if done.whole else "warning")

    def _list(self, found: Diagnosis) -> None:
        lines = [self._line(item) for item in found.findings]
        for id_, n in found.left_out.items():
            more = _("{n} more of the kind {id}").format(n=formats.number(n), id=id_)
            lines.append(Row(("", more), id_, icon("error", "error")))
        self.findings.fill(lines)
        self.findings.fit(8)
        self.findings.setVisible(bool(lines))

    def _line(self, item: Finding) -> Row:
        tip = f"{item.message}\n{item.details}" if item.details else ""
        return Row((_where(item), item.message), item, icon("error", "error"), tip)

    def _failed(self, error: CamiError) -> None:
        self._free()
        self.message.say(str(error), "error")

    def _free(self) -> None:
        self.checker.setEnabled(True)
        if self.hasFocus():
            self.checker.setFocus()

    def _open_folder(self) -> None:
        if self._copy is not None:
            show_in_folder(self._copy)


def _number(found: Diagnosis) -> int:
    return len(found.findings) + sum(found.left_out.values())


def _part(kind: str) -> str:
    """The name of a kind of record; other parts of the file have the name of their table."""
    return _(KINDS[kind].label) if kind in KINDS else kind


def _where(item: Finding) -> str:
    return " ".join(filter(None, (_part(item.kind), item.record)))
