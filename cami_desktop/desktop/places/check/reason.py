"""The line below the findings in which a reason for accepting warnings is written, or taken back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from cami_desktop.desktop.forms.reason import ReasonLine
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, column, label, row
from cami_desktop.records.rules import Finding, Severity
from cami_desktop.words import _, formats, n_


class ReasonBar(QFrame):
    """Says what can be done with the chosen findings. Signals: given(reason), taken_back(), left() with Esc."""

    given = Signal(str)
    taken_back = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusline")
        self.about = label("", tone="muted", wrap=True)
        self.problem = Message()
        self._ready = ""
        self.line = ReasonLine()
        self.line.setMinimumWidth(240)
        self.line.returnPressed.connect(self._give)
        self.line.left.connect(self.left)
        self.accept = button(_("Accept"), self._give, hint=_("Accept with the reason (Enter)"))
        self.back = button(_("Take the acceptance back"), self.taken_back.emit)
        line = row(self.about, self.line, self.accept, self.back)
        line.setStretch(0, 1)
        line.setStretch(1, 2)
        column(self, line, self.problem, margin=SPACE, space=4)
        self.show_chosen([])

    def show_chosen(self, findings: Sequence[Finding]) -> None:
        """Offer what fits the findings that are chosen in the list."""
        grave = [finding for finding in findings if finding.severity is Severity.ERROR]
        asking = [finding for finding in findings if finding.open and finding not in grave]
        accepted = [finding for finding in findings if not finding.open]
        ready = {finding.ready for finding in asking}
        if self.line.text() in ("", self._ready):
            # What is only confirmed needs no words of one's own.
            self._ready = ready.pop() if len(ready) == 1 else ""
            self.line.setText(self._ready)
        self.line.setVisible(bool(asking))
        self.accept.setVisible(bool(asking))
        self.back.setVisible(bool(accepted) and not asking)
        self.problem.say("")
        if asking:
            n = len(asking)
            words = n_("{n} finding chosen (F2):", "{n} findings chosen (F2):", n).format(n=formats.number(n))
        elif grave:
            words = _("Errors cannot be accepted: mend the field.")
        elif accepted:
            words = _("Accepted: {reason}").format(reason=accepted[0].accepted)
        else:
            words = _("Choose a finding, or a heading for all below it.")
        self.about.setText(words)

    def ask(self) -> None:
        """Go to the line for the reason, where there is something to accept."""
        if self.line.isVisible():
            self.line.setFocus()
            self.line.selectAll()
        elif self.back.isVisible():
            self.back.setFocus()

    def done(self) -> None:
        """The reason was stored."""
        self.line.clear()
        self.problem.say("")

    def _give(self) -> None:
        self.given.emit(self.line.text())
