"""Agencies' systems: programs registered at the hall's provider, with the account as which they act."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store.text_input.reader import TextInvalid, read_name
from guides.errors import FieldProblem
from services_hall.identity import access_tokens
from services_hall.identity.accounts import create_account
from services_hall.identity.actors import Post
from services_hall.identity.errors import AccountRefused, ClientNotFound, SystemFault
from services_hall.identity.models import Account, OAuthClient
from services_hall.identity.oauth_clients import is_client_id_taken, register_system
from services_hall.identity.random_tokens import fingerprint, new_token

CLIENT_ID, NAME = "client_id", "name"
"""The names of the fields of a system."""
CLIENT_ID_SHAPE: Final = re.compile(r"[a-z0-9][a-z0-9-]{2,63}")


def system_problems(session: Session, client_id: str, name: str) -> dict[str, FieldProblem]:
    """What is wrong with the id and the name of a new system, by field."""
    problems: dict[str, FieldProblem] = {}
    if not CLIENT_ID_SHAPE.fullmatch(client_id):
        problems[CLIENT_ID] = FieldProblem(SystemFault.CLIENT_ID_SHAPE)
    elif is_client_id_taken(session, client_id):
        problems[CLIENT_ID] = FieldProblem(SystemFault.CLIENT_ID_TAKEN)
    if not _is_name(name):
        problems[NAME] = FieldProblem(SystemFault.NAME_INVALID)
    return problems


def _is_name(name: str) -> bool:
    try:
        return bool(read_name(name))
    except TextInvalid:
        return False


def add_system(
    session: Session, *, client_id: str, name: str, post: Post, now: datetime
) -> tuple[OAuthClient, str]:
    """The new system and its secret. Raises AccountRefused."""
    if problems := system_problems(session, client_id, name):
        raise AccountRefused(problems)
    account = create_account(session, name=name, now=now, posts=[post])
    return register_system(session, client_id=client_id, name=name, account=account, now=now)


def systems(session: Session) -> Sequence[tuple[OAuthClient, Account | None]]:
    """Every program with the account as which it acts, the open ones first, by id."""
    rows = (
        select(OAuthClient, Account)
        .outerjoin(Account, Account.id == OAuthClient.account_id)
        .order_by(OAuthClient.disabled_at.is_not(None), OAuthClient.client_id)
    )
    return [(client, account) for client, account in session.execute(rows).tuples()]


def system_by_client_id(session: Session, client_id: str) -> OAuthClient:
    """The program with this id, locked; raises ClientNotFound."""
    row = select(OAuthClient).where(OAuthClient.client_id == client_id).with_for_update()
    client = session.scalars(row).one_or_none()
    if client is None:
        raise ClientNotFound(client_id)
    return client


def system_of(session: Session, client_id: str) -> OAuthClient:
    """The program with this id; raises ClientNotFound."""
    client = session.scalars(select(OAuthClient).where(OAuthClient.client_id == client_id)).one_or_none()
    if client is None:
        raise ClientNotFound(client_id)
    return client


def renew_secret(session: Session, client: OAuthClient, *, now: datetime) -> str:
    """A new secret in the place of the old one; the tokens of the program end. Raises AccountRefused."""
    if client.disabled_at is not None:
        raise AccountRefused({CLIENT_ID: FieldProblem(SystemFault.CLOSED)})
    secret = new_token()
    client.secret_hash = fingerprint(secret)
    _end_tokens(session, client, now)
    return secret


def close_system(session: Session, client: OAuthClient, *, now: datetime) -> None:
    """Close the program for good: its id is never given again, its tokens end."""
    client.disabled_at = client.disabled_at or now
    account = session.get(Account, client.account_id) if client.account_id is not None else None
    if account is not None and account.username is None:
        account.disabled_at = account.disabled_at or now
    _end_tokens(session, client, now)


def _end_tokens(session: Session, client: OAuthClient, now: datetime) -> None:
    if client.account_id is not None:
        access_tokens.revoke_tokens_of_account(session, client.account_id, now=now)
    session.flush()
