"""Applying: where, what the form asks, materials, a last look, and filing; without JavaScript too."""

from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.bundles import BundleSelection
from services_hall.applications import answers, drafts, offers, queries
from services_hall.applications.drafts import CONSENT
from services_hall.applications.errors import DraftFiled
from services_hall.applications.proofs import NO_PROOFS, Proofs
from services_hall.database import reading
from services_hall.identity import Actor, Role
from services_hall.presentation import application_form, forms
from services_hall.presentation.application_form import MaterialRow
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.adopt_editions import adopt_editions
from services_hall.use_cases.continue_draft import continue_draft
from services_hall.use_cases.discard_draft import discard_draft
from services_hall.use_cases.open_draft import OpenDraft, complete_selection, earlier_draft, open_draft
from services_hall.use_cases.preview_waivers import preview_waivers
from services_hall.use_cases.save_answers import save_answers
from services_hall.use_cases.save_files import SentFile, save_files
from services_hall.use_cases.start_draft import start_draft
from services_hall.use_cases.submit_draft import submit_draft
from services_hall.web import request_limits, uploads
from services_hall.web.access import access, keeps_input, signed_in_actor
from services_hall.web.application_form.problems import SUBMISSION_ERRORS, submission_problem
from services_hall.web.csrf import csrf

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
    selection = complete_selection(offer, given)
    if selection is None:
        return redirect(_questions(offer, given), 303)
    return _start_page(offer, selection, {})


@blueprint.post("/apply/<code>")
@access(*APPLICANTS)
def begin(code: str) -> ResponseReturnValue:
    """Opens a draft and goes on to its form."""
    offer = offers.current_offer(reading(), code)
    given = application_form.scenario_in(request.form)
    district = request.form.get("district", "")
    selection = complete_selection(offer, given)
    if selection is None:
        return redirect(_questions(offer, given), 303)
    if error := application_form.district_error(selection, district):
        return _start_page(offer, selection, {"district": error}), 422
    public_id = request.form.get("draft", "")
    if public_id:
        continue_draft(signed_in_actor(), public_id, offer, given, district)
    else:
        public_id = start_draft(signed_in_actor(), offer, given, district)
    return redirect(url_for(".form", code=code, draft=public_id), 303)


@blueprint.get("/apply/<code>/<draft>/form")
@access(*APPLICANTS)
def form(code: str, draft: str) -> ResponseReturnValue:
    """The fields of the guide, prefilled with what is known."""
    return _shown("form", draft)


def keep_typed(actor: Actor) -> None:
    """Keeps what was typed when the sign-in ran out over it."""
    with suppress(DraftFiled):
        save_answers(actor, _sent_to(actor), request.form)


@blueprint.post("/apply/<code>/<draft>/form")
@access(*APPLICANTS)
@keeps_input(keep_typed)
def keep_form(code: str, draft: str) -> ResponseReturnValue:
    """Keeps what was typed; with every error beside its field, or on to the materials."""
    current = open_draft(signed_in_actor(), draft)
    problems = save_answers(signed_in_actor(), current, request.form)
    if request.form.get("stay") is not None:
        flash(_("已保存。您可以关掉页面，以后从“我的”接着填。"))
        return redirect(url_for(".form", code=code, draft=draft), 303)
    if problems:
        errors = messages_by_field(problems)
        return _page("form", open_draft(signed_in_actor(), draft), errors), 422
    return redirect(url_for(".materials", code=code, draft=draft), 303)


@blueprint.get("/apply/<code>/<draft>/materials")
@access(*APPLICANTS)
def materials(code: str, draft: str) -> ResponseReturnValue:
    """What the store spares, and what is to be uploaded."""
    return _shown("materials", draft)


def keep_given(actor: Actor) -> None:
    """Keeps the good files when the sign-in ran out over them."""
    with suppress(DraftFiled):
        current = _sent_to(actor)
        save_files(actor, current, _files(current), _choices(current))


@blueprint.post("/apply/<code>/<draft>/materials")
@access(*APPLICANTS)
@keeps_input(keep_given)
def keep_materials(code: str, draft: str) -> ResponseReturnValue:
    """Keeps the good files and the permission; refuses a bad file by name; on when nothing is missing."""
    actor = signed_in_actor()
    current = open_draft(actor, draft)
    refused = messages_by_field(save_files(actor, current, _files(current), _choices(current)))
    current = open_draft(actor, draft)
    errors = refused if "stay" in request.form else {**_missing(current), **refused}
    if errors:
        return _page("materials", current, errors), 422
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
    adopt_editions(signed_in_actor(), draft)
    return redirect(url_for(".form", code=code, draft=draft), 303)


@blueprint.post("/apply/<code>/<draft>/submit")
@access(*APPLICANTS)
def submit(code: str, draft: str) -> ResponseReturnValue:
    """Files the application; a second click gives the same one."""
    actor = signed_in_actor()
    current = open_draft(actor, draft)
    if request.form.get("declared") != "yes":
        return _page("review", current, {"declared": _("请先勾选声明，再提交。")}), 422
    reviewed = request.form.get("looked_over", "")
    try:
        filed_id = submit_draft(
            actor, current, channel="online", account_id=actor.account_id, reviewed=reviewed
        )
    except SUBMISSION_ERRORS as error:
        problem = submission_problem(error, current)
        current = open_draft(actor, draft)
        errors = (problem.step == "materials" and _missing(current)) or problem.errors
        return _page(problem.step, current, errors, overtaken=problem.notice), problem.status
    flash(_("申请已提交。"))
    return to_application(DraftFiled(filed_id))


@blueprint.post("/apply/<code>/<draft>/delete")
@access(*APPLICANTS)
def discard(code: str, draft: str) -> ResponseReturnValue:
    """Deletes what was begun and never filed."""
    discard_draft(signed_in_actor(), draft)
    flash(_("已删除。"))
    return redirect(url_for("personal.home"), 303)


def _questions(offer: answers.Offer, given: Mapping[str, str]) -> str:
    if offer.is_bundle:
        return f"{url_for('browsing.bundle', code=offer.code)}?{urlencode(given)}"
    return f"{url_for('browsing.scenario', code=offer.code)}?{urlencode(given)}"


def _sent_to(actor: Actor) -> OpenDraft:
    """The draft that a form was sent to, after the guards which a request without sign-in does not reach."""
    request_limits.refuse_unreadable()
    csrf.protect()
    return open_draft(actor, (request.view_args or {})["draft"])


def _shown(step: str, draft: str) -> str:
    """A step of this person's draft, or the questions that are open again."""
    current = open_draft(signed_in_actor(), draft)
    return _page(step if current.is_scenario_complete else "again", current, {})


def _start_page(offer: answers.Offer, selection: BundleSelection, errors: Mapping[str, str]) -> str:
    earlier = earlier_draft(signed_in_actor(), offer)
    known = earlier.division_code if earlier is not None else None
    field = application_form.district_field(
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


def _files(current: OpenDraft) -> list[SentFile]:
    return uploads.sent_files(request.files, [asked.key for asked in current.selection.materials])


def _choices(current: OpenDraft) -> dict[str, str]:
    """Whether certificates may be used, as chosen now or before; nothing while the person has not chosen."""
    before = current.draft.choices.get(CONSENT)
    chosen = request.form.get(CONSENT, before)
    return {CONSENT: chosen} if chosen in {"yes", "no"} else {}


def _rows(current: OpenDraft, errors: Mapping[str, str]) -> tuple[list[MaterialRow], Proofs]:
    """The materials, and what the store could prove; before the person chooses, as if they consented."""
    actor = signed_in_actor()
    holder, _phone = drafts.applicant_of(actor, current.draft)
    proofs = preview_waivers(current.selection, holder, by=actor)
    consent = _is_undecided(current) or drafts.has_consent(current.draft)
    return application_form.material_rows(current, proofs, errors, consent=consent), proofs


def _place(current: OpenDraft) -> str:
    return application_form.district_name(current.draft.division_code)


def _is_undecided(current: OpenDraft) -> bool:
    return CONSENT not in current.draft.choices


def _missing(current: OpenDraft) -> dict[str, str]:
    """What is still to be given or chosen, by field name."""
    rows, _proofs = _rows(current, {})
    errors = application_form.missing_materials(rows)
    if _is_undecided(current) and any(row.state == "spared" for row in rows):
        return {CONSENT: _("请选择是否使用您的电子证照。"), **errors}
    return errors


def _page(step: str, current: OpenDraft, errors: Mapping[str, str], *, overtaken: str = "") -> str:
    rows, proofs = _rows(current, errors) if step in {"materials", "review"} else ([], NO_PROOFS)
    return render_template(
        f"online/apply_{step}.html",
        step=step,
        draft=current.draft,
        offer=current.offer,
        selection=current.selection,
        newer=current.newer_editions,
        groups=application_form.field_groups(current, errors) if step == "form" else [],
        rows=rows,
        may_spare=any(proofs.proved(row.asked.key) for row in rows if row.state != "given"),
        is_store_away=proofs.is_store_away,
        consent=current.draft.choices.get(CONSENT, ""),
        place=_place(current),
        questions_href=_questions(current.offer, current.selection.answers),
        errors=forms.error_summary(errors),
        field_errors=errors,
        overtaken=overtaken,
        looked_over=drafts.snapshot_of(current.draft).digest if step == "review" else "",
    )
