"""Acts of a person who is present at any window with the number of an application and their document."""

from dataclasses import replace
from typing import Any, Final

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificate_store.errors import HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from services_hall.applications.errors import ApplicationNotFound
from services_hall.applications.models import Application
from services_hall.applications.reads import queries
from services_hall.applications.reads.printed_numbers import plain_case_number
from services_hall.core import site_settings
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.presentation.identity_documents import DOCUMENTS
from services_hall.web.access import access, current_actor, signed_in_actor
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.windows.applicant_fields import NUMBER, TYPE
from services_hall.windows.blueprint import blueprint
from services_hall.windows.person_served import end_service, serve, served_person

CASE: Final = "case"


@blueprint.get("/present")
@access(Role.WINDOW_CLERK)
def present() -> ResponseReturnValue:
    """The form for the number and the document of the person who is present."""
    return _page(EMPTY_FORM)


@blueprint.post("/present")
@access(Role.WINDOW_CLERK)
def open_for_present() -> ResponseReturnValue:
    """The application of this person, if the document is that of one of its applicants, or of their agent.

    An agent can do there what the mandate allows.
    """
    try:
        holder = Holder("-", IdentifierType(request.form.get(TYPE, "")), request.form.get(NUMBER, ""))
        application = _application_of(holder)
    except (HolderInvalid, ValueError, ApplicationNotFound):
        error = _("没有找到：编号和证件号码对不上，请核对。只能办申请人本人或者其代办人的申请。")
        return _page(FormState(request.form, {CASE: error})), 404
    if party := named_party(holder, application):
        serve(party, application.number)
    return redirect(url_for(".application_page.application", number=application.number), 303)


@blueprint.post("/present/end")
@access(Role.WINDOW_CLERK)
def end_present() -> ResponseReturnValue:
    """Ends the service of the person who was present: the next one finds nothing of them."""
    end_service()
    flash(_("已办完，刚才那位申请人的资料已从本窗口清除。"))
    return redirect(url_for(".present"), 303)


@blueprint.context_processor
def add_served_person() -> dict[str, Any]:
    """Who is served, for the banner on every page of the window; the idle time runs from this page."""
    actor = current_actor()
    is_clerk = actor is not None and Role.WINDOW_CLERK in actor.roles
    person = served_person() if is_clerk else None
    if person is not None:
        serve(person.holder, person.number)
    return {"served": person, "idle_minutes": site_settings().window_idle_minutes}


def act_for_present() -> None:
    """Lets the clerk act for the person who is present: in pages of that application, papers and files."""
    person = served_person()
    if person is None:
        return
    number = (request.view_args or {}).get("number", person.number)
    if number.split("-")[0] == person.number:
        g.hall_actor = replace(signed_in_actor(), holder=person.holder)


def named_party(holder: Holder | None, application: Application) -> Holder | None:
    """This holder with the name under which the application has them; None for nobody of its parties."""
    parties = [application.holder, *(one.holder for one in application.joint_applicants)]
    if application.agent is not None:
        parties.append(application.agent.holder)
    index = holder.index if holder is not None else None
    return next((one for one in parties if one.index == index), None)


def _application_of(holder: Holder) -> Application:
    """The application with the number of the form; raises ApplicationNotFound for that of somebody else."""
    number = plain_case_number(reading(), request.form.get(CASE, "")).split("-")[0]
    actor = replace(signed_in_actor(), holder=holder)
    application = queries.own_application(reading(), actor, number)
    if named_party(holder, application) is None:
        raise ApplicationNotFound
    return application


def _page(state: FormState) -> str:
    return render_template("windows/present_person.html", form_state=state, documents=DOCUMENTS)
