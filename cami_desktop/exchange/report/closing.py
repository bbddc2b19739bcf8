"""The last chapters of a national report: programme, register, evidence, changes, and how to verify the package."""

from __future__ import annotations

from collections.abc import Sequence

from cami_desktop.exchange.info import Changed, SubmissionInfo
from cami_desktop.exchange.report.layout import WIDTH
from cami_desktop.exchange.report.runs import Run, Runs, joined
from cami_desktop.exchange.report.story import Story, by_text
from cami_desktop.exchange.report.tables import Row, Rows, Want, fitted
from cami_desktop.records import KINDS
from cami_desktop.records.kinds import Attachment, Organisation, Person, PowResponse, Site, Source
from cami_desktop.words import N_, _

WHAT: dict[str, str] = {"added": N_("added"), "updated": N_("changed"), "deleted": N_("removed")}
"""What happened to a record, in words."""


def programme(story: Story) -> None:
    """The national responses in the order of the Programme of Work."""
    story.chapter(_(PowResponse.plural))
    rank = story.rank("pow_item")
    responses = sorted(story.view.all(PowResponse), key=lambda response: (rank(response.pow_item), response.id))
    story.table(responses)


def register(story: Story) -> None:
    """Organisations, people and sites."""
    story.chapter(_("Register"))
    story.section(_(Organisation.plural))
    story.table(by_text(story.view.all(Organisation), "name"))
    story.section(_(Person.plural))
    story.table(by_text(story.view.all(Person), "surname", "name"))
    story.section(_(Site.plural))
    story.table(by_text(story.view.all(Site), "name"))


def evidence(story: Story) -> None:
    """Sources under the numbers by which the tables cite them, and attachments."""
    story.chapter(_(Source.plural))
    numbers = story.values.source_numbers
    story.table(sorted(story.view.all(Source), key=lambda source: numbers[source.id]))
    story.chapter(_(Attachment.plural))
    story.table(by_text(story.view.all(Attachment), "file_name"))


def changes_since(story: Story, info: SubmissionInfo, changes: Sequence[Changed]) -> None:
    """What changed since the submission before this one."""
    story.chapter(_("What changed since the last submission"))
    if not info.previous:
        story.text(_("This is the first submission of the cycle; everything in it is new."))
    elif not changes:
        story.text(_("Nothing changed since the last submission."))
    if not changes:
        return
    order = {kind: n for n, kind in enumerate(KINDS)}
    ranked = sorted(changes, key=lambda c: (order.get(c.kind, len(order)), list(WHAT).index(c.what), c.id))
    cells = [_changed(story, change) for change in ranked]
    wants = [Want(_("Kind")), Want(_("Record")), Want(_("What happened")), Want(_("Fields"))]
    story.add(Rows(fitted(wants, cells, WIDTH), [Row(row) for row in cells]))


def _changed(story: Story, change: Changed) -> list[Runs]:
    cls = KINDS.get(change.kind)
    record = story.view.find(change.id)
    name = [Run(story.values.name(record), "link", record.id)] if record is not None else [Run(change.id, "label")]
    labels = {field.name: _(field.label) for field in cls.fields()} if cls is not None else {}
    fields = joined([[Run(labels.get(name, name))] for name in change.fields], ", ")
    return [[Run(_(cls.label) if cls is not None else change.kind)], name, [Run(_(WHAT[change.what]))], fields]


def how_to_verify(story: Story, digest: str) -> None:
    """How anyone verifies the package with public tools and without this program (design: ASiC-E, CAdES, PAdES)."""
    story.chapter(_("How to verify this submission"))
    story.text(
        _(
            "The package is an ASiC-E container (ETSI EN 319 162-1), an ordinary ZIP file. With CAMI Desktop, one "
            "command tells whether it is genuine and complete:"
        )
    )
    story.text("cami verify PACKAGE.asice", "command")
    story.text(_("Without it, unpack the package; root.pem is the certificate that the Secretariat handed out."))
    story.text(
        _("1. The signature over the list of entries (CAdES). It answers “CAdES Verification successful”:")
    )
    story.text(
        "openssl cms -verify -cades -binary -inform DER -in META-INF/signature001.p7s "
        "-content META-INF/ASiCManifest001.xml -CAfile root.pem -out /dev/null",
        "command",
    )
    story.text(
        _(
            "2. The digests of the entries. Each must be the one that META-INF/ASiCManifest001.xml states, in base64, "
            "and nothing but META-INF and mimetype may be missing from that list:"
        )
    )
    story.text("openssl dgst -sha256 -binary submission.xlsx | base64", "command")
    if digest:
        story.text(_("This report was printed from the workbook with the SHA-256 {digest}").format(digest=digest))
    story.text(
        _(
            "3. The signature of this report (PAdES). It answers “Signature is Valid”, and “Certificate is Trusted” "
            "where the store holds the root:"
        )
    )
    story.text(
        "certutil -N -d sql:trust --empty-password\n"
        "certutil -A -d sql:trust -n root -t CT,C,C -a -i root.pem\n"
        "pdfsig -nssdir sql:trust report.pdf",
        "command",
    )
