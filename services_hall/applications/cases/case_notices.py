"""Notices about an application and its cases, written in the transaction that changes them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from certificate_store.text_input.numbers import is_mobile
from services_hall.applications.enumerations import Channel
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Application, ApplicationPaper, ApplicationParty, Case
from services_hall.applications.parties import PartyRole
from services_hall.identity import Actor
from services_hall.identity.models import Account
from services_hall.notices.enumerations import NoticeSubject, NoticeTopic
from services_hall.notices.notice_records import (
    NewNotice,
    NoticeContent,
    Recipient,
    holds,
    phone_recipient,
    recipients,
    write_notices,
)

A, T = CaseAction, NoticeTopic

TOPICS: Final = {
    A.ACCEPT: T.ACCEPTED,
    A.DEEM_ACCEPTED: T.ACCEPTED,
    A.ACCEPT_TOLERANTLY: T.ACCEPTED,
    A.ASK_SUPPLEMENT: T.SUPPLEMENT_ASKED,
    A.POSTPONE_SUPPLY: T.SUPPLY_POSTPONED,
    A.REPORT_FLAW: T.FLAW_REPORTED,
    A.DECLINE_PLEA: T.PLEA_DECLINED,
    A.EXTEND: T.EXTENDED,
    A.PAUSE: T.CLOCK_STOPPED,
    A.RESUME: T.CLOCK_RESUMED,
    A.RECKON: T.DAYS_MOVED,
    A.EXPLAIN_DELAY: T.DELAY_EXPLAINED,
    A.RECORD: T.DECIDED,
    A.REFUSE: T.DECIDED,
    A.DECLARE_NOT_IN_POWER: T.DECIDED,
    A.DECLARE_NO_LICENCE_NEEDED: T.DECIDED,
    A.GRANT: T.DECIDED,
    A.GRANT_ON_COMMITMENT: T.DECIDED,
    A.DEEM_RENEWED: T.DECIDED,
    A.DENY: T.DECIDED,
    A.CLOSE: T.DECIDED,
    A.TERMINATE: T.DECIDED,
    A.ORDER_CORRECTION: T.CORRECTION_ORDERED,
    A.ANNUL: T.GRANT_ENDED,
    A.WITHDRAW_GRANT: T.GRANT_ENDED,
    A.CANCEL_GRANT: T.GRANT_ENDED,
}
"""What an action tells the applicant; the others tell nothing, or are the applicant's own."""


def tell_of_action(session: Session, case: Case, action: CaseAction, *, now: datetime) -> None:
    """Tell of an action on the locked case, if it is one of which people are told."""
    topic = TOPICS.get(action)
    if topic is not None:
        days = {
            T.SUPPLEMENT_ASKED: case.supplement_due_on,
            T.CLOCK_STOPPED: case.paused_until,
            T.SUPPLY_POSTPONED: case.tolerance_due_on,
            T.CORRECTION_ORDERED: case.correction_due_on,
        }
        until = days.get(topic)
        tell_of_case(session, case, topic, until=until, now=now)


def tell_of_case(
    session: Session, case: Case, topic: NoticeTopic, *, now: datetime, until: date | None = None
) -> None:
    """Tell the applicants with an account, and the person who acted, of the locked case."""
    content = NoticeContent(topic, NoticeSubject.CASE, case.number, case.item_name, until)
    _tell(session, case.application, content, now=now)


def tell_of_withdrawal(session: Session, case: Case, *, by: Actor, now: datetime) -> None:
    """Tell the others that an applicant, their agent, or a clerk for them has withdrawn the locked case."""
    content = NoticeContent(NoticeTopic.WITHDRAWN, NoticeSubject.CASE, case.number, case.item_name)
    _tell(session, case.application, content, besides=by, now=now)


def tell_of_receipt(session: Session, receipt: ApplicationPaper, *, now: datetime) -> None:
    """Tell them that the receipt of an application is ready."""
    application = receipt.application
    content = NoticeContent(
        NoticeTopic.RECEIPT, NoticeSubject.APPLICATION, application.number, application.name
    )
    _tell(session, application, content, now=now)


def _at_window(application: Application, told: Sequence[Recipient]) -> list[Recipient]:
    """Applicant and agent who have no account: the mobile phones that they left at the window, each once."""
    phones = {application.phone: application.holder_index}
    if application.agent is not None:
        phones.setdefault(application.agent.phone, application.agent.holder_index)
    known = {index for one in told for index in one.indexes}
    return [
        phone_recipient(phone, index)
        for phone, index in phones.items()
        if index not in known and is_mobile(phone)
    ]


def _contact(application: Application, told: Sequence[Recipient], by: Actor | None) -> list[Recipient]:
    """The contact of an organisation: their mobile phone, unless it is the phone of somebody who knows."""
    if not application.holder.is_organisation:
        return []
    people = application.people
    contact = None if people is None else people.contact
    if contact is None or not is_mobile(contact.phone):
        return []
    phones = {phone for one in told for phone in (one.phone, one.own_phone)}
    if contact.phone in {*phones, None if by is None else by.phone}:
        return []
    return [phone_recipient(contact.phone, application.holder_index)]


def _tell(
    session: Session,
    application: Application,
    content: NoticeContent,
    *,
    besides: Actor | None = None,
    now: datetime,
) -> None:
    """Tell the applicants and who filed online, `besides` the one who acts.

    Who was at a window and has no account gets a text message, unless they themselves act; so does the
    contact of an organisation.
    """
    parties = ApplicationParty.application_id == application.id
    is_applicant = ApplicationParty.role == PartyRole.APPLICANT
    ids = [application.applicant_id] if application.applicant_id is not None else []
    if application.channel is Channel.ONLINE:
        ids.append(application.filed_by_id)
    condition = or_(
        Account.id.in_(ids),
        Account.id.in_(select(ApplicationParty.account_id).where(parties)),
        holds([application.holder_index]),
        Account.identifier_index.in_(select(ApplicationParty.holder_index).where(parties, is_applicant)),
    )
    if besides is not None:
        condition = and_(condition, Account.id != besides.account_id)
    told = recipients(session, condition)
    if application.channel is Channel.WINDOW and besides is None:
        told = [*told, *_at_window(application, told)]
    told = [*told, *_contact(application, told, besides)]
    write_notices(session, [NewNotice(one, content) for one in told], now=now)
