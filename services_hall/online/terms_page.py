"""Page of the terms of personal-data use, to which a person agrees at the first sign-in."""

from typing import Final

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services_hall.identity import Role, terms
from services_hall.use_cases.agree_to_terms import agree_to_terms
from services_hall.web.access import access, before_terms, safe_next, signed_in_actor

blueprint = Blueprint("terms", __name__)
OWNERS: Final = (Role.RESIDENT, Role.LEGAL_PERSON)


@blueprint.get("/my/terms/")
@before_terms
@access(*OWNERS)
def page() -> ResponseReturnValue:
    """The terms, with the buttons of somebody who has not agreed yet."""
    return render_template(
        "online/terms.html",
        version=terms.CURRENT,
        must_agree=signed_in_actor().must_agree,
        next=safe_next(request.args.get("next"), default="/my/"),
    )


@blueprint.post("/my/terms/")
@before_terms
@access(*OWNERS)
def agree() -> ResponseReturnValue:
    """Agrees, and goes on to the page that was asked for."""
    agree_to_terms(signed_in_actor())
    return redirect(safe_next(request.form.get("next"), default="/my/"), 303)
