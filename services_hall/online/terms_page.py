"""Page of the terms of personal-data use: agreement at the first sign-in, and its withdrawal."""

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.identity import Role, terms
from services_hall.use_cases.agree_to_terms import agree_to_terms
from services_hall.use_cases.withdraw_consent import withdraw_consent
from services_hall.web.access import access, before_terms, safe_next, session_token, signed_in_actor

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


@blueprint.post("/my/terms/withdraw")
@access(*OWNERS)
def withdraw() -> ResponseReturnValue:
    """Withdraws the consent: what remains open are public pages, these terms and the sign-out."""
    withdraw_consent(signed_in_actor(), token=session_token() or "")
    flash(_("您已经撤回同意。已经提交的申请，部门依法接着办；要再用“我的”，请重新同意。"))
    return redirect(url_for(".page"), 303)
