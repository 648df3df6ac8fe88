"""Agencies' systems: the list, and the form for a new one; a secret is shown once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.terms import FormField
from services_hall.administration.accounts import LONGEST_PLACE
from services_hall.administration.blueprint import blueprint
from services_hall.administration.place_lists import agency_choices, division_choices
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.identity.errors import AccountRefused
from services_hall.identity.posts import AGENCY, DIVISION, place_names
from services_hall.identity.systems import CLIENT_ID, NAME, systems
from services_hall.presentation import forms
from services_hall.presentation.messages import message, messages_by_field
from services_hall.use_cases import administer_systems
from services_hall.use_cases.administer_systems import ClientSecret
from services_hall.web.access import access, signed_in_actor
from services_hall.web.form_state import EMPTY_FORM, FormState


@blueprint.get("/systems/")
@access(Role.ADMINISTRATOR)
def agency_systems() -> ResponseReturnValue:
    """Every registered program."""
    return _page(EMPTY_FORM)


@blueprint.post("/systems/")
@access(Role.ADMINISTRATOR)
def add_system() -> ResponseReturnValue:
    """Registers a program and shows its secret, once."""
    texts = {name: request.form.get(name, "").strip() for name in (CLIENT_ID, NAME, AGENCY, DIVISION)}
    try:
        made = administer_systems.add_system(signed_in_actor(), **texts)
    except AccountRefused as refused:
        return _page(FormState(request.form, messages_by_field(refused.problems))), 422
    return _secret(made), 201


@blueprint.post("/systems/<client_id>/secret")
@access(Role.ADMINISTRATOR)
def renew_secret(client_id: str) -> ResponseReturnValue:
    """Gives a program a new secret and shows it, once."""
    try:
        return _secret(administer_systems.renew_secret(signed_in_actor(), client_id))
    except AccountRefused as refused:
        return _page(FormState(refusal=message(refused.problems[CLIENT_ID]))), 422


@blueprint.post("/systems/<client_id>/close")
@access(Role.ADMINISTRATOR)
def close_system(client_id: str) -> ResponseReturnValue:
    """Closes a program for good."""
    administer_systems.close_system(signed_in_actor(), client_id)
    flash(_("已停用：它的密钥和令牌马上失效，标识不再给别的系统用。"))
    return redirect(url_for(".agency_systems"), 303)


def _secret(made: ClientSecret) -> str:
    return render_template("administration/system_secret.html", made=made)


def _page(state: FormState) -> str:
    session = reading()
    rows = systems(session)
    definitions = (
        FormField(
            key=CLIENT_ID,
            label=_("系统标识"),
            hint=_("小写英文字母、数字和横线，例如 shichang-jiangan。用过的不能再用。"),
            max_length=64,
        ),
        FormField(key=NAME, label=_("系统名称"), max_length=LONGEST_PLACE),
        FormField(key=AGENCY, label=_("部门"), max_length=LONGEST_PLACE),
        FormField(
            key=DIVISION,
            label=_("行政区划"),
            hint=_("不填就是部门的全部地方。"),
            required=False,
            max_length=LONGEST_PLACE,
        ),
    )
    fields = [
        forms.form_field(one, value=state.values.get(one.key), error=state.errors.get(one.key))
        for one in definitions
    ]
    for field, choices in zip(fields[2:], ("agency-choices", "division-choices"), strict=True):
        field.params["attributes"] |= {"list": choices}
    for field in fields:
        field.params["autocomplete"] = forms.NO_AUTOFILL
    return render_template(
        "administration/systems.html",
        rows=rows,
        place_names=place_names(session, [post for _client, one in rows if one for post in one.posts]),
        fields=fields,
        form_state=state,
        agencies=agency_choices(session),
        divisions=division_choices(session),
    )
