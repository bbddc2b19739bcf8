"""The six verdicts on a package as people read them in tables; what leads to a verdict is told elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cami_desktop.exchange.verdict import VerdictWord
from cami_desktop.words import N_, _

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        VerdictWord.GENUINE: N_("genuine"),
        VerdictWord.GENUINE_EXPIRED: N_("genuine, signed before the certificate ended"),
        VerdictWord.UNKNOWN_SIGNER: N_("signer not confirmed"),
        VerdictWord.REVOKED: N_("certificate withdrawn"),
        VerdictWord.ALTERED: N_("altered"),
        VerdictWord.DAMAGED: N_("damaged"),
    }
)


def verdict_words(verdict: str) -> str:
    """A verdict in the language that speaks; a word that is none stands as it is."""
    return _(_WORDS[verdict]) if verdict in _WORDS else verdict
