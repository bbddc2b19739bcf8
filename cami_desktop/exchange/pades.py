"""Signs a PDF (PAdES baseline B, certified, without network or time stamp); checking is `pades_check`."""

from __future__ import annotations

import asyncio
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cami_desktop.errors import DamagedInput
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.exchange.keys import SigningKey

FIELD_NAME = "Signature"


def sign_pdf(
    pdf: bytes, key: SigningKey, *, reason: str, location: str = "", signed_at: datetime | None = None
) -> bytes:
    """Return the PDF with an invisible signature over the whole document (EN 319 142-1, baseline B).

    It certifies the document: viewers report any later change. Raises DamagedInput when the bytes are no PDF.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession

    from cami_desktop.exchange.cades import signer, whole_seconds

    at = whole_seconds(signed_at or datetime.now(UTC))

    class SignerAt(PdfSigner):
        """Writes the given time into the document; pyHanko itself only knows the clock."""

        def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
            session = super().init_signing_session(*args, **kwargs)
            session.system_time = at
            return session

    settings = PdfSignatureMetadata(
        field_name=FIELD_NAME,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=location or None,
        name=key.name,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        signed = asyncio.run(SignerAt(settings, signer=signer(key)).async_sign_pdf(writer))
    except PdfError as error:
        raise DamagedInput(_("This is not a PDF that can be signed."), details=str(error)) from error
    return bytes(signed.getvalue())
