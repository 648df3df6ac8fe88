"""The page on which people change their own password."""

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.database import reading
from services_hall.identity import accounts
from services_hall.identity.errors import AccountRefused
from services_hall.identity.passwords import SHORTEST
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.change_password import AGAIN, NEW, OLD, change_password
from services_hall.web.access import (
    SIGNED_IN,
    access,
    before_password,
    before_terms,
    session_token,
    signed_in_actor,
)
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.web.rate_limits import note_wrong_password, password_of_account

blueprint = Blueprint("password", __name__)
LONGEST: Final = 200


@blueprint.get("/password")
@access(SIGNED_IN)
@before_password
@before_terms
def page() -> ResponseReturnValue:
    """The form for the old and the new password."""
    return _page(EMPTY_FORM)


@blueprint.post("/password")
@access(SIGNED_IN)
@before_password
@before_terms
@password_of_account
def change() -> ResponseReturnValue:
    """Keeps the new password; other sign-ins of the account end."""
    actor = signed_in_actor()
    old, new, again = (request.form.get(name, "")[:LONGEST] for name in (OLD, NEW, AGAIN))
    try:
        change_password(actor, old=old, new=new, again=again, token=session_token() or "")
    except AccountRefused as refused:
        if OLD in refused.problems:
            note_wrong_password()
        return _page(FormState(errors=messages_by_field(refused.problems))), 422
    flash(_("密码已经改好，其他地方的登录都已退出。"))
    return redirect(url_for(".page"), 303)


def _page(state: FormState) -> str:
    actor = signed_in_actor()
    account = accounts.account_by_public_id(reading(), actor.public_id)
    return render_template(
        "entrance/password.html",
        form_state=state,
        shortest=SHORTEST,
        has_password=account.password_hash is not None,
        is_given=actor.must_change_password,
    )
