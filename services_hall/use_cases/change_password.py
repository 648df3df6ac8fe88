"""Change of a password by its owner, who writes the old one."""

from guides.errors import FieldProblem
from services_hall.audit.record import record_action
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.identity import Actor, access_tokens, accounts, sessions
from services_hall.identity.errors import AccountFault, AccountRefused, PasswordTooShort
from services_hall.identity.passwords import hash_password, is_password_right

OLD, NEW, AGAIN = "old_password", "password", "password_again"
"""The names of the three fields."""


def change_password(actor: Actor, *, old: str, new: str, again: str, token: str) -> None:
    """Keeps the new password and ends every sign-in but that of `token`. Raises AccountRefused."""
    account = accounts.account_by_public_id(reading(), actor.public_id)
    known = account.password_hash
    if known is None:
        raise AccountRefused({OLD: FieldProblem(AccountFault.NO_PASSWORD)})
    if not is_password_right(old, known):
        raise AccountRefused({OLD: FieldProblem(AccountFault.PASSWORD_WRONG)})
    if new != again:
        raise AccountRefused({AGAIN: FieldProblem(AccountFault.PASSWORDS_DIFFER)})
    if new == old:
        raise AccountRefused({NEW: FieldProblem(AccountFault.PASSWORD_SAME)})
    try:
        password_hash = hash_password(new)
    except PasswordTooShort:
        raise AccountRefused({NEW: FieldProblem(AccountFault.PASSWORD_TOO_SHORT)}) from None
    with transaction() as session:
        account = accounts.account_by_public_id(session, actor.public_id)
        if account.password_hash != known:
            raise AccountRefused({OLD: FieldProblem(AccountFault.PASSWORD_WRONG)})
        account.password_hash, account.must_change_password = password_hash, False
        sessions.end_other_sessions(session, account.id, token)
        access_tokens.revoke_tokens_of_account(session, account.id, now=utc_now())
        record_action(session, actor=actor.public_id, action="account.password", subject=actor.public_id)
