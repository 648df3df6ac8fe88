"""Reading of notices by the account that they are for."""

from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.notices import queries
from services_hall.notices.models import Notice


def open_notice(actor: Actor, notice_id: int) -> Notice:
    """The notice, marked as read; raises NoticeNotFound for one of another account."""
    with transaction() as session:
        notice = queries.notice_of_account(session, actor.account_id, notice_id)
        queries.mark_read(session, actor.account_id, notice_id, now=utc_now())
        return notice


def mark_all_read(actor: Actor) -> None:
    """Marks all notices of the account as read."""
    with transaction() as session:
        queries.mark_read(session, actor.account_id, now=utc_now())
