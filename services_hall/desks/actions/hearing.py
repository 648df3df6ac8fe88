"""Routes for notices before a decision, the statements that answer them, and hearings."""

from typing import Final

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.hearings.notices import ADDRESSEE, ARTICLES, HearingNotice
from services_hall.applications.hearings.prior_notices import ANSWER_UNTIL, FACTS, NOTICE_ARTICLE
from services_hall.applications.hearings.public_hearings import HEARING_SUBJECT
from services_hall.applications.hearings.sessions import (
    HEARING_ON,
    HEARING_PLACE,
    HEARING_RECORD,
    HEARING_TIME,
    HELD_ON,
    HearingDate,
)
from services_hall.applications.hearings.statements import DEMAND, NOTICE, STATEMENT, Statement
from services_hall.applications.models import NoticeKind
from services_hall.desks.actions.run import chosen, run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.announce_hearing import announce_hearing
from services_hall.use_cases.announce_public_hearing import announce_public_hearing
from services_hall.use_cases.give_hearing_notice import give_hearing_notice
from services_hall.use_cases.record_hearing import record_hearing
from services_hall.use_cases.record_statement import record_statement
from services_hall.use_cases.withdraw_hearing_demand import record_withdrawn_demand
from services_hall.web.access import access, signed_in_actor
from services_hall.web.day_input import day_of
from services_hall.web.sent_files import sent_file

MOST_DIGITS: Final = 19
"""More digits than the id of a notice has."""


@blueprint.post("/cases/<number>/hearing-notice")
@access(Role.AGENCY_OFFICER)
def hearing_notice(number: str) -> ResponseReturnValue:
    """Tells a third party or the applicant before the decision; the decision waits for the answer."""
    notice = HearingNotice(
        NoticeKind(chosen("kind", tuple(ARTICLES))),
        request.form.get(ADDRESSEE, ""),
        request.form.get(FACTS, ""),
        day_of(ANSWER_UNTIL),
        request.form.get(NOTICE_ARTICLE, ""),
    )
    return run_action(
        number,
        lambda: give_hearing_notice(signed_in_actor(), number, notice),
        _("告知书正在生成；收到意见或者期限届满后，才能作出决定。"),
        form="hearing_notice",
        fields=[FACTS, ADDRESSEE, ANSWER_UNTIL, NOTICE_ARTICLE, "kind"],
    )


@blueprint.post("/cases/<number>/statement")
@access(Role.AGENCY_OFFICER)
def statement(number: str) -> ResponseReturnValue:
    """Records the statement that the agency heard or received, and whether it demands a hearing."""
    answer = Statement(
        request.form.get(STATEMENT, ""), _notice_id(), is_hearing_demanded=DEMAND in request.form
    )
    return run_action(
        number,
        lambda: record_statement(signed_in_actor(), number, answer, record=sent_file(HEARING_RECORD)),
        _("要求听证已经记录：请定听证的时间、地点。")
        if answer.is_hearing_demanded
        else _("陈述、申辩已经记录。"),
        form="statement",
        fields=[STATEMENT, NOTICE, DEMAND, HEARING_RECORD],
    )


@blueprint.post("/cases/<number>/hearing")
@access(Role.AGENCY_OFFICER)
def set_hearing(number: str) -> ResponseReturnValue:
    """Tells day and place of the hearing that was demanded."""
    planned = HearingDate(
        day_of(HEARING_ON), request.form.get(HEARING_TIME, ""), request.form.get(HEARING_PLACE, "")
    )
    return run_action(
        number,
        lambda: announce_hearing(signed_in_actor(), number, planned),
        _("听证通知书正在生成；听证所需的时间不算在时限里。"),
        form="hearing_date",
        fields=[HEARING_ON, HEARING_TIME, HEARING_PLACE],
    )


@blueprint.post("/cases/<number>/public-hearing")
@access(Role.AGENCY_OFFICER)
def set_public_hearing(number: str) -> ResponseReturnValue:
    """Announces a hearing that the agency holds because of the public interest."""
    planned = HearingDate(
        day_of(HEARING_ON), request.form.get(HEARING_TIME, ""), request.form.get(HEARING_PLACE, "")
    )
    subject = request.form.get(HEARING_SUBJECT, "")
    return run_action(
        number,
        lambda: announce_public_hearing(signed_in_actor(), number, planned, subject=subject),
        _("听证已经公告，听证通知书正在生成；听证所需的时间不算在时限里。"),
        form="public_hearing",
        fields=[HEARING_SUBJECT, HEARING_ON, HEARING_TIME, HEARING_PLACE],
    )


@blueprint.post("/cases/<number>/hearing-record")
@access(Role.AGENCY_OFFICER)
def keep_hearing_record(number: str) -> ResponseReturnValue:
    """Records the hearing with its day and its record."""
    return run_action(
        number,
        lambda: record_hearing(
            signed_in_actor(), number, held_on=day_of(HELD_ON), record=sent_file(HEARING_RECORD)
        ),
        _("听证已经记录，时限从明天起继续计算；请根据听证笔录作决定。"),
        form="hearing_record",
        fields=[HELD_ON, HEARING_RECORD],
    )


@blueprint.post("/cases/<number>/hearing-withdrawal")
@access(Role.AGENCY_OFFICER)
def withdraw_hearing(number: str) -> ResponseReturnValue:
    """Records that a demand for a hearing was given up in writing."""
    return run_action(
        number,
        lambda: record_withdrawn_demand(signed_in_actor(), number, _notice_id()),
        _("已记录：当事人书面撤回了听证要求。"),
        form="hearing_withdrawal",
        fields=[NOTICE],
    )


def _notice_id() -> int | None:
    text = request.form.get(NOTICE, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < MOST_DIGITS else None
