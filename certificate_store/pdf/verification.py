"""Whether a PDF bears the store's signature and is, to its last byte, what was signed."""

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
    """What is wrong with a file, the gravest first."""

    UNREADABLE = "unreadable"
    NOT_SIGNED = "not_signed"
    CHANGED = "changed"
    ADDED_TO = "added_to"
    NOT_TRUSTED = "not_trusted"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What a PDF proves by itself; the state of the certificate on a day is asked by its identifier."""

    doubt: FileDoubt | None
    is_intact: bool = False
    is_trusted: bool = False
    covers_whole_file: bool = False
    signer: str = ""
    signed_at: datetime | None = None

    @property
    def is_genuine(self) -> bool:
        """Whether nothing at all is wrong with it."""
        return self.doubt is None


def verify_file(pdf: bytes, authority_pem: str) -> FileAnswer:
    """Judge a PDF against the store's root certificate.

    Good only where the signature's bottom line holds and it covers the whole file, so that a flipped byte
    and an appended update are both told. The chain is judged at the signed time: a file stays provable when
    its signer's certificate has run out. Call it outside of a running event loop.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        signatures = reader.embedded_regular_signatures
    except Exception:  # a hostile file makes the reader stumble in any way it likes
        return FileAnswer(FileDoubt.UNREADABLE)
    if not signatures:
        return FileAnswer(FileDoubt.NOT_SIGNED)
    try:
        return _judge(pdf, signatures, authority_pem)
    except Exception:  # the same: what cannot be judged is not genuine
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
    """Whether the one place that no digest covers holds the signature, its padding of zeros, nothing else."""
    start, end = signature.byte_range[1], signature.byte_range[2]
    contents: bytes = signature.pkcs7_content
    envelope = _exact_envelope(ContentInfo.load(contents))
    is_padded = contents == envelope.ljust(len(contents), b"\0")
    return is_padded and pdf[start:end] == b"<" + contents.hex().upper().encode() + b">"


def _exact_envelope(found: ContentInfo) -> bytes:
    """The one way to write a signature with these signed attributes and this certificate.

    A CMS envelope (RFC 5652) says several things twice and signs neither; no other writing is accepted.
    """
    signed = found["content"]
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
