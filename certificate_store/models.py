"""Database tables of the store: types, certificates and their events, grants, uses, signing keys."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedJson, EncryptedText
from certificate_store.errors import AppendOnly
from certificate_store.holders import Holder, HolderKind, IdentifierType
from certificate_store.lifecycle import (
    AuthorityRole,
    CancelCause,
    CertificateStatus,
    Standing,
    UseOutcome,
    standing,
)
from certificate_store.orm import (
    Base,
    BigId,
    UtcDateTime,
    word_column,
)


class CertificateType(Base):
    """A type of certificate that agencies issue (证照类型)."""

    __tablename__ = "certificate_type"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    identifier_code: Mapped[str] = mapped_column(String(21), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    issuer_class: Mapped[str] = mapped_column(String(200))
    holder_kind: Mapped[HolderKind] = mapped_column(word_column(HolderKind, "holder_kind"))
    validity: Mapped[dict[str, Any]] = mapped_column(JSON)
    data_fields: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class Certificate(Base):
    """One version of one certificate; all versions of a certificate have the same serial."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("serial", "version"),
        Index(
            "uq_certificate_current",
            "serial",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        Index("ix_certificate_holder_index", "holder_index"),
        Index("ix_certificate_file_sha256", "file_sha256"),
        Index(
            "ix_certificate_valid_to",
            "valid_to",
            "id",
            sqlite_where=text("valid_to IS NOT NULL"),
            postgresql_where=text("valid_to IS NOT NULL"),
        ),
        CheckConstraint("(status = 'cancelled') = (cancel_cause IS NOT NULL)", name="cause_of_cancelling"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    identifier: Mapped[str] = mapped_column(String(100), unique=True)
    number: Mapped[str] = mapped_column(String(64))
    type_id: Mapped[int] = mapped_column(BigId, ForeignKey("certificate_type.id"), index=True)
    serial: Mapped[str] = mapped_column(String(12))
    version: Mapped[int]
    is_current: Mapped[bool]

    holder_name: Mapped[str] = mapped_column(EncryptedText("certificate.holder_name"))
    holder_identifier_type: Mapped[IdentifierType] = mapped_column(
        word_column(IdentifierType, "holder_identifier_type")
    )
    holder_identifier: Mapped[str] = mapped_column(EncryptedText("certificate.holder_identifier"))
    holder_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    joint_holders_json: Mapped[list[dict[str, str]]] = mapped_column(
        "joint_holders", EncryptedJson("certificate.joint_holders")
    )

    agency_code: Mapped[str] = mapped_column(String(18))
    agency_name: Mapped[str] = mapped_column(String(200))
    issued_on: Mapped[date] = mapped_column(Date)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    fields: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("certificate.fields"))

    status: Mapped[CertificateStatus] = mapped_column(word_column(CertificateStatus, "status"))
    cancel_cause: Mapped[CancelCause | None] = mapped_column(word_column(CancelCause, "cancel_cause"))
    source: Mapped[str] = mapped_column(String(200), unique=True)

    file_name: Mapped[str | None] = mapped_column(String(64))
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    type: Mapped[CertificateType] = relationship(lazy="joined", innerjoin=True)

    @property
    def holder(self) -> Holder:
        """The decrypted holder."""
        return Holder.of_record(self.holder_name, self.holder_identifier_type, self.holder_identifier)

    @property
    def joint_holders(self) -> tuple[Holder, ...]:
        """The other holders, such as spouses or co-owners."""
        return tuple(Holder.from_json(value) for value in self.joint_holders_json)

    def standing(self, on: date) -> Standing:
        """The standing of the certificate on that local day."""
        return standing(
            self.status,
            is_current=self.is_current,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            on=on,
        )


class JointHolder(Base):
    """A further holder by whom a certificate can be found."""

    __tablename__ = "certificate_joint_holder"
    __table_args__ = (Index("ix_certificate_joint_holder_holder_index", "holder_index"),)

    certificate_id: Mapped[int] = mapped_column(BigId, ForeignKey(Certificate.id), primary_key=True)
    holder_index: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)


class CertificateEvent(Base):
    """A change of a certificate: old and new status, agency, reason, time; append-only."""

    __tablename__ = "certificate_event"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    certificate_id: Mapped[int] = mapped_column(BigId, ForeignKey(Certificate.id), index=True)
    action: Mapped[str] = mapped_column(String(32))
    old_status: Mapped[CertificateStatus | None] = mapped_column(word_column(CertificateStatus, "old_status"))
    new_status: Mapped[CertificateStatus] = mapped_column(word_column(CertificateStatus, "new_status"))
    cancel_cause: Mapped[CancelCause | None] = mapped_column(word_column(CancelCause, "cancel_cause"))
    by_agency: Mapped[str] = mapped_column(String(18))
    reason: Mapped[str] = mapped_column(EncryptedText("certificate_event.reason"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Grant(Base):
    """The holder's permission to use one certificate, or one type of theirs, for one purpose (用证授权).

    With a `request` it is valid for that request alone; an empty one, for its purpose.
    """

    __tablename__ = "certificate_grant"
    __table_args__ = (
        Index("ix_certificate_grant_holder_index", "holder_index"),
        CheckConstraint("(certificate_id IS NULL) <> (type_id IS NULL)", name="one_thing"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    holder_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    certificate_id: Mapped[int | None] = mapped_column(BigId, ForeignKey(Certificate.id), index=True)
    type_id: Mapped[int | None] = mapped_column(BigId, ForeignKey(CertificateType.id), index=True)
    purpose: Mapped[str] = mapped_column(String(500))
    request: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    certificate: Mapped[Certificate | None] = relationship()
    type: Mapped[CertificateType | None] = relationship()


class Use(Base):
    """A logged use: by whom, of which certificate, why, on which basis, outcome; the holder may read it."""

    __tablename__ = "certificate_use"
    __table_args__ = (Index("ix_certificate_use_holder_index_id", "holder_index", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    holder_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    by: Mapped[str] = mapped_column("used_by", String(200))
    purpose: Mapped[str] = mapped_column(String(500))
    request: Mapped[str] = mapped_column(String(64))
    case_reference: Mapped[str] = mapped_column(String(100))
    legal_basis: Mapped[str | None] = mapped_column(Text)
    grant_id: Mapped[int | None] = mapped_column(BigId, ForeignKey(Grant.id), index=True)
    what: Mapped[str] = mapped_column(String(200))
    certificate_id: Mapped[int | None] = mapped_column(BigId, ForeignKey(Certificate.id), index=True)
    outcome: Mapped[UseOutcome] = mapped_column(word_column(UseOutcome, "outcome", is_checked=False))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    certificate: Mapped[Certificate | None] = relationship()


class AuthorityKey(Base):
    """A key of the store's own signing authority, with an encrypted private key; one per role is in use."""

    __tablename__ = "certificate_authority_key"
    __table_args__ = (
        Index(
            "uq_certificate_authority_key_in_use",
            "role",
            unique=True,
            sqlite_where=text("retired_at IS NULL"),
            postgresql_where=text("retired_at IS NULL"),
        ),
        CheckConstraint("role IN ('root', 'signer')", name="role"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    role: Mapped[AuthorityRole] = mapped_column(
        word_column(AuthorityRole, "role", length=16, is_checked=False)
    )
    certificate_pem: Mapped[str] = mapped_column(Text)
    private_key: Mapped[str] = mapped_column(EncryptedText("certificate_authority_key.private_key"))
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def _refuse_change(_mapper: Mapper[Any], _connection: Connection, target: Base) -> None:
    raise AppendOnly(target.__tablename__)


for _record in (CertificateEvent, Use):
    event.listen(_record, "before_update", _refuse_change)
    event.listen(_record, "before_delete", _refuse_change)
