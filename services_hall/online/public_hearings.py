"""Public pages of the hearings that agencies hold because of the public interest."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.errors import ActionInvalid, RegistrationClosed
from services_hall.applications.hearings.public_hearings import (
    PublicHearing,
    published_hearing,
    published_hearings,
)
from services_hall.applications.hearings.registrations import (
    CONSENT,
    KEPT_AFTER,
    NAME,
    PHONE,
    SPEAKS,
    TOPIC,
    Registration,
)
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.presentation.error_messages import form_message
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.register_for_hearing import register_for_hearing
from services_hall.web.access import PUBLIC, access
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.web.rate_limits import registrations_of_address

blueprint = Blueprint("public_hearings", __name__)


@blueprint.get("/hearings/")
@access(PUBLIC)
def hearings() -> ResponseReturnValue:
    """The announced hearings, the next first (行政许可法 art. 46)."""
    rows = published_hearings(reading(), today=local_day(utc_now()))
    return render_template("online/public_hearings.html", rows=rows)


@blueprint.get("/hearings/<int:hearing_id>/registration")
@access(PUBLIC)
def registration(hearing_id: int) -> ResponseReturnValue:
    """The form to take part in a hearing; raises HearingNotFound."""
    return _page(_hearing(hearing_id), EMPTY_FORM)


@blueprint.post("/hearings/<int:hearing_id>/registration")
@access(PUBLIC)
@registrations_of_address
def register(hearing_id: int) -> ResponseReturnValue:
    """Registers somebody, or shows the form again with the errors; raises HearingNotFound."""
    form = request.form
    written = Registration(
        form.get(NAME, ""),
        form.get(PHONE, ""),
        form.get(TOPIC, ""),
        wants_to_speak=SPEAKS in form,
        has_agreed=CONSENT in form,
    )
    try:
        hearing = register_for_hearing(hearing_id, written)
    except ActionInvalid as error:
        return _page(_hearing(hearing_id), FormState(form, messages_by_field(error.errors))), 422
    except RegistrationClosed as error:
        status, sentence = form_message(error)
        return _page(_hearing(hearing_id), FormState(form, refusal=sentence)), status
    flash(
        _(
            "已经报名：%(day)s %(time)s，%(place)s。改期的，部门打电话通知您。",
            day=hearing.day,
            time=hearing.time,
            place=hearing.place,
        )
    )
    return redirect(url_for(".registration", hearing_id=hearing.id), 303)


def _hearing(hearing_id: int) -> PublicHearing:
    return published_hearing(reading(), hearing_id, today=local_day(utc_now()))


def _page(hearing: PublicHearing, state: FormState) -> str:
    return render_template(
        "online/hearing_registration.html", row=hearing, form_state=state, kept_days=KEPT_AFTER.days
    )
