"""Bodies that have somebody who can handle their cases."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_hall.identity.models import Account, AccountPost
from services_hall.identity.roles import Permission, roles_that_may


def staffed_bodies(session: Session) -> frozenset[str]:
    """The codes of the agencies where an open account, of a person or a program, may handle cases."""
    rows = (
        select(AccountPost.agency_code)
        .join(Account, Account.id == AccountPost.account_id)
        .where(
            AccountPost.role.in_(roles_that_may(Permission.HANDLE_CASES)),
            Account.disabled_at.is_(None),
            AccountPost.agency_code.is_not(None),
        )
        .distinct()
    )
    return frozenset(code for code in session.scalars(rows) if code is not None)
