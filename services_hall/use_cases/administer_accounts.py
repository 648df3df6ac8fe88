"""Administration of the accounts of staff: each change is written into the audit record.

`actor` is the administrator, or None for the command line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from guides.errors import FieldProblem
from services_hall.audit.actions import COMMAND_LINE
from services_hall.audit.record import record_action
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor, Post, account_changes, accounts
from services_hall.identity.account_changes import NewStaff
from services_hall.identity.errors import AccountFault, AccountRefused
from services_hall.identity.models import Account
from services_hall.identity.posts import read_post


@dataclass(frozen=True)
class PostWords:
    """A role and its place as they are written: codes or whole names."""

    role: str
    agency: str = ""
    division: str = ""


@dataclass(frozen=True)
class OneTimePassword:
    """The public id of an account and its one-time password, which is shown once."""

    public_id: str
    value: str = field(repr=False)


def add_account(actor: Actor | None, wanted: NewStaff, words: PostWords) -> OneTimePassword:
    """Adds the account of a member of staff. Raises AccountRefused with all problems of both parts."""
    try:
        with transaction() as session:
            post = _post(session, wanted, words)
            account, password = account_changes.add_staff(session, wanted, post, now=utc_now())
            _record(session, actor, "account.add", account, {"roles": [post.role], **_places(post)})
            return OneTimePassword(account.public_id, password)
    except IntegrityError:  # another administrator was faster
        problem = FieldProblem(AccountFault.USERNAME_TAKEN)
        raise AccountRefused({account_changes.USERNAME: problem}) from None


def _post(session: Session, wanted: NewStaff, words: PostWords) -> Post:
    try:
        return read_post(session, words.role, words.agency, words.division)
    except AccountRefused as refused:
        problems = account_changes.account_problems(session, wanted)
        raise AccountRefused({**problems, **refused.problems}) from None


def add_role(actor: Actor | None, public_id: str, words: PostWords) -> Post:
    """Gives the account a role; raises AccountNotFound, AccountRefused."""
    with transaction() as session:
        account = accounts.account_by_public_id(session, public_id)
        post = read_post(session, words.role, words.agency, words.division)
        account_changes.add_post(session, account, post)
        _record(session, actor, "account.roles", account, {"roles": [post.role], **_places(post)})
        return post


def remove_role(actor: Actor | None, public_id: str, post_id: int) -> None:
    """Takes a role from the account; raises AccountNotFound, PostNotFound, AccountRefused."""
    with transaction() as session:
        account = accounts.account_by_public_id(session, public_id)
        post = account_changes.remove_post(session, account, post_id, by_account_id=_id(actor))
        _record(session, actor, "account.role-end", account, {"roles": [post.role], **_places(post)})


def reset_password(actor: Actor | None, public_id: str) -> OneTimePassword:
    """Gives the account a one-time password; raises AccountNotFound, AccountRefused."""
    with transaction() as session:
        account = accounts.account_by_public_id(session, public_id)
        password = account_changes.reset_password(session, account, now=utc_now())
        _record(session, actor, "account.reset", account)
        return OneTimePassword(public_id, password)


def end_sign_ins(actor: Actor | None, public_id: str) -> None:
    """Ends every sign-in of the account; raises AccountNotFound."""
    with transaction() as session:
        account = accounts.account_by_public_id(session, public_id)
        account_changes.end_sign_ins(session, account, now=utc_now())
        _record(session, actor, "account.sign-out", account)


def close_account(actor: Actor | None, public_id: str) -> None:
    """Closes the account; raises AccountNotFound, AccountRefused."""
    with transaction() as session:
        account = accounts.account_by_public_id(session, public_id)
        account_changes.close_account(session, account, by_account_id=_id(actor), now=utc_now())
        _record(session, actor, "account.close", account)


def reopen_account(actor: Actor | None, public_id: str) -> None:
    """Opens a closed account again; raises AccountNotFound, AccountRefused."""
    with transaction() as session:
        account = accounts.account_by_public_id(session, public_id)
        account_changes.reopen_account(session, account)
        _record(session, actor, "account.reopen", account)


def _id(actor: Actor | None) -> int | None:
    return None if actor is None else actor.account_id


def _places(post: Post) -> dict[str, str | None]:
    return {"agency": post.agency_code, "division": post.division_code}


def _record(
    session: Session,
    actor: Actor | None,
    action: str,
    account: Account,
    details: Mapping[str, Any] | None = None,
) -> None:
    who = COMMAND_LINE if actor is None else actor.public_id
    record_action(session, actor=who, action=action, subject=account.public_id, details=details)
