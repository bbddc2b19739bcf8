"""Lines above the tables of a taxon: how an impact came about, who shares a population, what speaks of a gap."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout

from cami_desktop.catalogue.impact import PAST, SCOPE_SCORE, SEVERITY_SCORE, TIMING_SCORE, impact, score
from cami_desktop.desktop.texts import title
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import in_reading_order
from cami_desktop.records import Record
from cami_desktop.records.kinds import Contribution, Gap, Need, SpeciesStatus, ThreatAssessment
from cami_desktop.words import N_, _, n_

if TYPE_CHECKING:
    from cami_desktop.catalogue import Catalogue
    from cami_desktop.desktop.session import Session
    from cami_desktop.desktop.tables import RecordBrowser

MOST = 5
"""So many links stand in a line; the others are counted."""

LONG = 56
"""Letters of a title in a line."""

CLASSES = N_("High is 8–9, medium 6–7, low 3–5, negligible 0–2 (IUCN).")


class Strip(QLabel):
    """A line of words with links to records; Tab goes from link to link, Enter follows one."""

    def __init__(self, session: Session, name: str) -> None:
        super().__init__()
        self.session = session
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setProperty("level", "small")
        self.setContentsMargins(2 * SPACE, 0, 2 * SPACE, SPACE)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setAccessibleName(name)
        self.linkActivated.connect(self._follow)
        self.hide()

    def say(self, words: str) -> None:
        """Show words (HTML); none hides the line. Tab passes by where nothing can be followed."""
        self.setText(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if "<a " in words else Qt.FocusPolicy.NoFocus)
        self.setVisible(bool(words))

    def put_above(self, browser: RecordBrowser) -> None:
        """Stand between the buttons and the table."""
        layout = browser.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, self)
        in_reading_order(browser)

    def _follow(self, link: str) -> None:
        kind, _slash, id_ = link.partition("/")
        self.session.wanted.emit(kind, id_, "")


def links(session: Session, records: Iterable[Record], most: int = MOST) -> str:
    """Links to records by their titles; beyond the first few they are counted."""
    found = list(records)
    shown = [f'<a href="{one.kind}/{one.id}">{escape(_short(title(session, one)))}</a>' for one in found[:most]]
    if len(found) > most:
        shown.append(_("and {n} more").format(n=len(found) - most))
    return "; ".join(shown)


def _short(text: str) -> str:
    return text if len(text) <= LONG else text[: LONG - 1].rstrip(" ;,.…") + "…"


def impact_words(catalogue: Catalogue, threat: ThreatAssessment) -> str:
    """How the impact of a threat came about: each answer with its score, the sum, and the word for it."""
    timing, scope, severity = threat.timing, threat.scope, threat.severity
    found = impact(timing, scope, severity)
    if timing in PAST:
        return _("Past impact: the timing alone decides, whatever scope and severity.")
    if found is None:
        return _("No impact yet: it needs timing, scope and severity; “unknown” is an answer.")
    total = score(timing, scope, severity)
    if total is None:
        return _("Unknown impact: one of timing, scope and severity is unknown, so there is no sum.")
    parts = (("threat_timing", timing, TIMING_SCORE), ("threat_scope", scope, SCOPE_SCORE),
             ("threat_severity", severity, SEVERITY_SCORE))  # fmt: skip
    summands = [f"{catalogue.label(name, code or '')} ({scores[code or '']})" for name, code, scores in parts]
    word = catalogue.label("threat_impact", found)
    said = _("{summands} = {total}: {impact}.").format(summands=" + ".join(summands), total=total, impact=word)
    return f"{said} {_(CLASSES)}"


def sharing_words(session: Session, taxon: str) -> str:
    """Which range states share the taxon: its populations across borders, and what the own status says."""
    catalogue, own = session.catalogue, session.info.country
    names = {code: catalogue.label("country", code) for code in catalogue.countries}
    lines = []
    shared = [p for p in catalogue.populations.values() if p.taxon == taxon and p.transboundary and own in p.countries]
    for population in shared:
        others = ", ".join(names.get(code, code) for code in population.countries if code != own)
        lines.append(_("{population}: shared with {states}").format(population=population.name(), states=others))
    for status in session.all(SpeciesStatus, lambda each: each.taxon == taxon and bool(each.shared_with)):
        if status.cycle == session.info.cycle:
            told = ", ".join(names.get(code, code) for code in status.shared_with)
            lines.append(_("Own status: shared with {states}").format(states=told))
    found = catalogue.all_taxa.get(taxon)
    others = ", ".join(names.get(code, code) for code in (found.range_states if found else ()) if code != own)
    if not lines and others:
        lines.append(_("Other range states: {states}").format(states=others))
    return escape(" · ".join(lines))


def contribution_words(session: Session, record: Gap | Need) -> str:
    """The contributions that a gap comes from (a need: those of its gap), and others that are about its taxa."""
    gap = record if isinstance(record, Gap) else session.find(record.gap)
    linked = gap.contributions if isinstance(gap, Gap) else []
    found = [one for one in map(session.find, linked) if one is not None]
    taxa = set(record.taxa)
    others = session.all(Contribution, lambda one: one.id not in linked and not taxa.isdisjoint(one.taxa))
    lines = []
    if isinstance(record, Need) and gap is not None:
        lines.append(_("Answers the gap: {link}").format(link=links(session, [gap])))
    if found:
        lines.append(_("From contributions: {links}").format(links=links(session, found)))
    if others:
        lines.append(_("Others about the species: {links}").format(links=links(session, others, 2)))
    return "<br>".join(lines) or escape(_("No contribution of a meeting speaks of it yet."))


def citing_words(session: Session, records: Iterable[Record], source: str) -> str:
    """How many records of a taxon cite a source, by kind, with links to the first of each."""
    kinds: dict[str, list[Record]] = {}
    for record in records:
        values = record.values()
        if source == values.get("source") or source in (values.get("sources") or ()):
            kinds.setdefault(type(record).plural, []).append(record)
    count = sum(map(len, kinds.values()))
    if not count:
        return ""
    said = n_("Cited by {n} record of this species.", "Cited by {n} records of this species.", count).format(n=count)
    parts = [f"{escape(_(plural))} ({len(found)}): {links(session, found)}" for plural, found in kinds.items()]
    return " ".join([escape(said), " · ".join(parts)])
