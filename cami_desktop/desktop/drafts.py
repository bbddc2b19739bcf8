"""What is typed and not stored: kept in the file while it is typed or refused, and offered back after a crash.

Where the texts are typed is for the forms (drafts_form.py), how they are offered for the bar (drafts_bar.py).
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.drafts_writer import DraftWriter
from cami_desktop.desktop.places.base import Place
from cami_desktop.errors import CamiError
from cami_desktop.records import KINDS, Record
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

KEEP_EVERY = 1_000
"""Milliseconds between two times that a text which is being typed is kept."""

CONTEXT = ""
"""The name under which the context of a record that is not stored yet is kept beside the drafts of its fields."""

FORM, LINE = "form", "line"
"""Where a new record is typed: in the form of its kind, or in the entry line of the notes."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a record that is not stored yet began with, and where the person was: a place and its memory."""

    values: Mapping[str, Any]
    place: str = ""
    memory: str = ""
    typed_in: str = FORM


@dataclass(slots=True)
class Offer:
    """Texts of one record, by field, that nobody is typing now; context only for a record that is not stored.

    at: when the last of them was typed (UTC); fresh: it was typed in this session; claimed: a form has taken it over.
    """

    kind: str
    record_id: str
    texts: dict[str, str]
    at: str
    context: Context | None = None
    fresh: bool = False
    claimed: bool = field(default=False, compare=False)


class Drafts(QObject):
    """The drafts of a session. Signals: changed() when other texts are offered; taken(offer) asks forms to claim it."""

    changed = Signal()
    taken = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.offers: list[Offer] = []
        self.put_off = False
        self._texts: dict[tuple[str, str], str] = {}
        self._kinds: dict[str, str] = {}
        self._contexts: dict[str, Context] = {}
        self._handed: dict[str, tuple[str, Mapping[str, str], Context, bool]] = {}
        self._in_trouble = False
        self._warned = False
        self.writer = DraftWriter(session.workspace, self)
        self.writer.failed.connect(self._failed)
        self.writer.kept.connect(self._worked)
        if session.editable:
            self._read()

    # While a text is typed

    def keep(self, kind: str, record_id: str, name: str, text: str, context: Context | None = None) -> None:
        """Keep the text that stands in a field; context for a record that is not stored yet, whose id is reserved."""
        if not self.session.editable:
            return
        self._kinds[record_id] = kind
        if context is not None and context != self._contexts.get(record_id):
            self._contexts[record_id] = context
            self.writer.put(kind, record_id, CONTEXT, json.dumps(dataclasses.asdict(context), ensure_ascii=False))
        if self._texts.get((record_id, name)) != text:
            self._texts[record_id, name] = text
            self.writer.put(kind, record_id, name, text)

    def text(self, record_id: str, name: str) -> str | None:
        """What was typed into a field in this session and is not stored."""
        return self._texts.get((record_id, name))

    def forget(self, record_id: str, name: str) -> None:
        """The field was stored, or is again as it was."""
        if self._texts.pop((record_id, name), None) is not None:
            self.writer.drop(record_id, name)
            if record_id in self._contexts and not self._texts_of(record_id):
                self.begun(record_id)

    def begun(self, record_id: str) -> None:
        """The record is stored now: what it began with is in it."""
        if self._contexts.pop(record_id, None) is not None:
            self.writer.drop(record_id, CONTEXT)

    def hand_over(self, kind: str, record_id: str, texts: Mapping[str, str], context: Context) -> None:
        """A new record is about to be stored: what the file keeps of it stays there until it is."""
        for name in self._texts_of(record_id):
            del self._texts[record_id, name]
        known = self._contexts.pop(record_id, None) is not None
        self._handed[record_id] = (kind, texts, context, known)

    def stored(self, record_id: str) -> None:
        """A record that was handed over came into the file, and its fields with it."""
        _kind, _texts, _context, known = self._handed.pop(record_id, ("", {}, None, False))
        if known:
            self.writer.drop(record_id, CONTEXT)

    def give_back(self, record_id: str) -> None:
        """A record that was handed over could not be stored: its texts are kept and offered back."""
        if record_id in self._handed:
            kind, texts, context, _known = self._handed.pop(record_id)
            for name, text in texts.items():
                self.keep(kind, record_id, name, text, context)
            self.let_go(record_id)

    def finish(self) -> None:
        """Wait until everything is in the file, which is about to be closed."""
        self.writer.finish()

    @property
    def unsafe(self) -> int:
        """How many texts stand only in their fields: neither stored nor kept, as on a full disk."""
        given_back = sum(len(offer.texts) for offer in self.offers if offer.fresh)
        return len(self._texts) + given_back if self._in_trouble else 0

    def reason_to_stay(self) -> str:
        """Why not to close yet, where that would lose texts; asked once more, the person knows and may go."""
        n = self.unsafe
        if not n or self._warned:
            return ""
        self._warned = True
        words = n_(
            "{n} text could be neither stored nor kept. Free some space on the disk, or copy it elsewhere; closing "
            "once more loses it.",
            "{n} texts could be neither stored nor kept. Free some space on the disk, or copy them elsewhere; closing "
            "once more loses them.",
            n,
        )
        return words.format(n=n)

    # Records that nobody is typing any more

    def let_go(self, record_id: str) -> None:
        """The form shows something else: what was typed for a record that is not stored is offered back."""
        texts = self._texts_of(record_id)
        if not texts:
            return
        at = self.session.workspace.clock().astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        context = self._contexts.pop(record_id, None)
        self.offers.append(Offer(self._kinds[record_id], record_id, texts, at, context, fresh=True))
        for name in texts:
            del self._texts[record_id, name]
        self.put_off = False
        self.changed.emit()

    def let_go_all(self) -> None:
        """Every form is about to be built anew."""
        for record_id in list(self._contexts):
            self.let_go(record_id)

    def adopt(self, kind: str, wanted: Callable[[Context], bool]) -> Offer | None:
        """Give back what was typed in this session for a record of a kind that begins like the one now begun."""
        for offer in self.offers:
            if offer.fresh and offer.kind == kind and offer.context is not None and wanted(offer.context):
                self._own(offer)
                return offer
        return None

    # Offering

    def take(self, offer: Offer) -> bool:
        """Go where the texts were typed and put them there, not stored until left. False where that cannot be."""
        if offer.context is None:
            self.session.wanted.emit(offer.kind, offer.record_id, next(iter(offer.texts), ""))
        else:
            self.session.place_wanted.emit(offer.context.place, offer.context.memory)
        self.taken.emit(offer)
        if offer.claimed:
            self._own(offer)
            return True
        QGuiApplication.clipboard().setText("\n".join(offer.texts.values()))
        said = _("The field cannot be shown. The text was copied: paste it where it belongs, then discard it here.")
        self.session.told.emit(said, "warning")
        return False

    def discard(self, offer: Offer) -> None:
        """Forget the texts of an offer; the message still shows them."""
        self.offers.remove(offer)
        for name in (*offer.texts, CONTEXT):
            # What is typed there anew stays.
            if (offer.record_id, name) not in self._texts:
                self.writer.drop(offer.record_id, name)
        text = "; ".join(offer.texts.values())
        self.session.told.emit(_("Discarded: “{text}”").format(text=text), "muted")
        self.changed.emit()

    def later(self) -> None:
        """Offer everything when the file is opened next time."""
        self.put_off = True
        self.session.told.emit(_("Kept in the file, and offered again when it is opened next."), "muted")
        self.changed.emit()

    # Inside

    def _own(self, offer: Offer) -> None:
        """What was offered is being typed again."""
        self.offers.remove(offer)
        self._kinds[offer.record_id] = offer.kind
        if offer.context is not None:
            self._contexts[offer.record_id] = offer.context
        for name, text in offer.texts.items():
            self._texts.setdefault((offer.record_id, name), text)
        self.changed.emit()

    def _texts_of(self, record_id: str) -> dict[str, str]:
        return {name: text for (id_, name), text in self._texts.items() if id_ == record_id}

    def _read(self) -> None:
        """What the file holds: typed and never stored, because the power failed or the text was refused."""
        found: dict[str, Offer] = {}
        contexts: dict[str, str] = {}
        for draft in self.session.workspace.drafts():
            if draft.field == CONTEXT:
                contexts[draft.record_id] = draft.text
            elif draft.kind in KINDS:
                offer = found.setdefault(draft.record_id, Offer(draft.kind, draft.record_id, {}, draft.at))
                offer.texts[draft.field] = draft.text
                offer.at = max(offer.at, draft.at)
        for record_id, text in contexts.items():
            stored = self.session.records.get(record_id) is not None
            if record_id not in found or stored:
                # The record, or each of its texts, was stored in the very moment in which the program ended.
                self.writer.drop(record_id, CONTEXT)
            else:
                found[record_id].context = Context(**json.loads(text))
        self.offers = sorted(found.values(), key=lambda offer: offer.at, reverse=True)

    def _failed(self, error: CamiError) -> None:
        """Tell once that drafts cannot be kept; the text itself stands in its field."""
        if not self._in_trouble:
            self._in_trouble = True
            words = _("What is being typed cannot be kept as a draft: {why}").format(why=error.what)
            self.session.told.emit(f"{words} {error.do or ''}".strip(), "warning")
            self.changed.emit()

    def _worked(self) -> None:
        if self._in_trouble:
            self._in_trouble = self._warned = False
            self.changed.emit()


def context_of(widget: QWidget, record: Record, typed_in: str = FORM) -> Context:
    """The context of a record that is begun in a widget: its filled fields, the place, and where in the place."""
    values = {name: value for name, value in record.values().items() if value not in (None, "", [])}
    step: QWidget | None = widget
    while step is not None and not isinstance(step, Place):
        step = step.parentWidget()
    place_id, memory = (step.place_id, step.memory()) if isinstance(step, Place) else ("", "")
    return Context(values, place_id, memory, typed_in)
