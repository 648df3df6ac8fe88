"""Database tables of accounts, browser sessions and the hall's own identity provider."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedJson, EncryptedText
from certificate_store.holders import Holder, IdentifierType
from guides.models import Agency, Division
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.database import Base
from services_hall.identity.capacities import Capacity, Evidence
from services_hall.identity.proof_purposes import ProofPurpose
from services_hall.identity.roles import Role

OF_ONE_PERSON: Final = text("organisation_index IS NULL AND disabled_at IS NULL AND NOT shares_number")
OF_ONE_MEMBER: Final = text("organisation_index IS NOT NULL AND disabled_at IS NULL AND NOT shares_number")


class Account(Base):
    """A user who signs in here or at an external provider (issuer, subject), or an agency's system."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        Index(
            "uq_account_person",
            "identifier_index",
            unique=True,
            sqlite_where=OF_ONE_PERSON,
            postgresql_where=OF_ONE_PERSON,
        ),
        Index(
            "uq_account_person_organisation",
            "identifier_index",
            "organisation_index",
            unique=True,
            sqlite_where=OF_ONE_MEMBER,
            postgresql_where=OF_ONE_MEMBER,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    username: Mapped[str | None] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    issuer: Mapped[str | None] = mapped_column(String(500))
    subject: Mapped[str | None] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(EncryptedText("account.name"))
    identifier_type: Mapped[IdentifierType | None] = mapped_column(
        word_column(IdentifierType, "identifier_type")
    )
    identifier: Mapped[str | None] = mapped_column(EncryptedText("account.identifier"))
    identifier_index: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    phone: Mapped[str | None] = mapped_column(EncryptedText("account.phone"))
    organisation: Mapped[dict[str, str] | None] = mapped_column(EncryptedJson("account.organisation"))
    organisation_index: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    shares_number: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether an older account had the same number when the rule came that a person has only one."""
    phone_verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    email: Mapped[str | None] = mapped_column(EncryptedText("account.email"))
    """An address that its owner has proved, found by its index."""
    email_index: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    wants_email: Mapped[bool] = mapped_column(default=False, server_default=false())
    wants_text: Mapped[bool] = mapped_column(default=False, server_default=false())
    terms_version: Mapped[str | None] = mapped_column(String(16))
    """Which terms of personal-data use its owner agreed to last, and when (个人信息保护法 art. 14)."""
    terms_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    must_change_password: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the password was given by an administrator, so that its owner has to change it."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    posts: Mapped[list["AccountPost"]] = relationship(
        lambda: AccountPost, back_populates="account", order_by=lambda: AccountPost.id
    )


class AccountPost(Base):
    """A role of an account, limited to an agency and a division where the role requires them."""

    __tablename__ = "account_post"
    __table_args__ = (
        Index("uq_account_post_place", "account_id", "role", "agency_code", "division_code", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(word_column(Role, "role"))
    agency_code: Mapped[str | None] = mapped_column(ForeignKey(Agency.code))
    division_code: Mapped[str | None] = mapped_column(ForeignKey(Division.code))

    account: Mapped[Account] = relationship(Account, back_populates="posts")


class Representation(Base):
    """That an account may act for another person or an organisation: for all items or some, until a day."""

    __tablename__ = "representation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    principal_name: Mapped[str] = mapped_column(EncryptedText("representation.principal_name"))
    principal_identifier_type: Mapped[IdentifierType] = mapped_column(
        word_column(IdentifierType, "principal_identifier_type", length=3, is_checked=False)
    )
    principal_identifier: Mapped[str] = mapped_column(EncryptedText("representation.principal_identifier"))
    principal_index: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    capacity: Mapped[Capacity] = mapped_column(word_column(Capacity, "capacity", length=24, is_checked=False))
    evidence: Mapped[Evidence] = mapped_column(word_column(Evidence, "evidence", length=16, is_checked=False))
    item_codes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """The guides and bundles for which it holds; None for all."""
    is_manager: Mapped[bool] = mapped_column(server_default=false())
    """Whether a member of an organisation may also take in and remove members."""
    ends_on: Mapped[date | None] = mapped_column(Date)
    """Its last day; None for one without end."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"))
    """The member who took over what this one had begun."""

    agent: Mapped[Account] = relationship(Account, foreign_keys=[agent_id])

    @property
    def principal(self) -> Holder:
        """The person or organisation that is represented."""
        return Holder(self.principal_name, self.principal_identifier_type, self.principal_identifier)

    @property
    def agent_person(self) -> Holder | None:
        """The person of the account that acts."""
        agent = self.agent
        if agent.identifier_type is None or agent.identifier is None:
            return None
        return Holder.of_record(agent.name, agent.identifier_type, agent.identifier)

    def is_over(self, on: date) -> bool:
        """Whether it no longer holds on that day."""
        return self.ended_at is not None or (self.ends_on is not None and self.ends_on < on)


class BrowserSession(Base):
    """A signed-in browser; only the hash of its token is stored."""

    __tablename__ = "browser_session"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    saved_input: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("browser_session.saved_input"))
    """The page and the texts of a form that was sent after the session had been idle for too long."""

    account: Mapped[Account] = relationship(Account)


class AccountProof(Base):
    """A link or a code that proves an address of an account, or lets its owner back in; used once.

    The secret is made when it is sent; only its hash is stored, so it is None before.
    """

    __tablename__ = "account_proof"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    purpose: Mapped[ProofPurpose] = mapped_column(
        word_column(ProofPurpose, "purpose", length=16, is_checked=False)
    )
    address: Mapped[str] = mapped_column(EncryptedText("account_proof.address"))
    secret_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    wrong_tries: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship(Account)


class OAuthClient(Base):
    """A program registered at the hall's provider; an agency's system acts as the account named here."""

    __tablename__ = "oauth_client"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    client_id: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    redirect_uris: Mapped[list[str]] = mapped_column(JSON, default=list)
    grant_types: Mapped[list[str]] = mapped_column(JSON, default=list)
    scopes: Mapped[list[str]] = mapped_column(JSON, default=list)
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"))
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuthorizationCode(Base):
    """An authorization code for one exchange; stored as a hash, with its PKCE challenge."""

    __tablename__ = "authorization_code"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    client_id: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"))
    redirect_uri: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(String(200))
    nonce: Mapped[str | None] = mapped_column(String(255))
    challenge: Mapped[str] = mapped_column(String(128))
    authenticated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AccessToken(Base):
    """A bearer token, stored as a hash; it acts as its account, within its scope."""

    __tablename__ = "access_token"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    client_id: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"))
    code_id: Mapped[int | None] = mapped_column(
        ForeignKey(AuthorizationCode.id, ondelete="SET NULL"), index=True
    )
    scope: Mapped[str] = mapped_column(String(200))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SigningKey(Base):
    """A key for signing ID tokens; one is current, older ones only verify."""

    __tablename__ = "identity_signing_key"
    __table_args__ = (
        Index(
            "uq_identity_signing_key_current",
            "is_current",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key_id: Mapped[str] = mapped_column(String(64), unique=True)
    private_key: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("identity_signing_key.private_key"))
    is_current: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
