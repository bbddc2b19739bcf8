"""Who may be named: the attribution rule of a contribution and the consent of a person."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cami_desktop.records.kinds import Contribution, Decision, Meeting, Note, Participation, Person
from cami_desktop.records.recordset import RecordView
from cami_desktop.words import N_

NAMING_CONSENT = frozenset({"written", "oral"})
"""Codes of the list `consent` that allow a name to be shared."""

STRICTEST = "chatham_house"
"""The attribution rule where neither contribution nor meeting names one."""

RULE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "attributed": N_("What is said may be shown outside with name and organisation, where the person consents."),
        "organisation_only": N_("What is said is shown outside with the organisation only, never with a name."),
        "country_only": N_("What is said is shown outside as said in the country, without name or organisation."),
        "chatham_house": N_("What is said is shown outside without saying who said it."),
        "internal": N_("What is said stays in the country."),
    }
)
"""Each attribution rule in one sentence."""

REFUSING_CONSENT = frozenset({"refused", "withdrawn"})
"""Codes of the list `consent` that forbid it, whatever else was said."""


def may_name_person(person: Person, view: RecordView) -> bool:
    """Whether the person's name may leave the workspace.

    It may with the person's own consent, or, where the register holds none, when every meeting the person took part
    in recorded one; a refusal in the register always holds.
    """
    if person.consent in NAMING_CONSENT or person.consent in REFUSING_CONSENT:
        return person.consent in NAMING_CONSENT
    takes_part = view.all(Participation, person=person.id)
    return bool(takes_part) and all(item.consent in NAMING_CONSENT for item in takes_part)


def rule_for(record: Contribution | Note | Decision, view: RecordView) -> str:
    """The attribution rule of a contribution, note or decision: its own, else the meeting's, else the strictest."""
    own = record.attribution if isinstance(record, Contribution) else None
    if own:
        return own
    meeting = view.find(record.meeting) if record.meeting else None
    if isinstance(meeting, Meeting) and meeting.attribution:
        return meeting.attribution
    return STRICTEST
