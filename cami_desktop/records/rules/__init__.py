"""The rules: what is checked while typing, over the whole workspace before a submission, and again at the Secretariat.

Each module holds the rules of one subject; a rule has a stable id, a severity and the field it points at.
To add a rule: write it in the module of its subject with the decorator `rule`; nothing else lists rules.
"""

from cami_desktop.records.rules import (
    attachments,
    duplicates,
    figures,
    general,
    last_cycle,
    meetings,
    names,
    places,
    species,
    wording,
)
from cami_desktop.records.rules.acceptance import accept, accepted_of, take_back
from cami_desktop.records.rules.finding import Finding, Severity
from cami_desktop.records.rules.registry import RULES, Rule, check_all, check_record

_SUBJECTS = (general, figures, species, last_cycle, meetings, names, places, wording, duplicates, attachments)

__all__ = ["RULES", "Finding", "Rule", "Severity", "accept", "accepted_of", "check_all", "check_record", "take_back"]
