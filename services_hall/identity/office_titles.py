"""Titles of the offices behind accounts, shown to others in place of personal names."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from services_hall.identity.models import Account
from services_hall.identity.posts import place_names
from services_hall.identity.roles import STAFF, Role


@dataclass(frozen=True)
class Office:
    """The agency or division that an account acts for, by name, and its role."""

    place: str
    role: Role


def offices(session: Session, public_ids: Iterable[str]) -> dict[str, Office]:
    """The offices of these accounts by public id; accounts without an office are left out."""
    rows = select(Account).where(Account.public_id.in_(set(public_ids))).options(selectinload(Account.posts))
    posts = {
        account.public_id: post
        for account in session.scalars(rows)
        for post in account.posts
        if post.role in STAFF
    }
    names = place_names(session, posts.values())
    return {
        public_id: Office(names.get(post.agency_code or post.division_code or "", ""), post.role)
        for public_id, post in posts.items()
    }
