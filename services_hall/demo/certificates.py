"""Demo certificates of the demo persons; only for a site on a loopback address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum.cn import uscc

from certificate_store import issuing
from certificate_store.holders import Holder, IdentifierType
from certificate_store.lifecycle import Standing
from guides.models import Agency
from services_hall.clock import local_day
from services_hall.demo.accounts import AGENT, CITY, DISTRICT, RESIDENTS

ISSUED_ON: Final = date(2024, 3, 1)
PREMISES: Final = "武汉市江岸区示范街 1 号（演示地址）"
REPRESENTATIVE: Final = "周法代"
"""Who represents the demo company by law; its agent is another person."""
SHOP: Final = Holder("江岸演示小炒餐饮店", IdentifierType.CREDIT_CODE, "92420102MADEM00026")


@dataclass(frozen=True)
class DemoCertificate:
    """A certificate to issue: type, holder, agency role of the issuer, fields."""

    type_code: str
    holder: Holder
    agency_role: str
    fields: Mapping[str, Any]
    source: str
    joint_holders: tuple[Holder, ...] = ()


def demo_certificates() -> list[DemoCertificate]:
    """张示范 has the basic certificates, 李样例 also a business licence, 王演示 only an identity card.

    陈代办 acts for a company with a licence.
    """
    zhang, li, wang = (_holder(person.holder) for person in RESIDENTS)
    company = _holder(AGENT.organisation_holder)
    return [
        *(_identity_card(holder) for holder in (zhang, li, wang)),
        *(_title(holder) for holder in (zhang, li)),
        _household(zhang),
        _licence(SHOP, operator=li),
        _licence(company, representative=REPRESENTATIVE),
        _title(company),
    ]


def seed_demo_certificates(store: Session, bodies: Mapping[str, tuple[str, str]], *, now: datetime) -> None:
    """Issue the missing demo certificates; `bodies` is agency role → (code, name)."""
    issue_missing(store, demo_certificates(), bodies, now=now)


def issue_missing(
    store: Session,
    certificates: Sequence[DemoCertificate],
    bodies: Mapping[str, tuple[str, str]],
    *,
    now: datetime,
) -> None:
    """Issue those of these certificates that the store does not have yet."""
    for wanted in certificates:
        if wanted.joint_holders and _hand_to_shop(store, wanted, now=now):
            continue
        agency_code, agency_name = bodies.get(wanted.agency_role) or bodies["public_security"]
        issuing.issue_certificate(
            store,
            type_code=wanted.type_code,
            holder=wanted.holder,
            joint_holders=wanted.joint_holders,
            agency_code=agency_code,
            agency_name=agency_name,
            fields=wanted.fields,
            issued_on=ISSUED_ON,
            valid_from=ISSUED_ON,
            valid_to=None,
            source=wanted.source,
            now=now,
        )


def _hand_to_shop(store: Session, wanted: DemoCertificate, *, now: datetime) -> bool:
    """Whether an older site has the certificate, from before shops held theirs; the shop then holds it.

    What was changed or cancelled on the site since stays as it is.
    """
    (operator,) = wanted.joint_holders
    earlier = issuing.certificate_of_source(store, _source(wanted.type_code, operator))
    if earlier is None:
        return False
    if earlier.is_current and earlier.standing(local_day(now)) is Standing.IN_FORCE:
        issuing.correct_certificate(
            store,
            earlier,
            by_agency=earlier.agency_code,
            reason=wanted.source,
            source=wanted.source,
            issued_on=ISSUED_ON,
            now=now,
            holder=wanted.holder,
            joint_holders=wanted.joint_holders,
            fields=wanted.fields,
        )
    return True


def issuing_bodies(session: Session, places: Sequence[str] = (DISTRICT, CITY)) -> dict[str, tuple[str, str]]:
    """Agency role → (code, name), each from the first of these divisions that has such an agency."""
    bodies: dict[str, tuple[str, str]] = {}
    for place in places:
        for agency in session.scalars(
            select(Agency).where(Agency.division_code == place).order_by(Agency.code)
        ):
            bodies.setdefault(agency.role, (agency.code, agency.name))
    return bodies


def _holder(holder: Holder | None) -> Holder:
    if holder is None:
        raise ValueError("a demo person without a number holds nothing")
    return holder


def _source(kind: str, holder: Holder) -> str:
    return f"demo:{kind}:{holder.index.hex()[:16]}"


def _identity_card(holder: Holder) -> DemoCertificate:
    fields = {"household_address": "武汉市江岸区示范街 9 号（演示地址）"}
    return DemoCertificate(
        "identity-card", holder, "public_security", fields, _source("identity-card", holder)
    )


def _household(holder: Holder) -> DemoCertificate:
    return DemoCertificate(
        "household-register",
        holder,
        "public_security",
        {"household_head": holder.name},
        _source("household-register", holder),
    )


def _title(holder: Holder) -> DemoCertificate:
    fields = {"premises_address": PREMISES, "usage": "商业服务"}
    return DemoCertificate(
        "real-estate-title", holder, "natural_resources", fields, _source("real-estate-title", holder)
    )


def _licence(holder: Holder, *, operator: Holder | None = None, representative: str = "") -> DemoCertificate:
    fields = {
        "premises_name": holder.name,
        "credit_code": holder.identifier,
        "premises_address": PREMISES,
        "business_scope": "餐饮服务",
    }
    if representative:
        fields["legal_representative"] = representative
    joint: tuple[Holder, ...] = ()
    if operator is not None:
        fields["applicant_name"], joint = operator.name, (operator,)
    return DemoCertificate(
        "business-licence", holder, "market_supervision", fields, _source("business-licence", holder), joint
    )


def demo_credit_code(number: str) -> str:
    """An invented credit code of a shop that was registered by the case of this number."""
    front = f"92420102MADE{crc32(number.encode()) % 100_000:05}"
    return front + str(uscc.calc_check_digit(front))
