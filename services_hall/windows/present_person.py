"""Acts of a person who is present at any window with the number of an application and their document."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from flask import g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificate_store.encryption import decrypt, encrypt
from certificate_store.errors import DecryptionFailed, HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from services_hall.applications import queries
from services_hall.applications.errors import ApplicationNotFound
from services_hall.applications.models import Application
from services_hall.applications.printed_numbers import plain_case_number
from services_hall.clock import utc_now
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.presentation.identity_documents import DOCUMENTS
from services_hall.web.access import access, signed_in_actor
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.windows.applicant_fields import NUMBER, TYPE
from services_hall.windows.blueprint import blueprint

CASE: Final = "case"
PRESENT: Final = "present_person"
"""In the form session of the browser, encrypted: who is present for which application, and until when."""
STAY: Final = timedelta(minutes=20)


@blueprint.get("/present")
@access(Role.WINDOW_CLERK)
def present() -> ResponseReturnValue:
    """The form for the number and the document of the person who is present."""
    return _page(EMPTY_FORM)


@blueprint.post("/present")
@access(Role.WINDOW_CLERK)
def open_for_present() -> ResponseReturnValue:
    """The application of this person, if the document is that of one of its applicants."""
    try:
        holder = Holder("-", IdentifierType(request.form.get(TYPE, "")), request.form.get(NUMBER, ""))
        application = _application_of(holder)
    except (HolderInvalid, ValueError, ApplicationNotFound):
        error = _("没有找到：编号和证件号码对不上，请核对。只能办申请人本人的申请。")
        return _page(FormState(request.form, {CASE: error})), 404
    _remember(holder, application.number)
    return redirect(url_for(".application_page.application", number=application.number), 303)


def act_for_present() -> None:
    """Lets the clerk act for the person who is present: in pages of that application, papers and files."""
    person = _present()
    if person is None:
        return
    number = (request.view_args or {}).get("number", person["number"])
    if number.split("-")[0] == person["number"]:
        holder = Holder("-", IdentifierType(person["type"]), person["identifier"])
        g.hall_actor = replace(signed_in_actor(), holder=holder)


def _application_of(holder: Holder) -> Application:
    """The application with the number of the form; raises ApplicationNotFound for that of somebody else."""
    number = plain_case_number(reading(), request.form.get(CASE, "")).split("-")[0]
    actor = replace(signed_in_actor(), holder=holder)
    application = queries.own_application(reading(), actor, number)
    applicants = {application.holder.index, *(one.holder.index for one in application.joint_applicants)}
    if holder.index not in applicants:
        raise ApplicationNotFound
    return application


def _remember(holder: Holder, number: str) -> None:
    person = {
        "clerk": signed_in_actor().public_id,
        "until": (utc_now() + STAY).timestamp(),
        "number": number,
        "type": holder.identifier_type.value,
        "identifier": holder.identifier,
    }
    session[PRESENT] = urlsafe_b64encode(encrypt(json.dumps(person).encode(), associated=PRESENT)).decode()


def _present() -> dict[str, Any] | None:
    """Who is present, as this clerk saw it a short time ago."""
    if PRESENT not in session:
        return None
    try:
        person: dict[str, Any] = json.loads(decrypt(urlsafe_b64decode(session[PRESENT]), associated=PRESENT))
    except DecryptionFailed:
        return None
    is_valid = person["clerk"] == signed_in_actor().public_id and person["until"] > utc_now().timestamp()
    return person if is_valid else None


def _page(state: FormState) -> str:
    return render_template("windows/present_person.html", form_state=state, documents=DOCUMENTS)
