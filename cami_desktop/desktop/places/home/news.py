"""What Home tells of the exchange: what changed since the last submission, its receipt, and the questions that came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cami_desktop.desktop.jobs import Jobs, Progress
from cami_desktop.desktop.places.submit.ledger import STATES
from cami_desktop.desktop.texts import link_text, local_time
from cami_desktop.desktop.widgets import button, card, clear, column, in_reading_order, label, row
from cami_desktop.records import KINDS
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.records.recordset import RecordSet
    from cami_desktop.workspace.ledger import Question, Submission
    from cami_desktop.workspace.workspace import Workspace

MOST_QUESTIONS = 4
"""Questions that are shown one by one; all of them stand in Submit."""


@dataclass(frozen=True, slots=True)
class News:
    """The last submission (None: none yet), how many records were added, changed and removed since, open questions."""

    last: Submission | None
    since: Counter[str]
    questions: Sequence[Question]


def read_news(workspace: Workspace, records: RecordSet) -> News:
    """Read the ledgers and the history of these records; to be called beside the window."""
    from cami_desktop.loop.submit import changes_since_last
    from cami_desktop.workspace.ledger import Question, Submission

    sent = workspace.ledger(Submission, direction="sent", kind="national")
    last = max(sent, key=lambda item: item.number, default=None)
    changed = changes_since_last(workspace, records) if last is not None else []
    return News(last, Counter(item.what for item in changed), workspace.ledger(Question, state="open"))


class NewsPart(QWidget):
    """Two cards, each hidden while there is nothing to tell."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.session = session
        self.jobs = jobs
        self.since, self.asked = QVBoxLayout(), QVBoxLayout()
        self.since_card = card(_("Since the last submission"), self.since)
        self.asked_card = card(_("Questions of the Secretariat"), self.asked)
        column(self, self.asked_card, self.since_card, space=16)
        self._asked_for = 0
        for part in (self.since_card, self.asked_card, self):
            part.hide()

    def look(self) -> None:
        """Read the news beside the window."""
        workspace, records = self.session.workspace, self.session.snapshot()
        self._asked_for += 1
        number = self._asked_for

        def work(_progress: Progress) -> tuple[int, News]:
            return number, read_news(workspace, records)

        # A method of this widget, so that nothing arrives any more once the widget is gone.
        self.jobs.run_quietly(work, self._arrived)

    def _arrived(self, found: tuple[int, News]) -> None:
        number, news = found
        if number == self._asked_for:
            self.show_news(news)

    def show_news(self, news: News) -> None:
        """Show what came in."""
        self._show_since(news)
        self._show_questions(news.questions)
        for part in (self.asked_card, self.since_card):
            in_reading_order(part)
        self.setVisible(news.last is not None or bool(news.questions))

    def _show_since(self, news: News) -> None:
        clear(self.since)
        self.since_card.setVisible(news.last is not None)
        if news.last is None:
            return
        last = news.last
        state = _(STATES[last.state]) if last.state in STATES else last.state
        head = _("Submission {n}, {date}: {state}").format(n=last.number, date=local_time(last.signed_at), state=state)
        self.since.addWidget(label(head, wrap=True))
        words = [
            n_("{n} new record", "{n} new records", news.since["added"]).format(n=formats.number(news.since["added"])),
            n_("{n} changed", "{n} changed", news.since["updated"]).format(n=formats.number(news.since["updated"])),
            n_("{n} removed", "{n} removed", news.since["deleted"]).format(n=formats.number(news.since["deleted"])),
        ]
        told = ", ".join(words) if news.since.total() else _("Nothing was changed since.")
        self.since.addWidget(label(told, tone="muted", wrap=True))
        self.since.addLayout(row(button(_("Show the changes"), partial(self._go, "submit"), icon="go"), None))

    def _show_questions(self, questions: Sequence[Question]) -> None:
        clear(self.asked)
        self.asked_card.setVisible(bool(questions))
        for question in questions[:MOST_QUESTIONS]:
            self._add(question)
        rest = len(questions) - MOST_QUESTIONS
        if rest > 0:
            words = n_("{n} more question", "{n} more questions", rest).format(n=formats.number(rest))
            self.asked.addLayout(row(button(words, partial(self._go, "submit"), icon="go"), None))

    def _add(self, question: Question) -> None:
        kind = KINDS.get(question.kind)
        about = f"{_(kind.label)}: {link_text(self.session, question.record_id)}" if kind else question.record_id
        act = partial(self.session.wanted.emit, question.kind, question.record_id, question.field)
        go = button(_("Answer"), act, icon="go", hint=_("Go to the field"))
        go.setAccessibleName(f"{_('Answer')}: {question.text}")
        self.asked.addWidget(label(question.text, wrap=True))
        line = row(label(about, "small", tone="muted", wrap=True), go)
        line.setStretch(0, 1)
        self.asked.addLayout(line)

    def _go(self, place: str) -> None:
        self.session.place_wanted.emit(place, "")
