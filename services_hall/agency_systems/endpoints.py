"""Webhook endpoints of agencies' systems, and the jobs that tell them of changes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_hall.agency_systems.models import WebhookEndpoint
from services_hall.agency_systems.signatures import new_secret
from services_hall.applications.models import Case, CaseEvent
from services_hall.applications.readers import is_at_desk
from services_hall.identity import accounts
from services_hall.identity.models import Account, OAuthClient
from services_hall.jobs.names import JobName
from services_hall.jobs.outbox import NewJob, insert_jobs


def keep_endpoint(session: Session, client: OAuthClient, url: str, *, now: datetime) -> str:
    """Set where the system is told of changes, with a new secret, which is returned."""
    endpoint = endpoint_of(session, client)
    if endpoint is None:
        endpoint = WebhookEndpoint(client_id=client.id, created_at=now)
        session.add(endpoint)
    endpoint.url, endpoint.secret = url, new_secret()
    endpoint.held_until, endpoint.failures = None, 0
    session.flush()
    return endpoint.secret


def remove_endpoint(session: Session, client: OAuthClient) -> bool:
    """Tell the system nothing any more; returns whether there was an endpoint."""
    endpoint = endpoint_of(session, client)
    if endpoint is not None:
        session.delete(endpoint)
        session.flush()
    return endpoint is not None


def endpoint_of(session: Session, client: OAuthClient) -> WebhookEndpoint | None:
    """The endpoint of a system."""
    return session.scalars(
        select(WebhookEndpoint).where(WebhookEndpoint.client_id == client.id)
    ).one_or_none()


def write_deliveries(session: Session, event_ids: Sequence[int]) -> None:
    """Write a job for each endpoint and each of these just numbered events of its system's cases."""
    endpoints = session.scalars(
        select(WebhookEndpoint)
        .join(WebhookEndpoint.client)
        .where(OAuthClient.disabled_at.is_(None))
        .order_by(WebhookEndpoint.id)
    ).all()
    for endpoint in endpoints if event_ids else ():
        account = session.get_one(Account, endpoint.client.account_id)
        own = session.execute(
            select(CaseEvent.id, CaseEvent.case_id)
            .join(Case, Case.id == CaseEvent.case_id)
            .where(CaseEvent.id.in_(event_ids), is_at_desk(accounts.actor_of(account)))
            .order_by(CaseEvent.id)
        )
        payloads = [
            {"endpoint_id": endpoint.id, "event_id": event_id, "case_id": case_id}
            for event_id, case_id in own
        ]
        jobs = [
            NewJob(JobName.DELIVER_WEBHOOK, one, f"webhook:{one['endpoint_id']}:{one['event_id']}")
            for one in payloads
        ]
        if jobs:
            insert_jobs(session, jobs)
