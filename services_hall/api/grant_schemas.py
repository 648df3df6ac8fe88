"""Schemas of the requests about granted cases."""

from marshmallow import fields

from services_hall.api.request_schemas import RequestOneOf, StrictRequestSchema
from services_hall.api.schemas import text
from services_hall.applications.grant_bases import CancelGround, GrantEnd
from services_hall.applications.grant_ends import ANNOUNCED


class CommitmentCheckRequest(StrictRequestSchema):
    """A check of a commitment; one that is not kept is to be corrected by a day."""

    is_kept = fields.Boolean(required=True)
    finding = text(2000, load_default="")
    correct_until = fields.Date(load_default=None, allow_none=True)
    correction_article = text(64, load_default="")


class EndNoticeRequest(StrictRequestSchema):
    """What the agency intends to decide, on which facts and by which article."""

    kind = fields.String(required=True, validate=RequestOneOf([str(kind) for kind in ANNOUNCED]))
    facts = text(2000, required=True)
    notice_article = text(
        64, required=True, metadata={"description": "the key of a legal basis of the pinned edition"}
    )
    answer_until = fields.Date(required=True)


class StatementRequest(StrictRequestSchema):
    """A statement that answers a prior notice; `hearing_record` is the id of an uploaded file."""

    statement = text(5000, required=True)
    hearing_record = text(32, load_default="")


class GrantEndRequest(StrictRequestSchema):
    """The end of a grant; `ground` is needed for a cancellation."""

    end = fields.String(required=True, validate=RequestOneOf([end.value for end in GrantEnd]))
    end_article = text(64, required=True, metadata={"description": "as in the prior notice"})
    end_reason = text(2000, required=True)
    ground = fields.String(
        load_default=None, allow_none=True, validate=RequestOneOf([ground.value for ground in CancelGround])
    )
