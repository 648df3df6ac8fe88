"""Accounts: creation, look-up, and conversion to actors."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session, load_only, selectinload

from certificate_store.holders import Holder
from certificate_store.text_input.names import is_same_name
from certificate_store.text_input.reader import TextInvalid, read_name
from certificate_store.value_lists import NUMBER, is_one_of
from services_hall.identity.actors import Actor, Post
from services_hall.identity.email_addresses import email_index, read_email
from services_hall.identity.errors import AccountNameInvalid, AccountNotFound, UsernameTaken
from services_hall.identity.models import Account, AccountPost
from services_hall.identity.passwords import hash_password, is_password_right
from services_hall.identity.random_tokens import new_public_id
from services_hall.identity.roles import Role

MOST_OF_AN_ADDRESS: Final = 5
"""So many accounts of one e-mail address get a link."""
_NAMES: Final = select(Account.id, Account.name).where(is_one_of(Account.id, "account_ids", NUMBER))


def create_account(
    session: Session,
    *,
    name: str,
    now: datetime,
    username: str | None = None,
    password: str | None = None,
    holder: Holder | None = None,
    organisation: Holder | None = None,
    phone: str | None = None,
    posts: Sequence[Post] = (Post(Role.RESIDENT),),
    is_demo: bool = False,
) -> Account:
    """Create an account; `organisation` is the one it acts for. Raises UsernameTaken, PasswordTooShort,
    AccountNameInvalid.

    An agency's system has neither a user name nor a password: it never signs in on a page.
    """
    if username is not None and find_account(session, username) is not None:
        raise UsernameTaken(username)
    account = Account(
        public_id=new_public_id(),
        username=username,
        password_hash=None if password is None else hash_password(password),
        name=_written_name(name),
        phone=phone,
        is_demo=is_demo,
        created_at=now,
        posts=[_row(post) for post in posts],
    )
    if holder is not None:
        _set_number(account, holder)
    if organisation is not None:
        set_organisation(account, organisation)
    session.add(account)
    session.flush()
    return account


def set_person(account: Account, holder: Holder) -> None:
    """Set who the account's person is: name, document and number."""
    account.name = holder.name
    _set_number(account, holder)


def _set_number(account: Account, holder: Holder) -> None:
    account.identifier_type = holder.identifier_type
    account.identifier = holder.identifier
    account.identifier_index = holder.index


def set_organisation(account: Account, organisation: Holder) -> None:
    """Set the organisation that the account acts for."""
    account.organisation = organisation.as_json()
    account.organisation_index = organisation.index


def _written_name(name: str) -> str:
    try:
        written = read_name(name)
    except TextInvalid as refused:
        raise AccountNameInvalid(str(refused)) from None
    if not written:
        raise AccountNameInvalid("no name")
    return written


def _row(post: Post) -> AccountPost:
    return AccountPost(role=post.role, agency_code=post.agency_code, division_code=post.division_code)


def give_post(session: Session, account: Account, post: Post) -> None:
    """Add a post to the account, unless it already has it."""
    if post not in actor_of(account).posts:
        account.posts.append(_row(post))
        session.flush()


def find_account(session: Session, username: str) -> Account | None:
    """The account with this user name, enabled or disabled."""
    return session.scalar(select(Account).where(Account.username == username))


def account_by_public_id(session: Session, public_id: str) -> Account:
    """The account with this public id; raises AccountNotFound."""
    account = session.scalar(select(Account).where(Account.public_id == public_id))
    if account is None:
        raise AccountNotFound(public_id)
    return account


def public_id_of(session: Session, account_id: int) -> str:
    """The public id of an existing account."""
    return session.scalars(select(Account.public_id).where(Account.id == account_id)).one()


def account_names(session: Session, account_ids: Sequence[int]) -> dict[int, str]:
    """The names of these accounts by id; no query for no account."""
    if not account_ids:
        return {}
    rows = session.connection().execute(_NAMES, {"account_ids": account_ids})
    return dict(rows.tuples().all())


def accounts_of_agency(session: Session, agency_code: str, role: Role) -> Sequence[Account]:
    """The enabled accounts with a post of this role at the agency, oldest first."""
    rows = (
        select(Account)
        .where(
            Account.disabled_at.is_(None),
            Account.posts.any(and_(AccountPost.agency_code == agency_code, AccountPost.role == role)),
        )
        .options(load_only(Account.public_id, Account.name), selectinload(Account.posts))
        .order_by(Account.id)
    )
    return session.scalars(rows).all()


def account_of_holder(session: Session, holder: Holder) -> Account | None:
    """The oldest enabled account of this person, or of a person who acts for this organisation."""
    index = Account.organisation_index if holder.is_organisation else Account.identifier_index
    rows = select(Account).where(index == holder.index, Account.disabled_at.is_(None))
    if not holder.is_organisation:
        rows = rows.where(Account.organisation_index.is_(None))
    return session.scalars(rows.order_by(Account.id).limit(1)).one_or_none()


def account_of_person(session: Session, holder: Holder) -> Account | None:
    """The oldest enabled account of the person with this number and this name."""
    rows = select(Account).where(Account.identifier_index == holder.index, Account.disabled_at.is_(None))
    found = session.scalars(rows.order_by(Account.id).limit(1)).one_or_none()
    return found if found is not None and is_same_name(found.name, holder.name) else None


def account_with_password(session: Session, username: str, password: str) -> Account | None:
    """The enabled account with this name and password, or None; both cases take the same time."""
    account = find_account(session, username)
    password_hash = None if account is None or account.disabled_at else account.password_hash
    return account if is_password_right(password, password_hash) else None


def recoverable_accounts(session: Session, name: str) -> Sequence[int]:
    """The ids of the enabled accounts with a password that have this user name or proved e-mail address."""
    named = Account.username == name
    if (address := read_email(name)) is not None:
        named = or_(named, Account.email_index == email_index(address))
    rows = select(Account.id).where(
        named,
        Account.disabled_at.is_(None),
        Account.password_hash.is_not(None),
        Account.email_index.is_not(None),
    )
    return session.scalars(rows.order_by(Account.id).limit(MOST_OF_AN_ADDRESS)).all()


def accounts_with_email(session: Session, account_ids: Sequence[int]) -> Sequence[Account]:
    """Those of these accounts that are enabled and have a proved e-mail address."""
    rows = select(Account).where(
        Account.id.in_(account_ids), Account.disabled_at.is_(None), Account.email_index.is_not(None)
    )
    return session.scalars(rows.order_by(Account.id)).all()


def disable_account(session: Session, account: Account, *, now: datetime) -> None:
    """Disable the account: its sessions and tokens are refused from the next request on."""
    account.disabled_at = now
    session.flush()


def demo_accounts(session: Session) -> list[Account]:
    """The enabled demo accounts with a password, in the order of their creation."""
    rows = select(Account).where(
        Account.is_demo, Account.username.is_not(None), Account.disabled_at.is_(None)
    )
    return list(session.scalars(rows.order_by(Account.id).options(selectinload(Account.posts))))


def actor_of(account: Account) -> Actor:
    """The account as an actor; if it acts for an organisation, the organisation is the holder."""
    return Actor(
        account_id=account.id,
        public_id=account.public_id,
        name=account.name,
        posts=tuple(Post(post.role, post.agency_code, post.division_code) for post in account.posts),
        holder=_holder(account),
        phone=account.phone,
        person=_person(account),
        terms_version=account.terms_version,
        must_change_password=account.must_change_password,
    )


ACTOR_COLUMNS: Final = (
    Account.id,
    Account.public_id,
    Account.name,
    Account.phone,
    Account.identifier_type,
    Account.identifier,
    Account.organisation,
    Account.terms_version,
    Account.must_change_password,
    Account.disabled_at,
    AccountPost.role,
    AccountPost.agency_code,
    AccountPost.division_code,
)
"""The columns from which `actor_of_rows` makes an actor, one row a post."""


def actor_of_rows(rows: Sequence[Any]) -> Actor:
    """The actor of an account that was read as rows of ACTOR_COLUMNS, at least one."""
    account = rows[0]
    return Actor(
        account_id=account.id,
        public_id=account.public_id,
        name=account.name,
        posts=tuple(
            Post(row.role, row.agency_code, row.division_code) for row in rows if row.role is not None
        ),
        holder=_holder(account),
        phone=account.phone,
        person=_person(account),
        terms_version=account.terms_version,
        must_change_password=account.must_change_password,
    )


def _holder(account: Account | Row[Any]) -> Holder | None:
    if account.organisation is not None:
        return Holder.from_json(account.organisation)
    return _person(account)


def _person(account: Account | Row[Any]) -> Holder | None:
    if account.identifier_type is None or account.identifier is None:
        return None
    return Holder.of_record(account.name, account.identifier_type, account.identifier)
