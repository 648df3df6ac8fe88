"""Progress by number: of one's own application, or without an account by number and four characters."""

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.errors import ApplicationNotFound
from services_hall.applications.models import Application
from services_hall.applications.reads import queries
from services_hall.applications.reads.printed_numbers import plain_case_number
from services_hall.applications.reads.public_progress import (
    TAIL,
    PublicProgress,
    plain_number,
    plain_tail,
    public_progress,
)
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.web.access import PUBLIC, access, current_actor
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.web.rate_limits import (
    note_wrong_pair,
    progress_of_address,
    progress_of_number,
)

blueprint = Blueprint("progress", __name__)
OWNERS: Final = (Role.RESIDENT, Role.LEGAL_PERSON)
LAST: Final = 5


@blueprint.get("/progress")
@access(PUBLIC)
def progress() -> ResponseReturnValue:
    """The forms; for an owner who is signed in a number leads to their application.

    An application of another person is reported as unknown.
    """
    number, actor = request.args.get("number", ""), current_actor()
    if not number.strip() or actor is None or not actor.has_any(OWNERS):
        return _page(FormState({"number": number}) if number else EMPTY_FORM)
    number = plain_case_number(reading(), number)
    try:
        own_application = queries.own_application(reading(), actor, number.split("-")[0])
    except ApplicationNotFound:
        error = _("没有找到这个编号。请核对后再输；只能查本人的申请。")
        return _page(FormState({"number": number}, {"number": error})), 404
    return redirect(url_for("application_page.application", number=own_application.number), 303)


@blueprint.post("/progress")
@access(PUBLIC)
@progress_of_number
@progress_of_address
def states() -> ResponseReturnValue:
    """The states of an application for whom knows its number and the end of a document or phone number."""
    number, tail = request.form.get("number", ""), request.form.get("tail", "")
    state = FormState({"number": number, "tail": tail}, _missing(number, tail))
    if state.errors:
        return _page(state), 422
    found = public_progress(reading(), number, tail)
    if found is None:
        note_wrong_pair()
        wrong = _("编号和后四位对不上，请核对后再查。")
        return _page(FormState({"number": number}, {"pair": wrong})), 404
    return _page(EMPTY_FORM, found)


def _missing(number: str, tail: str) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not plain_number(number):
        errors["pair"] = _("请输入申请编号或办件编号。")
    if len(plain_tail(tail)) != TAIL:
        errors["tail"] = _("请输入证件号码或者手机号码的最后四位。")
    return errors


def _page(state: FormState, found: PublicProgress | None = None) -> str:
    actor = current_actor()
    is_owner = actor is not None and actor.has_any(OWNERS)
    return render_template(
        "online/progress.html", form_state=state, found=found, is_owner=is_owner, last=_last()
    )


def _last() -> Sequence[Application]:
    """The latest applications of a person who applies for themselves."""
    actor = current_actor()
    if actor is None or not actor.has_any(OWNERS):
        return ()
    return queries.own_applications(reading(), actor, limit=LAST, is_acted=True)
