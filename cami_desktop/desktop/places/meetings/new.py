"""Making a meeting from a template or like another one: kind, title, dates and rule at a glance, stored as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from cami_desktop.desktop.forms import Answer, Editor, editor_for
from cami_desktop.desktop.tables.panel import Preview
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, label
from cami_desktop.errors import CamiError
from cami_desktop.records import Record
from cami_desktop.records.kinds import AgendaItem, Meeting, Participation
from cami_desktop.records.meanings import meaning
from cami_desktop.records.meeting_begin import from_template, in_words, like, people_of, templates
from cami_desktop.records.meeting_times import clock_of, planned
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

LIKE = "like"
"""Stands in the choice of what to begin with for the other meeting."""

FIELDS = ("title", "starts_on", "ends_on", "attribution")
"""Fields of the meeting that are asked for here; everything else is in its details."""

WIDEST, DATE = 580, 150
"""Pixels of a line, longer ones being hard to read, and of a date."""


class NewMeeting(Preview):
    """Asks what a meeting begins with. made(meeting) when it was stored, closed() when the panel has done its work."""

    made = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(_("New meeting"))
        self.session = session
        self.last: Meeting | None = None
        self.apply_button.setText(_("Make the meeting"))
        self.begins = QComboBox()
        self.begins.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.about = label("", "small", tone="muted", wrap=True)
        self.editors: dict[str, Editor] = {name: editor_for(Meeting.field(name), session) for name in FIELDS}
        self.rule = label("", "small", tone="muted", wrap=True)
        self.people = QCheckBox()
        self.anew = label(_("Their consent is asked anew."), "small", tone="muted", wrap=True)
        self.message = Message()
        self.build(self._grid(), self.message)
        self.summary.hide()
        self.begins.currentIndexChanged.connect(lambda _place: self._begin_with())
        self.editors["attribution"].typing.connect(self._explain)
        self.editors["attribution"].left.connect(self._explain)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * SPACE)
        grid.setVerticalSpacing(SPACE)
        # Beyond the widest line the room stays empty at the right.
        grid.setColumnStretch(1, 1_000)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(2, 1)
        named: list[tuple[str, QWidget]] = [(_("Begin with"), self.begins), ("", self.about)]
        named += [(_(editor.field.label), editor) for editor in self.editors.values()]
        named += [("", self.rule), ("", self.people), ("", self.anew)]
        dates = [_(Meeting.field(name).label) for name in ("starts_on", "ends_on")]
        for line, (name, control) in enumerate(named):
            if name:
                words = label(name, "label")
                words.setBuddy(control)
                grid.addWidget(words, line, 0)
                (control.control if isinstance(control, Editor) else control).setAccessibleName(name)
            control.setMaximumWidth(DATE if name in dates else WIDEST)
            grid.addWidget(control, line, 1)
        return grid

    def open(self, last: Meeting | None) -> None:
        """Begin anew; last is the meeting that the new one may be like."""
        self.last = last
        self.message.say("")
        self.begins.blockSignals(True)
        self.begins.clear()
        for one in templates().values():
            self.begins.addItem(self.session.catalogue.label("meeting_kind", one.meeting_kind), one.code)
        if last is not None:
            self.begins.addItem(_("Like “{title}”").format(title=last.title or _("Meeting without a title")), LIKE)
        self.begins.setCurrentIndex(0)
        self.begins.blockSignals(False)
        for name in ("starts_on", "ends_on"):
            self._put(name, None)
        self.people.setChecked(False)
        self.people.setVisible(last is not None)
        self.anew.setVisible(last is not None)
        self._begin_with()

    def begin(self) -> None:
        """Put the focus where the person decides first."""
        self.begins.setFocus()

    def apply(self) -> None:
        """Store the meeting with its agenda, and its participants where wished, as one step of undo."""
        try:
            records = self._records()
            title = records[0].values()["title"] or ""
            stored = self.session.save_all(records, label=_("New meeting: {title}").format(title=title))
        except CamiError as error:
            self.message.say(" ".join(filter(None, (error.what, error.do))), "error")
            return
        self.closed.emit()
        self.made.emit(stored[0])

    # Inside

    def _records(self) -> list[Record]:
        """The meeting and all that comes with it. Raises CamiError where a field cannot be read."""
        answers = {name: editor.read().value for name, editor in self.editors.items()}
        last = self.last
        if self.begins.currentData() == LIKE and last is not None:
            records = like(last, self.session.records, people=self.people.isChecked())
        else:
            template = templates()[self.begins.currentData()]
            meeting = self.session.new(Meeting, attribution=answers["attribution"])
            records = from_template(meeting, template)
            if last is not None and self.people.isChecked():
                records += people_of(last, self.session.records, records[0].id).values()
        made = records[0]
        assert isinstance(made, Meeting)
        made.cycle = self.session.info.cycle
        made.title = answers["title"] or made.title
        made.starts_on, made.ends_on = answers["starts_on"], answers["ends_on"]
        made.attribution = answers["attribution"] or made.attribution
        return records

    def _begin_with(self) -> None:
        """Show the title, rule and agenda of what was chosen."""
        template = templates().get(self.begins.currentData() or "")
        title: str
        rule: str | None
        if template is not None:
            title, rule = in_words(template.title), template.attribution
            items = [one for one in from_template(self.session.new(Meeting), template) if isinstance(one, AgendaItem)]
            more = in_words(template.purpose)
        else:
            last = self.last
            title, rule = (last.title or "", last.attribution) if last is not None else ("", None)
            items = self.session.records.all(AgendaItem, meeting=last.id) if last is not None else []
            more = ""
        self._put("title", title)
        self._put("attribution", rule)
        times = planned(items)
        n = len(items)
        count = n_("{n} agenda item", "{n} agenda items", n).format(n=n)
        span = "–".join(filter(None, (clock_of(times[0].begins), clock_of(times[-1].ends)))) if times else ""
        self.about.setText(". ".join(filter(None, (", ".join(filter(None, (count, span))), more))))
        self._count_people()
        self._explain()

    def _count_people(self) -> None:
        last = self.last
        n = len(self.session.records.all(Participation, meeting=last.id)) if last is not None else 0
        words = n_("With the {n} participant of the last meeting", "With the {n} participants of the last meeting", n)
        self.people.setText(words.format(n=n))
        self.people.setToolTip((last.title or "") if last is not None else "")
        self.people.setEnabled(n > 0)

    def _explain(self) -> None:
        try:
            rule = self.editors["attribution"].read().value
        except CamiError:
            # Half a word is no rule yet; making the meeting says so.
            rule = None
        self.rule.setText(meaning("attribution_rule", rule))

    def _put(self, name: str, value: str | None) -> None:
        self.editors[name].show_answer(Answer(value))
        self.editors[name].keep_shown()
