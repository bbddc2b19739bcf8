"""Editors of one line that is typed: text, figures, dates, times; and the text that grows with its paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit

from cami_desktop.desktop.forms.editor import Answer, Editor
from cami_desktop.desktop.forms.reading import read_line
from cami_desktop.desktop.forms.short_line import ShortLine
from cami_desktop.desktop.texts import value_text
from cami_desktop.records import Field, FieldType
from cami_desktop.records.convert import from_text

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

WIDTHS = {FieldType.WHOLE: 150, FieldType.NUMBER: 150, FieldType.DATE: 150, FieldType.CLOCK: 100, FieldType.MOMENT: 190}
"""Widest control in pixels, so that short values do not look like long ones."""


class LineEditor(Editor):
    """A line: figures, dates and times are understood as people write them, and «unknown» is an answer."""

    def __init__(self, field: Field, session: Session) -> None:
        super().__init__(field, session)
        self.line = ShortLine()
        if field.type in WIDTHS:
            self.setMaximumWidth(WIDTHS[field.type])
        if field.type.numeric:
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.take_control(self.line)
        self.line.returnPressed.connect(self.left)

    def show_answer(self, answer: Answer) -> None:
        """Show a stored value, or the word for the reason why there is none."""
        text = value_text(self.session, self.field, answer.value, answer.absent)
        if self.field.type.free_text and answer.value is None:
            self.line.setPlaceholderText(text)
            text = ""
        self.line.setText(text)
        self.line.setCursorPosition(0)
        self.keep_shown()

    def read(self) -> Answer:
        """The typed value. Raises CamiError where it cannot be understood."""
        return read_line(self.session.catalogue, self.field, self.line.text())

    def typed(self) -> str:
        """The text of the line."""
        return self.line.text()

    def put_typed(self, text: str) -> None:
        """Put a text into the line."""
        self.line.setText(text)

    def set_read_only(self, value: bool) -> None:
        """Let the line only be read."""
        self.line.setReadOnly(value)


class GrowingText(QPlainTextEdit):
    """Paragraphs; as high as they need between two and twelve lines. Tab goes to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another height."""
        super().resizeEvent(event)
        self._grow()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the line that is typed into."""
        super().focusInEvent(event)
        self.ensureCursorVisible()

    def _grow(self) -> None:
        line = QFontMetricsF(self.font()).lineSpacing()
        lines = min(max(self.document().size().height(), 2), 12)
        self.setFixedHeight(round(lines * line + 2 * self.document().documentMargin() + 10))


class LongTextEditor(Editor):
    """Paragraphs of text."""

    def __init__(self, field: Field, session: Session) -> None:
        super().__init__(field, session)
        self.text = GrowingText()
        self.take_control(self.text)

    def show_answer(self, answer: Answer) -> None:
        """Show a stored text, or the word for the reason why there is none."""
        self.text.setPlaceholderText(value_text(self.session, self.field, None, answer.absent))
        self.text.setPlainText(answer.value or "")
        self.keep_shown()

    def read(self) -> Answer:
        """The typed text."""
        return Answer(from_text(self.field, self.text.toPlainText()))

    def typed(self) -> str:
        """The text as typed."""
        return self.text.toPlainText()

    def put_typed(self, text: str) -> None:
        """Put a text there."""
        self.text.setPlainText(text)

    def set_read_only(self, value: bool) -> None:
        """Let the text only be read."""
        self.text.setReadOnly(value)
