"""Hand out: signed receipts for the submissions that were merged, and the regional synthesis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.jobs import Jobs, Progress
from cami_desktop.desktop.places.submit.parts import (
    KeyOpener,
    folder_line,
    key_beside,
    languages,
    named,
    page,
    show_in_folder,
)
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.widgets import Message, button, card, column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.loop.answer import Answered
    from cami_desktop.loop.synthesize import Written
    from cami_desktop.workspace.ledger import Submission

PACKAGES, RECEIPTS, SYNTHESIS = "packages", "receipts", "synthesis"
"""Folders beside the workspace that are proposed."""


class ReceiptsPart(QWidget):
    """Every submission received, where its package lies, and whether its receipt is written."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.session = session
        self.jobs = jobs
        self.seen: dict[str, Path] = {}
        home = session.workspace.path.parent
        self.packages = folder_line(_("Folder of the packages"), home / PACKAGES)
        self.packages.changed.connect(self.look)
        self.folder = folder_line(_("Folder for the receipts"), home / RECEIPTS)
        self.folder.changed.connect(self.look)
        self.language = languages()
        self.key = KeyOpener(jobs, key_beside(session.workspace.path, ""), name=_("Key of the Secretariat"))
        self.key.opened.connect(lambda _key: self._offer())
        heads = [_("Country"), _("Number"), _("Package"), _("Receipt")]
        self.table = PlainTable(_("Submissions to be answered"), heads, (170, 80, 330))
        self.message = Message(small=False)
        self.writer = button(_("Write the receipts"), self.write, icon="submit", main=True)
        self.open_button = button(_("Open the folder"), lambda: show_in_folder(self.folder.path or home), icon="open")
        column(
            self, self.table, named(_("Folder of the packages"), self.packages),
            named(_("Folder for the receipts"), self.folder), named(_("Language of the receipts"), self.language, None),
            self.key, row(self.writer, self.open_button, None), self.message,
        )  # fmt: skip
        self.received: list[Submission] = []
        self.look()

    def remember(self, paths: Iterable[Path]) -> None:
        """Know where packages lie that were merged just now."""
        self.seen |= {path.name: path for path in paths}
        self.look()

    def look(self) -> None:
        """Read the ledger beside the window."""
        workspace = self.session.workspace

        def work(_progress: Progress) -> list[Submission]:
            from cami_desktop.workspace.ledger import Submission

            return workspace.ledger(Submission, direction="received")

        self.jobs.run_quietly(work, self._show)

    def path_of(self, submission: Submission) -> Path | None:
        """Where the package of a submission lies, as far as that is known."""
        folder = self.packages.path
        beside = folder / submission.package if folder is not None else None
        return next((path for path in (self.seen.get(submission.package), beside) if path and path.is_file()), None)

    def receipt_of(self, submission: Submission) -> Path | None:
        """The receipt that lies in the folder for receipts."""
        from cami_desktop.loop.package import receipt_name

        path = self.folder.path / receipt_name(submission) if self.folder.path is not None else None
        return path if path is not None and path.is_file() else None

    @property
    def waiting(self) -> list[Path]:
        """The packages whose receipt is still to be written."""
        open_ones = [item for item in self.received if self.receipt_of(item) is None]
        return [path for item in open_ones if (path := self.path_of(item)) is not None]

    def write(self) -> None:
        """Write the receipts that are missing, each signed."""
        key, folder, packages = self.key.key, self.folder.path, self.waiting
        if key is None or folder is None or not packages:
            return
        workspace, tongue = self.session.workspace, self.language.currentData()

        def work(progress: Progress) -> list[Answered]:
            from cami_desktop.loop.answer import answer

            done = []
            for number, package in enumerate(packages):
                progress(number, len(packages))
                done.append(answer(workspace, package, folder, key, report_language=tongue))
            return done

        self.message.say(_("Writing receipts …"))
        self.writer.setEnabled(False)
        job = self.jobs.run(_("Writing receipts"), work, done=self._written, failed=self._failed)
        job.cancelled.connect(self._stopped)

    def _stopped(self) -> None:
        self.message.say(_("Stopped. Receipts written before are there."), "warning")
        self.look()

    def _written(self, done: Sequence[Answered]) -> None:
        asked = sum(len(item.questions) for item in done)
        words = n_("{n} receipt written", "{n} receipts written", len(done)).format(n=len(done))
        questions = n_("{n} question in all", "{n} questions in all", asked).format(n=asked)
        self.message.say(f"{words}, {questions}.", "good")
        self.look()

    def _failed(self, error: CamiError) -> None:
        self.message.say(str(error), "error")
        self.look()

    def _show(self, received: list[Submission]) -> None:
        self.received = [item for item in received if item.kind == "national"]
        self.table.fill([self._row(item) for item in reversed(self.received)])
        self.table.fit(6)
        self._offer()

    def _row(self, item: Submission) -> Row:
        package, receipt = self.path_of(item), self.receipt_of(item)
        found = package.name if package else _("{name}: not found in the folder").format(name=item.package)
        written = _("written: {name}").format(name=receipt.name) if receipt else _("to be written")
        sign = ("saved", "good") if receipt else ("go", "accent") if package else ("warning", "warning")
        country = self.session.catalogue.label("country", item.country)
        return Row((country, item.number, found, written), item.digest, theme.icon(*sign))

    def _offer(self) -> None:
        n = len(self.waiting)
        words = n_("Write {n} receipt", "Write {n} receipts", n).format(n=n) if n else _("Write the receipts")
        self.writer.setText(words)
        self.writer.setEnabled(n > 0 and self.key.key is not None)


class SynthesisPart(QWidget):
    """Workbook and report of the region, into a folder."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.session = session
        self.jobs = jobs
        home = session.workspace.path.parent
        self.folder = folder_line(_("Folder for the synthesis"), home / SYNTHESIS)
        self.language = languages()
        self.writer = button(_("Write the synthesis"), self.write, icon="region", main=True)
        self.open_button = button(_("Open the folder"), lambda: show_in_folder(self.folder.path or home), icon="open")
        self.message = Message(small=False)
        about = label(
            _("One workbook and one report: matrix, totals, threats, Programme of Work, gaps and needs, contributions, "
              "deliveries; every figure with its record and submission."), tone="muted", wrap=True,
        )  # fmt: skip
        column(
            self, about, named(_("Folder for the synthesis"), self.folder), named(_("Language"), self.language, None),
            row(self.writer, self.open_button, None), self.message,
        )  # fmt: skip

    def write(self) -> None:
        """Write both files beside the window."""
        folder, tongue, workspace = self.folder.path, self.language.currentData(), self.session.workspace
        if folder is None:
            self.message.say(_("Choose the folder first."), "warning")
            return

        def work(_progress: Progress) -> Written:
            from cami_desktop.loop.synthesize import synthesize

            return synthesize(workspace, folder, report_language=tongue)

        self.message.say(_("Writing the synthesis …"))
        self.writer.setEnabled(False)
        job = self.jobs.run(_("Writing the synthesis"), work, done=self._written, failed=self._failed)
        job.cancelled.connect(self._stopped)

    def _stopped(self) -> None:
        self.message.say("")
        self.writer.setEnabled(True)

    def _written(self, written: Written) -> None:
        names = ", ".join(path.name for path in written.files)
        self.message.say(_("Written: {names}").format(names=names), "good")
        self.writer.setEnabled(True)

    def _failed(self, error: CamiError) -> None:
        self.message.say(str(error), "error")
        self.writer.setEnabled(True)


class HandoutTab(QWidget):
    """Receipts and synthesis on one page."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.receipts = ReceiptsPart(session, jobs)
        self.synthesis = SynthesisPart(session, jobs)
        column(self, page(card(_("Receipts"), self.receipts), card(_("Synthesis"), self.synthesis)))
