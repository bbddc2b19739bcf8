"""The bytes of a key file: PKCS#12 with AES-256 and many rounds everywhere, also in its check sum; no files here."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.serialization import KeySerializationEncryption

    from cami_desktop.exchange.keys import SigningKey

KDF_ROUNDS = 600_000
"""PBKDF2-HMAC-SHA256 rounds of a key file (OWASP's least for this function), and rounds of its MAC."""

_BLOCK = 64


def sealed(key: SigningKey, passphrase: str) -> bytes:
    """Return the PKCS#12 bytes of a key (RFC 7292; PBES2 with AES-256-CBC, RFC 8018)."""
    from cryptography.hazmat.primitives.serialization import pkcs12

    plain = pkcs12.serialize_key_and_certificates(
        key.name.encode(), key.private_key, key.certificate, key.chain, _encryption(passphrase)
    )
    return _with_slow_mac(plain, passphrase)


def _encryption(passphrase: str) -> KeySerializationEncryption:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import PrivateFormat
    from cryptography.hazmat.primitives.serialization.pkcs12 import PBES

    # BestAvailableEncryption would use far fewer rounds; so everything is said here.
    return (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(KDF_ROUNDS)
        .key_cert_algorithm(PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase.encode())
    )


def _with_slow_mac(pfx_bytes: bytes, passphrase: str) -> bytes:
    """Put a MAC of KDF_ROUNDS rounds in place of the library's.

    `cryptography` writes the MAC with 2,048 rounds whatever was asked for, and whoever guesses passphrases would try
    them on the MAC, not on the encryption.
    """
    from asn1crypto import pkcs12 as asn1

    pfx = asn1.Pfx.load(pfx_bytes)
    salt = secrets.token_bytes(16)
    content = pfx["auth_safe"]["content"].contents
    key = _mac_key(passphrase, salt)
    pfx["mac_data"] = asn1.MacData(
        {
            "mac": {
                "digest_algorithm": {"algorithm": "sha256"},
                "digest": hmac.new(key, content, hashlib.sha256).digest(),
            },
            "mac_salt": salt,
            "iterations": KDF_ROUNDS,
        }
    )
    return bytes(pfx.dump())


def _mac_key(passphrase: str, salt: bytes) -> bytes:
    """Derive the MAC key (RFC 7292, appendix B.2, identifier 3); with SHA-256 one block is enough."""
    password = passphrase.encode("utf-16-be") + b"\0\0"
    digest = b"\x03" * _BLOCK + _filled(salt) + _filled(password)
    for _round in range(KDF_ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return digest


def _filled(data: bytes) -> bytes:
    """Repeat bytes up to the next multiple of the hash's block length."""
    length = -(-len(data) // _BLOCK) * _BLOCK
    return (data * (length // len(data) + 1))[:length]
