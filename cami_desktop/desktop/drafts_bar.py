"""The bar under the top of the window: texts that were typed and never stored, and what to do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.changes import MOST_TITLE, field_name, field_of, short
from cami_desktop.desktop.drafts import Offer
from cami_desktop.desktop.texts import local_time, title, value_text
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, column, label, row
from cami_desktop.records import KINDS
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

MOST_LINES = 4
"""Lines of the list that are seen at once."""

MOST_TEXT = 90
"""Letters of a text that the bar shows; the whole text is in its tooltip."""


def offer_words(session: Session, offer: Offer, most: int = MOST_TEXT) -> str:
    """What was typed where: “Population estimate “Betpak-dala, 2003”, Best estimate: “1 2oo””."""
    kind = _(KINDS[offer.kind].label)
    record = session.records.get(offer.record_id)
    if record is None:
        where = _("{kind} (new)").format(kind=kind)
    else:
        where = _("{kind} “{title}”").format(kind=kind, title=short(title(session, record), MOST_TITLE))
    parts = [
        _("{field}: “{text}”").format(
            field=field_name(offer.kind, name), text=short(typed_text(session, offer.kind, name, text), most)
        )
        for name, text in offer.texts.items()
    ]
    return _("{where}, {what}").format(where=where, what="; ".join(parts))


def typed_text(session: Session, kind: str, name: str, text: str) -> str:
    """A kept text as it stood in its control: several choices are kept by their values and shown by their names."""
    field = field_of(kind, name)
    if field is not None and field.type.many:
        return value_text(session, field, [part.strip() for part in text.split(";") if part.strip()])
    return text


class DraftBar(QFrame):
    """Offers the texts of a session back, one by one; hidden while there are none. It never takes the focus."""

    def __init__(self, session: Session | None) -> None:
        super().__init__()
        self.session = session
        self.setObjectName("topbar")
        self.setAccessibleName(_("Typed and not stored"))
        self.mark = QLabel()
        self.mark.setPixmap(theme.pixmap("hint", 20, "hint"))
        self.mark.setFixedWidth(24)
        self.words = label("", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        hint = _("Go to the field with the text put in; it is stored when the field is left")
        self.take = button(_("Take it over"), self._take, icon="go", main=True, hint=hint)
        self.discard = button(_("Discard"), self._discard, hint=_("Forget the text"))
        self.later = button(_("Later"), self._later, hint=_("Keep it, and offer it when the file is opened next"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Typed and not stored"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setUniformItemSizes(True)
        self.list.itemDoubleClicked.connect(lambda _item: self._take())
        head = row(self.mark, self.words, self.take, self.discard, self.later)
        head.setStretch(1, 1)
        box = column(self, head, self.list, space=6)
        box.setContentsMargins(2 * SPACE, 6, 2 * SPACE, 6)
        if session is not None:
            session.drafts.changed.connect(self.refresh)
        self.refresh()

    def follow(self, before: QWidget) -> None:
        """Come after a control in the order of Tab."""
        for control in (self.take, self.discard, self.later, self.list):
            QWidget.setTabOrder(before, control)
            before = control

    @property
    def offer(self) -> Offer | None:
        """The offer that the buttons act on."""
        offers = self._offers()
        place = self.list.currentRow()
        return offers[place if 0 <= place < len(offers) else 0] if offers else None

    def refresh(self) -> None:
        """Show what is offered now."""
        offers = self._offers()
        place = max(0, min(self.list.currentRow(), len(offers) - 1))
        self.list.clear()
        for offer in offers:
            self.list.addItem(self._item(offer))
        self.list.setCurrentRow(place if offers else -1)
        several = len(offers) > 1
        self.list.setVisible(several)
        self.list.setFixedHeight(min(len(offers), MOST_LINES) * max(self.list.sizeHintForRow(0), 20) + 4)
        if several:
            n = len(offers)
            words = n_("{n} text was typed and not stored:", "{n} texts were typed and not stored:", n)
            self.words.setText(words.format(n=n))
            self.words.setToolTip("")
        elif offers:
            self.words.setText(self._sentence(offers[0]))
            self.words.setToolTip(self._whole(offers[0]))
        # Shown before it stands in the window it would be a window of its own.
        if self.parentWidget() is not None or not offers:
            self.setVisible(bool(offers))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the list takes over, Delete discards."""
        if self.list.hasFocus() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif self.list.hasFocus() and event.key() == Qt.Key.Key_Delete:
            self._discard()
        else:
            super().keyPressEvent(event)

    # Inside

    def _offers(self) -> list[Offer]:
        if self.session is None or self.session.drafts.put_off:
            return []
        return self.session.drafts.offers

    def _sentence(self, offer: Offer) -> str:
        assert self.session is not None
        words = _("Typed and not stored on {when}: {what}")
        return words.format(when=local_time(offer.at), what=offer_words(self.session, offer))

    def _whole(self, offer: Offer) -> str:
        return "\n".join(offer.texts.values())

    def _item(self, offer: Offer) -> QListWidgetItem:
        assert self.session is not None
        item = QListWidgetItem(f"{local_time(offer.at)} · {offer_words(self.session, offer)}")
        item.setToolTip(self._whole(offer))
        return item

    def _take(self) -> None:
        if self.session is not None and self.offer is not None:
            self.session.drafts.take(self.offer)

    def _discard(self) -> None:
        if self.session is not None and self.offer is not None:
            self.session.drafts.discard(self.offer)

    def _later(self) -> None:
        if self.session is not None:
            self.session.drafts.later()
