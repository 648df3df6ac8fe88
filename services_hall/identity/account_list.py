"""The list of the accounts of staff: by role, body, state and words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, selectinload

from certificate_store.text_input.names import comparable_name
from services_hall.identity.models import Account, AccountPost
from services_hall.identity.roles import STAFF, Role

PEOPLE: Final = STAFF - {Role.AGENCY_SYSTEM}
"""The roles of staff; a program is listed with the agencies' systems."""


@dataclass(frozen=True)
class AccountFilter:
    """What is looked for: a part of the user name or of the name, a role, a place, closed ones or open ones.

    A resident is no staff, and is found by the whole user name alone.
    """

    words: str = ""
    role: Role | None = None
    agency_code: str = ""
    division_code: str = ""
    is_closed: bool = False


def accounts_page(session: Session, wanted: AccountFilter, *, after: int, limit: int) -> Sequence[Account]:
    """Up to `limit` accounts after the account `after`, in the order of their creation."""
    rows = _matching(wanted).where(Account.id > after).order_by(Account.id)
    if not wanted.words:
        return session.scalars(rows.limit(limit)).all()
    found: list[Account] = []
    for account in session.scalars(rows):  # names are encrypted: they are compared here
        if _has_words(account, wanted.words):
            found.append(account)
            if len(found) == limit:
                break
    return found


def _matching(wanted: AccountFilter) -> Select[tuple[Account]]:
    posts = [AccountPost.account_id == Account.id]
    posts.append(AccountPost.role == wanted.role if wanted.role else AccountPost.role.in_(PEOPLE))
    if wanted.agency_code:
        posts.append(AccountPost.agency_code == wanted.agency_code)
    if wanted.division_code:
        posts.append(AccountPost.division_code == wanted.division_code)
    is_staff: ColumnElement[bool] = exists().where(and_(*posts))
    has_place = bool(wanted.role or wanted.agency_code or wanted.division_code)
    if wanted.words and not has_place:
        is_staff = or_(is_staff, Account.username == wanted.words)
    is_closed = Account.disabled_at.is_not(None) if wanted.is_closed else Account.disabled_at.is_(None)
    return select(Account).where(is_staff, is_closed).options(selectinload(Account.posts))


def _has_words(account: Account, words: str) -> bool:
    return words.lower() in (account.username or "").lower() or comparable_name(words) in comparable_name(
        account.name
    )
