"""Inbox: each package gets a verdict and a plan in plain words; nothing is merged before the person says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.jobs import Jobs, Progress
from cami_desktop.desktop.places.region.detail import Detail
from cami_desktop.desktop.places.region.tabs import beside
from cami_desktop.desktop.places.region.words import Facts, grouped
from cami_desktop.desktop.places.submit.ledger import outcome_text
from cami_desktop.desktop.places.submit.parts import ENDING, counting
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.texts import local_time
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Empty, Message, button, column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.exchange.verdict_words import verdict_words
from cami_desktop.records import KINDS
from cami_desktop.words import N_, _, formats, n_, p_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Job
    from cami_desktop.desktop.session import Session
    from cami_desktop.loop.receive import Receiving
    from cami_desktop.merge.plan import Plan
    from cami_desktop.records.recordset import RecordSet

OUTCOMES: Mapping[str, str] = {
    "merged": N_("merged"),
    "planned": N_("ready to merge"),
    "already-received": N_("received already"),
    "refused": N_("refused"),
    "waits": N_("merged; conflicts wait"),
}
"""What becomes of a package (words of loop.receive)."""

SIGNS: Mapping[str, tuple[str, str]] = {
    "merged": ("saved", "good"),
    "planned": ("go", "accent"),
    "already-received": ("state-done", "muted"),
    "refused": ("error", "error"),
    "waits": ("warning", "warning"),
}
"""A sign for each, told apart by its shape too."""


def packages_in(paths: Iterable[Path]) -> list[Path]:
    """The package files among paths; of a folder those that lie in it."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.glob(f"*{ENDING}")) if path.is_dir() else [path]
        found += [item.resolve() for item in inside if item.suffix.lower() == ENDING]
    return list(dict.fromkeys(found))


class InboxTab(QWidget):
    """The packages that came in. merged(paths) tells which were merged, after the session was read anew."""

    merged = Signal(object)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.session = session
        self.jobs = jobs
        self.job: Job | None = None
        self.results: dict[Path, Receiving] = {}
        self.message = Message(small=False)
        self.chooser = button(_("Choose packages…"), self._ask, icon="open", key="Ctrl+O")
        self.merger = button(_("Merge"), self.merge, icon="check", main=True, key="Ctrl+Return")
        self.clearer = button(_("Clear the list"), self.clear, icon="cancel")
        heads = [_("Package"), _("Verdict"), p_("sender", "From"), _("What happens"), _("Plan")]
        self.table = PlainTable(_("Packages"), heads, (220, 140, 170, 130))
        self.table.picked.connect(self._show)
        self.detail = Detail(session, _("Choose a package to see its verdict in full."))
        self.detail.behind_hidden()
        hint = label(
            _("Drop packages or a folder here, or choose them. Nothing is merged before you say so."), tone="muted",
            wrap=True,
        )  # fmt: skip
        left = QWidget()
        bar = row(self.chooser, self.merger, self.clearer, None)
        self.pages = QStackedWidget()
        empty = _("Packages that were chosen or dropped stand here, each with its verdict and plan.")
        self.pages.addWidget(Empty(empty))
        self.pages.addWidget(self.table)
        box = column(left, hint, bar, self.message, self.pages)
        box.setContentsMargins(SPACE, SPACE, 0, SPACE)
        box.setStretch(3, 1)
        column(self, beside(left, self.detail))
        self._offer()

    # What others use

    @property
    def ready(self) -> list[Path]:
        """The packages that would be merged."""
        return [path for path, result in self.results.items() if result.outcome == "planned"]

    def look_at(self, paths: Sequence[Path]) -> None:
        """Verify packages and plan what they would change; nothing is merged."""
        found = packages_in(paths)
        if not found:
            self.message.say(_("No package (*{ending}) is among these files.").format(ending=ENDING), "warning")
            return
        self._run(_("Verifying packages"), list(dict.fromkeys([*self.ready, *found])), dry_run=True)

    def merge(self) -> None:
        """Merge what is ready, each package in a transaction of its own."""
        if self.ready:
            self._run(_("Merging"), self.ready, dry_run=False)

    def clear(self) -> None:
        """Forget what was looked at."""
        self.results.clear()
        self.message.say("")
        self._fill()

    # Inside

    def _ask(self) -> None:
        wish = _("Packages ({pattern})").format(pattern=f"*{ENDING}")
        start = str(self.session.workspace.path.parent)
        paths, _chosen = QFileDialog.getOpenFileNames(self, _("Choose packages"), start, wish)
        if paths:
            self.look_at([Path(path) for path in paths])

    def _run(self, title: str, paths: Sequence[Path], *, dry_run: bool) -> None:
        if self.job is not None:
            return
        workspace = self.session.workspace

        def work(progress: Progress) -> tuple[list[Receiving], RecordSet | None]:
            from cami_desktop.loop.receive import receive

            results = receive(workspace, paths, dry_run=dry_run, progress=counting(progress))
            return results, None if dry_run else workspace.records()

        self.message.say(f"{title} …")
        self.job = self.jobs.run(title, work, done=self._done, failed=self._failed)
        self.job.cancelled.connect(self._stopped)
        self._offer()

    def _done(self, found: tuple[list[Receiving], RecordSet | None]) -> None:
        self._ended()
        results, records = found
        for result in results:
            self.results[result.package] = result
        self._fill()
        if records is None:
            self.message.say("")
            return
        self.session.reload(records)
        done = [result.package for result in results if result.outcome in ("merged", "waits")]
        refused = len(results) - len(done)
        words = n_("{n} package merged.", "{n} packages merged.", len(done)).format(n=len(done))
        if refused:
            words += " " + n_("{n} was not.", "{n} were not.", refused).format(n=refused)
        self.message.say(words, "warning" if refused else "good")
        self.merged.emit(done)

    def _failed(self, error: CamiError) -> None:
        self._ended()
        self.message.say(str(error), "error")

    def _stopped(self) -> None:
        self._ended()
        self.message.say(_("Stopped. What was merged before stays merged; look at the packages again."), "warning")
        workspace = self.session.workspace
        self.jobs.run_quietly(lambda _progress: workspace.records(), self.session.reload)

    def _ended(self) -> None:
        self.job = None
        self._offer()

    def _fill(self) -> None:
        self.table.fill([self._row(path, result) for path, result in self.results.items()])
        self.pages.setCurrentIndex(1 if self.results else 0)
        self._offer()

    def _offer(self) -> None:
        n = len(self.ready)
        self.merger.setText(n_("Merge {n} package", "Merge {n} packages", n).format(n=n) if n else _("Merge"))
        self.merger.setEnabled(n > 0 and self.job is None and not self.session.workspace.read_only)
        self.chooser.setEnabled(self.job is None)
        self.clearer.setEnabled(bool(self.results) and self.job is None)

    def _row(self, path: Path, result: Receiving) -> Row:
        verdict = verdict_words(result.verdict.verdict.value) if result.verdict else ""
        cells = (path.name, verdict, self._sender(result), _(OUTCOMES[result.outcome]), outcome_text(result.counts))
        return Row(cells, path, theme.icon(*SIGNS[result.outcome]))

    def _sender(self, result: Receiving) -> str:
        info, verdict = result.info, result.verdict
        country = info.country if info else (verdict.country if verdict else "")
        name = self.session.catalogue.label("country", country) if country else ""
        return _("{country}, number {n}").format(country=name, n=info.number) if info else name

    def _show(self, path: Path | None) -> None:
        result = self.results.get(path) if path is not None else None
        if result is None:
            self.detail.show_nothing()
            return
        verdict = result.verdict
        facts: Facts = [(_("What happens"), _(OUTCOMES[result.outcome])), (_("Why"), "\n".join(result.reasons))]
        if verdict is not None:
            notes = [finding.message for finding in verdict.findings if finding.message not in result.reasons]
            signed = local_time(verdict.signed_at.isoformat()) if verdict.signed_at else ""
            facts += [
                (_("Verdict"), verdict_words(verdict.verdict.value)),
                (_("Notes"), "\n".join(notes)),
                (_("Signer"), verdict.signer or ""),
                (_("Signed"), signed),
                (_("Words"), _spoken(verdict.fingerprint)),
                (_("Digest"), grouped(verdict.digest)),
            ]
        if result.plan is not None:
            facts += plan_facts(result.plan)
        self.detail.show_facts(result.package.name, facts, [])


def plan_facts(plan: Plan) -> Facts:
    """What a plan would do, by kind of record."""
    kinds: dict[str, dict[str, int]] = {}
    for item in plan.records:
        counts = kinds.setdefault(item.kind, {})
        counts[item.outcome.value] = counts.get(item.outcome.value, 0) + 1
    lines = [(_(KINDS[kind].plural), outcome_text(kinds[kind])) for kind in KINDS if kind in kinds]
    if plan.missing:
        lines.append((_("Left out"), formats.number(len(plan.missing))))
    return lines


def _spoken(fingerprint: str | None) -> str:
    from cami_desktop.exchange.fingerprint import words

    return " ".join(words(fingerprint)) if fingerprint else ""
