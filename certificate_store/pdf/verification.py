"""Verification of the store's signature on a PDF file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO

from asn1crypto.cms import ContentInfo, SignedData, SignerIdentifier
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


class FileDoubt(StrEnum):
    """The problems of a file, the most serious first."""

    UNREADABLE = "unreadable"
    NOT_SIGNED = "not_signed"
    CHANGED = "changed"
    ADDED_TO = "added_to"
    NOT_TRUSTED = "not_trusted"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """The result for a PDF alone; the state of the certificate on a day is checked by its identifier."""

    doubt: FileDoubt | None
    is_intact: bool = False
    is_trusted: bool = False
    covers_whole_file: bool = False
    signer: str = ""
    signed_at: datetime | None = None

    @property
    def is_genuine(self) -> bool:
        """Whether the file has no problem at all."""
        return self.doubt is None


def verify_file(pdf: bytes, authority_pem: str) -> FileAnswer:
    """Verify a PDF against the store's root certificate.

    The file is genuine only if the signature is valid and covers the whole file, so that both a changed byte
    and an appended update are detected. The chain is validated at the signing time: a file stays verifiable
    after its signer's certificate has expired. Must not be called inside a running event loop.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        signatures = reader.embedded_regular_signatures
    except Exception:  # a malicious file can make the reader raise any exception
        return FileAnswer(FileDoubt.UNREADABLE)
    if not signatures:
        return FileAnswer(FileDoubt.NOT_SIGNED)
    try:
        return _judge(pdf, signatures, authority_pem)
    except Exception:  # as above: a file that cannot be verified is not genuine
        return FileAnswer(FileDoubt.INVALID)


def _judge(pdf: bytes, signatures: list[EmbeddedPdfSignature], authority_pem: str) -> FileAnswer:
    first = signatures[0]
    signed_at = first.self_reported_timestamp
    context = ValidationContext(
        trust_roots=list(load_certs_from_pemder_data(authority_pem.encode())),
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=signed_at,
    )
    status = validate_pdf_signature(first, signer_validation_context=context)
    intact = status.intact and status.valid and _is_gap_clean(pdf, first)
    whole = (
        len(signatures) == 1
        and status.modification_level is ModificationLevel.NONE
        and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    )
    return FileAnswer(
        doubt=_doubt(status, intact, whole),
        is_intact=intact,
        is_trusted=status.trusted,
        covers_whole_file=whole,
        signer=status.signing_cert.subject.native.get("common_name", ""),
        signed_at=signed_at,
    )


def _is_gap_clean(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the part that no digest covers contains only the signature and its padding of zeros."""
    start, end = signature.byte_range[1], signature.byte_range[2]
    contents: bytes = signature.pkcs7_content
    envelope = _exact_envelope(ContentInfo.load(contents))
    is_padded = contents == envelope.ljust(len(contents), b"\0")
    return is_padded and pdf[start:end] == b"<" + contents.hex().upper().encode() + b">"


def _exact_envelope(envelope: ContentInfo) -> bytes:
    """The canonical encoding of a signature with these signed attributes and this certificate.

    A CMS envelope (RFC 5652) contains redundant, unsigned parts; no other encoding is accepted.
    """
    signed = envelope["content"]
    (signer,), (choice,) = signed["signer_infos"], signed["certificates"]
    certificate = choice.chosen
    digest = {"algorithm": signer["digest_algorithm"]["algorithm"].native}
    number = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    exact = {
        "version": "v1",
        "digest_algorithms": [digest],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate],
        "signer_infos": [
            {
                "version": "v1",
                "sid": SignerIdentifier("issuer_and_serial_number", number),
                "digest_algorithm": digest,
                "signed_attrs": signer["signed_attrs"],
                "signature_algorithm": {"algorithm": signer["signature_algorithm"]["algorithm"].native},
                "signature": signer["signature"].native,
            }
        ],
    }
    return bytes(ContentInfo({"content_type": "signed_data", "content": SignedData(exact)}).dump())


def _doubt(status: PdfSignatureStatus, intact: bool, whole: bool) -> FileDoubt | None:
    if not intact:
        return FileDoubt.CHANGED
    if not whole:
        return FileDoubt.ADDED_TO
    if not status.trusted:
        return FileDoubt.NOT_TRUSTED
    return None if status.bottom_line else FileDoubt.INVALID
