"""Possible duplicates: pairs that look the same, side by side, to be joined or kept apart; the choice is a person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHeaderView, QSplitter, QStackedWidget, QWidget

from cami_desktop.desktop.storing import store_now
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.texts import title, value_text
from cami_desktop.desktop.theme import SPACE, icon
from cami_desktop.desktop.widgets import Empty, button, column, label, row
from cami_desktop.desktop.window_state import remember
from cami_desktop.records import KINDS, Record
from cami_desktop.records.duplicates import NAMED_BY, Pair, duplicates, joined, kept_apart, pointing_at
from cami_desktop.records.recordset import RecordSet
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

_WAIT = 400
"""Milliseconds after a change until duplicates are looked for again."""

_WATCHED = frozenset({"", *(cls.kind for cls in NAMED_BY)})


class DuplicatesPage(QWidget):
    """The pairs of records that may be one. counted(n) tells how many there are."""

    counted = Signal(int)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.session = session
        self.jobs = jobs
        self.pairs: list[Pair] = []
        self.current: Pair | None = None
        self._build()
        self._timer = QTimer(self, singleShot=True, interval=_WAIT)
        self._timer.timeout.connect(self._look)
        session.changed.connect(self._changed)
        self._look()

    def _build(self) -> None:
        self.list = PlainTable(_("Possible duplicates"), [_("Kind"), _("Name")], [124])
        self.list.picked.connect(self._show)
        self.head = label("", "heading", wrap=True)
        self.about = label("", "small", tone="muted", wrap=True)
        heads = [_("Field"), _("Older"), _("Newer")]
        self.table = PlainTable(_("Side by side"), heads, [160], sortable=False)
        for place in (1, 2):
            self.table.header().setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.keep_first = button(_("Join, keep the older"), lambda: self.join(0), key="Ctrl+Shift+1")
        self.keep_second = button(_("Join, keep the newer"), lambda: self.join(1), key="Ctrl+Shift+2")
        self.apart = button(_("Not the same"), self.keep_apart, key="Ctrl+Shift+3",
                            hint=_("Keep both, and do not ask again"))  # fmt: skip
        right = QWidget()
        actions = row(self.keep_first, self.keep_second, self.apart, None)
        column(right, self.head, self.about, self.table, actions, margin=2 * SPACE).setStretch(2, 1)
        splitter = QSplitter()
        splitter.addWidget(self.list)
        splitter.addWidget(right)
        splitter.setChildrenCollapsible(False)
        remember(splitter, "duplicates", (340, 620))
        self.pages = QStackedWidget()
        self.pages.addWidget(splitter)
        self.pages.addWidget(
            Empty(_("No two organisations, people, sources or sites look the same. Pairs that do are shown here."))
        )
        column(self, self.pages, space=0)

    # What a person does

    def join(self, kept: int) -> None:
        """Let one of the two stand for both: 0 keeps the older, 1 the newer. One step of undo brings both back."""
        both = self._both()
        if both is None:
            return
        self.session.flush()
        keep, other = both[kept], both[1 - kept]
        label_ = _("Joined: {title}").format(title=title(self.session, keep))
        self._store(joined(keep, other, self.session.records), label_)

    def keep_apart(self) -> None:
        """Remember that the two are not the same."""
        both = self._both()
        if both is not None:
            self.session.flush()
            words = _("Kept apart: {title}").format(title=title(self.session, both[0]))
            self._store(kept_apart(*both, _("Not the same as")), words)

    def _store(self, records: list[Record], words: str) -> None:
        if store_now(self.session, records, words):
            self._look()

    # What is shown

    def _both(self) -> tuple[Record, Record] | None:
        if self.current is None or not self.session.editable:
            return None
        first, second = self.session.find(self.current.first), self.session.find(self.current.second)
        return (first, second) if first is not None and second is not None else None

    def _changed(self, kind: str, _id: str) -> None:
        if kind in _WATCHED:
            self._timer.start()

    def _look(self) -> None:
        records = self.session.snapshot()

        def look(_progress: object, view: RecordSet = records) -> list[Pair]:
            return duplicates(view)

        self.jobs.run_quietly(look, self._found)

    def _found(self, pairs: list[Pair]) -> None:
        self.pairs = [pair for pair in pairs if self.session.find(pair.first) and self.session.find(pair.second)]
        rows = [
            Row([_(KINDS[pair.kind].label), self._title(pair.first)], pair, icon("hint", "hint")) for pair in self.pairs
        ]
        deciding = (self.list, self.keep_first, self.keep_second, self.apart)
        if not rows and any(control.hasFocus() for control in deciding):
            self.setFocus()  # Qt would give the keyboard to Undo in the top bar: a second Space would undo.
        self.list.fill(rows)
        self._show(self.list.value)
        self.pages.setCurrentIndex(0 if rows else 1)
        self.counted.emit(len(rows))

    def _title(self, id_: str) -> str:
        record = self.session.find(id_)
        return title(self.session, record) if record is not None else ""

    def _show(self, pair: Pair | None) -> None:
        self.current = pair
        both = None
        if pair is not None:
            first, second = self.session.find(pair.first), self.session.find(pair.second)
            both = (first, second) if first is not None and second is not None else None
        for control in (self.keep_first, self.keep_second, self.apart):
            control.setEnabled(both is not None and self.session.editable)
        if both is None:
            self.head.setText("")
            self.about.setText("")
            self.table.fill([])
            return
        self.head.setText(_("Are these the same?"))
        self.about.setText(
            _("Joining lets every record point at the one that is kept, fills its blank fields from the other, "
              "and moves the other to the bin.")
        )  # fmt: skip
        self.table.fill(self._rows(*both))

    def _rows(self, first: Record, second: Record) -> list[Row]:
        """Every field that either fills, marked where they differ, and how many records point at each."""
        rows = []
        for field in first.fields():
            texts = [value_text(self.session, field, getattr(one, field.name)) for one in (first, second)]
            if any(texts):
                differs = texts[0] != texts[1]
                mark = icon("warning", "warning") if differs and all(texts) else None
                tip = "\n".join(filter(None, texts))
                rows.append(Row([_(field.label), *texts], field.name, mark, tip))
        counts = [len(pointing_at(one, self.session.records)) for one in (first, second)]
        words = [n_("{n} record", "{n} records", n).format(n=n) for n in counts]
        rows.append(Row([_("Used by"), *words], "used by"))
        return rows
