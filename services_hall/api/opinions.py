"""API for opinions between agencies: questions to the caller's agency and its own, with answers."""

from typing import Any, Final

from marshmallow import Schema, fields

from services_hall.api.case_actions import CASE
from services_hall.api.operations import HANDLERS, Blueprint
from services_hall.api.request_schemas import RequestRange, RequestSchema, StrictRequestSchema
from services_hall.api.text_fields import text
from services_hall.applications.examination import opinions as rules
from services_hall.applications.reads import queries
from services_hall.database import reading
from services_hall.use_cases.answer_opinion import answer_opinion
from services_hall.web.access import signed_in_actor
from services_hall.web.pagination import list_page

blueprint = Blueprint("api_opinions", __name__, description="征求意见")
PAGE: Final = 50


class OpinionsQuery(RequestSchema):
    """The page of the list."""

    after = fields.Integer(load_default=None, metadata={"description": "`next` of the page before"})
    limit = fields.Integer(load_default=PAGE, validate=RequestRange(min=1, max=200))


class OpinionAnswerRequest(StrictRequestSchema):
    """The opinion of the agency that was asked."""

    answer = text(2000, required=True)


class OpinionDocument(Schema):
    """A question about a case of another agency; nothing of the case but its number and item is shown."""

    id = fields.Integer()
    case = fields.String(attribute="case.number")
    item_name = fields.String(attribute="case.item_name")
    asked_by = fields.String(attribute="case.agency.name")
    agency_code = fields.String()
    question = fields.String()
    asked_at = fields.AwareDateTime()
    answer = fields.String(allow_none=True)
    answered_at = fields.AwareDateTime(allow_none=True)


class OpinionList(Schema):
    """A page of questions, newest first."""

    items = fields.List(fields.Nested(OpinionDocument))
    next = fields.Integer(allow_none=True, metadata={"description": "`after` of the next page"})


@blueprint.operation("/opinions", OpinionList, roles=HANDLERS, query=OpinionsQuery)
def opinions(query: dict[str, Any]) -> dict[str, Any]:
    """The questions of other agencies to the caller's agency"""
    actor = signed_in_actor()
    page = list_page(
        lambda after, limit: rules.opinions_for(reading(), actor, after=after, limit=limit),
        query["after"],
        size=query["limit"],
        cursor=lambda opinion: opinion.id,
    )
    return {"items": page.rows, "next": page.next_after}


@blueprint.operation(
    "/opinions/<int:opinion_id>/answer",
    OpinionDocument,
    roles=HANDLERS,
    method="POST",
    json=OpinionAnswerRequest,
)
def answer(body: dict[str, str], opinion_id: int) -> Any:
    """Answer a question of another agency, once"""
    actor = signed_in_actor()
    answer_opinion(actor, opinion_id, body["answer"])
    return rules.opinion_for(reading(), actor, opinion_id)


@blueprint.operation(f"{CASE}/opinions", OpinionDocument(many=True), roles=HANDLERS)
def asked_opinions(number: str) -> Any:
    """What the agency of a case asked other agencies, with their answers"""
    session = reading()
    return rules.opinions_on(session, queries.desk_case(session, signed_in_actor(), number))
