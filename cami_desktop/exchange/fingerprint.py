"""Names a public key for people: SHA-256 in hexadecimal, and words that can be read over the telephone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

# Proquints: D. S. Wilkerson, "A Proposal for Proquints: Identifiers that are Readable, Spellable, and
# Pronounceable", arXiv:0901.4016. Every 16 bits become consonant-vowel-consonant-vowel-consonant. Chosen over
# an English word list because people who speak Russian, Kazakh or Tajik to each other can read them out alike.
_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aiou"
_WORDS = 8


def fingerprint(public_key: EllipticCurvePublicKey) -> str:
    """Return the SHA-256 of the key's SubjectPublicKeyInfo (DER) as 64 hexadecimal digits.

    A key, its certificate request and every certificate issued for it have the same fingerprint.
    Outside: `openssl x509 -pubkey -noout -in C.pem | openssl pkey -pubin -outform DER | sha256sum`.
    """
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return hashlib.sha256(public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def words(hexadecimal: str) -> list[str]:
    """Return eight five-letter words for the first 128 bits of a fingerprint, to compare by telephone."""
    data = bytes.fromhex(hexadecimal)[: 2 * _WORDS]
    return [_word(int.from_bytes(data[at : at + 2], "big")) for at in range(0, len(data), 2)]


def _word(number: int) -> str:
    return (
        _CONSONANTS[number >> 12 & 15]
        + _VOWELS[number >> 10 & 3]
        + _CONSONANTS[number >> 6 & 15]
        + _VOWELS[number >> 4 & 3]
        + _CONSONANTS[number & 15]
    )
