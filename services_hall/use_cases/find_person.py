"""Search for what the hall knows of the person at a window."""

from dataclasses import dataclass, field

from certificate_store.errors import HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from services_hall.applications.errors import ApplicationNotFound
from services_hall.applications.reads import queries
from services_hall.applications.reads.printed_numbers import plain_case_number
from services_hall.audit.record import record_action
from services_hall.database import reading, transaction
from services_hall.identity import Actor, accounts


@dataclass(frozen=True)
class KnownPerson:
    """A person or organisation with the name and the phone number that the hall has of them."""

    holder: Holder = field(repr=False)
    phone: str = field(default="", repr=False)


def find_by_number(actor: Actor, kind: IdentifierType, number: str) -> KnownPerson | None:
    """Who has an account with the number of this document; None for nobody, or for an invalid number.

    That the clerk looked, and at which account, stands in the audit record.
    """
    try:
        holder = Holder("-", kind, number)
    except HolderInvalid:
        return None
    account = accounts.account_of_holder(reading(), holder)
    if account is None:
        return None
    organisation, name = account.organisation, account.name
    found = Holder.from_json(organisation) if organisation is not None else Holder(name, kind, number)
    public_id, phone = account.public_id, account.phone or ""
    with transaction(keeps_drafts=True) as session:
        record_action(session, actor=actor.public_id, action="person.found", subject=public_id)
    return KnownPerson(found, phone)


def find_by_application(actor: Actor, number: str) -> KnownPerson | None:
    """The applicant of an application that this clerk filed; None for any other number."""
    try:
        plain = plain_case_number(reading(), number).split("-")[0]
        application = queries.own_application(reading(), actor, plain)
    except ApplicationNotFound:
        return None
    return KnownPerson(application.holder, application.phone or "")
