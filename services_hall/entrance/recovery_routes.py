"""Recovery of an account of the hall's own provider: the request for a link, and the new password."""

from typing import Final

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.clock import utc_now
from services_hall.core import site_settings
from services_hall.database import reading
from services_hall.identity import account_proofs
from services_hall.identity.errors import PasswordTooShort, ProofInvalid
from services_hall.identity.passwords import SHORTEST
from services_hall.identity.proof_purposes import ProofPurpose
from services_hall.use_cases.recover_account import ask_recovery, recover_account
from services_hall.web.access import PUBLIC, access
from services_hall.web.rate_limits import recovery_of_address

blueprint = Blueprint("recovery", __name__)
LONGEST_NAME: Final = 254
LONGEST_PASSWORD: Final = 200
LONGEST_TOKEN: Final = 100


@blueprint.get("/recover")
@access(PUBLIC)
def request_form() -> ResponseReturnValue:
    """The form for the user name or the e-mail address."""
    return _page("ask")


@blueprint.post("/recover")
@access(PUBLIC)
@recovery_of_address
def ask() -> ResponseReturnValue:
    """Sends links; the answer is the same whether or not there is such an account."""
    if site_settings().smtp_url:
        ask_recovery(request.form.get("name", "").strip()[:LONGEST_NAME])
    return _page("sent")


@blueprint.get("/recover/<token>")
@access(PUBLIC)
def password_form(token: str) -> ResponseReturnValue:
    """The form for the new password."""
    try:
        account_proofs.proof_of_link(reading(), token[:LONGEST_TOKEN], ProofPurpose.RECOVER, now=utc_now())
    except ProofInvalid:
        return _page("over"), 404
    return _page("password")


@blueprint.post("/recover/<token>")
@access(PUBLIC)
@recovery_of_address
def set_password(token: str) -> ResponseReturnValue:
    """Sets the new password."""
    password = request.form.get("password", "")[:LONGEST_PASSWORD]
    if password != request.form.get("password_again", "")[:LONGEST_PASSWORD]:
        return _page("password", _("两次输入的密码不一样。")), 422
    try:
        recover_account(token[:LONGEST_TOKEN], password)
    except PasswordTooShort:
        return _page("password", _("密码至少 %(count)s 个字符。", count=SHORTEST)), 422
    except ProofInvalid:
        return _page("over"), 404
    return _page("done")


def _page(step: str, error: str = "") -> str:
    return render_template(
        "entrance/recover.html",
        step=step,
        error=error,
        is_failed=bool(error),
        shortest=SHORTEST,
        has_mail=site_settings().smtp_url is not None,
    )
