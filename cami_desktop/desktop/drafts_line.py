"""The draft of an entry line of a meeting: its text is kept each second and comes back into its meeting's line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from cami_desktop.desktop.drafts import KEEP_EVERY, LINE, Context, Offer, context_of
from cami_desktop.records import Record, new_id

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

L = TypeVar("L", bound=QWidget)


class LineDrafts(QObject, Generic[L]):
    """Keeps and restores what stands in a line in which a record of one kind is typed, its field `text`.

    reserved: the id under which the record will be stored. What the line is about is for those that derive from it.
    """

    def __init__(self, line: L, session: Session, text: QLineEdit, kind: str) -> None:
        super().__init__(line)
        self.line = line
        self.session = session
        self.reserved = ""
        self.drafts = session.drafts
        self._text = text
        self._kind = kind
        self._pulse = QTimer(self, singleShot=True, interval=KEEP_EVERY)
        self._pulse.timeout.connect(self.keep)
        text.textEdited.connect(self._typing)
        self.drafts.taken.connect(self._claim)
        session.add_writer(self.keep)
        self.destroyed.connect(lambda _gone=None, session=session, writer=self.keep: session.drop_writer(writer))

    # What a line tells

    def meeting_id(self) -> str:
        """The meeting for which is typed, blank for none."""
        raise NotImplementedError

    def begun(self) -> Record:
        """The record that the line begins, without its text."""
        raise NotImplementedError

    def put_back(self, values: Mapping[str, Any]) -> None:
        """Show again what was chosen beside the text."""
        raise NotImplementedError

    # What the line uses

    def keep(self) -> None:
        """Keep what stands in the line as a draft of the record that it will be; an empty line is none."""
        if not self.meeting_id() or not self.session.editable:
            return
        text = self._text.text()
        if not text.strip():
            self.forget()
            return
        self.reserved = self.reserved or new_id()
        self.drafts.keep(self._kind, self.reserved, "text", text, context_of(self.line, self.begun(), LINE))

    def forget(self) -> None:
        """The line was stored or emptied."""
        if self.reserved:
            self.drafts.forget(self.reserved, "text")
        self.reserved = ""

    def let_go(self) -> None:
        """Another meeting is about to be shown: what stands in the line is offered back."""
        self.keep()
        if self.reserved:
            self.drafts.let_go(self.reserved)
        self.reserved = ""

    def come_back(self) -> None:
        """What stood in the line before, of this meeting, stands in it again."""
        if self.meeting_id() and not self._text.text():
            offer = self.drafts.adopt(self._kind, self._mine)
            if offer is not None:
                self._put_back(offer)

    # Inside

    def _mine(self, known: Context) -> bool:
        return known.typed_in == LINE and known.values.get("meeting") == self.meeting_id()

    def _typing(self) -> None:
        if not self._pulse.isActive():
            self._pulse.start()

    def _claim(self, offer: Offer) -> None:
        """Take over what is offered back, where this is the line of its meeting and nothing stands in it."""
        if offer.claimed or offer.kind != self._kind or offer.context is None or not self._mine(offer.context):
            return
        if self.line.isVisible() and not self._text.text():
            offer.claimed = True
            self._put_back(offer)
            self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_back(self, offer: Offer) -> None:
        self.reserved = offer.record_id
        self._text.setText(offer.texts.get("text", ""))
        self.put_back(offer.context.values if offer.context is not None else {})
