"""The Programme of Work and the evidence: national responses, sources and attachments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cami_desktop.records.field import code, date, flag, link, links, long_text, number, text, whole
from cami_desktop.records.record import Record, register
from cami_desktop.words import N_


@register
@dataclass(kw_only=True)
class PowResponse(Record):
    """The national response to one item of the Programme of Work."""

    kind: ClassVar[str] = "pow_response"
    label: ClassVar[str] = N_("Programme of Work response")
    plural: ClassVar[str] = N_("Programme of Work responses")
    place: ClassVar[str] = "programme"
    titled_by: ClassVar[tuple[str, ...]] = ("pow_item",)

    pow_item: str | None = code(N_("Programme of Work item"), "pow_item", required=True)
    relevance: str | None = code(N_("Relevance"), "pow_relevance", required=True)
    priority: str | None = code(N_("National priority"), "priority")
    lead: str | None = link(N_("Lead"), "organisation")
    partners: list[str] = links(N_("Partners"), "organisation")
    starts_on: str | None = date(N_("From"))
    ends_on: str | None = date(N_("To"))
    cost: float | None = number(N_("Cost"), minimum=0)
    currency: str | None = code(N_("Currency"), "currency")
    funding: str | None = code(N_("Funding"), "funding_status")
    progress: str | None = code(N_("Progress"), "progress_status")
    comment: str | None = long_text(N_("Comment"))
    comment_en: str | None = long_text(N_("Comment in English"))
    evidence: list[str] = links(N_("Evidence"), "source")


@register
@dataclass(kw_only=True)
class Source(Record):
    """Where a figure or statement comes from."""

    kind: ClassVar[str] = "source"
    label: ClassVar[str] = N_("Source")
    plural: ClassVar[str] = N_("Sources")
    place: ClassVar[str] = "register"
    titled_by: ClassVar[tuple[str, ...]] = ("citation",)

    citation: str | None = long_text(N_("Citation"), required=True)
    source_type: str | None = code(N_("Type of source"), "source_type", required=True)
    year: int | None = whole(N_("Year"), minimum=1700)
    language: str | None = code(N_("Language"), "language")
    locator: str | None = text(N_("Link or DOI"))


@register
@dataclass(kw_only=True)
class Attachment(Record):
    """A file that belongs to a record; its bytes live in the workspace."""

    kind: ClassVar[str] = "attachment"
    label: ClassVar[str] = N_("Attachment")
    plural: ClassVar[str] = N_("Attachments")
    place: ClassVar[str] = "register"
    titled_by: ClassVar[tuple[str, ...]] = ("file_name",)

    record: str | None = link(N_("Belongs to"), required=True)
    file_name: str | None = text(N_("File name"), required=True)
    media_type: str | None = text(N_("Media type"))
    size: int | None = whole(N_("Size"), unit="B", minimum=0)
    sha256: str | None = text(N_("SHA-256"))
    caption: str | None = text(N_("Caption"))
    confidential: bool | None = flag(
        N_("Confidential"), help=N_("A confidential attachment never leaves the workspace.")
    )
