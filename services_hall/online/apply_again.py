"""Route for applying again with a corrected copy of an unsuccessful application."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.errors import (
    ApplicantRefused,
    NothingToApplyAgain,
    OfferNotFound,
    SourceRefused,
    WindowOnly,
)
from services_hall.identity import Role
from services_hall.presentation.error_messages import form_message
from services_hall.presentation.messages import message
from services_hall.use_cases.apply_again import apply_again
from services_hall.web.access import access, signed_in_actor

blueprint = Blueprint("apply_again", __name__)


@blueprint.post("/my/applications/<number>/again")
@access(Role.RESIDENT, Role.LEGAL_PERSON)
def start(number: str) -> ResponseReturnValue:
    """Copies the application into a new draft and opens it; raises ApplicationNotFound."""
    code = request.form.get("code", "")
    try:
        draft = apply_again(signed_in_actor(), number, code)
    except OfferNotFound:
        flash(_("这件事现在没有可以办理的指南。请看首页，或者打电话问办理部门。"))
        return redirect(url_for("application_page.application", number=number), 303)
    except (ApplicantRefused, SourceRefused) as refusal:
        flash(message(refusal.problem))
        return redirect(url_for("application_page.application", number=number), 303)
    except (NothingToApplyAgain, WindowOnly) as error:
        flash(form_message(error)[1])
        return redirect(url_for("application_page.application", number=number), 303)
    flash(_("上次填的内容和交的文件都带过来了。请按上次没有通过的原因改好，再提交。"))
    return redirect(url_for("application_form.form", code=code, draft=draft), 303)
