"""Supplements at any window: for a person who is present with the case's number and identity document."""

from dataclasses import replace
from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificate_store.errors import HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from services_hall.applications.errors import CaseNotFound
from services_hall.applications.models import Case
from services_hall.applications.reads import queries
from services_hall.applications.reads.printed_numbers import plain_case_number
from services_hall.database import reading
from services_hall.identity import Actor, Role
from services_hall.presentation.identity_documents import DOCUMENTS
from services_hall.web.access import access, signed_in_actor
from services_hall.web.application_page.supplement import carry_out, is_kept_open, is_open, page_values
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.windows.applicant_fields import NUMBER, TYPE
from services_hall.windows.blueprint import blueprint
from services_hall.windows.person_served import serve
from services_hall.windows.present_person import named_party

CASE: Final = "case"


@blueprint.get("/supplement")
@access(Role.WINDOW_CLERK)
def supplement_search() -> ResponseReturnValue:
    """The form for the number of the case and the document of the person who is present."""
    return _search_page(FormState({CASE: request.args.get(CASE, "")}))


@blueprint.post("/supplement")
@access(Role.WINDOW_CLERK)
def open_supplement() -> ResponseReturnValue:
    """The case of this person, if the document is that of its applicant."""
    try:
        _actor, case = _present_case()
    except CaseNotFound:
        error = _("没有找到。请核对办件编号和证件号码：只能补申请人本人的办件。")
        return _search_page(FormState(request.form, {CASE: error})), 404
    if not is_open(case):
        return _search_page(FormState(request.form, {CASE: _("这个办件现在不用补正。")})), 409
    return _page(case, EMPTY_FORM)


@blueprint.post("/supplement/parts")
@access(Role.WINDOW_CLERK)
def save_present_supplement() -> ResponseReturnValue:
    """Saves what the person gives, and goes on serving them: the next page says what is still missing.

    Raises CaseNotFound when the document is not the applicant's.
    """
    actor, case = _present_case()
    refused = carry_out(actor, case)
    if refused is not None:
        _actor, case = _present_case()
        return _page(case, refused.state), refused.status
    number = case.application.number
    if applicant := named_party(actor.holder, case.application):
        serve(applicant, number)
    if is_kept_open():
        return redirect(url_for(".application_page.supplement", number=case.number), 303)
    return redirect(url_for(".application_page.application", number=number), 303)


def _present_case() -> tuple[Actor, Case]:
    """The clerk as acting for the holder of the document, and the case; raises CaseNotFound."""
    form = request.form
    try:
        holder = Holder.from_original("-", IdentifierType(form.get(TYPE, "")), form.get(NUMBER, ""))
    except (HolderInvalid, ValueError):
        raise CaseNotFound from None
    actor = replace(signed_in_actor(), holder=holder)
    return actor, queries.own_case(reading(), actor, plain_case_number(reading(), form.get(CASE, "")))


def _search_page(state: FormState) -> str:
    return render_template("windows/supplement_search.html", form_state=state, documents=DOCUMENTS)


def _page(case: Case, state: FormState) -> str:
    hidden = {name: request.form.get(name, "") for name in (CASE, TYPE, NUMBER)}
    return render_template(
        "application_page/supplement.html",
        frame="windows/application.html",
        application=case.application,
        is_for_applicants=False,
        save_href=url_for(".save_present_supplement"),
        back_href=url_for(".supplement_search"),
        file_page="",
        hidden=hidden,
        **page_values(case, state),
    )
