"""Signatures outside our profile are refused even when their mathematics would hold."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import cms, core
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from cami_desktop.exchange import cades
from tests.exchange.signing import SIGNED, Office, other_byte

CONTENT = b"content"
DIGEST = hashlib.sha256(CONTENT).digest()


def test_a_detached_signature_holds_only_for_what_was_signed(office: Office) -> None:
    signature = cades.sign_detached(CONTENT, office.enrolled, SIGNED)
    by = cades.check_detached(signature, DIGEST)
    assert by == cades.SignedBy(office.enrolled.certificate, (office.root.certificate,), SIGNED)
    with pytest.raises(cades.BadSignature, match="message digest differs"):
        cades.check_detached(signature, hashlib.sha256(b"other").digest())


def test_no_bit_of_a_signature_can_be_changed(office: Office) -> None:
    signature = cades.sign_detached(CONTENT, office.enrolled, SIGNED)
    for at in range(len(signature)):
        with pytest.raises(cades.BadSignature):
            cades.check_detached(other_byte(signature, at), DIGEST)


def _two_signers(data: Any) -> None:
    data["signer_infos"].append(data["signer_infos"][0])


def _unsigned_attribute(data: Any) -> None:
    data["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes(
        [cms.CMSAttribute({"type": "signing_time", "values": [cms.Time({"utc_time": core.UTCTime(SIGNED)})]})]
    )


def _no_certificates(data: Any) -> None:
    data["certificates"] = cms.CertificateSet([])


def _signer_alone(data: Any) -> None:
    kept = [one for one in data["certificates"] if one.chosen.subject.native.get("country_name") == "KG"]
    assert len(kept) == 1
    data["certificates"] = cms.CertificateSet(kept)


def _content_inside(data: Any) -> None:
    data["encap_content_info"]["content"] = CONTENT


def _other_digest(data: Any) -> None:
    data["signer_infos"][0]["digest_algorithm"] = {"algorithm": "sha512"}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (_two_signers, "exactly one signer"),
        (_unsigned_attribute, "unsigned inside"),
        (_no_certificates, "is not inside"),
        (_signer_alone, "unreadable|does not belong"),
        (_content_inside, "not detached"),
        (_other_digest, "not SHA-256"),
    ],
)
def test_other_kinds_of_signatures_are_refused(office: Office, change: Callable[[Any], None], problem: str) -> None:
    info = cms.ContentInfo.load(cades.sign_detached(CONTENT, office.enrolled, SIGNED))
    change(info["content"])
    with pytest.raises(cades.BadSignature, match=problem):
        cades.check_detached(info.dump(force=True), DIGEST)


def test_a_signature_without_the_bound_certificate_is_refused(office: Office) -> None:
    """Without signing-certificate-v2 another certificate for the same key could be put in its place."""
    info = cms.ContentInfo.load(cades.sign_detached(CONTENT, office.enrolled, SIGNED))
    attributes = info["content"]["signer_infos"][0]["signed_attrs"]
    kept = [one for one in attributes if one["type"].native != "signing_certificate_v2"]
    info["content"]["signer_infos"][0]["signed_attrs"] = cms.CMSAttributes(kept)
    with pytest.raises(cades.BadSignature, match="signing_certificate_v2 is missing"):
        cades.check_detached(info.dump(force=True), DIGEST)


def test_another_digest_algorithm_is_refused(office: Office) -> None:
    signing = cades.signer(office.enrolled).async_sign_general_data(
        CONTENT, "sha512", use_cades=True, signed_attr_settings=PdfCMSSignedAttributes(signing_time=SIGNED)
    )
    with pytest.raises(cades.BadSignature, match="not SHA-256"):
        cades.check_detached(asyncio.run(signing).dump(), DIGEST)


def test_a_signature_of_absurd_length_is_not_read() -> None:
    with pytest.raises(cades.BadSignature, match="too long"):
        cades.check_detached(bytes(cades.LARGEST_SIGNATURE + 1), DIGEST)
