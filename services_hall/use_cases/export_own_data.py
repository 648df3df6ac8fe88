"""Copy of the personal data that the hall keeps about an account (个人信息保护法 art. 45)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy.orm import Session

from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.models import Application, ApplicationParty, Draft
from services_hall.applications.reads import queries
from services_hall.applications.reads.application_record import record_of
from services_hall.applications.reads.part_loading import PARTIES, load_parts
from services_hall.clock import local_time, utc_now
from services_hall.database import reading
from services_hall.identity import Actor, accounts, representations
from services_hall.identity.models import Account, Representation
from services_hall.notices import queries as notice_queries
from services_hall.notices.models import Notice
from services_hall.use_cases.read_own_certificates import read_own_certificates

PAGE: Final = 100
MOST_DRAFTS: Final = 1000


def export_own_data(actor: Actor, names: Mapping[str, str]) -> dict[str, Any]:
    """The account, mandates, applications and drafts with what was filled in, notices, certificates, uses.

    Plain values, days and instants; `names` is certificate type code → name. Raises one of STORE_ERRORS.
    """
    own = [read_own_certificates(holder, names) for holder in actor.holders]
    session = reading()
    return {
        "made_at": local_time(utc_now()).isoformat(timespec="seconds"),
        "account": _account(actor, accounts.account_by_public_id(session, actor.public_id)),
        "mandates": [_mandate(actor, row) for row in representations.representations_of(session, actor)],
        "applications": _applications(session, actor),
        "drafts": [
            _draft(one) for one in pinned_drafts.open_drafts(session, actor.account_id, limit=MOST_DRAFTS)
        ],
        "notices": _notices(session, actor),
        "certificates": [asdict(one) for part in own for one in part.held],
        "certificate_uses": [asdict(use) for part in own for use in part.uses],
    }


def _account(actor: Actor, account: Account) -> dict[str, Any]:
    return {
        "name": actor.name,
        "phone": account.phone,
        "phone_verified_at": account.phone_verified_at,
        "email": account.email,
        "wants_email": account.wants_email,
        "wants_text": account.wants_text,
        "terms_version": account.terms_version,
        "terms_agreed_at": account.terms_agreed_at,
        "holders": [holder.as_json() for holder in actor.holders],
    }


def _mandate(actor: Actor, row: Representation) -> dict[str, Any]:
    return {
        "principal": row.principal.as_json(),
        "agent": row.agent.name,
        "is_agent": row.agent_id == actor.account_id,
        "capacity": row.capacity,
        "evidence": row.evidence,
        "created_at": row.created_at,
        "item_codes": row.item_codes,
        "ends_on": row.ends_on,
        "ended_at": row.ended_at,
    }


def _applications(session: Session, actor: Actor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: int | None = None
    while page := queries.own_applications(session, actor, after=after, limit=PAGE):
        load_parts(session, page, (PARTIES,))
        found += [_application(one) for one in page]
        after = page[-1].id
    return found


def _agent(agent: ApplicationParty) -> dict[str, Any]:
    """Who acted, and by what mandate; the number of an agent is the agent's own."""
    return {
        "name": agent.name,
        "capacity": agent.capacity,
        "evidence": agent.evidence,
        "paper_mandate": None if agent.mandate is None else agent.mandate.as_json(),
    }


def _draft(draft: Draft) -> dict[str, Any]:
    """An application that was begun and not filed, with the names of its files."""
    return {
        "code": draft.code,
        "division_code": draft.division_code,
        "changed_at": draft.changed_at,
        "parties": draft.parties,
        "scenario": draft.scenario,
        "answers": draft.answers,
        "source": draft.source,
        "files": [one.name for one in draft.attachments],
    }


def _notices(session: Session, actor: Actor) -> list[dict[str, Any]]:
    found: list[Notice] = []
    while page := notice_queries.notices_page(
        session, actor.account_id, after=found[-1].id if found else None, limit=PAGE
    ):
        found += page
    return [_notice(one) for one in found]


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "topic": notice.topic,
        "subject": notice.subject,
        "name": notice.name,
        "until": notice.until,
        "created_at": notice.created_at,
        "read_at": notice.read_at,
        "messages": [
            {"channel": one.channel, "state": one.state, "sent_at": one.sent_at} for one in notice.messages
        ],
    }


def _application(application: Application) -> dict[str, Any]:
    return {
        **asdict(record_of(application)),
        "applicant": application.holder.as_json(),
        "agent": None if application.agent is None else _agent(application.agent),
        "phone": application.phone,
        "people": {} if (people := application.people) is None else people.as_json(),
        "scenario": application.scenario,
        "answers": application.answers,
    }
