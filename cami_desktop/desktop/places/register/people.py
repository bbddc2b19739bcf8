"""People: surname first, and what their consent means for what leaves the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cami_desktop.desktop.places.beside import BesideBrowser, Panel
from cami_desktop.desktop.widgets import Message, column, label
from cami_desktop.records import Record
from cami_desktop.records.attribution import NAMING_CONSENT, REFUSING_CONSENT, may_name_person
from cami_desktop.records.kinds import Participation, Person
from cami_desktop.records.people import surname_first
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


class ConsentPanel(Panel):
    """Whether a person's name may leave the workspace, and why."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.name = label("", "heading", wrap=True)
        self.verdict = Message(small=False)
        self.why = label("", wrap=True)
        self.always = label(
            _("E-mail and phone never leave this workspace, whatever was agreed."), "small", tone="muted", wrap=True
        )
        column(self, self.name, self.verdict, self.why, self.always, None, margin=12)

    def show_record(self, record: Record | None) -> None:
        """Tell of a person; nothing for none."""
        person = record if isinstance(record, Person) else None
        for item in (self.name, self.why, self.always):
            item.setVisible(person is not None)
        if person is None:
            self.verdict.say("")
            return
        self.name.setText(surname_first(person))
        if may_name_person(person, self.session.records):
            self.verdict.say(_("The name may be shared."), "good")
        else:
            self.verdict.say(_("The name stays in this workspace."), "warning")
        self.why.setText(reason(person, self.session))


def reason(person: Person, session: Session) -> str:
    """Why a person may be named or not, in a sentence or two."""
    consent = session.catalogue.label("consent", person.consent) if person.consent else ""
    if person.consent_on:
        consent = f"{consent} ({formats.date_text(person.consent_on)})"
    if person.consent in NAMING_CONSENT:
        return _("Recorded here: {consent}.").format(consent=consent)
    if person.consent in REFUSING_CONSENT:
        return _("Recorded here: {consent}. That holds, whatever was said at meetings.").format(consent=consent)
    meetings = session.records.all(Participation, person=person.id)
    agreed = sum(item.consent in NAMING_CONSENT for item in meetings)
    said = [_("Recorded here: {consent}.").format(consent=consent)] if person.consent else []
    if not meetings:
        said.append(_("No consent to share the name is recorded. Ask, and write down what was said."))
    else:
        words = n_(
            "Consent is recorded for {n} of {total} meeting; it needs to be recorded for each, or here.",
            "Consent is recorded for {n} of {total} meetings; it needs to be recorded for each, or here.",
            len(meetings),
        )
        agreed_to_all = _("Consent is recorded for every meeting the person took part in.")
        said.append(agreed_to_all if agreed == len(meetings) else words.format(n=agreed, total=len(meetings)))
    return " ".join(said)


class PeoplePage(BesideBrowser):
    """The people of the workspace, sorted by surname."""

    def __init__(self, session: Session, empty: str) -> None:
        super().__init__(session, Person, ConsentPanel(session), empty=empty, sort="name")


