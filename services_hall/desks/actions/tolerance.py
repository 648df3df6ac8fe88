"""Routes for tolerant acceptance, and for a new day after force majeure."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.tolerance.flaws import FLAW, FLAWED_MATERIAL
from services_hall.applications.tolerance.supply_pleas import DECLINE_REASON
from services_hall.applications.tolerance.tolerant_acceptance import EXCUSE, POSTPONED_UNTIL, SUPPLY_UNTIL
from services_hall.desks.actions.run import run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.accept_tolerantly import accept_tolerantly
from services_hall.use_cases.decline_plea import decline_plea
from services_hall.use_cases.postpone_supply import postpone_supply
from services_hall.use_cases.report_flaw import report_flaw
from services_hall.web.access import access, signed_in_actor
from services_hall.web.day_input import day_of


@blueprint.post("/cases/<number>/tolerant-acceptance")
@access(Role.AGENCY_OFFICER)
def accept_with_promise(number: str) -> ResponseReturnValue:
    """Accepts the case although materials follow by the day that the officer sets."""
    return run_action(
        number,
        lambda: accept_tolerantly(signed_in_actor(), number, day_of(SUPPLY_UNTIL)),
        _("已容缺受理，通知书正在生成；材料补齐以前不能办成。"),
        form="tolerance",
        fields=[SUPPLY_UNTIL],
    )


@blueprint.post("/cases/<number>/flaw")
@access(Role.AGENCY_OFFICER)
def note_flaw(number: str) -> ResponseReturnValue:
    """Notes what is wrong with a given material that may be corrected after a tolerant acceptance."""
    material, flaw = request.form.get(FLAWED_MATERIAL, ""), request.form.get(FLAW, "")
    return run_action(
        number,
        lambda: report_flaw(signed_in_actor(), number, material, flaw),
        _("已记录并告诉申请人：可以改正重交，也可以选择容缺受理。"),
        form="flaw",
        fields=[FLAWED_MATERIAL, FLAW],
    )


@blueprint.post("/cases/<number>/plea-refusal")
@access(Role.AGENCY_OFFICER)
def refuse_plea(number: str) -> ResponseReturnValue:
    """Declines a plea of force majeure, with the reason."""
    return run_action(
        number,
        lambda: decline_plea(signed_in_actor(), number, request.form.get(DECLINE_REASON, "")),
        _("已记录并告诉申请人：补交日期不变。"),
        form="plea_refusal",
        fields=[DECLINE_REASON],
    )


@blueprint.post("/cases/<number>/supply-day")
@access(Role.AGENCY_OFFICER)
def postpone(number: str) -> ResponseReturnValue:
    """Sets a new day once, because force majeure was heard."""
    form = request.form
    return run_action(
        number,
        lambda: postpone_supply(
            signed_in_actor(),
            number,
            supply_until=day_of(POSTPONED_UNTIL),
            excuse=form.get(EXCUSE, ""),
        ),
        _("补交日期已延后。"),
        form="supply_day",
        fields=[EXCUSE, POSTPONED_UNTIL],
    )
