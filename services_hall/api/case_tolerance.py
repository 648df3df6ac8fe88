"""API for tolerant acceptance: the promise, the acceptance, the supply, a new day after force majeure."""

from typing import Any

from marshmallow import fields

from services_hall.api.applications import own_file
from services_hall.api.case_acceptance import SupplementRequest
from services_hall.api.case_actions import CaseBlueprint, supplement_input
from services_hall.api.request_schemas import StrictRequestSchema
from services_hall.api.text_fields import text
from services_hall.applications.enumerations import Channel
from services_hall.identity import Actor
from services_hall.use_cases.accept_tolerantly import accept_tolerantly
from services_hall.use_cases.decline_plea import decline_plea
from services_hall.use_cases.plead_force_majeure import plead_force_majeure
from services_hall.use_cases.postpone_supply import postpone_supply
from services_hall.use_cases.report_flaw import report_flaw
from services_hall.use_cases.sign_tolerance import sign_tolerance
from services_hall.use_cases.supply_missing import supply_missing

blueprint = CaseBlueprint("api_case_tolerance", __name__, description="容缺受理")


class TolerantAcceptanceRequest(StrictRequestSchema):
    """The day by which the missing materials follow."""

    supply_until = fields.Date(
        required=True,
        metadata={"description": "not after the time that the guide gives, nor after the decision limit"},
    )


class PostponementRequest(StrictRequestSchema):
    """A new day, and the force majeure that was heard."""

    postponed_until = fields.Date(required=True)
    excuse = text(2000, required=True)


class PleaRequest(StrictRequestSchema):
    """Why the promised materials cannot come in time, and the id of an uploaded file that shows it."""

    plea = text(2000, required=True)
    plea_file = text(32, load_default="")


class PleaRefusalRequest(StrictRequestSchema):
    """Why what the applicant pleads is no force majeure."""

    decline_reason = text(2000, required=True)


class FlawRequest(StrictRequestSchema):
    """The key of a material of the pinned edition that was given, and what is wrong with it."""

    flawed_material = text(64, required=True)
    flaw = text(2000, required=True)


@blueprint.applicant_action("tolerance")
def choose_tolerance(actor: Actor, number: str) -> None:
    """Choose tolerant acceptance for the applicant, who promised to supply what is missing"""
    sign_tolerance(actor, number, channel=Channel.API)


@blueprint.desk_action("tolerant-acceptance", TolerantAcceptanceRequest)
def accept_with_promise(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Accept a case whose deferrable materials follow by a day"""
    accept_tolerantly(actor, number, body["supply_until"])


@blueprint.applicant_action("supply", SupplementRequest)
def supply(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Supply what was promised for a case that this system filed, in parts or complete"""
    supply_missing(actor, number, supplement_input(actor, body), is_complete=body["complete"])


@blueprint.applicant_action("supply-plea", PleaRequest)
def plead(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Plead force majeure for the applicant, who cannot supply in time; the agency hears it"""
    plead_force_majeure(actor, number, body["plea"], attachment_id=own_file(actor, body["plea_file"]))


@blueprint.desk_action("plea-refusal", PleaRefusalRequest)
def refuse_plea(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Decline the plea of force majeure; the day stays"""
    decline_plea(actor, number, body["decline_reason"])


@blueprint.desk_action("flaws", FlawRequest)
def note_flaw(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Note what is wrong with a given material that the guide lets follow after a tolerant acceptance"""
    report_flaw(actor, number, body["flawed_material"], body["flaw"])


@blueprint.desk_action("supply-day", PostponementRequest)
def postpone(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Set a new day once, because force majeure was heard"""
    postpone_supply(actor, number, supply_until=body["postponed_until"], excuse=body["excuse"])
