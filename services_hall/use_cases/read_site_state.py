"""State of the site for an administrator: types of certificates, keys, gateways, years of the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from certificate_store.encryption import current_keyring
from certificate_store.models import CertificateType
from guides.models import CalendarDay
from services_hall.core import site_settings
from services_hall.database import certificate_transaction, reading
from services_hall.identity import signing_keys


@dataclass(frozen=True)
class TypeLine:
    """A type of certificate, and how many data fields it has."""

    code: str
    name: str
    issuer_class: str
    fields: int


@dataclass(frozen=True)
class SiteState:
    """Read only; keys by their id alone."""

    certificate_types: Sequence[TypeLine]
    key_ids: Sequence[str]
    leading_key: str
    signing_key_ids: Sequence[str]
    has_mail: bool
    has_texts: bool
    has_broker: bool
    calendar_years: Sequence[int]


def read_site_state() -> SiteState:
    """The state of the site; raises an error of the store when it is unavailable."""
    with certificate_transaction() as store:
        rows = select(CertificateType).order_by(CertificateType.code)
        types = [
            TypeLine(one.code, one.name, one.issuer_class, len(one.data_fields))
            for one in store.scalars(rows)
        ]
    ring, settings = current_keyring(), site_settings()
    years = sorted({day.year for day in reading().scalars(select(CalendarDay.day))})
    public_keys = signing_keys.public_keys(reading()).keys
    return SiteState(
        certificate_types=types,
        key_ids=ring.key_ids,
        leading_key=ring.primary,
        signing_key_ids=[key.kid or "" for key in public_keys],
        has_mail=settings.smtp_url is not None,
        has_texts=settings.sms_url is not None,
        has_broker=settings.broker_url is not None,
        calendar_years=years,
    )
