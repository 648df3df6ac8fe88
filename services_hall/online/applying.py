"""Applying: where, what the form asks, materials, a last look, and filing; without JavaScript too."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.bundle_selection import BundleSelection
from services_hall.applications import answers, offers, queries
from services_hall.applications.errors import AnswersInvalid, OfferChanged, RequirementsOpen, ScenarioStops
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.web import drafting, filing, forms
from services_hall.web.access import access, signed_in_actor
from services_hall.web.drafting import Writing

blueprint = Blueprint("applying", __name__)
APPLICANTS = (Role.RESIDENT, Role.LEGAL_PERSON)


@blueprint.get("/apply/<code>")
@access(*APPLICANTS)
def start(code: str) -> ResponseReturnValue:
    """What was chosen, and in which district; back to the questions while they are not all answered."""
    offer = offers.current_offer(reading(), code)
    given = {key: value for key, value in request.args.items() if key != "district"}
    try:
        selection = answers.settle(offer, given)
    except (AnswersInvalid, ScenarioStops):
        return redirect(_questions(offer, given), 303)
    return _start_page(offer, selection, {})


@blueprint.post("/apply/<code>")
@access(*APPLICANTS)
def begin(code: str) -> ResponseReturnValue:
    """Opens a draft and goes on to its form."""
    offer = offers.current_offer(reading(), code)
    given = {key.removeprefix("q."): value for key, value in request.form.items() if key.startswith("q.")}
    district = request.form.get("district", "")
    try:
        selection = answers.settle(offer, given)
    except (AnswersInvalid, ScenarioStops):
        return redirect(_questions(offer, given), 303)
    if district not in {division.code for division in drafting.districts()}:
        return _start_page(offer, selection, {"district": _("请选择在哪个区办理。")}), 422
    public_id = drafting.begin(signed_in_actor(), offer, given, district)
    return redirect(url_for(".form", code=code, draft=public_id), 303)


@blueprint.get("/apply/<code>/<draft>/form")
@access(*APPLICANTS)
def form(code: str, draft: str) -> ResponseReturnValue:
    """The fields of the guide, prefilled with what is known."""
    writing = drafting.opened(signed_in_actor(), draft)
    return _filed(writing) or _page("form", writing, {})


@blueprint.post("/apply/<code>/<draft>/form")
@access(*APPLICANTS)
def keep_form(code: str, draft: str) -> ResponseReturnValue:
    """Keeps what was typed; with every error beside its field, or on to the materials."""
    writing = drafting.opened(signed_in_actor(), draft)
    if done := _filed(writing):
        return done
    errors = drafting.keep_fields(signed_in_actor(), writing, request.form)
    if errors:
        return _page("form", drafting.opened(signed_in_actor(), draft), errors), 422
    return redirect(url_for(".materials", code=code, draft=draft), 303)


@blueprint.get("/apply/<code>/<draft>/materials")
@access(*APPLICANTS)
def materials(code: str, draft: str) -> ResponseReturnValue:
    """What the store spares, and what is to be uploaded."""
    writing = drafting.opened(signed_in_actor(), draft)
    return _filed(writing) or _page("materials", writing, {})


@blueprint.post("/apply/<code>/<draft>/materials")
@access(*APPLICANTS)
def keep_materials(code: str, draft: str) -> ResponseReturnValue:
    """Keeps the good files and the permission; refuses a bad file by name; on when nothing is missing."""
    actor = signed_in_actor()
    writing = drafting.opened(actor, draft)
    if done := _filed(writing):
        return done
    choices = {drafting.CONSENT: "yes" if request.form.get("consent") == "yes" else "no"}
    errors = drafting.keep_files(actor, writing, request.files, choices)
    writing = drafting.opened(actor, draft)
    if not errors and request.form.get("stay") is None:
        errors = drafting.missing(_rows(writing, {}))
        if not errors:
            return redirect(url_for(".review", code=code, draft=draft), 303)
    return _page("materials", writing, errors), 422 if errors else 200


@blueprint.get("/apply/<code>/<draft>/review")
@access(*APPLICANTS)
def review(code: str, draft: str) -> ResponseReturnValue:
    """Everything once more, before it is filed."""
    writing = drafting.opened(signed_in_actor(), draft)
    return _filed(writing) or _page("review", writing, {})


@blueprint.post("/apply/<code>/<draft>/settle")
@access(*APPLICANTS)
def settle(code: str, draft: str) -> ResponseReturnValue:
    """The person has seen what changed in the guides and goes on with the newer editions."""
    drafting.settle(signed_in_actor(), draft)
    return redirect(url_for(".form", code=code, draft=draft), 303)


@blueprint.post("/apply/<code>/<draft>/submit")
@access(*APPLICANTS)
def submit(code: str, draft: str) -> ResponseReturnValue:
    """Files the application; a second click gives the same one."""
    actor = signed_in_actor()
    writing = drafting.opened(actor, draft)
    if request.form.get("declared") != "yes" and writing.draft.application_id is None:
        return _page("review", writing, {"declared": _("请先勾选声明，再提交。")}), 422
    try:
        application_id = drafting.submit(actor, writing, channel="online", account_id=actor.account_id)
    except OfferChanged:
        return _page("review", drafting.opened(actor, draft), {}), 409
    except AnswersInvalid as error:
        return _page("form", drafting.opened(actor, draft), error.errors), 422
    except RequirementsOpen as error:
        return _page("materials", drafting.opened(actor, draft), error.materials), 422
    number = queries.application_by_id(reading(), application_id).number
    flash(_("申请已提交。接收回执正在生成，稍后可在下方下载。"))
    return redirect(url_for("personal.application", number=number), 303)


def _questions(offer: answers.Offer, given: Mapping[str, str]) -> str:
    if offer.is_bundle:
        return f"{url_for('browsing.bundle', code=offer.code)}?{urlencode(given)}"
    return f"{url_for('browsing.scenario', code=offer.code)}?{urlencode(given)}"


def _filed(writing: Writing) -> ResponseReturnValue | None:
    """Where to go when this draft was filed already."""
    if writing.draft.application_id is None:
        return None
    application = queries.application_by_id(reading(), writing.draft.application_id)
    return redirect(url_for("personal.application", number=application.number), 303)


def _start_page(offer: answers.Offer, selection: BundleSelection, errors: Mapping[str, str]) -> str:
    options = [{"value": one.code, "label": one.name} for one in drafting.districts()]
    field = forms.form_field(
        {
            "key": "district",
            "label": _("在哪个区办理"),
            "type": "choice",
            "required": True,
            "options": options,
        },
        value=request.form.get("district"),
        error=errors.get("district"),
    )
    return render_template(
        "online/apply_start.html",
        offer=offer,
        selection=selection,
        questions_href=_questions(offer, selection.answers),
        field=field,
        errors=forms.error_summary(errors),
        step="start",
    )


def _rows(writing: Writing, errors: Mapping[str, str]) -> list[drafting.MaterialRow]:
    actor = signed_in_actor()
    holder, _phone = drafting.subject(actor, writing.draft)
    proofs = filing.preview(writing.selection, holder, by=actor)
    is_new = drafting.CONSENT not in writing.draft.choices
    consent = is_new or drafting.has_consent(writing.draft)
    return drafting.material_rows(writing, proofs, errors, consent=consent)


def _page(step: str, writing: Writing, errors: Mapping[str, str]) -> str:
    rows = _rows(writing, errors) if step != "form" else []
    return render_template(
        f"online/apply_{step}.html",
        step=step,
        draft=writing.draft,
        offer=writing.offer,
        selection=writing.selection,
        newer=writing.newer,
        fields=drafting.fields(writing, errors) if step == "form" else [],
        rows=rows,
        consent=drafting.CONSENT not in writing.draft.choices or drafting.has_consent(writing.draft),
        errors=forms.error_summary(errors),
        field_errors=errors,
    )
