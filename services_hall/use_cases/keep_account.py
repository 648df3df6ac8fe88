"""Changes of an account by its owner: the telephone number, and the end of other sign-ins."""

from services_hall.audit.record import record_action
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor, accounts, sessions


def change_phone(actor: Actor, phone: str | None) -> None:
    """Keeps the telephone number, already read, that new forms are filled in with; None keeps none.

    Another number is not proved yet, so that no messages go to it.
    """
    with transaction() as session:
        account = accounts.account_by_public_id(session, actor.public_id)
        if account.phone != phone:
            account.phone, account.phone_verified_at, account.wants_text = phone, None, False
        record_action(session, actor=actor.public_id, action="account.phone", subject=actor.public_id)


def end_other_sessions(actor: Actor, token: str) -> int:
    """Ends every sign-in of the account but that of this token; the number of those that still held."""
    with transaction() as session:
        held = sessions.open_sessions(session, actor.account_id, now=utc_now())
        sessions.end_other_sessions(session, actor.account_id, token)
        record_action(session, actor=actor.public_id, action="account.sign-out", subject=actor.public_id)
        return len(held) - 1
