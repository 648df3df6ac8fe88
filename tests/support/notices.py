"""Notices of demo accounts, as rows."""

from collections.abc import Sequence

from sqlalchemy import select

from services_hall import database
from services_hall.identity.models import Account
from services_hall.notices.models import Notice
from tests.support.hall import Hall


def notices_of(hall: Hall, username: str, subject: str = "") -> Sequence[Notice]:
    """The account's notices about what has this number, or all of them, oldest first."""
    rows = select(Notice).join(Account).where(Account.username == username, Notice.subject.contains(subject))
    with hall.app.app_context():
        found = database.reading().scalars(rows.order_by(Notice.id)).all()
        database.reading().expunge_all()
        return found


def topics_of(hall: Hall, username: str, subject: str = "") -> list[str]:
    """What the account was told about it, oldest first."""
    return [one.topic for one in notices_of(hall, username, subject)]
