"""Chapters of the regional report on programme and people: gaps, needs, Programme of Work, contributions, meetings."""

from __future__ import annotations

from collections.abc import Mapping

from cami_desktop.exchange.regional import said
from cami_desktop.exchange.regional.people_sheets import arrived, in_language, section_text
from cami_desktop.exchange.regional.report_parts import chapter, countries_by_code, number, table
from cami_desktop.exchange.report.layout import WIDTH, group_heading
from cami_desktop.exchange.report.runs import Run, Runs
from cami_desktop.exchange.report.story import Story
from cami_desktop.exchange.report.tables import Row, Rows, Want, fitted
from cami_desktop.exchange.verdict_words import verdict_words
from cami_desktop.records.kinds import Contribution, Gap, Need, PowResponse
from cami_desktop.synthesis.contributions import ContributionCount, NeedEntry
from cami_desktop.synthesis.programme import PowAnswer, PowRow
from cami_desktop.synthesis.region import Region
from cami_desktop.words import _, formats, p_


def gaps_and_needs(story: Story, region: Region) -> None:
    """A section for every area: gaps of one taxon side by side, the needs that answer them below each."""
    chapter(story, _("Gaps and needs"))
    found = region.consultation
    label = story.catalogue.label
    counts = [
        [
            [Run(label("gap_kind", area.area) if area.area else _("not given"))],
            number(len(area.gaps)),
            number(sum(len(gap.needs) for gap in area.gaps)),
            [Run(", ".join(f"{label('country', c)}\u00a0{n}" for c, n in area.countries.items()))],
        ]
        for area in found.gaps
    ]
    right = [Want(_(Gap.plural), "right", grows=False), Want(_(Need.plural), "right", grows=False)]
    table(story, [Want(p_("of gaps", "Area")), *right, Want(_("Countries"), most=260)], counts)
    wants = [
        Want(_("Country")),
        Want(_("Taxa")),
        Want(_("Priority")),
        Want(_(Gap.label), most=220),
        Want(_("Needs that answer it"), most=220),
    ]
    for area in found.gaps:
        story.section(label("gap_kind", area.area) if area.area else _("not given"))
        cells: list[list[Runs]] = [
            [
                [Run(label("country", gap.country))],
                [Run(said.taxa(story.catalogue, gap.taxa))],
                [Run(said.label(story.catalogue, "priority", gap.priority))],
                [Run(in_language(gap.text, gap.text_en))],
                [Run("\n".join(_need(story, need) for need in gap.needs))],
            ]
            for gap in area.gaps
        ]
        table(story, wants, cells, [gap.record for gap in area.gaps])
    if found.loose_needs:
        story.section(_("Needs that answer no gap"))
        loose: list[list[Runs]] = [
            [[Run(label("country", need.country))], [Run(_need(story, need))]] for need in found.loose_needs
        ]
        table(story, [Want(_("Country")), Want(_(Need.label), most=400)], loose, [n.record for n in found.loose_needs])


def _need(story: Story, need: NeedEntry) -> str:
    """A need on one line: what, how urgent, what it costs and whether it is paid."""
    told = [
        said.label(story.catalogue, "need_kind", need.category),
        said.label(story.catalogue, "urgency", need.time_frame),
        said.money({need.currency: need.cost}) if need.cost is not None else "",
        said.label(story.catalogue, "funding_status", need.funding),
    ]
    return f"{in_language(need.text, need.text_en)} ({'; '.join(part for part in told if part)})"


def programme(story: Story, region: Region) -> None:
    """Every answered item with priorities, leads, costs and funding; the items without an answer by name."""
    chapter(story, _("Programme of Work"))
    answered = [row for row in region.programme if row.answers]
    if any(row.provisional for row in region.programme):
        story.text(_("The wording of items marked * is a reconstruction, not the official one."), "small")
    field = PowResponse.field
    wants = [
        Want(_("Country")),
        Want(_(field("relevance").label)),
        Want(_(field("priority").label)),
        Want(_(field("lead").label), most=150),
        Want(_(field("cost").label), "right", grows=False),
        Want(_(field("funding").label)),
    ]
    cells = {row.item: [_sums(story, row), *(_answer(story, answer) for answer in row.answers)] for row in answered}
    columns = fitted(wants, [line for lines in cells.values() for line in lines], WIDTH)
    for row in answered:
        story.part(_item(story, row.item) + (" *" if row.provisional else ""))
        rows = Rows(columns, [Row(line) for line in cells[row.item]])
        rows.together = True
        story.add(rows)
    if not answered:
        story.text(_("Nothing was recorded."))
    silent = [row.item for row in region.programme if not row.answers]
    if silent:
        story.add(*group_heading(_("Items that no country answered")))
        story.text("; ".join(_item(story, code) for code in silent), "small")


def _sums(story: Story, row: PowRow) -> list[Runs]:
    """The line of all countries: how many answer, their priorities and costs."""
    costs = said.money(row.costs).replace("; ", "\n")
    return [
        [Run(_("all: {n}").format(n=formats.number(len(row.answers))), "strong")],
        [Run(said.counted(story.catalogue, "pow_relevance", row.relevances).replace(", ", "\n"), "strong")],
        [Run(said.counted(story.catalogue, "priority", row.priorities).replace(", ", "\n"), "strong")],
        [],
        [Run(costs, "strong")] if costs else [],
        [Run(_("without a cost: {n}").format(n=row.without_cost), "label")] if row.without_cost else [],
    ]


def _answer(story: Story, answer: PowAnswer) -> list[Runs]:
    return [
        [Run(story.catalogue.label("country", answer.country))],
        [Run(said.label(story.catalogue, "pow_relevance", answer.relevance))],
        [Run(said.label(story.catalogue, "priority", answer.priority))],
        [Run(answer.lead)],
        [Run(said.money({answer.currency: answer.cost}))] if answer.cost is not None else [],
        [Run(said.label(story.catalogue, "funding_status", answer.funding))],
    ]


def _item(story: Story, code: str) -> str:
    found = story.catalogue.pow_items.get(code)
    return f"{code} {found.text()}" if found else code


def contributions(story: Story, region: Region) -> None:
    """Counts by kind and by programme item with agreement, and every minority view in its own words."""
    chapter(story, _("Contributions of stakeholders"))
    found = region.consultation
    story.text(countries_by_code(story, region), "small")
    story.section(_("By kind"))
    kinds = [(said.label(story.catalogue, "input_kind", c.input_kind) or _("not given"), c) for c in found.by_kind]
    _counts(story, _(Contribution.field("input_kind").label), kinds)
    story.section(_("By item of the Programme of Work"))
    _counts(story, _("Item"), [(_item(story, count.pow_item), count) for count in found.by_item])
    story.section(_("Minority views and single voices"))
    wants = [Want(_("Country")), Want(_("How far agreed")), Want(_("Text"), most=330), Want(_("Items"))]
    few = [item for item in found.statements if item.minority]
    cells: list[list[Runs]] = [
        [
            [Run(story.catalogue.label("country", item.country))],
            [Run(story.catalogue.label("agreement_level", item.agreement))],
            [Run(in_language(item.text, item.text_en))],
            [Run(", ".join(item.pow_items))],
        ]
        for item in few
    ]
    table(story, wants, cells, [item.record for item in few])


def _counts(story: Story, heading: str, counts: list[tuple[str, ContributionCount]]) -> None:
    wants = [
        Want(heading, most=200),
        Want(_("Contributions"), "right", grows=False),
        Want(_("How far agreed"), most=190),
        Want(_("Countries"), most=150),
    ]
    cells: list[list[Runs]] = [
        [
            [Run(name)],
            number(count.total),
            [Run(said.counted(story.catalogue, "agreement_level", count.agreements, blank=_("not given")))],
            [Run(", ".join(f"{country}\u00a0{n}" for country, n in count.countries.items()))],
        ]
        for name, count in counts
    ]
    table(story, wants, cells)


def consultation_annex(story: Story, region: Region) -> None:
    """The meetings, with participants by type of organisation; nobody is named."""
    story.chapter(_("Consultation: the meetings"))
    wants = [
        Want(_("Country")),
        Want(_("Meeting"), most=150),
        Want(_("When and where")),
        Want(_("Participants"), "right", grows=False),
        Want(_("By type of organisation"), most=330),
        Want(_("Contributions"), "right", grows=False),
        Want(_("Decisions"), "right", grows=False),
    ]
    rows = region.consultation.meetings
    cells: list[list[Runs]] = [
        [
            [Run(story.catalogue.label("country", row.country))],
            [Run(row.title), Run(f"\n{said.label(story.catalogue, 'attribution_rule', row.attribution)}", "label")],
            [Run(", ".join(part for part in (_period(row.starts_on, row.ends_on), row.place) if part))],
            number(row.participants),
            [Run(_people(story, row.by_organisation))],
            number(row.contributions),
            number(row.decisions),
        ]
        for row in rows
    ]
    table(story, wants, cells, [row.record for row in rows])


def _people(story: Story, by_organisation: Mapping[str, int]) -> str:
    """Participants by type of organisation, a type a line."""
    label = story.catalogue.label
    names = {code: label("organisation_type", code) if code else _("not given") for code in by_organisation}
    return "\n".join(f"{names[code]}: {formats.number(n)}" for code, n in by_organisation.items())


def _period(first: str, last: str) -> str:
    if last and last != first:
        return f"{formats.date_text(first)} – {formats.date_text(last)}"
    return formats.date_text(first)


def deliveries(story: Story, region: Region) -> None:
    """Who submitted what and when, and how complete each section of each country is."""
    story.chapter(_("Submissions received"))
    label = story.catalogue.label
    wants = [
        Want(_("Country")),
        Want(_("Submission"), "right", grows=False),
        Want(_("What arrived")),
        Want(_("Signed (UTC)"), grows=False),
        Want(_("Signer")),
        Want(_("Verdict")),
        Want(_("Records"), "right", grows=False),
        Want(_("Package (SHA-256)"), grows=False),
    ]
    cells: list[list[Runs]] = []
    for item in region.deliveries:
        country: Runs = [Run(label("country", item.country))]
        if not item.deliveries:
            cells.append([country, [], [Run(_("nothing received"), "absent")], [], [], [], [], []])
        cells += [
            [
                country,
                [Run(str(delivery.number))],
                [Run(arrived(item) if delivery is item.latest else _("an earlier submission"))],
                [Run(formats.moment_text(delivery.signed_at))],
                [Run(delivery.signer)],
                [Run(verdict_words(delivery.verdict))],
                number(delivery.records),
                [Run(delivery.digest[:16], "label")],
            ]
            for delivery in item.deliveries
        ]
    table(story, wants, cells)
    story.section(_("Completeness: taxa by state of each section"))
    sections = [code for code in story.catalogue.codes("section") if any(code in d.sections for d in region.deliveries)]
    cells = [
        [[Run(label("country", item.country))], *([Run(section_text(item, code))] for code in sections)]
        for item in region.deliveries
        if item.records
    ]
    table(story, [Want(_("Country")), *(Want(label("section", code)) for code in sections)], cells)
