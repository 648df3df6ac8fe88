"""One-time links and codes that verify an address of an account, or recover the account."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificate_store.encryption import blind_index
from services_hall.identity.errors import ProofInvalid, TooManyProofs
from services_hall.identity.models import AccountProof
from services_hall.identity.proof_purposes import ProofPurpose
from services_hall.identity.random_tokens import fingerprint, new_token
from services_hall.jobs.names import JobName
from services_hall.jobs.outbox import insert_job

LIFETIMES: Final = {
    ProofPurpose.VERIFY_EMAIL: timedelta(hours=24),
    ProofPurpose.VERIFY_PHONE: timedelta(minutes=10),
    ProofPurpose.RECOVER: timedelta(hours=1),
}
MOST: Final = 5
"""So many proofs of one purpose an account can ask for within WITHIN."""
WITHIN: Final = timedelta(hours=1)
CODE_DIGITS: Final = 6
MOST_WRONG: Final = 5
CODE_PURPOSE: Final = "account_proof.code"


@dataclass(frozen=True)
class ProofSecret:
    """A secret on its way to an address; `repr` shows neither."""

    purpose: ProofPurpose
    address: str = field(repr=False)
    value: str = field(repr=False)


def begin_proof(
    session: Session, account_id: int, purpose: ProofPurpose, address: str, *, now: datetime
) -> None:
    """Ask for a proof of this address, in the place of earlier ones of the purpose; a job sends its secret.

    Raises TooManyProofs.
    """
    asked = (AccountProof.account_id == account_id) & (AccountProof.purpose == purpose)
    recent = select(func.count()).where(asked, AccountProof.created_at > now - WITHIN)
    if session.scalars(recent).one() >= MOST:
        raise TooManyProofs
    for earlier in session.scalars(select(AccountProof).where(asked, AccountProof.used_at.is_(None))):
        earlier.used_at = now
    proof = AccountProof(
        account_id=account_id,
        purpose=purpose,
        address=address,
        created_at=now,
        expires_at=now + LIFETIMES[purpose],
    )
    session.add(proof)
    session.flush()
    insert_job(session, JobName.SEND_PROOF, {"proof_id": proof.id}, unique_key=f"account-proof:{proof.id}")


def renew_secret(session: Session, proof_id: int, *, now: datetime) -> ProofSecret | None:
    """A new secret of the proof, whose hash replaces an earlier one; None when it is used or over."""
    proof = session.get(AccountProof, proof_id, with_for_update=True, populate_existing=True)
    if proof is None or not _holds(proof, now):
        return None
    if proof.purpose is ProofPurpose.VERIFY_PHONE:
        value = "".join(secrets.choice("0123456789") for _digit in range(CODE_DIGITS))
        proof.secret_hash = _code_hash(proof, value)
    else:
        value = new_token()
        proof.secret_hash = fingerprint(value)
    return ProofSecret(proof.purpose, proof.address, value)


def proof_of_link(session: Session, token: str, purpose: ProofPurpose, *, now: datetime) -> AccountProof:
    """The open proof of a link; raises ProofInvalid for one that is unknown, used or over."""
    rows = select(AccountProof).where(
        AccountProof.secret_hash == fingerprint(token), AccountProof.purpose == purpose
    )
    proof = session.scalars(rows.with_for_update()).one_or_none()
    if proof is None or not _holds(proof, now) or proof.account.disabled_at is not None:
        raise ProofInvalid
    return proof


def proof_of_code(session: Session, account_id: int, code: str, *, now: datetime) -> AccountProof | None:
    """The account's open proof of a telephone if this is its code, or None; a wrong one is counted."""
    rows = select(AccountProof).where(
        AccountProof.account_id == account_id,
        AccountProof.purpose == ProofPurpose.VERIFY_PHONE,
        AccountProof.used_at.is_(None),
    )
    proof = session.scalars(rows.order_by(AccountProof.id.desc()).limit(1).with_for_update()).one_or_none()
    if proof is None or proof.secret_hash is None or not _holds(proof, now):
        return None
    if not secrets.compare_digest(proof.secret_hash, _code_hash(proof, code)):
        proof.wrong_tries += 1
        return None
    return proof


def _holds(proof: AccountProof, now: datetime) -> bool:
    return proof.used_at is None and now < proof.expires_at and proof.wrong_tries < MOST_WRONG


def _code_hash(proof: AccountProof, code: str) -> bytes:
    """A keyed hash: six digits could be guessed from a plain one."""
    return blind_index(f"{proof.id}:{code}", purpose=CODE_PURPOSE)
