"""Copy of the personal data that the hall keeps about an account (个人信息保护法 art. 45)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy.orm import Session

from services_hall.applications import queries
from services_hall.applications.application_record import record_of
from services_hall.applications.models import Application
from services_hall.clock import local_time, utc_now
from services_hall.database import reading
from services_hall.identity import Actor, representations
from services_hall.identity.models import Representation
from services_hall.use_cases.read_own_certificates import read_own_certificates

PAGE: Final = 100


def export_own_data(actor: Actor, names: Mapping[str, str]) -> dict[str, Any]:
    """The account, its mandates, applications with what was filled in, certificates and their uses.

    Plain values, days and instants; `names` is certificate type code → name. Raises one of STORE_ERRORS.
    """
    own = [read_own_certificates(holder, names) for holder in actor.holders]
    session = reading()
    return {
        "made_at": local_time(utc_now()).isoformat(timespec="seconds"),
        "account": {
            "name": actor.name,
            "phone": actor.phone,
            "holders": [holder.as_json() for holder in actor.holders],
        },
        "mandates": [_mandate(actor, row) for row in representations.representations_of(session, actor)],
        "applications": _applications(session, actor),
        "certificates": [asdict(one) for part in own for one in part.held],
        "certificate_uses": [asdict(use) for part in own for use in part.uses],
    }


def _mandate(actor: Actor, row: Representation) -> dict[str, Any]:
    return {
        "principal": row.principal.as_json(),
        "agent": row.agent.name,
        "is_agent": row.agent_id == actor.account_id,
        "capacity": row.capacity,
        "evidence": row.evidence,
        "created_at": row.created_at,
        "ends_on": row.ends_on,
        "ended_at": row.ended_at,
    }


def _applications(session: Session, actor: Actor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: int | None = None
    while page := queries.own_applications(session, actor, after=after, limit=PAGE):
        found += [_application(one) for one in page]
        after = page[-1].id
    return found


def _application(application: Application) -> dict[str, Any]:
    return {
        **asdict(record_of(application)),
        "applicant": application.holder.as_json(),
        "phone": application.phone,
        "scenario": application.scenario,
        "answers": application.answers,
    }
