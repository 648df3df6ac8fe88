"""Administration of agencies' systems: each change is written into the audit record.

`actor` is the administrator, or None for the command line.
"""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from guides.errors import FieldProblem
from services_hall.agency_systems import endpoints
from services_hall.agency_systems.receiver_addresses import ReceiverRefused, check_receiver
from services_hall.audit.actions import COMMAND_LINE
from services_hall.audit.record import record_action
from services_hall.clock import utc_now
from services_hall.core import site_settings
from services_hall.database import transaction
from services_hall.identity import Actor, Role, systems
from services_hall.identity.errors import AccountRefused, SystemFault
from services_hall.identity.posts import read_post

URL: Final = "url"
"""The name of the field with the address of a webhook."""


@dataclass(frozen=True)
class ClientSecret:
    """The id of a program and its secret, which is shown once."""

    client_id: str
    value: str = field(repr=False)


def add_system(
    actor: Actor | None, *, client_id: str, name: str, agency: str, division: str = ""
) -> ClientSecret:
    """Adds a system that handles the cases of an agency. Raises AccountRefused with all problems."""
    with transaction() as session:
        problems = systems.system_problems(session, client_id, name)
        try:
            post = read_post(session, Role.AGENCY_SYSTEM, agency, division)
        except AccountRefused as refused:
            raise AccountRefused({**problems, **refused.problems}) from None
        client, secret = systems.add_system(session, client_id=client_id, name=name, post=post, now=utc_now())
        details = {"agency": post.agency_code, "division": post.division_code}
        record_action(
            session, actor=_who(actor), action="system.add", subject=client.client_id, details=details
        )
        return ClientSecret(client.client_id, secret)


def renew_secret(actor: Actor | None, client_id: str) -> ClientSecret:
    """Gives the system a new secret; raises ClientNotFound, AccountRefused."""
    with transaction() as session:
        client = systems.system_by_client_id(session, client_id)
        secret = systems.renew_secret(session, client, now=utc_now())
        record_action(session, actor=_who(actor), action="system.secret", subject=client_id)
        return ClientSecret(client_id, secret)


def close_system(actor: Actor | None, client_id: str) -> None:
    """Closes the system; raises ClientNotFound."""
    with transaction() as session:
        systems.close_system(session, systems.system_by_client_id(session, client_id), now=utc_now())
        record_action(session, actor=_who(actor), action="system.close", subject=client_id)


def keep_webhook(actor: Actor | None, client_id: str, url: str) -> ClientSecret:
    """Sets where the system is told of changes in its cases; returns the new secret of the signatures.

    Raises ClientNotFound, and AccountRefused for a closed system or an address that the hall does not call.
    """
    try:
        check_receiver(url, is_loopback_site=site_settings().is_loopback)
    except ReceiverRefused as refused:
        raise AccountRefused({URL: FieldProblem(refused.fault)}) from None
    with transaction() as session:
        client = systems.system_by_client_id(session, client_id)
        if client.disabled_at is not None or client.account_id is None:
            raise AccountRefused({systems.CLIENT_ID: FieldProblem(SystemFault.CLOSED)})
        secret = endpoints.keep_endpoint(session, client, url, now=utc_now())
        details = {"host": urlsplit(url).hostname or ""}
        record_action(session, actor=_who(actor), action="system.webhook", subject=client_id, details=details)
        return ClientSecret(client_id, secret)


def remove_webhook(actor: Actor | None, client_id: str) -> bool:
    """Tells the system nothing any more; returns whether it was told anything. Raises ClientNotFound."""
    with transaction() as session:
        was_told = endpoints.remove_endpoint(session, systems.system_by_client_id(session, client_id))
        if was_told:
            record_action(session, actor=_who(actor), action="system.webhook_removal", subject=client_id)
        return was_told


def _who(actor: Actor | None) -> str:
    return COMMAND_LINE if actor is None else actor.public_id
