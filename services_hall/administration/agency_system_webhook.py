"""Pages for the webhook of an agency's system: where it is told of changes; the secret is shown once."""

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.terms import FormField
from services_hall.administration.blueprint import blueprint
from services_hall.agency_systems.endpoints import endpoint_of
from services_hall.agency_systems.models import LONGEST_URL
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.identity.errors import AccountRefused
from services_hall.identity.systems import CLIENT_ID, system_of
from services_hall.presentation import forms
from services_hall.presentation.messages import message, messages_by_field
from services_hall.use_cases import administer_systems
from services_hall.web.access import access, signed_in_actor
from services_hall.web.form_state import EMPTY_FORM, FormState

URL: Final = administer_systems.URL


@blueprint.get("/systems/<client_id>/webhook")
@access(Role.ADMINISTRATOR)
def webhook(client_id: str) -> ResponseReturnValue:
    """The address of a system, with the form that changes it."""
    return _page(client_id, EMPTY_FORM)


@blueprint.post("/systems/<client_id>/webhook")
@access(Role.ADMINISTRATOR)
def keep_webhook(client_id: str) -> ResponseReturnValue:
    """Sets the address and shows its secret, once."""
    url = request.form.get(URL, "").strip()
    try:
        made = administer_systems.keep_webhook(signed_in_actor(), client_id, url)
    except AccountRefused as refused:
        if CLIENT_ID in refused.problems:
            return _page(client_id, FormState(refusal=message(refused.problems[CLIENT_ID]))), 422
        return _page(client_id, FormState(request.form, messages_by_field(refused.problems))), 422
    return render_template("administration/webhook_secret.html", made=made, url=url), 201


@blueprint.post("/systems/<client_id>/webhook/removal")
@access(Role.ADMINISTRATOR)
def remove_webhook(client_id: str) -> ResponseReturnValue:
    """Tells the system nothing any more."""
    administer_systems.remove_webhook(signed_in_actor(), client_id)
    flash(_("已删除，不再推送。系统仍可以用接口自己来取办件变化。"))
    return redirect(url_for(".webhook", client_id=client_id), 303)


def _page(client_id: str, state: FormState) -> str:
    session = reading()
    client = system_of(session, client_id)
    endpoint = endpoint_of(session, client)
    definition = FormField(
        key=URL,
        label=_("接收地址"),
        hint=_("https:// 开头、公网能访问的地址。换了地址，密钥也换新的。"),
        max_length=LONGEST_URL,
    )
    current = endpoint.url if endpoint is not None else None
    field = forms.form_field(definition, value=state.values.get(URL, current), error=state.errors.get(URL))
    field.params["autocomplete"] = forms.NO_AUTOFILL
    return render_template(
        "administration/webhook.html", client=client, endpoint=endpoint, field=field, form_state=state
    )
