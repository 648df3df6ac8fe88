"""Changes of accounts by an administrator: one-time passwords, roles, closing and reopening."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificate_store.text_input.numbers import read_phone
from guides.errors import FieldProblem
from services_hall.identity import access_tokens, sessions
from services_hall.identity.accounts import actor_of, create_account, find_account, give_post
from services_hall.identity.actors import Post
from services_hall.identity.errors import (
    AccountFault,
    AccountNameInvalid,
    AccountRefused,
    IdentityNumberTaken,
    PostFault,
    PostNotFound,
)
from services_hall.identity.models import Account, AccountPost
from services_hall.identity.passwords import hash_password
from services_hall.identity.posts import ROLE
from services_hall.identity.provider_accounts import require_free_number
from services_hall.identity.roles import Role

USERNAME, NAME, PHONE, ACCOUNT = "username", "name", "phone", "account"
"""The names of the fields of an account; ACCOUNT stands for the whole of it."""
USERNAME_SHAPE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}")
LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""No letter or digit that is taken for another when it is read out or written down."""
GROUPS: Final = 4
GROUP: Final = 4


@dataclass(frozen=True)
class NewStaff:
    """The account of a member of staff as it is asked for; `repr` shows nothing personal."""

    username: str
    name: str = field(repr=False)
    phone: str = field(default="", repr=False)


def new_password() -> str:
    """A one-time password of 79 random bits, in groups that can be read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(GROUP)) for _group in range(GROUPS))


def add_staff(session: Session, wanted: NewStaff, post: Post, *, now: datetime) -> tuple[Account, str]:
    """The new account and its one-time password. Raises AccountRefused with all problems of its fields."""
    problems = account_problems(session, wanted)
    if post.role is Role.AGENCY_SYSTEM:
        problems[ROLE] = FieldProblem(PostFault.ROLE_OF_SYSTEMS)
    if problems:
        raise AccountRefused(problems)
    password = new_password()
    try:
        account = create_account(
            session,
            username=wanted.username,
            name=wanted.name,
            phone=read_phone(wanted.phone),
            password=password,
            posts=[post],
            now=now,
        )
    except AccountNameInvalid:
        raise AccountRefused({NAME: FieldProblem(AccountFault.NAME_INVALID)}) from None
    account.must_change_password = True
    session.flush()
    return account, password


def account_problems(session: Session, wanted: NewStaff) -> dict[str, FieldProblem]:
    """What is wrong with the fields of a new account, by field."""
    problems: dict[str, FieldProblem] = {}
    if not USERNAME_SHAPE.fullmatch(wanted.username):
        problems[USERNAME] = FieldProblem(AccountFault.USERNAME_SHAPE)
    elif find_account(session, wanted.username) is not None:
        problems[USERNAME] = FieldProblem(AccountFault.USERNAME_TAKEN)
    if not wanted.name.strip():
        problems[NAME] = FieldProblem(AccountFault.NAME_INVALID)
    if wanted.phone.strip() and read_phone(wanted.phone) is None:
        problems[PHONE] = FieldProblem(AccountFault.PHONE_INVALID)
    return problems


def reset_password(session: Session, account: Account, *, now: datetime) -> str:
    """A one-time password in the place of the old one; all sign-ins of the account end.

    Raises AccountRefused for an account that signs in elsewhere, and for a closed one.
    """
    if account.username is None or account.disabled_at is not None:
        raise AccountRefused({ACCOUNT: FieldProblem(AccountFault.NO_PASSWORD)})
    password = new_password()
    account.password_hash, account.must_change_password = hash_password(password), True
    end_sign_ins(session, account, now=now)
    return password


def end_sign_ins(session: Session, account: Account, *, now: datetime) -> None:
    """End every browser session and every token of the account."""
    sessions.end_other_sessions(session, account.id, "")
    access_tokens.revoke_tokens_of_account(session, account.id, now=now)
    session.flush()


def close_account(session: Session, account: Account, *, by_account_id: int | None, now: datetime) -> None:
    """Close the account; its sign-ins end. Raises AccountRefused for one's own and the last administrator."""
    if account.id == by_account_id:
        raise AccountRefused({ACCOUNT: FieldProblem(AccountFault.OWN_ACCOUNT)})
    if any(post.role is Role.ADMINISTRATOR for post in account.posts):
        _require_another_administrator(session, account)
    account.disabled_at = account.disabled_at or now
    end_sign_ins(session, account, now=now)


def reopen_account(session: Session, account: Account) -> None:
    """Open a closed account again. Raises AccountRefused if its person has another account by now."""
    actor = actor_of(account)
    if account.disabled_at is not None and actor.person is not None and not account.shares_number:
        organisation = actor.holder if actor.holder != actor.person else None
        try:
            require_free_number(session, actor.person, organisation, account_id=account.id)
        except IdentityNumberTaken:
            raise AccountRefused({ACCOUNT: FieldProblem(AccountFault.NUMBER_TAKEN)}) from None
    account.disabled_at = None
    session.flush()


def add_post(session: Session, account: Account, post: Post) -> None:
    """Give the account a role. Raises AccountRefused for one that it has, and for that of a program."""
    if post in actor_of(account).posts:
        raise AccountRefused({ROLE: FieldProblem(PostFault.HELD_ALREADY)})
    if post.role is Role.AGENCY_SYSTEM:
        raise AccountRefused({ROLE: FieldProblem(PostFault.ROLE_OF_SYSTEMS)})
    give_post(session, account, post)


def remove_post(session: Session, account: Account, post_id: int, *, by_account_id: int | None) -> Post:
    """Take a role from the account. Raises PostNotFound, AccountRefused for the last administrator's."""
    row = next((one for one in account.posts if one.id == post_id), None)
    if row is None:
        raise PostNotFound
    if row.role is Role.ADMINISTRATOR:
        if account.id == by_account_id:
            raise AccountRefused({ACCOUNT: FieldProblem(AccountFault.OWN_ACCOUNT)})
        _require_another_administrator(session, account)
    post = Post(row.role, row.agency_code, row.division_code)
    account.posts.remove(row)
    session.delete(row)
    session.flush()
    return post


def _require_another_administrator(session: Session, account: Account) -> None:
    administrators = select(AccountPost.id).where(AccountPost.role == Role.ADMINISTRATOR)
    session.execute(administrators.order_by(AccountPost.id).with_for_update())
    others = (
        select(func.count())
        .select_from(Account)
        .where(
            Account.id != account.id,
            Account.disabled_at.is_(None),
            Account.posts.any(AccountPost.role == Role.ADMINISTRATOR),
        )
    )
    if not session.scalar(others):
        raise AccountRefused({ACCOUNT: FieldProblem(AccountFault.LAST_ADMINISTRATOR)})
