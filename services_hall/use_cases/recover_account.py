"""Recovery of an account whose password was forgotten, by a link to its proved e-mail address."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy.orm import Session

from services_hall.audit.record import record_action
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import access_tokens, account_proofs, accounts, sessions
from services_hall.identity.errors import TooManyProofs
from services_hall.identity.passwords import hash_password
from services_hall.identity.proof_purposes import ProofPurpose
from services_hall.jobs.names import JobName
from services_hall.jobs.outbox import insert_job
from services_hall.jobs.runner import Effect


def ask_recovery(name: str) -> None:
    """Orders a link for each account with this user name or e-mail address; the caller learns of none.

    One look-up and one job, whether or not there is such an account: neither the answer nor its time tells.
    """
    with transaction() as session:
        found = accounts.recoverable_accounts(session, name)
        insert_job(session, JobName.SEND_RECOVERY, {"account_ids": list(found)})


def begin_recovery(payload: Mapping[str, Any]) -> Effect:
    """The handler of the job: begins the proof whose link is sent to the address of each account."""
    account_ids = [int(one) for one in payload["account_ids"]]

    def effect(session: Session) -> None:
        for account in accounts.accounts_with_email(session, account_ids):
            with suppress(TooManyProofs):
                account_proofs.begin_proof(
                    session, account.id, ProofPurpose.RECOVER, account.email or "", now=utc_now()
                )

    return effect


def recover_account(token: str, password: str) -> None:
    """Sets the password of the account of this link, once, and ends all its sign-ins and tokens.

    Raises ProofInvalid, PasswordTooShort.
    """
    password_hash = hash_password(password)
    with transaction() as session:
        now = utc_now()
        proof = account_proofs.proof_of_link(session, token, ProofPurpose.RECOVER, now=now)
        account, proof.used_at = proof.account, now
        account.password_hash, account.must_change_password = password_hash, False
        sessions.end_other_sessions(session, account.id, "")
        access_tokens.revoke_tokens_of_account(session, account.id, now=now)
        record_action(session, actor=account.public_id, action="account.recover", subject=account.public_id)
