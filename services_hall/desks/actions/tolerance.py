"""Routes for tolerant acceptance, and for a new day after force majeure."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.tolerance import EXCUSE, POSTPONED_UNTIL, SUPPLY_UNTIL
from services_hall.desks.actions.run import run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.accept_tolerantly import accept_tolerantly
from services_hall.use_cases.postpone_supply import postpone_supply
from services_hall.web.access import access, signed_in_actor
from services_hall.web.day_input import day_of


@blueprint.post("/cases/<number>/tolerant-acceptance")
@access(Role.AGENCY_OFFICER)
def accept_with_promise(number: str) -> ResponseReturnValue:
    """Accepts the case although materials follow by the day that the officer sets."""
    return run_action(
        number,
        lambda: accept_tolerantly(signed_in_actor(), number, day_of(SUPPLY_UNTIL)),
        _("已容缺受理，通知书正在生成；材料补齐以前不能准予。"),
        form="tolerance",
        fields=[SUPPLY_UNTIL],
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
