"""API for the change feed of an agency's cases."""

from typing import Any

from marshmallow import Schema, fields
from webargs.flaskparser import abort

from guides.errors import FieldProblem
from services_hall.agency_systems.case_changes import case_changes
from services_hall.api.operations import HANDLERS, Blueprint
from services_hall.api.schemas import PageQuery
from services_hall.api.text_fields import text
from services_hall.database import reading
from services_hall.identity import Actor, Permission
from services_hall.presentation.request_messages import RequestFault
from services_hall.use_cases.number_case_changes import number_new_changes
from services_hall.web.access import signed_in_actor

blueprint = Blueprint("api_case_changes", __name__, description="办件变化")


class ChangesQuery(PageQuery):
    """The cursor of a reader, and the agency where the reader works for several."""

    agency = text(
        18,
        load_default=None,
        metadata={"description": "部门的统一社会信用代码；本系统只有一个部门时不用填"},
    )


class CaseChangeDocument(Schema):
    """A change of a case, without personal data."""

    number = fields.Integer(metadata={"description": "本部门办件变化的序号，从 1 起，不缺号", "example": 42})
    case = fields.String(metadata={"description": "办件编号", "example": "20261129000000017-01"})
    item_code = fields.String(metadata={"example": "SPJY-XB"})
    division_code = fields.String(metadata={"example": "420102000000"})
    kind = fields.String(metadata={"description": "发生了什么", "example": "accept"})
    from_state = fields.String(
        data_key="from",
        allow_none=True,
        metadata={"description": "原来的状态；办件刚到时为 null", "example": "received"},
    )
    to_state = fields.String(data_key="to", metadata={"description": "现在的状态", "example": "accepted"})
    at = fields.AwareDateTime(metadata={"example": "2026-11-29T09:30:00+00:00"})


class CaseChangeList(Schema):
    """The changes after a cursor; `next` is the cursor of the next request."""

    items = fields.List(fields.Nested(CaseChangeDocument))
    next = fields.Integer(metadata={"description": "下一次请求的 after；到了末尾也有，隔一会儿再问"})


@blueprint.operation("/case-changes", CaseChangeList, roles=HANDLERS, query=ChangesQuery)
def list_changes(query: dict[str, Any]) -> dict[str, Any]:
    """What changed in the cases of the agency after a cursor, in order, each change exactly once"""
    actor = signed_in_actor()
    agency, after = _agency(actor, query["agency"]), query["after"] or 0
    number_new_changes()
    changes = case_changes(reading(), actor, agency, after=after, limit=query["limit"])
    return {"items": changes, "next": changes[-1].number if changes else after}


def _agency(actor: Actor, chosen: str | None) -> str:
    """The agency whose cases are read; 422 where the actor must name one of its own."""
    own = actor.agencies_where(Permission.HANDLE_CASES)
    if chosen is None and len(own) == 1:
        return own[0]
    if chosen not in own:
        problem = FieldProblem(RequestFault.NOT_ONE_OF, {"words": own})
        abort(422, messages={"query": {"agency": [problem]}})
    return chosen
