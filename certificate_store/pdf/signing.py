"""PAdES signatures by the store's authority (technical proof; legal effect: 国令第716号 arts. 8-12)."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Final

from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificate_store.errors import SigningFailed
from certificate_store.pdf.authority import Authority, authority_certificate_pem, ensure_authority

__all__ = ["Authority", "authority_certificate_pem", "ensure_authority", "sign_pdf"]

FIELD_NAME: Final = "StoreSignature"
RESERVED_DIGITS: Final = 8192
"""Room for the signature in hexadecimal digits, over twice of what it needs.

Without it pyHanko signs once more to see how long the signature becomes, which takes 40 % of the time.
"""


class _TimedSigner(PdfSigner):
    """A signer that uses the caller's time."""

    def __init__(self, metadata: PdfSignatureMetadata, signer: SimpleSigner, now: datetime) -> None:
        super().__init__(metadata, signer, new_field_spec=SigFieldSpec(FIELD_NAME))
        self._now = now

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self._now
        return session


def sign_pdf(pdf: bytes, authority: Authority, *, reason: str, now: datetime) -> bytes:
    """The PDF with an invisible PAdES signature, appended without changing the existing bytes.

    Must not be called inside a running event loop. Raises SigningFailed when the data is not a PDF.
    """
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
    except (PdfError, ValueError) as failure:
        raise SigningFailed(f"not a PDF that can be signed: {failure}") from failure
    metadata = PdfSignatureMetadata(
        field_name=FIELD_NAME,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
    )
    signed = _TimedSigner(metadata, _signer(authority), now).sign_pdf(writer, bytes_reserved=RESERVED_DIGITS)
    return bytes(signed.getvalue())


def _signer(authority: Authority) -> SimpleSigner:
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko has no types here
    registry.register_multiple(load_certs_from_pemder_data(authority.root_pem.encode()))
    (certificate,) = load_certs_from_pemder_data(authority.signer_pem.encode())
    key = load_private_key_from_pemder_data(authority.signer_key_pem.encode(), passphrase=None)
    return SimpleSigner(certificate, key, registry, embed_roots=False)
