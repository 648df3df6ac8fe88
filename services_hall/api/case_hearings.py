"""API for notices before a decision, statements and objections of the applicant, and hearings."""

from typing import Any

from marshmallow import Schema, fields

from services_hall.api.applications import own_file
from services_hall.api.case_actions import CaseBlueprint
from services_hall.api.operations import FILERS, HANDLERS
from services_hall.api.request_schemas import RequestOneOf, RequestText, StrictRequestSchema
from services_hall.api.text_fields import text
from services_hall.applications.errors import CaseNotFound
from services_hall.applications.hearings.notices import ARTICLES, HearingNotice
from services_hall.applications.hearings.prior_notices import notices_of
from services_hall.applications.hearings.public_hearings import HEARING_SUBJECT
from services_hall.applications.hearings.sessions import HEARING_RECORD, HearingDate
from services_hall.applications.hearings.statements import Statement
from services_hall.applications.models import NoticeKind
from services_hall.applications.reads import queries
from services_hall.database import reading
from services_hall.identity import Actor
from services_hall.use_cases.announce_hearing import announce_hearing
from services_hall.use_cases.announce_public_hearing import announce_public_hearing
from services_hall.use_cases.give_hearing_notice import give_hearing_notice
from services_hall.use_cases.give_statement import give_statement
from services_hall.use_cases.object_to_record import object_to_record
from services_hall.use_cases.record_hearing import record_hearing
from services_hall.use_cases.record_statement import record_statement
from services_hall.use_cases.withdraw_hearing_demand import record_withdrawn_demand, withdraw_own_demand
from services_hall.web.access import signed_in_actor

blueprint = CaseBlueprint("api_case_hearings", __name__, description="决定前的告知和听证")
NOTICE = {"description": "which of several notices, by its id in the list of notices"}
DEMAND = {"description": "a hearing is demanded (行政许可法 art. 47); then `statement` may be empty"}


class HearingNoticeRequest(StrictRequestSchema):
    """A notice before the decision; a third party is named, a hearing without name is the applicant's."""

    kind = RequestText(required=True, validate=RequestOneOf([kind.value for kind in ARTICLES]))
    addressee = text(200, load_default="")
    notice_article = text(64, load_default="")
    facts = text(2000, required=True)
    answer_until = fields.Date(required=True)


class StatementRequest(StrictRequestSchema):
    """A statement that answers a prior notice; `hearing_record` is the id of an uploaded file."""

    statement = text(5000, required=True)
    notice_id = fields.Integer(load_default=None, allow_none=True, strict=True, metadata=NOTICE)
    hearing_demanded = fields.Boolean(load_default=False, metadata=DEMAND)
    hearing_record = text(32, load_default="")


class OwnStatementRequest(StrictRequestSchema):
    """The applicant's statement."""

    statement = text(5000, required=True)
    hearing_demanded = fields.Boolean(load_default=False, metadata=DEMAND)


class ObjectionRequest(StrictRequestSchema):
    """What is wrong on record, in the applicant's words."""

    objection = text(5000, required=True)


class HearingRequest(StrictRequestSchema):
    """Day and place of a hearing, at least seven working days ahead (行政许可法 art. 48)."""

    hearing_on = fields.Date(required=True)
    hearing_time = text(40, required=True)
    hearing_place = text(200, required=True)


class PublicHearingRequest(HearingRequest):
    """A hearing that everybody may attend, with what it is about (行政许可法 art. 46)."""

    hearing_subject = text(2000, required=True)


class HearingRecordRequest(StrictRequestSchema):
    """The day of a hearing, and the id of the uploaded file with its record."""

    held_on = fields.Date(required=True)
    hearing_record = text(32, required=True)


class WithdrawnDemandRequest(StrictRequestSchema):
    """Which demand for a hearing was given up in writing."""

    notice_id = fields.Integer(load_default=None, allow_none=True, strict=True, metadata=NOTICE)


class PriorNoticeDocument(Schema):
    """A notice before a burdening decision; one without addressee is the applicant's."""

    id = fields.Integer()
    kind = fields.String()
    addressee = fields.String(allow_none=True)
    answer_until = fields.Date()
    statement_at = fields.AwareDateTime(allow_none=True)
    awaits_hearing = fields.Boolean()


@blueprint.operation(
    "/cases/<string:number>/notices", PriorNoticeDocument(many=True), roles=FILERS | HANDLERS
)
def notices(number: str) -> Any:
    """The notices of a case, oldest first; those to the applicant for the system that filed"""
    session, actor = reading(), signed_in_actor()
    try:
        return notices_of(session, queries.desk_case(session, actor, number))
    except CaseNotFound:
        found = notices_of(session, queries.own_case(session, actor, number))
        return [notice for notice in found if notice.addressee is None]


@blueprint.desk_action("hearing-notice", HearingNoticeRequest)
def hearing_notice(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Tell a third party, or the right to a hearing, before the decision, which waits for the answer"""
    article_key = body.pop("notice_article")
    notice = HearingNotice(**{**body, "kind": NoticeKind(body["kind"])}, article_key=article_key)
    give_hearing_notice(actor, number, notice)


@blueprint.desk_action("statements", StatementRequest)
def statement(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Record the statement of the person who was told"""
    answer = Statement(body["statement"], body["notice_id"], is_hearing_demanded=body["hearing_demanded"])
    record_statement(actor, number, answer, attachment_id=own_file(actor, body[HEARING_RECORD]))


@blueprint.applicant_action("own-statement", OwnStatementRequest)
def own_statement(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Answer the agency's notice for the applicant, or demand a hearing"""
    give_statement(actor, number, Statement(body["statement"], is_hearing_demanded=body["hearing_demanded"]))


@blueprint.applicant_action("objection", ObjectionRequest)
def objection(actor: Actor, number: str, body: dict[str, str]) -> None:
    """Object for the applicant to what is on record in the case, in any state of it"""
    object_to_record(actor, number, body["objection"])


@blueprint.applicant_action("own-hearing-withdrawal")
def withdraw_hearing(actor: Actor, number: str) -> None:
    """Give up the hearing that the applicant demanded"""
    withdraw_own_demand(actor, number)


@blueprint.desk_action("hearing", HearingRequest)
def set_hearing(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Tell day and place of the hearing that was demanded; its time does not count"""
    announce_hearing(
        actor, number, HearingDate(body["hearing_on"], body["hearing_time"], body["hearing_place"])
    )


@blueprint.desk_action("public-hearing", PublicHearingRequest)
def set_public_hearing(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Announce a hearing to the public because of the public interest; the decision waits for it"""
    planned = HearingDate(body["hearing_on"], body["hearing_time"], body["hearing_place"])
    announce_public_hearing(actor, number, planned, subject=body[HEARING_SUBJECT])


@blueprint.desk_action("hearing-record", HearingRecordRequest)
def keep_hearing_record(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Record the hearing with its day and its record"""
    record_hearing(
        actor, number, held_on=body["held_on"], attachment_id=own_file(actor, body[HEARING_RECORD])
    )


@blueprint.desk_action("hearing-withdrawal", WithdrawnDemandRequest)
def record_withdrawal(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Record that a demand for a hearing was given up in writing"""
    record_withdrawn_demand(actor, number, body["notice_id"])
