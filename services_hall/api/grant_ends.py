"""API for granted cases of an agency: checks of commitments, prior notices, ends of grants."""

from datetime import date
from typing import TypedDict

from services_hall.api import case_schemas, grant_schemas, schemas
from services_hall.api.applications import own_files
from services_hall.api.json_body import Blueprint
from services_hall.applications import queries
from services_hall.applications.commitments import CorrectionOrder
from services_hall.applications.grant_bases import CancelGround, GrantEnd
from services_hall.applications.grant_ends import GrantEnding
from services_hall.applications.procedure_models import NoticeKind
from services_hall.applications.visible_answers import DeskCaseRecord, desk_case_record
from services_hall.database import reading
from services_hall.identity import Permission
from services_hall.identity.roles import roles_that_may
from services_hall.use_cases.announce_end import announce_end
from services_hall.use_cases.end_grant import end_grant
from services_hall.use_cases.keep_commitment import keep_commitment
from services_hall.use_cases.order_correction import order_correction
from services_hall.use_cases.record_statement import record_statement
from services_hall.web.access import access, signed_in_actor

blueprint = Blueprint("api_grant_ends", __name__, description="准予之后")
HANDLERS = roles_that_may(Permission.HANDLE_CASES)


class CheckBody(TypedDict):
    """The body of a check."""

    is_kept: bool
    finding: str
    correct_until: date | None
    correction_article: str


class NoticeBody(TypedDict):
    """The body of a prior notice."""

    kind: str
    facts: str
    notice_article: str
    answer_until: date


class GrantEndBody(TypedDict):
    """The body of the end of a grant."""

    end: str
    end_article: str
    end_reason: str
    ground: str | None


@blueprint.post("/cases/<string:number>/commitment-checks")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(grant_schemas.CommitmentCheckRequest)
@blueprint.response(200, case_schemas.DeskCaseDocument)
def check(body: CheckBody, number: str) -> DeskCaseRecord:
    """Record a check of a commitment: kept, or to be corrected by a day"""
    actor = signed_in_actor()
    if body["is_kept"]:
        keep_commitment(actor, number, body["finding"])
    else:
        order_correction(
            actor, number, CorrectionOrder(body["finding"], body["correct_until"], body["correction_article"])
        )
    return _document(number)


@blueprint.post("/cases/<string:number>/end-notices")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(grant_schemas.EndNoticeRequest)
@blueprint.response(200, case_schemas.DeskCaseDocument)
def announce(body: NoticeBody, number: str) -> DeskCaseRecord:
    """Announce the annulment or the withdrawal of a grant, with the time for a statement"""
    announce_end(
        signed_in_actor(),
        number,
        kind=NoticeKind(body["kind"]),
        facts=body["facts"],
        article_key=body["notice_article"],
        answer_until=body["answer_until"],
    )
    return _document(number)


@blueprint.post("/cases/<string:number>/statements")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(grant_schemas.StatementRequest)
@blueprint.response(200, case_schemas.DeskCaseDocument)
def statement(body: dict[str, str], number: str) -> DeskCaseRecord:
    """Record the statement of the person who was told"""
    actor, record = signed_in_actor(), body["hearing_record"]
    files = own_files(actor, {record: record} if record else {})
    record_statement(actor, number, body["statement"], attachment_id=files.get(record))
    return _document(number)


@blueprint.post("/cases/<string:number>/grant-end")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(grant_schemas.GrantEndRequest)
@blueprint.response(200, case_schemas.DeskCaseDocument)
def finish_grant(body: GrantEndBody, number: str) -> DeskCaseRecord:
    """Annul, withdraw or cancel a grant, with reason and article"""
    ground = body["ground"]
    ending = GrantEnding(
        GrantEnd(body["end"]),
        article_key=body["end_article"],
        reason=body["end_reason"],
        ground=None if ground is None else CancelGround(ground),
    )
    end_grant(signed_in_actor(), number, ending)
    return _document(number)


def _document(number: str) -> DeskCaseRecord:
    return desk_case_record(queries.desk_case(reading(), signed_in_actor(), number))
