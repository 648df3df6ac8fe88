"""Routes for acceptance, correction and refusals to accept."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.acceptance.bars import FALSE_PAPERS
from services_hall.applications.answers import FIELD
from services_hall.desks.actions.run import run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.accept_case import accept_case
from services_hall.use_cases.correct_case import correct_desk_case
from services_hall.use_cases.declare_no_licence_needed import declare_no_licence_needed
from services_hall.use_cases.declare_not_in_power import declare_not_in_power
from services_hall.use_cases.refuse_case import refuse_case
from services_hall.web.access import access, signed_in_actor


@blueprint.post("/cases/<number>/acceptance")
@access(Role.AGENCY_OFFICER)
def accept(number: str) -> ResponseReturnValue:
    """Accepts the case; its period begins."""
    return run_action(number, lambda: accept_case(signed_in_actor(), number), _("已受理，办结日见“时限”。"))


@blueprint.post("/cases/<number>/correction")
@access(Role.AGENCY_OFFICER)
def correct(number: str) -> ResponseReturnValue:
    """Corrects small errors in the answers, with the applicant's agreement."""
    form = request.form
    names = [name for name in form if name.startswith(FIELD)]
    fields = {name.removeprefix(FIELD): form[name] for name in names}
    return run_action(
        number,
        lambda: correct_desk_case(signed_in_actor(), number, fields, is_agreed=form.get("agreed") == "yes"),
        _("已当场更正，改前改后都记在经过里。"),
        form="correction",
        fields=[*names, "agreed"],
    )


@blueprint.post("/cases/<number>/refusal")
@access(Role.AGENCY_OFFICER)
def refuse(number: str) -> ResponseReturnValue:
    """Refuses to accept the case, with an article and a reason."""
    form = request.form
    return run_action(
        number,
        lambda: refuse_case(
            signed_in_actor(),
            number,
            form.get("refusal", ""),
            form.get("basis_key", ""),
            is_false_papers=FALSE_PAPERS in form,
        ),
        _("已作出不予受理，通知书正在生成。"),
        form="refusal",
        fields=["refusal", "basis_key", FALSE_PAPERS],
    )


@blueprint.post("/cases/<number>/no-power")
@access(Role.AGENCY_OFFICER)
def name_other_body(number: str) -> ResponseReturnValue:
    """Refuses a case that another body handles, and names that body."""
    form = request.form
    return run_action(
        number,
        lambda: declare_not_in_power(
            signed_in_actor(), number, form.get("power_reason", ""), form.get("body", "")
        ),
        _("已作出不予受理，通知书写明有权办理的部门，正在生成。"),
        form="no_power",
        fields=["power_reason", "body"],
    )


@blueprint.post("/cases/<number>/no-licence")
@access(Role.AGENCY_OFFICER)
def tell_no_licence_needed(number: str) -> ResponseReturnValue:
    """Tells the applicant that the matter needs no licence."""
    return run_action(
        number,
        lambda: declare_no_licence_needed(signed_in_actor(), number, request.form.get("licence_reason", "")),
        _("已告知不受理，告知书正在生成。"),
        form="no_licence",
        fields=["licence_reason"],
    )
