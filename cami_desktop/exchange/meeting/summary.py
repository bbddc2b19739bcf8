"""Prints the summary of a meeting: title, facts, agenda, participants, contributions, decisions; no page is signed."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from cami_desktop.exchange.regional.sheet import PROGRAM
from cami_desktop.exchange.report import fonts
from cami_desktop.exchange.report.layout import (
    STYLES,
    WIDTH,
    Sheet,
    group_heading,
    heading,
    paragraph,
    print_document,
    space,
)
from cami_desktop.exchange.report.runs import Run, Runs, joined
from cami_desktop.exchange.report.tables import Column, Row, Rows, Want, fitted
from cami_desktop.records.kinds import Participation
from cami_desktop.records.recordset import RecordView
from cami_desktop.synthesis.meeting_summary import Decided, Group, MeetingSummary, Said, meeting_summary
from cami_desktop.words import _, formats, using

_LABEL = 128.0
_NUMBER, _WHO, _AGREED = 24.0, 108.0, 78.0
_TITLE = ParagraphStyle("meeting_title", STYLES["cover_title"], fontName=fonts.BOLD, fontSize=20, leading=26)


def print_summary(
    view: RecordView,
    meeting: str,
    language: str,
    made_at: datetime.datetime,
    *,
    grouping: str = "input_kind",
    changed: str = "",
) -> bytes:
    """The summary of a meeting as PDF in a language of the program; records come redacted.

    grouping and changed as for meeting_summary. The file says nothing of itself that a person typed. The same input
    gives the same bytes. Raises WrongUse for an unknown language, meeting or grouping.
    """
    with using(language):
        said = meeting_summary(view, meeting, grouping, changed=changed)
        sheet = Sheet(
            title=f"{_('Meeting summary')} · {said.name}",
            header_left=f"{_('Meeting summary')} · {said.name}",
            header_right=said.status,
            footer_left=PROGRAM,
            author="",
            subject=said.status,
            language=language,
            made_at=made_at,
            mark=said.status if said.draft else "",
        )
        out = io.BytesIO()
        print_document(_pages(said), sheet, out)
    return out.getvalue()


def _pages(said: MeetingSummary) -> list[Flowable]:
    return [
        paragraph(_("Meeting summary"), "cover_line"),
        Paragraph(escape(fonts.printable(said.title)), _TITLE),
        space(4),
        *_facts(said),
        *_agenda(said),
        *_participants(said),
        *_contributions(said),
        *_decisions(said),
    ]


def _facts(said: MeetingSummary) -> list[Flowable]:
    """The facts as labels and texts, then what was told in prose."""
    facts = [*said.facts, (_("Attribution rule"), said.rule)]
    rows = [Row([[Run(label, "label")], [Run(text)]]) for label, text in facts if text]
    found: list[Flowable] = [Rows([Column("", _LABEL), Column("", WIDTH - _LABEL)], rows)]
    if said.purpose:
        found += [*group_heading(_("Purpose")), paragraph(said.purpose)]
    if said.summary or said.summary_en:
        found += group_heading(_("Summary"))
        found += [paragraph(text) for text in (said.summary, said.summary_en) if text]
    return found


def _agenda(said: MeetingSummary) -> list[Flowable]:
    found = heading(_("Agenda"), 0, "agenda")
    if not said.agenda:
        return [*found, paragraph(_("Nothing was recorded."))]
    real = any(item.real for item in said.agenda)
    presented = any(item.presenter for item in said.agenda)
    wants = [Want(_("No."), grows=False), Want(_("Title"), most=330), Want(_("Planned"), grows=False)]
    wants += [Want(_("Really"), grows=False)] if real else []
    wants += [Want(_("Presenter"), most=150)] if presented else []
    rows = []
    for item in said.agenda:
        cells: list[Runs] = [[Run(item.number)], [Run(item.title)], [Run(item.planned)]]
        cells += [[Run(item.real)]] if real else []
        cells += [[Run(item.presenter)]] if presented else []
        rows.append(Row(cells, [Run(f"{_('Aim')}: ", "label"), Run(item.aim)] if item.aim else (), item.record))
    return [*found, Rows(fitted(wants, [row.cells for row in rows], WIDTH), rows)]


def _participants(said: MeetingSummary) -> list[Flowable]:
    found = heading(_("Participants"), 0, "participants")
    if said.participants:
        wants = [Want(_(Participation.label), most=200), Want(_("Organisation"), most=240), Want(_("Role"), most=150)]
        cells: list[Sequence[Runs]] = [
            [[Run(item.name)], [Run(item.organisation)], [Run(item.role)]] for item in said.participants
        ]
        found.append(Rows(fitted(wants, cells, WIDTH), [Row(row) for row in cells]))
    if said.unnamed or not said.participants:
        found.append(paragraph(said.unnamed or _("Nothing was recorded.")))
    return found


def _contributions(said: MeetingSummary) -> list[Flowable]:
    found = heading(_("Contributions"), 0, "contributions")
    everything = [item for group in said.groups for item in group.said]
    if not everything:
        return [*found, paragraph(_("Nothing was recorded."))]
    translated, named = any(item.text_en for item in everything), any(item.who for item in everything)
    for number, group in enumerate(said.groups, start=1):
        found += heading(group.heading, 1, f"contributions-{number}")
        if group.said:
            found.append(_said(group, translated=translated, named=named))
        if group.also:
            numbers = ", ".join(map(formats.number, group.also))
            found.append(paragraph(_("See also: {numbers}").format(numbers=numbers), "small"))
    return found


def _said(group: Group, *, translated: bool, named: bool) -> Rows:
    """Contributions with the same columns in every group, so that the eye finds them."""
    room = WIDTH - _NUMBER - _AGREED - (_WHO if named else 0.0)
    columns = [Column(_("No."), _NUMBER), Column(_("Text"), room * 0.55 if translated else room)]
    columns += [Column(_("Working translation"), room * 0.45)] if translated else []
    columns += [Column(_("Who"), _WHO)] if named else []
    columns.append(Column(_("How far agreed"), _AGREED))
    rows = []
    for item in group.said:
        cells: list[Runs] = [[Run(formats.number(item.number))], [Run(item.text)]]
        cells += [[Run(item.text_en)]] if translated else []
        cells += [[Run(item.who)]] if named else []
        rows.append(Row([*cells, _agreed(item)], _about(item), item.record))
    return Rows(columns, rows)


def _agreed(item: Said) -> Runs:
    """How far agreed, the view of a few in bold so that it is not overlooked; then the count and the state."""
    parts: list[Runs] = [[Run(item.agreement, "strong" if item.minority else "text")]] if item.agreement else []
    parts += [[Run(text, "label")] for text in (item.counted, item.state) if text]
    return joined(parts, "\n")


def _about(item: Said) -> Runs:
    told = [*item.about, *([(_("Priority"), item.priority)] if item.priority else [])]
    return joined([[Run(f"{label}: ", "label"), Run(text)] for label, text in told], "   ·   ")


def _decisions(said: MeetingSummary) -> list[Flowable]:
    found = heading(_("Decisions and next steps"), 0, "decisions")
    if not said.decisions:
        return [*found, paragraph(_("Nothing was recorded."))]
    translated = any(item.text_en for _kind, items in said.decisions for item in items)
    for number, (kind, items) in enumerate(said.decisions, start=1):
        found += heading(kind, 1, f"decisions-{number}")
        found.append(_decided(items, translated=translated))
    return found


def _decided(items: Sequence[Decided], *, translated: bool) -> Rows:
    due, state, who = 60.0, 70.0, 118.0
    room = WIDTH - due - state - who
    columns = [Column(_("Text"), room * 0.55 if translated else room)]
    columns += [Column(_("Working translation"), room * 0.45)] if translated else []
    columns += [Column(_("Responsible"), who), Column(_("Due"), due), Column(_("State"), state)]
    rows = []
    for item in items:
        cells: list[Runs] = [[Run(item.text)], *([[Run(item.text_en)]] if translated else [])]
        cells += [[Run(item.responsible)], [Run(item.due)], [Run(item.state)]]
        rows.append(Row(cells, _follows(item), item.record))
    return Rows(columns, rows)


def _follows(item: Decided) -> Runs:
    """From which agenda item and contributions a decision follows; the numbers lead there."""
    parts: list[Runs] = [[Run(f"{_('Agenda item')}: ", "label"), Run(item.agenda)]] if item.agenda else []
    if item.contributions:
        numbers = [[Run(formats.number(number), "link", id_)] for number, id_ in item.contributions]
        parts.append([Run(f"{_('From contributions')}: ", "label"), *joined(numbers, ", ")])
    return joined(parts, "   ·   ")
