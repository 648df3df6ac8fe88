"""Agreement of a person to the terms of personal-data use (个人信息保护法 arts. 13, 14, 17)."""

from services_hall.audit.record import record_action
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor, accounts, terms


def agree_to_terms(actor: Actor) -> None:
    """Keeps that the person agreed to the version in force, and when; every agreement is recorded."""
    with transaction() as session:
        account = accounts.account_by_public_id(session, actor.public_id)
        account.terms_version, account.terms_agreed_at = terms.CURRENT, utc_now()
        details = {"version": terms.CURRENT}
        record_action(
            session, actor=actor.public_id, action="account.terms", subject=actor.public_id, details=details
        )
