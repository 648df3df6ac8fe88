"""Notices to holders whose certificates end soon, once for each certificate and account."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from sqlalchemy.orm import Session

from certificate_store import lookup
from certificate_store.models import Certificate
from services_hall.clock import local_day, utc_now
from services_hall.database import transaction
from services_hall.notices.enumerations import NoticeSubject, NoticeTopic
from services_hall.notices.notice_records import NewNotice, NoticeContent, holds, recipients, write_notices
from services_hall.use_cases.store_access import ask_store

BEFORE_END: Final = timedelta(days=60)
"""A renewal is applied for thirty days before the end (行政许可法 art. 50): the notice comes in good time."""
BATCH: Final = 100


def remind_of_certificates() -> int:
    """Tells the holders, a batch in a transaction of its own; returns how many notices were written.

    Repeated, it writes none again. Raises one of STORE_ERRORS.
    """
    today = local_day(utc_now())
    after: Certificate | None = None
    written = 0
    while ending := ask_store(_ending(today, after)):
        with transaction() as session:
            written += _tell(session, ending)
        after = ending[-1]
    return written


def _ending(today: date, after: Certificate | None) -> Callable[[Session], list[Certificate]]:
    return partial(lookup.certificates_ending, first=today, last=today + BEFORE_END, after=after, limit=BATCH)


def _tell(session: Session, ending: Sequence[Certificate]) -> int:
    contents = {certificate.identifier: _content(certificate) for certificate in ending}
    indexes = {one.identifier: _indexes(one) for one in ending}
    told = recipients(session, holds(sorted(set().union(*indexes.values()))))
    notices = [
        NewNotice(recipient, contents[identifier])
        for identifier, held_by in indexes.items()
        for recipient in told
        if recipient.indexes & held_by
    ]
    return write_notices(session, notices, now=utc_now())


def _indexes(certificate: Certificate) -> frozenset[bytes]:
    return frozenset(holder.index for holder in (certificate.holder, *certificate.joint_holders))


def _content(certificate: Certificate) -> NoticeContent:
    return NoticeContent(
        NoticeTopic.CERTIFICATE_ENDS,
        NoticeSubject.CERTIFICATE,
        certificate.identifier,
        certificate.type.name,
        certificate.valid_to,
        unique_key=f"certificate-ends:{certificate.identifier}",
    )
