"""Withdrawal of the consent to the use of personal data (个人信息保护法 arts. 15, 47)."""

from services_hall.applications.drafts import pinned_drafts
from services_hall.audit.record import record_action
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor, access_tokens, accounts, sessions, terms


def withdraw_consent(actor: Actor, *, token: str) -> int:
    """Ends the agreement to the terms and deletes the actor's drafts; returns how many were deleted.

    What was filed stays and is decided, because the law orders it (arts. 13(3), 15(2)). A draft that
    waits for joint applicants stays: others have begun to confirm it. Programs' tokens and all sign-ins
    end at once, except the one with this token, in which the person can agree again.
    """
    with transaction() as session:
        account = accounts.account_by_public_id(session, actor.public_id)
        account.terms_version = account.terms_agreed_at = None
        sessions.end_other_sessions(session, actor.account_id, token)
        access_tokens.revoke_tokens_of_account(session, actor.account_id, now=utc_now())
        deleted = pinned_drafts.delete_own_drafts(session, actor.account_id)
        record_action(
            session,
            actor=actor.public_id,
            action="account.terms-withdrawn",
            subject=actor.public_id,
            details={"version": actor.terms_version or terms.CURRENT},
        )
    return deleted
