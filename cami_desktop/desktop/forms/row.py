"""One field of a form: its label, its editor with the unit beside it, and what the rules say below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget

from cami_desktop.desktop.forms.choice import ChoiceEditor
from cami_desktop.desktop.forms.editor import Editor
from cami_desktop.desktop.forms.line import LineEditor, LongTextEditor
from cami_desktop.desktop.forms.many import ManyEditor
from cami_desktop.desktop.forms.reason import ReasonLine
from cami_desktop.desktop.widgets import Message, button, column, label, row, tool
from cami_desktop.records import Field, FieldType
from cami_desktop.records.rules import Finding, Severity
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


def editor_for(field: Field, session: Session) -> Editor:
    """The editor that suits a field's type."""
    match field.type:
        case FieldType.LONG_TEXT:
            return LongTextEditor(field, session)
        case FieldType.CODE | FieldType.LINK | FieldType.FLAG:
            return ChoiceEditor(field, session)
        case FieldType.CODES | FieldType.LINKS:
            return ManyEditor(field, session)
    return LineEditor(field, session)


class FieldRow(QWidget):
    """A field of a form. accepted(rules, reason) when the person accepts what the rules say below it."""

    accepted = Signal(object, str)

    def __init__(self, field: Field, session: Session) -> None:
        super().__init__()
        self.field = field
        self.editor = editor_for(field, session)
        self.message = Message()
        self.complaint = ""
        self.reason: ReasonLine | None = None
        self.accepter: QToolButton | None = None
        self.confirmer: QPushButton | None = None
        self._open: tuple[str, ...] = ()
        self._to_confirm: tuple[Finding, ...] = ()
        name = _(field.label)
        self.name = QLabel(f"{name} *" if field.required else name)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setProperty("level", "label")
        self.name.setBuddy(self.editor.control)
        self.editor.control.setAccessibleName(f"{name}, {_(field.unit)}" if field.unit else name)
        self.setToolTip(self.help_text)
        self.editor.control.setAccessibleDescription(self.help_text)
        line = row(self.editor, space=6)
        if field.unit:
            line.addWidget(label(_(field.unit), tone="muted"))
        line.setStretch(0, 1000)
        line.addStretch(1)
        self.said = row(self.message, space=4)
        self.said.setStretch(0, 1)
        self.box = column(self, self.name, line, self.said, None, space=2)
        if field.derived:
            self.editor.set_read_only(True)

    @property
    def help_text(self) -> str:
        """What F1 and the tooltip say about the field."""
        parts = [_(self.field.help)] if self.field.help else []
        if self.field.required:
            parts.append(_("Needed before a submission (*)."))
        if self.field.derived:
            parts.append(_("The program fills this field."))
        return " ".join(parts)

    def complain(self, text: str) -> None:
        """Say why what was typed cannot be stored; it stays in the control."""
        self.complaint = text
        self._say(text, "error")

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Say what the rules found; a complaint about what stands in the control goes before them."""
        if self.complaint:
            return
        open_ones = [finding for finding in findings if finding.open]
        can_be = [finding for finding in open_ones if finding.severity is not Severity.ERROR]
        self._offer_accepting(can_be)
        if open_ones:
            self._say("\n".join(finding.message for finding in open_ones), str(open_ones[0].severity))
        elif findings and findings[0].ready:
            self._say(findings[0].accepted, "good")
        elif findings:
            reason = _("Accepted: {reason}").format(reason=findings[0].accepted)
            self._say(f"{findings[0].message} {reason}", "muted")
        else:
            self._say("", "")

    def ask_reason(self) -> None:
        """Open the line in which the reason for accepting is written; without a warning nothing happens.

        What needs no reason but a yes is confirmed first.
        """
        if self._to_confirm:
            self.confirm()
            return
        if not self._open:
            return
        if self.reason is None:
            self.reason = ReasonLine()
            self.reason.returnPressed.connect(self._give_reason)
            self.reason.left.connect(self._leave_reason)
            self.box.insertWidget(self.box.count() - 1, self.reason)
        self.reason.clear()
        self.reason.show()
        self.reason.setFocus()

    def confirm(self) -> None:
        """Say yes to what stands here, in the words that are ready for it."""
        for finding in self._to_confirm:
            self.accepted.emit((finding.accept_as,), finding.ready)

    def _give_reason(self) -> None:
        """Accept with what was written; a blank reason accepts nothing."""
        if self.reason is not None and self.reason.reason:
            self.accepted.emit(self._open, self.reason.reason)
            self._leave_reason()

    def _leave_reason(self) -> None:
        if self.reason is not None:
            self.reason.hide()
            self.editor.setFocus()

    def _offer_accepting(self, findings: Sequence[Finding]) -> None:
        rules = tuple(dict.fromkeys(finding.accept_as for finding in findings if not finding.ready))
        self._open, self._to_confirm = rules, tuple(finding for finding in findings if finding.ready)
        accepts, confirms = (bool(some) and self.editor.session.editable for some in (rules, self._to_confirm))
        held = self.confirmer is not None and self.confirmer.hasFocus()
        self._make_buttons(accepts, confirms)
        if self.accepter is not None:
            self.accepter.setVisible(accepts)
        if self.confirmer is not None:
            self.confirmer.setVisible(confirms)
        if held and not confirms:
            # A button that goes would hand the keyboard to whatever comes next.
            self.editor.setFocus()
        if not rules and self.reason is not None:
            self.reason.hide()

    def _make_buttons(self, accepts: bool, confirms: bool) -> None:
        """Make the buttons that are wanted for the first time; most fields of a form never need any."""
        if confirms and self.confirmer is None:
            hint = _("It is still so, confirm it (Ctrl+R)")
            self.confirmer = button(_("Confirm"), self.confirm, icon="check", hint=hint)
            self.confirmer.setAccessibleName(_("Confirm: {field}").format(field=_(self.field.label)))
            self._put_behind(self.confirmer, 1)
        if accepts and self.accepter is None:
            self.accepter = tool(_("Accept with a reason"), "check", self.ask_reason)
            self._put_behind(self.accepter, self.said.count())

    def _put_behind(self, control: QWidget, place: int) -> None:
        """Put a button beside the message, and for Tab behind the field."""
        self.said.insertWidget(place, control)
        before = self.confirmer if control is self.accepter and self.confirmer is not None else self.editor.control
        QWidget.setTabOrder(before, control)

    def _say(self, text: str, tone: str) -> None:
        self.message.say(text, tone or "muted")
        self.editor.set_state(tone if tone in ("error", "warning") else "")
        self.editor.control.setAccessibleDescription(" ".join(filter(None, (text, self.help_text))))
