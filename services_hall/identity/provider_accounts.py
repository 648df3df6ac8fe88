"""Accounts of users of an external identity provider: created at the first sign-in, updated at later ones."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store.holders import Holder
from certificate_store.text_input.reader import readable_part
from services_hall.identity.accounts import actor_of, create_account, give_post, set_organisation, set_person
from services_hall.identity.actors import Post
from services_hall.identity.errors import IdentityNumberTaken
from services_hall.identity.models import Account
from services_hall.identity.real_names import RealName, is_better
from services_hall.identity.roles import Role


def account_from_provider(
    session: Session,
    *,
    issuer: str,
    subject: str,
    name: str,
    now: datetime,
    username: str = "",
    real_name: RealName | None = None,
) -> Account:
    """The account of a user of an external provider: a resident, created at the first sign-in.

    A name or a number that is known stays where the provider sends none, or one that it has not confirmed;
    the user name stands in for a missing name at the first sign-in only. Raises IdentityNumberTaken.
    """
    account = session.scalar(select(Account).where(Account.issuer == issuer, Account.subject == subject))
    written = readable_part(name)
    if account is None:
        stand_in = readable_part(username) or readable_part(subject) or issuer
        account = create_account(session, name=written or stand_in, now=now)
        account.issuer, account.subject = issuer, subject
    elif written and account.identifier is None:
        account.name = written
    if real_name is not None:
        _confirm(session, account, real_name)
    session.flush()
    return account


def _confirm(session: Session, account: Account, real_name: RealName) -> None:
    """Keep what the provider has confirmed, unless the account's own number contradicts it."""
    if not is_better(real_name.person, actor_of(account).person):
        return
    organisation = real_name.organisation or _organisation(account)
    require_free_number(session, real_name.person, organisation, account_id=account.id)
    set_person(account, real_name.person)
    if organisation is not None:
        set_organisation(account, organisation)
        give_post(session, account, Post(Role.LEGAL_PERSON))


def _organisation(account: Account) -> Holder | None:
    return None if account.organisation is None else Holder.from_json(account.organisation)


def require_free_number(
    session: Session, person: Holder, organisation: Holder | None, *, account_id: int | None = None
) -> None:
    """Raise IdentityNumberTaken where another enabled account has the number, for the same organisation.

    Somebody may have an account of their own, and one for each organisation.
    """
    organisation_index = None if organisation is None else organisation.index
    others = select(Account.id).where(
        Account.identifier_index == person.index,
        Account.disabled_at.is_(None),
        Account.organisation_index.is_(None)
        if organisation_index is None
        else Account.organisation_index == organisation_index,
    )
    if account_id is not None:
        others = others.where(Account.id != account_id)
    if session.scalar(others.limit(1)) is not None:
        raise IdentityNumberTaken
