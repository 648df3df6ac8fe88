"""Recovery of an account whose password was forgotten, by a link to its proved e-mail address."""

from contextlib import suppress

from services_hall.audit.record import record_action
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import account_proofs, accounts, sessions
from services_hall.identity.errors import TooManyProofs
from services_hall.identity.passwords import hash_password
from services_hall.identity.proof_purposes import ProofPurpose


def ask_recovery(name: str) -> None:
    """Sends a link for each account with this user name or e-mail address; the caller learns of none."""
    with transaction() as session:
        for account in accounts.recoverable_accounts(session, name):
            with suppress(TooManyProofs):
                account_proofs.begin_proof(
                    session, account.id, ProofPurpose.RECOVER, account.email or "", now=utc_now()
                )


def recover_account(token: str, password: str) -> None:
    """Sets the password of the account of this link, once, and ends all its sign-ins.

    Raises ProofInvalid, PasswordTooShort.
    """
    password_hash = hash_password(password)
    with transaction() as session:
        now = utc_now()
        proof = account_proofs.proof_of_link(session, token, ProofPurpose.RECOVER, now=now)
        account, proof.used_at = proof.account, now
        account.password_hash = password_hash
        sessions.end_other_sessions(session, account.id, "")
        record_action(session, actor=account.public_id, action="account.recover", subject=account.public_id)
