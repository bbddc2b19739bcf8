"""The first pages of a national report: cover, contents, and the summary with its figures and charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from reportlab.platypus import PageBreak

from cami_desktop.exchange.info import SubmissionInfo
from cami_desktop.exchange.report.contents import Contents
from cami_desktop.exchange.report.figure import Figure
from cami_desktop.exchange.report.layout import WIDTH, paragraph, space
from cami_desktop.exchange.report.runs import Run, Runs
from cami_desktop.exchange.report.story import Story
from cami_desktop.exchange.report.tables import Column, Row, Rows, Want, fitted
from cami_desktop.records import KINDS
from cami_desktop.records.kinds import PopulationEstimate, SpeciesStatus, ThreatAssessment
from cami_desktop.synthesis.bar_chart import Bar, Part, bar_chart
from cami_desktop.words import _, formats

IMPACTS: tuple[tuple[str, str], ...] = (
    ("high", "impact_high"),
    ("medium", "impact_medium"),
    ("low", "impact_low"),
    ("negligible", "impact_none"),
    ("past", "impact_past"),
    ("unknown", "impact_unknown"),
    ("", "grid"),
)
"""Codes of the list threat_impact with their colour roles, worst first; blank: not scored."""

_MOST_BARS = 14


def grouped(digest: str, groups: int = 4) -> str:
    """The first groups of four letters of a digest, as people compare them."""
    return " ".join(digest[n : n + 4] for n in range(0, min(len(digest), 4 * groups), 4))


def cover(story: Story, info: SubmissionInfo, title: str, digest: str) -> None:
    """The cover: whose report, of what, and the facts by which the file is told from any other."""
    country = story.catalogue.label("country", info.country)
    story.add(space(120), paragraph(country, "cover_country"), paragraph(title, "cover_title"))
    story.add(paragraph(story.catalogue.label("cycle", info.cycle), "cover_line"), space(150))
    first = _("none: this is the first submission of the cycle")
    total = sum(len(story.view.all(cls)) for cls in KINDS.values())
    facts = [
        (_("Submission"), str(info.number)),
        (_("Follows the submission"), grouped(info.previous) if info.previous else first),
        (_("Made on"), _("{moment} UTC").format(moment=formats.moment_text(info.made_at))),
        (_("Made by"), info.made_by),
        (_("Records"), formats.number(total)),
        (_("Catalogue edition"), info.catalogue),
        (_("Version of the record definitions"), info.schema),
        (_("Program"), info.program),
    ]
    if digest:
        facts.append((_("Workbook submission.xlsx (SHA-256)"), grouped(digest, 16)))
    story.add(_facts(facts), space(14))
    story.text(
        _(
            "The workbook submission.xlsx in the same package is the data of record; this report shows all of its "
            "records for reading. What was left out by consent, by the attribution rule of a meeting or for the safety "
            "of a place is marked as withheld; […] inside a text stands for a name that was kept back."
        ),
        "small",
    )
    story.add(PageBreak())


def contents(story: Story) -> None:
    """The table of contents."""
    story.add(paragraph(_("Contents"), "h0"), Contents(), PageBreak())


def _facts(facts: Sequence[tuple[str, str]]) -> Rows:
    columns = [Column("", 170), Column("", WIDTH - 170)]
    return Rows(columns, [Row([[Run(label, "label")], [Run(text)]]) for label, text in facts if text])


def summary(story: Story, info: SubmissionInfo) -> None:
    """Key figures: the species at a glance, trends, threats, and how many records of each kind there are."""
    story.chapter(_("Summary"))
    story.part(_("Species at a glance"))
    _species_table(story, info)
    _trend_chart(story, info)
    _threat_chart(story)
    story.part(_("Records in this submission"))
    counts = [[[Run(_(cls.plural))], [Run(formats.number(len(story.view.all(cls))))]] for cls in KINDS.values()]
    third = -(-len(counts) // 3)
    blank: list[Runs] = [[], []]
    beside = zip_longest(counts[:third], counts[third : 2 * third], counts[2 * third :], fillvalue=blank)
    pair = [Column("", WIDTH / 3 - 34), Column("", 34, "right")]
    table = Rows(pair * 3, [Row([*left, *middle, *right]) for left, middle, right in beside])
    table.together = True
    story.add(table)


def statuses_of(story: Story, cycle: str) -> list[SpeciesStatus]:
    """The statuses of a cycle; where it has none, all there are."""
    found = list(story.view.all(SpeciesStatus))
    return [status for status in found if status.cycle == cycle] or found


def latest_national(estimates: Sequence[PopulationEstimate]) -> PopulationEstimate | None:
    """The youngest estimate of the whole national range that has a figure; nothing is added up."""
    with_figure = [
        e
        for e in estimates
        if e.level == "national" and e.year is not None and (e.minimum, e.best, e.maximum) != (None, None, None)
    ]
    return max(with_figure, key=lambda e: (e.year or 0, e.id), default=None)


def figure_text(estimate: PopulationEstimate) -> str:
    """The best figure; without one the range, or at least and at most."""
    low, high = estimate.minimum, estimate.maximum
    if estimate.best is not None:
        return formats.number(estimate.best)
    if low is not None and high is not None:
        return f"{formats.number(low)}–{formats.number(high)}"
    if low is not None:
        return _("at least {n}").format(n=formats.number(low))
    return _("at most {n}").format(n=formats.number(high))


def _species_table(story: Story, info: SubmissionInfo) -> None:
    statuses = sorted(statuses_of(story, info.cycle), key=lambda s: story.rank("taxon")(s.taxon))
    if not statuses:
        story.text(_("Nothing was recorded."))
        return
    field, estimate_field = SpeciesStatus.field, PopulationEstimate.field
    wants = [
        *(Want(_(field(name).label)) for name in ("taxon", "presence", "trend")),
        Want(_("Latest national figure"), "right", grows=False),
        Want(_(estimate_field("unit").label)),
        Want(_(estimate_field("year").label), "right", grows=False),
        Want(_("Threats of high or medium impact"), "right", grows=False),
    ]
    cells = [_species_row(story, status) for status in statuses]
    columns = fitted(wants, cells, WIDTH)
    story.add(Rows(columns, [Row(row) for row in cells]))


def _species_row(story: Story, status: SpeciesStatus) -> list[Runs]:
    runs = [story.values.runs(status, status.field(name)) for name in ("taxon", "presence", "trend")]
    latest = latest_national(story.view.all(PopulationEstimate, taxon=status.taxon))
    figure: list[Runs] = [[Run("–", "label")], [], []]
    if latest is not None:
        unit = story.values.runs(latest, latest.field("unit"))
        figure = [[Run(figure_text(latest), "link", latest.id)], unit, [Run(str(latest.year))]]
    threats = story.view.all(ThreatAssessment, taxon=status.taxon)
    major = sum(1 for t in threats if story.values.value(t, t.field("impact")) in ("high", "medium"))
    return [*runs, *figure, [Run(formats.number(major))]]


def _trend_chart(story: Story, info: SubmissionInfo) -> None:
    statuses = statuses_of(story, info.cycle)
    counts = Counter(status.trend for status in statuses)
    codes = [code for code in story.catalogue.codes("trend_iucn") if counts[code]]
    bars = [Bar(story.catalogue.label("trend_iucn", code), {"n": counts[code]}) for code in codes]
    if not bars:
        return
    story.part(_("Species by population trend"))
    title = _("Species by population trend")
    story.add(Figure(bar_chart(bars, [Part("n", _("Species"), "series_1")], width=WIDTH, title=title)))


def _threat_chart(story: Story) -> None:
    counts: dict[str, Counter[str]] = {}
    for threat in story.view.all(ThreatAssessment):
        if threat.threat:
            found = story.values.value(threat, threat.field("impact")) or ""
            counts.setdefault(threat.threat, Counter())[found] += 1
    if not counts:
        return
    known = [code for code, _colour in IMPACTS]
    ranked = sorted(counts, key=lambda code: (*(-counts[code][impact] for impact in known), code))
    used = {impact for counter in counts.values() for impact in counter}
    parts = [
        Part(code, story.catalogue.label("threat_impact", code) if code else _("not scored"), colour)
        for code, colour in IMPACTS
        if code in used
    ]
    bars = [Bar(f"{code} {story.catalogue.label('threat', code)}", counts[code]) for code in ranked[:_MOST_BARS]]
    story.part(_("Threats by impact: number of assessments"))
    story.add(Figure(bar_chart(bars, parts, width=WIDTH, title=_("Threats by impact"))))
    if len(ranked) > _MOST_BARS:
        note = _("Shown are the {n} that rank highest; all stand with their species.")
        story.text(note.format(n=_MOST_BARS), "small")
