"""Who an account is, in words for others: the office that acts, never the person who works there."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from guides.models import Agency, Division
from guides.told import told
from services_hall.identity.models import Account, AccountPost
from services_hall.identity.roles import DUTIES, STAFF


def offices(session: Session, public_ids: Iterable[str]) -> dict[str, str]:
    """Public id → place or agency and title, for the accounts among these that act for an office."""
    rows = select(Account).where(Account.public_id.in_(set(public_ids))).options(selectinload(Account.posts))
    posts = {
        account.public_id: post
        for account in session.scalars(rows)
        for post in account.posts
        if post.role in STAFF
    }
    names = _names(session, posts.values())
    return {
        public_id: told(
            "%(place)s%(title)s",
            place=names.get(post.agency_code or post.division_code or "", ""),
            title=DUTIES[post.role].title,
        )
        for public_id, post in posts.items()
    }


def _names(session: Session, posts: Iterable[AccountPost]) -> dict[str, str]:
    """The names of the agencies and divisions of these posts, by code."""
    codes = {code for post in posts for code in (post.agency_code, post.division_code) if code}
    agencies = session.execute(select(Agency.code, Agency.name).where(Agency.code.in_(codes)))
    divisions = session.execute(select(Division.code, Division.name).where(Division.code.in_(codes)))
    return {**dict(divisions.tuples().all()), **dict(agencies.tuples().all())}
