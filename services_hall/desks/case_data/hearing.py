"""What the page of a case shows about notices before its decision."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from services_hall.applications import prior_notices
from services_hall.applications.lifecycle import ACCEPTED
from services_hall.applications.models import Case
from services_hall.identity import Actor


def hearing_data(session: Session, _actor: Actor, case: Case) -> Mapping[str, object]:
    """The notices of an undecided case, and the one that waits for its answer."""
    if case.state not in ACCEPTED:
        return {}
    return {
        "notices": prior_notices.notices_of(session, case),
        "open_notice": prior_notices.open_notice(session, case),
    }
