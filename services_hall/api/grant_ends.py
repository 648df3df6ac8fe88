"""API for granted cases of an agency: checks of commitments, prior notices, ends of grants."""

from typing import Any

from marshmallow import fields

from services_hall.api.case_actions import CaseBlueprint
from services_hall.api.request_schemas import RequestOneOf, RequestText, StrictRequestSchema
from services_hall.api.text_fields import text
from services_hall.applications.decisions.commitments import CorrectionOrder
from services_hall.applications.decisions.grant_ends import ANNOUNCED, GrantEnding
from services_hall.applications.grounds.grant_bases import CancelGround, GrantEnd
from services_hall.applications.models import NoticeKind
from services_hall.identity import Actor
from services_hall.use_cases.announce_end import announce_end
from services_hall.use_cases.end_grant import end_grant
from services_hall.use_cases.keep_commitment import keep_commitment
from services_hall.use_cases.order_correction import order_correction

blueprint = CaseBlueprint("api_grant_ends", __name__, description="准予之后")


class CommitmentCheckRequest(StrictRequestSchema):
    """A check of a commitment; one that is not kept is to be corrected by a day."""

    is_kept = fields.Boolean(required=True)
    finding = text(2000, load_default="")
    correct_until = fields.Date(load_default=None, allow_none=True)
    correction_article = text(64, load_default="")


class EndNoticeRequest(StrictRequestSchema):
    """What the agency intends to decide, on which facts and by which article."""

    kind = RequestText(required=True, validate=RequestOneOf([str(kind) for kind in ANNOUNCED]))
    facts = text(2000, required=True)
    notice_article = text(
        64, required=True, metadata={"description": "the key of a legal basis of the pinned edition"}
    )
    answer_until = fields.Date(required=True)


class GrantEndRequest(StrictRequestSchema):
    """The end of a grant; `ground` is needed for a cancellation."""

    end = RequestText(required=True, validate=RequestOneOf([end.value for end in GrantEnd]))
    end_article = text(64, required=True, metadata={"description": "as in the prior notice"})
    end_reason = text(2000, required=True)
    ground = RequestText(
        load_default=None, allow_none=True, validate=RequestOneOf([ground.value for ground in CancelGround])
    )


@blueprint.desk_action("commitment-checks", CommitmentCheckRequest)
def check(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Record a check of a commitment: kept, or to be corrected by a day"""
    if body["is_kept"]:
        keep_commitment(actor, number, body["finding"])
    else:
        order_correction(
            actor, number, CorrectionOrder(body["finding"], body["correct_until"], body["correction_article"])
        )


@blueprint.desk_action("end-notices", EndNoticeRequest)
def announce(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Announce the annulment or the withdrawal of a grant, with the time for a statement"""
    announce_end(
        actor,
        number,
        kind=NoticeKind(body["kind"]),
        facts=body["facts"],
        article_key=body["notice_article"],
        answer_until=body["answer_until"],
    )


@blueprint.desk_action("grant-end", GrantEndRequest)
def finish_grant(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Annul, withdraw or cancel a grant, with reason and article"""
    ground = body["ground"]
    ending = GrantEnding(
        GrantEnd(body["end"]),
        article_key=body["end_article"],
        reason=body["end_reason"],
        ground=None if ground is None else CancelGround(ground),
    )
    end_grant(actor, number, ending)
