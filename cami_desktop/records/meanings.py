"""What the codes of a meeting mean, one sentence each: roles, consent, attribution rules; for whoever chooses them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cami_desktop.records.attribution import RULE_WORDS
from cami_desktop.words import N_, _

MEANINGS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "meeting_role": {
            "chair": N_("Leads the meeting and gives the floor."),
            "co_chair": N_("Leads the meeting together with the chair."),
            "facilitator": N_("Guides the discussion without taking a side."),
            "rapporteur": N_("Writes down what is said and answers for the record."),
            "presenter": N_("Presents an item of the agenda."),
            "participant": N_("Takes part and speaks for an organisation."),
            "observer": N_("Listens, speaks when invited, decides nothing."),
            "interpreter": N_("Translates; what is said is noted for the speaker."),
            "organiser": N_("Prepares the meeting: invitations, papers, room."),
            "remote": N_("Takes part by video or telephone."),
        },
        "consent": {
            "written": N_("Signed: the name may be shown outside the country."),
            "oral": N_("Agreed aloud: the name may be shown outside the country."),
            "photo": N_("Photographs may be shown; the name is kept back."),
            "personal_data": N_("Contact data may be kept here; the name is kept back."),
            "not_asked": N_("Not asked yet: the name is kept back."),
            "refused": N_("Did not agree: the name never leaves this workspace."),
            "withdrawn": N_("Taken back: the name is kept back from now on."),
        },
        "attribution_rule": RULE_WORDS,
    }
)
"""Code list -> code -> its meaning in one sentence, in English, marked for translation."""


def meaning(list_name: str, code: str | None) -> str:
    """What a code means, in the language that speaks; empty for a list or code without a sentence."""
    said = MEANINGS.get(list_name, {}).get(code or "", "")
    return _(said) if said else ""
