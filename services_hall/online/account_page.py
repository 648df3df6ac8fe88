"""Page of a person's own account: who they are, telephone number, sign-ins, copy of their data."""

import json
from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificate_store.text_input.numbers import read_phone
from certificate_store.text_input.reader import TextInvalid
from guides.enumerations import FieldType
from guides.errors import FieldProblem
from guides.terms import FormField
from services_hall.applications.answers import AnswerFault
from services_hall.clock import utc_now
from services_hall.core import site_settings
from services_hall.database import reading
from services_hall.identity import Role, accounts, sessions
from services_hall.identity.random_tokens import fingerprint
from services_hall.presentation import forms
from services_hall.presentation.certificate_names import certificate_names
from services_hall.presentation.messages import message
from services_hall.use_cases.export_own_data import export_own_data
from services_hall.use_cases.keep_account import change_phone, end_other_sessions
from services_hall.web.access import access, session_token, signed_in_actor
from services_hall.web.form_state import EMPTY_FORM, FormState

blueprint = Blueprint("account_page", __name__)
OWNERS = (Role.RESIDENT, Role.LEGAL_PERSON)
PHONE = "phone"


@blueprint.get("/my/account/")
@access(*OWNERS)
def home() -> ResponseReturnValue:
    """The account with its sign-ins."""
    return account_page()


@blueprint.post("/my/account/phone")
@access(*OWNERS)
def phone() -> ResponseReturnValue:
    """Keeps another telephone number, or none."""
    typed = request.form.get(PHONE, "").strip()
    try:
        number = read_phone(typed) if typed else None
    except TextInvalid:
        number = None
    if typed and number is None:
        return account_page(FormState(request.form, {PHONE: message(_wrong_phone())})), 422
    change_phone(signed_in_actor(), number)
    flash(_("已保存。以后办事时自动填上这个号码；已经提交的申请不变。"))
    return redirect(url_for(".home"), 303)


@blueprint.post("/my/account/sign-ins/end")
@access(*OWNERS)
def end_sign_ins() -> ResponseReturnValue:
    """Ends every sign-in but this one."""
    ended = end_other_sessions(signed_in_actor(), session_token() or "")
    flash(_("其他 %(count)s 处登录已经退出。", count=ended))
    return redirect(url_for(".home"), 303)


@blueprint.post("/my/account/data")
@access(*OWNERS)
def data() -> ResponseReturnValue:
    """The copy of the person's own data, as a file."""
    own = export_own_data(signed_in_actor(), certificate_names())
    text = json.dumps(own, indent=1, ensure_ascii=False, default=date.isoformat)
    answer = Response(text, mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename="my-data.json")
    return answer


def _wrong_phone() -> FieldProblem:
    return FieldProblem(AnswerFault.WRONG_PHONE, {"label": _("联系电话")})


def account_page(state: FormState = EMPTY_FORM) -> str:
    """The page, with the errors of the form that was sent."""
    actor, settings = signed_in_actor(), site_settings()
    definition = FormField(
        key=PHONE,
        label=_("联系电话"),
        type=FieldType.PHONE,
        required=False,
        hint=_("办事时自动填上，可以改。"),
    )
    return render_template(
        "online/account.html",
        account=actor,
        field=forms.form_field(
            definition, value=state.values.get(PHONE, actor.phone or ""), error=state.errors.get(PHONE)
        ),
        sign_ins=sessions.open_sessions(reading(), actor.account_id, now=utc_now()),
        this_one=fingerprint(session_token() or ""),
        form_state=state,
        contact=accounts.account_by_public_id(reading(), actor.public_id),
        has_mail=settings.smtp_url is not None,
        has_texts=settings.sms_url is not None,
    )
