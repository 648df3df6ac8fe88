"""The certificates of a person who is present, and what can be done with each of them."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificate_store.holders import Holder
from certificate_store.lookup import Inquiry
from services_hall.applications.drafts.pinned_drafts import CONSENT
from services_hall.applications.enumerations import UsePurpose
from services_hall.clock import utc_now
from services_hall.identity import Role
from services_hall.presentation.certificate_actions import action_links
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.read_certificate_actions import certificate_actions
from services_hall.use_cases.read_own_certificates import OwnCertificate, own_certificates
from services_hall.use_cases.store_access import STORE_ERRORS
from services_hall.web.access import access, signed_in_actor
from services_hall.web.application_form.channel import FormInvalid
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.windows import applicant_fields
from services_hall.windows.blueprint import blueprint


@blueprint.get("/certificates")
@access(Role.WINDOW_CLERK)
def certificates() -> ResponseReturnValue:
    """The person whose certificates are looked up."""
    return _page(EMPTY_FORM)


@blueprint.post("/certificates")
@access(Role.WINDOW_CLERK)
def show_certificates() -> ResponseReturnValue:
    """The certificates of the person, who agrees; every look is logged for them."""
    try:
        holder = applicant_fields.read_holder(request.form)
    except FormInvalid as invalid:
        return _page(FormState(request.form, messages_by_field(invalid.errors))), 422
    if request.form.get(CONSENT) != "yes":
        refusal = {CONSENT: _("查看证照要经申请人当面同意，请征得同意后勾选。")}
        return _page(FormState(request.form, refusal)), 422
    actor = signed_in_actor()
    inquiry = Inquiry(holder, actor.public_id, UsePurpose.VIEW_IN_PRESENCE, "", utc_now())
    try:
        held = own_certificates(holder, inquiry=inquiry)
    except STORE_ERRORS:
        return _page(FormState(request.form, refusal=_("电子证照库暂时没有应答，请过几分钟再查。"))), 503
    return _page(FormState(request.form), holder, held)


def _page(
    state: FormState,
    holder: Holder | None = None,
    held: Sequence[OwnCertificate] = (),
) -> str:
    return render_template(
        "windows/certificates.html",
        fields=applicant_fields.holder_fields(state),
        consent=state.values.get(CONSENT) == "yes",
        holder=holder,
        held=held,
        actions={} if holder is None else action_links(certificate_actions(held, holder, is_online=False)),
        form_state=state,
    )
