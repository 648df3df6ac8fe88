"""Applying: where, what the form asks, materials, a last look, and filing; without JavaScript too."""

from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.bundles import BundleSelection
from guides.divisions import districts
from services_hall.applications import answers, drafts, offers, queries
from services_hall.applications.errors import DraftFiled
from services_hall.applications.proofs import NO_PROOFS, Proofs
from services_hall.database import reading
from services_hall.identity import Actor, Role
from services_hall.presentation import forms
from services_hall.web import (
    drafting,
    filing,
    request_limits,
    submitting,
)
from services_hall.web.access import access, keeps_input, signed_in_actor
from services_hall.web.csrf import csrf
from services_hall.web.drafting import Writing
from services_hall.web.submitting import Hindered

blueprint = Blueprint("applying", __name__)
APPLICANTS = (Role.RESIDENT, Role.LEGAL_PERSON)


@blueprint.errorhandler(DraftFiled)
def to_application(filed: DraftFiled) -> ResponseReturnValue:
    """A draft that was filed leads to its application, at every step."""
    number = queries.application_by_id(reading(), filed.application_id).number
    return redirect(url_for("personal.application", number=number), 303)


@blueprint.get("/apply/<code>")
@access(*APPLICANTS)
def start(code: str) -> ResponseReturnValue:
    """What was chosen, and in which district; back to the questions while they are not all answered."""
    offer = offers.current_offer(reading(), code)
    given = {key: value for key, value in request.args.items() if key != "district"}
    selection = drafting.settled(offer, given)
    if selection is None:
        return redirect(_questions(offer, given), 303)
    return _start_page(offer, selection, {})


@blueprint.post("/apply/<code>")
@access(*APPLICANTS)
def begin(code: str) -> ResponseReturnValue:
    """Opens a draft and goes on to its form."""
    offer = offers.current_offer(reading(), code)
    given = drafting.scenario_in(request.form)
    district = request.form.get("district", "")
    selection = drafting.settled(offer, given)
    if selection is None:
        return redirect(_questions(offer, given), 303)
    if error := drafting.district_error(selection, district):
        return _start_page(offer, selection, {"district": error}), 422
    public_id = request.form.get("draft", "")
    if public_id:
        drafting.resume(signed_in_actor(), public_id, offer, given, district)
    else:
        public_id = drafting.begin(signed_in_actor(), offer, given, district)
    return redirect(url_for(".form", code=code, draft=public_id), 303)


@blueprint.get("/apply/<code>/<draft>/form")
@access(*APPLICANTS)
def form(code: str, draft: str) -> ResponseReturnValue:
    """The fields of the guide, prefilled with what is known."""
    return _shown("form", draft)


def keep_typed(actor: Actor) -> None:
    """Keeps what was typed when the sign-in ran out over it."""
    with suppress(DraftFiled):
        drafting.keep_fields(actor, _sent_to(actor), request.form)


@blueprint.post("/apply/<code>/<draft>/form")
@access(*APPLICANTS)
@keeps_input(keep_typed)
def keep_form(code: str, draft: str) -> ResponseReturnValue:
    """Keeps what was typed; with every error beside its field, or on to the materials."""
    writing = drafting.opened(signed_in_actor(), draft)
    errors = drafting.keep_fields(signed_in_actor(), writing, request.form)
    if request.form.get("stay") is not None:
        flash(_("已保存。您可以关掉页面，以后从“我的”接着填。"))
        return redirect(url_for(".form", code=code, draft=draft), 303)
    if errors:
        return _page("form", drafting.opened(signed_in_actor(), draft), errors), 422
    return redirect(url_for(".materials", code=code, draft=draft), 303)


@blueprint.get("/apply/<code>/<draft>/materials")
@access(*APPLICANTS)
def materials(code: str, draft: str) -> ResponseReturnValue:
    """What the store spares, and what is to be uploaded."""
    return _shown("materials", draft)


def keep_given(actor: Actor) -> None:
    """Keeps the good files when the sign-in ran out over them."""
    with suppress(DraftFiled):
        writing = _sent_to(actor)
        drafting.keep_files(actor, writing, request.files, _choices(writing))


@blueprint.post("/apply/<code>/<draft>/materials")
@access(*APPLICANTS)
@keeps_input(keep_given)
def keep_materials(code: str, draft: str) -> ResponseReturnValue:
    """Keeps the good files and the permission; refuses a bad file by name; on when nothing is missing."""
    actor = signed_in_actor()
    writing = drafting.opened(actor, draft)
    refused = drafting.keep_files(actor, writing, request.files, _choices(writing))
    writing = drafting.opened(actor, draft)
    errors = refused if "stay" in request.form else {**_missing(writing), **refused}
    if errors:
        return _page("materials", writing, errors), 422
    if "stay" in request.form:
        flash(_("已保存。您可以关掉页面，以后从“我的”接着传。"))
        return redirect(url_for(".materials", code=code, draft=draft), 303)
    return redirect(url_for(".review", code=code, draft=draft), 303)


@blueprint.get("/apply/<code>/<draft>/review")
@access(*APPLICANTS)
def review(code: str, draft: str) -> ResponseReturnValue:
    """Everything once more, before it is filed."""
    return _shown("review", draft)


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
    if request.form.get("declared") != "yes":
        return _page("review", writing, {"declared": _("请先勾选声明，再提交。")}), 422
    outcome = submitting.tried(
        actor,
        writing,
        channel="online",
        account_id=actor.account_id,
        looked_over=request.form.get("looked_over", ""),
    )
    if isinstance(outcome, Hindered):
        writing = drafting.opened(actor, draft)
        errors = (outcome.step == "materials" and _missing(writing)) or outcome.errors
        return _page(outcome.step, writing, errors, overtaken=outcome.overtaken), outcome.status
    flash(_("申请已提交。"))
    return to_application(DraftFiled(outcome))


@blueprint.post("/apply/<code>/<draft>/delete")
@access(*APPLICANTS)
def discard(code: str, draft: str) -> ResponseReturnValue:
    """Deletes what was begun and never filed."""
    drafting.discard(signed_in_actor(), draft)
    flash(_("已删除。"))
    return redirect(url_for("personal.home"), 303)


def _questions(offer: answers.Offer, given: Mapping[str, str]) -> str:
    if offer.is_bundle:
        return f"{url_for('browsing.bundle', code=offer.code)}?{urlencode(given)}"
    return f"{url_for('browsing.scenario', code=offer.code)}?{urlencode(given)}"


def _sent_to(actor: Actor) -> Writing:
    """The draft that a form was sent to, after the guards which a request without sign-in does not reach."""
    request_limits.refuse_unreadable()
    csrf.protect()
    return drafting.opened(actor, (request.view_args or {})["draft"])


def _shown(step: str, draft: str) -> str:
    """A step of this person's draft, or the questions that are open again."""
    writing = drafting.opened(signed_in_actor(), draft)
    return _page(step if writing.is_settled else "again", writing, {})


def _start_page(offer: answers.Offer, selection: BundleSelection, errors: Mapping[str, str]) -> str:
    earlier = drafting.earlier(signed_in_actor(), offer)
    known = earlier.division_code if earlier is not None else None
    field = drafting.district_field(
        request.form.get("district", known),
        errors.get("district"),
        hint=_("店铺、住处在哪个区，就选哪个区。"),
    )
    return render_template(
        "online/apply_start.html",
        offer=offer,
        selection=selection,
        questions_href=_questions(offer, selection.answers),
        field=field,
        earlier=earlier,
        goes_on=request.form.get("draft", "yes") != "",
        errors=forms.error_summary(errors),
        step="start",
    )


def _choices(writing: Writing) -> dict[str, str]:
    """Whether certificates may be used, as chosen now or before; nothing while the person has not chosen."""
    before = writing.draft.choices.get(drafting.CONSENT)
    chosen = request.form.get(drafting.CONSENT, before)
    return {drafting.CONSENT: chosen} if chosen in {"yes", "no"} else {}


def _rows(writing: Writing, errors: Mapping[str, str]) -> tuple[list[drafting.MaterialRow], Proofs]:
    """The materials, and what the store could prove; before the person chooses, as if they consented."""
    actor = signed_in_actor()
    holder, _phone = drafting.subject(actor, writing.draft)
    proofs = filing.preview(writing.selection, holder, by=actor)
    consent = _is_undecided(writing) or drafting.has_consent(writing.draft)
    return drafting.material_rows(writing, proofs, errors, consent=consent), proofs


def _place(writing: Writing) -> str:
    code = writing.draft.division_code
    return next((one.name for one in districts(reading()) if one.code == code), "")


def _is_undecided(writing: Writing) -> bool:
    return drafting.CONSENT not in writing.draft.choices


def _missing(writing: Writing) -> dict[str, str]:
    """What is still to be given or chosen, by field name."""
    rows, _proofs = _rows(writing, {})
    errors = drafting.missing(rows)
    if _is_undecided(writing) and any(row.state == "spared" for row in rows):
        return {drafting.CONSENT: _("请选择是否使用您的电子证照。"), **errors}
    return errors


def _page(step: str, writing: Writing, errors: Mapping[str, str], *, overtaken: str = "") -> str:
    rows, proofs = _rows(writing, errors) if step in {"materials", "review"} else ([], NO_PROOFS)
    return render_template(
        f"online/apply_{step}.html",
        step=step,
        draft=writing.draft,
        offer=writing.offer,
        selection=writing.selection,
        newer=writing.newer,
        groups=drafting.field_groups(writing, errors) if step == "form" else [],
        rows=rows,
        may_spare=any(proofs.proved(row.asked.key) for row in rows if row.state != "given"),
        is_store_away=proofs.is_store_away,
        consent=writing.draft.choices.get(drafting.CONSENT, ""),
        place=_place(writing),
        questions_href=_questions(writing.offer, writing.selection.answers),
        errors=forms.error_summary(errors),
        field_errors=errors,
        overtaken=overtaken,
        looked_over=drafts.as_read(writing.draft).digest if step == "review" else "",
    )
