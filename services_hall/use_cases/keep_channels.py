"""Proofs of the addresses of an account, and the channels on which its owner wants notices."""

from services_hall.audit.record import record_action
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor, account_proofs, accounts
from services_hall.identity.email_addresses import email_index
from services_hall.identity.errors import ProofInvalid
from services_hall.identity.proof_purposes import ProofPurpose


def ask_email_proof(actor: Actor, address: str) -> None:
    """Sends a link to the address, already read; raises TooManyProofs."""
    with transaction() as session:
        account_proofs.begin_proof(
            session, actor.account_id, ProofPurpose.VERIFY_EMAIL, address, now=utc_now()
        )


def confirm_email(token: str) -> None:
    """The link was opened: its address is that of the account, which gets notices there.

    Raises ProofInvalid.
    """
    with transaction() as session:
        now = utc_now()
        proof = account_proofs.proof_of_link(session, token, ProofPurpose.VERIFY_EMAIL, now=now)
        account, proof.used_at = proof.account, now
        account.email, account.email_index = proof.address, email_index(proof.address)
        account.wants_email = True
        record_action(session, actor=account.public_id, action="account.email", subject=account.public_id)


def remove_email(actor: Actor) -> None:
    """Forgets the address of the account."""
    with transaction() as session:
        account = accounts.account_by_public_id(session, actor.public_id)
        account.email, account.email_index, account.wants_email = None, None, False
        record_action(session, actor=actor.public_id, action="account.email", subject=actor.public_id)


def ask_phone_proof(actor: Actor) -> None:
    """Sends a code to the telephone of the account, if it has one; raises TooManyProofs."""
    if actor.phone is not None:
        with transaction() as session:
            account_proofs.begin_proof(
                session, actor.account_id, ProofPurpose.VERIFY_PHONE, actor.phone, now=utc_now()
            )


def confirm_phone(actor: Actor, code: str) -> None:
    """The code came back: the telephone is its owner's. Raises ProofInvalid; a wrong code is counted."""
    with transaction() as session:
        now = utc_now()
        account = accounts.account_by_public_id(session, actor.public_id)
        proof = account_proofs.proof_of_code(session, account.id, code, now=now)
        is_right = proof is not None and proof.address == account.phone
        if proof is not None and is_right:
            proof.used_at = account.phone_verified_at = now
            record_action(session, actor=actor.public_id, action="account.phone", subject=actor.public_id)
    if not is_right:
        raise ProofInvalid


def choose_channels(actor: Actor, *, wants_email: bool, wants_text: bool) -> None:
    """Keeps where the owner wants notices besides the hall's pages; only on proved addresses."""
    with transaction() as session:
        account = accounts.account_by_public_id(session, actor.public_id)
        account.wants_email = wants_email and account.email is not None
        account.wants_text = wants_text and account.phone_verified_at is not None
