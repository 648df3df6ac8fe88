"""The store's own signing authority: a root and a document-signing certificate, with renewal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from certificate_store.errors import AuthorityMissing
from certificate_store.lifecycle import AuthorityRole
from certificate_store.models import AuthorityKey

ROOT_LIFE: Final = timedelta(days=20 * 365)
SIGNER_LIFE: Final = timedelta(days=3 * 365)
RENEW_BEFORE: Final = timedelta(days=90)
CLOCK_SKEW: Final = timedelta(days=1)
DOCUMENT_SIGNING: Final = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336


@dataclass(frozen=True, slots=True)
class Authority:
    """Both certificates and the signer's private key, as PEM; the repr does not show the key."""

    root_pem: str
    signer_pem: str
    signer_key_pem: str = field(repr=False)


def ensure_authority(session: Session, *, now: datetime, organisation: str = "电子证照库") -> Authority:
    """The store's authority, created on the first call; the signer is renewed 90 days before it expires.

    Two processes that call it at the same moment get the same authority.
    """
    root = _in_use(session, AuthorityRole.ROOT)
    if root is None:
        root = _create_root(session, organisation, now)
    signer = _in_use(session, AuthorityRole.SIGNER)
    if signer is None or signer.valid_until - now < RENEW_BEFORE:
        signer = _create_signer(session, root, organisation, now)
    return _authority(root, signer)


def authority_certificate_pem(session: Session) -> str:
    """The root certificate as PEM, for public download; raises AuthorityMissing."""
    root = _in_use(session, AuthorityRole.ROOT)
    if root is None:
        raise AuthorityMissing
    return root.certificate_pem


def _authority(root: AuthorityKey, signer: AuthorityKey) -> Authority:
    return Authority(root.certificate_pem, signer.certificate_pem, signer.private_key)


def _in_use(session: Session, role: AuthorityRole, *, lock: bool = False) -> AuthorityKey | None:
    query = select(AuthorityKey).where(AuthorityKey.role == role, AuthorityKey.retired_at.is_(None))
    return session.scalar(
        query.with_for_update().execution_options(populate_existing=True) if lock else query
    )


def _create_root(session: Session, organisation: str, now: datetime) -> AuthorityKey:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(organisation, "根证书")
    certificate = (
        _builder(name, name, key.public_key(), now, now + ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _store_key(session, AuthorityRole.ROOT, certificate, key, now)


def _create_signer(session: Session, root: AuthorityKey, organisation: str, now: datetime) -> AuthorityKey:
    root_certificate = x509.load_pem_x509_certificate(root.certificate_pem.encode())
    root_key = serialization.load_pem_private_key(root.private_key.encode(), password=None)
    if not isinstance(root_key, ec.EllipticCurvePrivateKey):
        raise AuthorityMissing
    key = ec.generate_private_key(ec.SECP256R1())
    ends = min(now + SIGNER_LIFE, root_certificate.not_valid_after_utc)
    usage = [DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    certificate = (
        _builder(_name(organisation, "签章"), root_certificate.subject, key.public_key(), now, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage(usage), critical=False)
        .add_extension(issuer_key, critical=False)
        .sign(root_key, hashes.SHA256())
    )
    return _store_key(session, AuthorityRole.SIGNER, certificate, key, now)


def _store_key(
    session: Session,
    role: AuthorityRole,
    certificate: x509.Certificate,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> AuthorityKey:
    """Store the key as the current one of its role; if another process stored one first, return that one."""
    row = AuthorityKey(
        role=role,
        certificate_pem=certificate.public_bytes(serialization.Encoding.PEM).decode(),
        private_key=key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
        valid_until=certificate.not_valid_after_utc,
        created_at=now,
    )
    try:
        with session.begin_nested():
            before = _in_use(session, role, lock=True)
            if before is not None:
                if before.valid_until - now >= RENEW_BEFORE:
                    return before
                before.retired_at = now
                session.flush()
            session.add(row)
    except IntegrityError:
        winner = _in_use(session, role)
        if winner is None:
            raise
        return winner
    return row


def _name(organisation: str, purpose: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{organisation}{purpose}"),
        ]
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    now: datetime,
    ends: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before((now - CLOCK_SKEW).astimezone(UTC))
        .not_valid_after(ends.astimezone(UTC))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _key_usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )
