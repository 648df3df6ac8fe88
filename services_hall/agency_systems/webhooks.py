"""The job that tells an agency's system of one change in a case."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from services_hall.agency_systems.case_changes import CaseChange, case_change
from services_hall.agency_systems.models import WebhookEndpoint
from services_hall.agency_systems.receivers import DeliveryFailed, call_receiver
from services_hall.agency_systems.signatures import signature_headers
from services_hall.applications.models import CaseEvent
from services_hall.clock import utc_now
from services_hall.core import site_settings
from services_hall.database import end_reading, reading, transaction
from services_hall.jobs.runner import Effect, no_effect

TYPE: Final = "case.changed"
HELD_FOR: Final = timedelta(minutes=1)
"""How long a receiver that failed is left alone."""


def deliver(payload: Mapping[str, Any]) -> Effect:
    """Send one change to one endpoint; a job that is killed after that sends it again with the same id.

    While the receiver is left alone the attempt fails at once. Raises DeliveryFailed.
    """
    session, now = reading(), utc_now()
    endpoint = session.scalars(
        select(WebhookEndpoint)
        .where(WebhookEndpoint.id == payload["endpoint_id"])
        .options(joinedload(WebhookEndpoint.client))
    ).one_or_none()
    if endpoint is None or endpoint.client.disabled_at is not None:
        return no_effect
    if endpoint.held_until is not None and now < endpoint.held_until <= now + HELD_FOR:
        raise DeliveryFailed("接收系统刚才没有收下别的消息，稍后再送")
    event = session.get_one(CaseEvent, payload["event_id"])
    body = json.dumps(message_of(case_change(event, event.case), event.feed_agency)).encode()
    endpoint_id, url, secret = endpoint.id, endpoint.url, endpoint.secret
    had_failed = endpoint.failures > 0
    headers = signature_headers(secret, f"case-event-{event.id}", int(now.timestamp()), body)
    is_loopback_site = site_settings().is_loopback
    end_reading()
    try:
        call_receiver(url, body, headers, is_loopback_site=is_loopback_site)
    except DeliveryFailed:
        _hold(endpoint_id)
        raise

    def effect(session: Session) -> None:
        row = session.get(WebhookEndpoint, endpoint_id, with_for_update=True, populate_existing=True)
        if row is not None:
            row.held_until, row.failures = None, 0

    return effect if had_failed else no_effect


def message_of(change: CaseChange, agency_code: str | None) -> dict[str, Any]:
    """The message about a change, without personal data: what the feed tells."""
    return {
        "type": TYPE,
        "timestamp": change.at.isoformat(),
        "data": {
            "number": change.number,
            "agency": agency_code,
            "case": change.case,
            "item_code": change.item_code,
            "division_code": change.division_code,
            "kind": change.kind.value,
            "from": None if change.from_state is None else change.from_state.value,
            "to": change.to_state.value,
            "at": change.at.isoformat(),
        },
    }


def _hold(endpoint_id: int) -> None:
    with transaction() as session:
        row = session.get(WebhookEndpoint, endpoint_id, with_for_update=True, populate_existing=True)
        if row is not None:
            row.held_until, row.failures = utc_now() + HELD_FOR, row.failures + 1
