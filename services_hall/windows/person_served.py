"""The person whom a clerk serves: kept in the clerk's browser, encrypted, until done or idle for too long."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from flask import session

from certificate_store.encryption import decrypt, encrypt
from certificate_store.errors import DecryptionFailed
from certificate_store.holders import Holder, IdentifierType
from services_hall.clock import utc_now
from services_hall.core import site_settings
from services_hall.web.access import signed_in_actor

PRESENT: Final = "present_person"
"""The name in the form session of the browser."""


@dataclass(frozen=True)
class ServedPerson:
    """Somebody whose document this clerk saw, for one application, until an instant."""

    clerk: str
    number: str
    name: str
    identifier_type: str
    identifier: str
    until: float

    @property
    def holder(self) -> Holder:
        """The person, as somebody for whom the clerk acts."""
        return Holder(self.name, IdentifierType(self.identifier_type), self.identifier)


def serve(holder: Holder, number: str) -> None:
    """Remember the person, instead of whoever was served before."""
    person = ServedPerson(
        clerk=signed_in_actor().public_id,
        number=number,
        name=holder.name,
        identifier_type=holder.identifier_type.value,
        identifier=holder.identifier,
        until=(utc_now() + idle_time()).timestamp(),
    )
    text = json.dumps(asdict(person)).encode()
    session[PRESENT] = urlsafe_b64encode(encrypt(text, associated=PRESENT)).decode()


def served_person() -> ServedPerson | None:
    """Who is served; nothing is kept of somebody of another clerk, or after too long without a page."""
    if PRESENT not in session:
        return None
    try:
        person = ServedPerson(**json.loads(decrypt(urlsafe_b64decode(session[PRESENT]), associated=PRESENT)))
    except (DecryptionFailed, TypeError, ValueError):
        end_service()
        return None
    if person.clerk != signed_in_actor().public_id or person.until <= utc_now().timestamp():
        end_service()
        return None
    return person


def end_service() -> None:
    """Keep nothing of the person."""
    session.pop(PRESENT, None)


def idle_time() -> timedelta:
    """How long a person stays served without a page being opened for them."""
    return timedelta(minutes=site_settings().window_idle_minutes)
