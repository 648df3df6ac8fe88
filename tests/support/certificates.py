"""Test data of the certificate store: times, agencies, types, issuers, and one signed PDF."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from certificate_store.certificate_types import DataField, TypeDefinition, register_certificate_type
from certificate_store.encryption import KeyRing, install_keyring, keyring
from certificate_store.holders import Holder, HolderKind, IdentifierType
from certificate_store.issuing import issue_certificate
from certificate_store.models import Certificate
from certificate_store.orm import Base
from certificate_store.pdf.authority import authority_certificate_pem, ensure_authority
from certificate_store.pdf.rendering import render_certificate
from certificate_store.pdf.signing import sign_pdf

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
AGENCY = "11420100MB12345671"
AGENCY_NAME = "武汉市江岸区行政审批局"
PURPOSE = "办理食品经营许可"
LAW = "《食品安全法》第三十五条"
ASKING: dict[str, Any] = {"on": TODAY, "by": "岗位:7", "purpose": PURPOSE, "now": NOW}
"""Who asks the store, when and what for."""
DAY = timedelta(days=1)
LATER = NOW + timedelta(days=30)
Issue = Callable[..., Certificate]

TYPES = (
    TypeDefinition(
        code="business-licence",
        identifier_code="BUSINESSLICENCE",
        name="营业执照",
        issuer_class="市场监督管理部门",
        data_fields=(
            DataField("form", "组成形式", required=True),
            DataField("premises", "经营场所", required=True),
            DataField("scope", "经营范围"),
        ),
    ),
    TypeDefinition(
        code="food-permit",
        identifier_code="FOODPERMIT",
        name="食品经营许可证",
        issuer_class="市场监督管理部门",
        validity={"kind": "months", "months": 60},
    ),
    TypeDefinition(
        code="identity-card",
        identifier_code="IDENTITYCARD",
        name="居民身份证",
        issuer_class="公安机关",
        holder_kind=HolderKind.PERSON,
    ),
)


@contextmanager
def installed_key_ring(ring: KeyRing) -> Iterator[None]:
    """Installs a key ring for the block; afterwards the previous one is restored."""
    before = keyring._installed
    install_keyring(ring)
    try:
        yield
    finally:
        keyring._installed = before


def make_store_engine(url: str) -> Engine:
    """An engine with explicit transactions; on SQLite with one writer at a time and foreign keys."""
    if not url.startswith("sqlite"):
        return create_engine(url)
    pool: dict[str, Any] = {"poolclass": StaticPool} if url == "sqlite://" else {}
    engine = create_engine(url, connect_args={"timeout": 20, "check_same_thread": False}, **pool)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def fill_store(engine: Engine) -> None:
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        register_types(session)
        session.commit()


def register_types(session: Session) -> None:
    for definition in TYPES:
        register_certificate_type(session, definition)


def make_issuer(holder: Holder) -> Callable[..., Certificate]:
    """A function that issues a food permit for five years, with default values for all arguments."""

    def issue_one(session: Session, **changes: Any) -> Certificate:
        values: dict[str, Any] = {
            "type_code": "food-permit",
            "holder": holder,
            "agency_code": AGENCY,
            "agency_name": AGENCY_NAME,
            "fields": {},
            "issued_on": TODAY,
            "valid_from": TODAY,
            "valid_to": date(2031, 11, 22),
            "source": "case:1",
            "now": NOW,
        }
        return issue_certificate(session, **{**values, **changes})

    return issue_one


@dataclass(frozen=True)
class SignedPage:
    """A rendered and signed certificate PDF, with the root certificate."""

    unsigned: bytes
    signed: bytes
    authority_pem: str


def make_signed_page(session: Session) -> SignedPage:
    licence = make_issuer(Holder("张三", IdentifierType.IDENTITY_CARD, "420102199001011236"))(
        session,
        type_code="business-licence",
        fields={"form": "个人经营", "premises": "武汉市江岸区沿江大道1号", "scope": "餐饮服务；食品销售"},
        valid_to=None,
    )
    authority = ensure_authority(session, now=NOW)
    url = f"http://127.0.0.1:8000/verify/{licence.identifier}"
    unsigned = render_certificate(licence, verify_url=url, demo=True)
    signed = sign_pdf(unsigned, authority, reason="签发电子证照", now=NOW)
    return SignedPage(unsigned, signed, authority_certificate_pem(session))
