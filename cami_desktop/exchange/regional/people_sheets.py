"""The sheets on programme and people: Programme of Work, gaps and needs, contributions, meetings and deliveries."""

from __future__ import annotations

from collections.abc import Iterator

from cami_desktop.catalogue import Catalogue
from cami_desktop.exchange.regional import said
from cami_desktop.exchange.regional.sheet import Book, Head, Value
from cami_desktop.exchange.regional.species_sheets import trace, trace_heads
from cami_desktop.exchange.verdict_words import verdict_words
from cami_desktop.records.kinds import Contribution, Gap, Meeting, Need, PowResponse
from cami_desktop.synthesis.contributions import GapEntry, NeedEntry
from cami_desktop.synthesis.deliveries import CountryDeliveries
from cami_desktop.synthesis.programme import PowRow
from cami_desktop.synthesis.region import Region
from cami_desktop.words import N_, _, language


def programme(book: Book, region: Region, catalogue: Catalogue) -> None:
    """One row an item with its sums, and below it one row for every country's answer."""
    field = PowResponse.field
    heads = [
        Head("pow_item", _("Item"), 9, "strong"),
        Head("pow_item.label", _(field("pow_item").label), 46),
        Head("country", _("Country"), 18, "strong"),
        Head("relevance", _(field("relevance").label), 20),
        Head("priority", _(field("priority").label), 20),
        Head("lead", _(field("lead").label), 24),
        Head("starts_on", _(field("starts_on").label), 10),
        Head("ends_on", _(field("ends_on").label), 10),
        Head("cost", _(field("cost").label), 16, "number"),
        Head("currency", _(field("currency").label), 24),
        Head("funding", _(field("funding").label), 20),
        Head("progress", _(field("progress").label), 18),
        Head("comment", _(field("comment").label), 44),
        *trace_heads(),
    ]
    rows = [row for item in region.programme for row in _item_rows(region, catalogue, item)]
    book.table("Programme of Work", heads, rows, keep=2)


def _item_rows(region: Region, catalogue: Catalogue, item: PowRow) -> Iterator[list[Value]]:
    found = catalogue.pow_items.get(item.item)
    wording = found.text() if found else ""
    funding: dict[str, int] = {}
    for code in item.funding.values():
        funding[code] = funding.get(code, 0) + 1
    yield [
        item.item,
        wording,
        _("all countries") if item.answers else _("no answer"),
        said.counted(catalogue, "pow_relevance", item.relevances),
        said.counted(catalogue, "priority", item.priorities),
        *([None] * 4),
        said.money(item.costs),
        said.counted(catalogue, "funding_status", funding),
        None,
        _("wording reconstructed, not official") if item.provisional else None,
        *([None] * 4),
    ]
    for answer in item.answers:
        yield [
            item.item,
            wording,
            said.label(catalogue, "country", answer.country),
            said.label(catalogue, "pow_relevance", answer.relevance),
            said.label(catalogue, "priority", answer.priority),
            answer.lead,
            answer.starts_on,
            answer.ends_on,
            answer.cost,
            answer.currency,
            said.label(catalogue, "funding_status", answer.funding),
            said.label(catalogue, "progress_status", answer.progress),
            in_language(answer.comment, answer.comment_en),
            *trace(region, answer.country, [answer.record]),
        ]


def in_language(text: str, text_en: str) -> str:
    """A text as it was written; where English speaks, its working translation first."""
    if language() == "en" and text_en and text_en != text:
        return f"{text_en}\n{text}" if text else text_en
    return text or text_en


def gaps(book: Book, region: Region, catalogue: Catalogue) -> None:
    """Gaps by area, those of one taxon together, each followed by the needs that answer it."""
    field = Gap.field
    heads = [
        Head("area", _(field("area").label), 24, "strong"),
        Head("what", _("What"), 10),
        Head("country", _("Country"), 16),
        Head("taxa", _(field("taxa").label), 26),
        Head("priority", _(field("priority").label), 13),
        Head("text", _(field("text").label), 60),
        Head("consequence", _(field("consequence").label), 40),
        Head("category", _(Need.field("category").label), 22),
        Head("time_frame", _(Need.field("time_frame").label), 14),
        Head("cost", _(Need.field("cost").label), 14, "number"),
        Head("currency", _(Need.field("currency").label), 9),
        Head("funding", _(Need.field("funding").label), 16),
        *trace_heads(),
    ]
    rows = [
        row
        for area in region.consultation.gaps
        for gap in area.gaps
        for row in (_gap_row(region, catalogue, gap), *(_need_row(region, catalogue, n, gap) for n in gap.needs))
    ]
    rows += [_need_row(region, catalogue, need, None) for need in region.consultation.loose_needs]
    book.table("Gaps and needs", heads, rows, keep=3)


def _gap_row(region: Region, catalogue: Catalogue, gap: GapEntry) -> list[Value]:
    return [
        said.label(catalogue, "gap_kind", gap.area) or _("not given"),
        _(Gap.label),
        said.label(catalogue, "country", gap.country),
        said.taxa(catalogue, gap.taxa),
        said.label(catalogue, "priority", gap.priority),
        in_language(gap.text, gap.text_en),
        gap.consequence,
        *([None] * 5),
        *trace(region, gap.country, [gap.record]),
    ]


def _need_row(region: Region, catalogue: Catalogue, need: NeedEntry, gap: GapEntry | None) -> list[Value]:
    return [
        said.label(catalogue, "gap_kind", gap.area) if gap else _("answers no gap"),
        _(Need.label),
        said.label(catalogue, "country", need.country),
        said.taxa(catalogue, need.taxa),
        said.label(catalogue, "priority", need.priority),
        in_language(need.text, need.text_en),
        None,
        said.label(catalogue, "need_kind", need.category),
        said.label(catalogue, "urgency", need.time_frame),
        need.cost,
        need.currency,
        said.label(catalogue, "funding_status", need.funding),
        *trace(region, need.country, [need.record]),
    ]


def contributions(book: Book, region: Region, catalogue: Catalogue) -> None:
    """Every contribution, without names, by kind; how far agreed is never averaged."""
    field = Contribution.field
    heads = [
        Head("input_kind", _(field("input_kind").label), 26, "strong"),
        Head("country", _("Country"), 16),
        Head("agreement", _(field("agreement").label), 18),
        Head("state", _(field("state").label), 14),
        Head("priority", _(field("priority").label), 12),
        Head("supporters", _(field("supporters").label), 11, "number"),
        Head("opponents", _(field("opponents").label), 11, "number"),
        Head("text", _(field("text").label), 70),
        Head("taxa", _(field("taxa").label), 26),
        Head("pow_items", _(field("pow_items").label), 18),
        *trace_heads(),
    ]
    order = {code: n for n, code in enumerate(catalogue.codes("input_kind"))}
    found = sorted(region.consultation.statements, key=lambda s: (order.get(s.input_kind, 99), s.country, s.record))
    rows = [
        [
            said.label(catalogue, "input_kind", item.input_kind),
            said.label(catalogue, "country", item.country),
            said.label(catalogue, "agreement_level", item.agreement),
            said.label(catalogue, "contribution_state", item.state),
            said.label(catalogue, "priority", item.priority),
            item.supporters,
            item.opponents,
            in_language(item.text, item.text_en),
            said.taxa(catalogue, item.taxa),
            ", ".join(item.pow_items),
            *trace(region, item.country, [item.record]),
        ]
        for item in found
    ]
    book.table("Contributions", heads, rows, keep=2)


def meetings(book: Book, region: Region, catalogue: Catalogue) -> None:
    """The consultation annex: meetings with participants by type of organisation; nobody is named."""
    field = Meeting.field
    present = {code for row in region.consultation.meetings for code in row.by_organisation if code}
    types = [code for code in catalogue.codes("organisation_type") if code in present]
    heads = [
        Head("country", _("Country"), 16, "strong"),
        Head("title", _(field("title").label), 44, "strong"),
        Head("meeting_kind", _(field("meeting_kind").label), 22),
        Head("starts_on", _(field("starts_on").label), 12),
        Head("ends_on", _(field("ends_on").label), 12),
        Head("place", _(field("place_name").label), 18),
        Head("attribution", _(field("attribution").label), 22),
        Head("participants", _("Participants"), 13, "number"),
        *(Head(f"type.{code}", catalogue.label("organisation_type", code), 14, "number") for code in types),
        Head("type.none", _("Type of organisation not given"), 14, "number"),
        *(Head(n, label, 12, "number") for n, label in _outcomes()),
        *trace_heads(),
    ]
    rows: list[list[Value]] = [
        [
            said.label(catalogue, "country", row.country),
            row.title,
            said.label(catalogue, "meeting_kind", row.meeting_kind),
            row.starts_on,
            row.ends_on,
            row.place,
            said.label(catalogue, "attribution_rule", row.attribution),
            row.participants,
            *(row.by_organisation.get(code, 0) for code in types),
            row.by_organisation.get("", 0),
            row.agenda_items,
            row.notes,
            row.contributions,
            row.decisions,
            *trace(region, row.country, [row.record]),
        ]
        for row in region.consultation.meetings
    ]
    book.table("Meetings", heads, rows, keep=2)


def _outcomes() -> tuple[tuple[str, str], ...]:
    return (
        ("agenda_items", _("Agenda items")),
        ("notes", _("Notes")),
        ("contributions", _("Contributions")),
        ("decisions", _("Decisions")),
    )


STATES = (
    ("complete", N_("complete")),
    ("nothing_to_report", N_("nothing to report")),
    ("in_work", N_("in work")),
    ("not_started", N_("not started")),
)
"""States of completeness, from done to not begun, in words."""


def deliveries(book: Book, region: Region, catalogue: Catalogue) -> None:
    """One row for every package received, and one for each country that delivered nothing."""
    sections = list(catalogue.codes("section"))
    heads = [
        Head("country", _("Country"), 18, "strong"),
        Head("expected", _("National coordinator"), 13),
        Head("number", _("Submission"), 11, "year"),
        Head("state", _("What arrived"), 34),
        Head("signed_at", _("Signed (UTC)"), 20),
        Head("received_at", _("Received (UTC)"), 20),
        Head("signer", _("Signer"), 26),
        Head("verdict", _("Verdict"), 16),
        Head("records", _("Records"), 10, "number"),
        Head("package", _("File"), 34, "quiet"),
        Head("digest", _("Package (SHA-256)"), 40, "quiet"),
        *(Head(f"section.{code}", catalogue.label("section", code), 22) for code in sections),
    ]
    rows = [row for item in region.deliveries for row in _delivery_rows(item, catalogue, sections)]
    book.table("Deliveries", heads, rows)


def _delivery_rows(item: CountryDeliveries, catalogue: Catalogue, sections: list[str]) -> Iterator[list[Value]]:
    name, expected = catalogue.label("country", item.country), _("yes") if item.expected else _("no")
    done = [section_text(item, code) for code in sections]
    if not item.deliveries:
        yield [name, expected, None, _("nothing received"), *([None] * 7), *done]
    for delivery in item.deliveries:
        newest = delivery is item.latest
        yield [
            name,
            expected,
            delivery.number,
            arrived(item) if newest else _("an earlier submission"),
            delivery.signed_at,
            delivery.at,
            delivery.signer,
            verdict_words(delivery.verdict),
            delivery.records,
            delivery.package,
            delivery.digest,
            *(done if newest else [None] * len(done)),
        ]


def arrived(item: CountryDeliveries) -> str:
    """What is to be said of the newest submission of a country."""
    if item.missing:
        return _("newest; never arrived: {numbers}").format(numbers=", ".join(map(str, item.missing)))
    return _("newest")


def section_text(item: CountryDeliveries, section: str) -> str:
    """How complete a section of a country is, as «complete 6, not started 1»."""
    states = item.sections.get(section, {})
    parts = [f"{_(words)}\u00a0{states[code]}" for code, words in STATES if states.get(code)]
    return ", ".join(parts)
