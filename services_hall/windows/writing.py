"""Filing for a person present: who it is, the form, the materials, a last look together, and filing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.bundles import BundleSelection
from services_hall.applications import answers, drafts, offers, proofs, queries
from services_hall.applications.answers import QUESTION, Offer
from services_hall.applications.drafts import CONSENT
from services_hall.applications.errors import AnswersInvalid, DraftFiled, ScenarioStops
from services_hall.database import reading
from services_hall.identity import Role, accounts
from services_hall.presentation import application_form, forms
from services_hall.presentation.application_form import DISTRICT, MaterialRow
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.adopt_editions import adopt_editions
from services_hall.use_cases.continue_draft import continue_draft
from services_hall.use_cases.discard_draft import discard_draft
from services_hall.use_cases.open_draft import (
    OpenDraft,
    complete_selection,
    open_draft,
    remaining_selection,
)
from services_hall.use_cases.preview_waivers import preview_waivers
from services_hall.use_cases.save_answers import save_answers
from services_hall.use_cases.save_files import SentFile, save_files
from services_hall.use_cases.start_draft import start_draft
from services_hall.use_cases.submit_draft import submit_draft
from services_hall.web import uploads
from services_hall.web.access import access, signed_in_actor
from services_hall.web.application_form.problems import SUBMISSION_ERRORS, submission_problem
from services_hall.windows import person_present
from services_hall.windows.blueprint import blueprint
from services_hall.windows.person_present import PersonInvalid

SEEN: Final = "seen."


@blueprint.errorhandler(DraftFiled)
def to_filing(filed: DraftFiled) -> ResponseReturnValue:
    """A draft that was filed leads to its filing, at every step."""
    number = queries.application_by_id(reading(), filed.application_id).number
    return redirect(url_for(".filing", number=number), 303)


@blueprint.get("/apply/<code>")
@access(Role.WINDOW_CLERK)
def begin(code: str) -> ResponseReturnValue:
    """Who is there; back to the questions while they are not all answered."""
    offer = offers.current_offer(reading(), code)
    given = dict(request.args.items())
    selection = complete_selection(offer, given)
    if selection is None:
        return redirect(_questions(offer, given), 303)
    return _start_page(offer, selection, {})


@blueprint.post("/apply/<code>")
@access(Role.WINDOW_CLERK)
def begin_draft(code: str) -> ResponseReturnValue:
    """Opens a draft for the person present; with every error beside its field."""
    offer = offers.current_offer(reading(), code)
    given = application_form.scenario_in(request.form)
    selection = complete_selection(offer, given)
    if selection is None:
        return redirect(_questions(offer, given), 303)
    try:
        person = person_present.read(request.form, selection)
    except PersonInvalid as error:
        return _start_page(offer, selection, error.errors), 422
    public_id = start_draft(
        signed_in_actor(),
        offer,
        given,
        person.district,
        holder=person.holder,
        phone=person.phone,
        choices=_consent(given=person.consents),
    )
    return redirect(url_for(".form", code=code, draft=public_id), 303)


@blueprint.get("/apply/<code>/<draft>/questions")
@access(Role.WINDOW_CLERK)
def questions(code: str, draft: str) -> ResponseReturnValue:
    """The person's situation and the district once more: to change them, or because a guide asks anew."""
    return _page("again", open_draft(signed_in_actor(), draft), {})


@blueprint.post("/apply/<code>/<draft>/questions")
@access(Role.WINDOW_CLERK)
def keep_questions(code: str, draft: str) -> ResponseReturnValue:
    """Goes on with the same draft under these answers; again while some are open."""
    actor = signed_in_actor()
    current = open_draft(actor, draft)
    given, district = application_form.scenario_in(request.form), request.form.get(DISTRICT, "")
    errors: dict[str, str] = {}
    try:
        selection = answers.settle(current.offer, given)
    except ScenarioStops:
        selection = answers.select(current.offer, given)
    except AnswersInvalid as error:
        errors, selection = messages_by_field(error.errors), remaining_selection(current.offer, given)
    if wrong := application_form.district_error(selection, district):
        errors = {**errors, DISTRICT: wrong}
    if errors or not selection.may_apply:
        return _page("again", replace(current, selection=selection), errors), 422
    continue_draft(actor, draft, current.offer, given, district)
    return redirect(url_for(".form", code=code, draft=draft), 303)


@blueprint.get("/apply/<code>/<draft>/form")
@access(Role.WINDOW_CLERK)
def form(code: str, draft: str) -> ResponseReturnValue:
    """The fields of the guide, prefilled with what is known of the person."""
    return _shown("form", draft)


@blueprint.post("/apply/<code>/<draft>/form")
@access(Role.WINDOW_CLERK)
def keep_form(code: str, draft: str) -> ResponseReturnValue:
    """Keeps what was typed; with every error beside its field, or on to the materials."""
    actor = signed_in_actor()
    current = open_draft(actor, draft)
    problems = save_answers(actor, current, request.form)
    if problems:
        errors = messages_by_field(problems)
        return _page("form", open_draft(actor, draft), errors), 422
    return redirect(url_for(".materials", code=code, draft=draft), 303)


@blueprint.get("/apply/<code>/<draft>/materials")
@access(Role.WINDOW_CLERK)
def materials(code: str, draft: str) -> ResponseReturnValue:
    """What the store spares, which originals were seen, what is scanned."""
    return _shown("materials", draft)


@blueprint.post("/apply/<code>/<draft>/materials")
@access(Role.WINDOW_CLERK)
def keep_materials(code: str, draft: str) -> ResponseReturnValue:
    """Keeps files, originals seen and the permission; refuses a bad file by name."""
    actor = signed_in_actor()
    current = open_draft(actor, draft)
    seen = {
        asked.key: drafts.ORIGINAL_SEEN
        for asked in current.selection.materials
        if request.form.get(SEEN + asked.key) == "yes"
    }
    consent = _consent(given=request.form.get(CONSENT) == "yes")
    errors = messages_by_field(save_files(actor, current, _files(current), {**seen, **consent}))
    current = open_draft(actor, draft)
    if not errors and request.form.get("stay") is None:
        errors = application_form.missing_materials(_rows(current, {}))
        if not errors:
            return redirect(url_for(".review", code=code, draft=draft), 303)
    return _page("materials", current, errors), 422 if errors else 200


@blueprint.get("/apply/<code>/<draft>/review")
@access(Role.WINDOW_CLERK)
def review(code: str, draft: str) -> ResponseReturnValue:
    """Everything once more, for the person to look over, before it is filed."""
    return _shown("review", draft)


@blueprint.post("/apply/<code>/<draft>/settle")
@access(Role.WINDOW_CLERK)
def settle(code: str, draft: str) -> ResponseReturnValue:
    """Clerk and person have seen what changed in the guides and go on with the newer editions."""
    adopt_editions(signed_in_actor(), draft)
    return redirect(url_for(".form", code=code, draft=draft), 303)


@blueprint.post("/apply/<code>/<draft>/submit")
@access(Role.WINDOW_CLERK)
def submit(code: str, draft: str) -> ResponseReturnValue:
    """Files for the person, and for their account where they have one; a second click gives the same."""
    actor = signed_in_actor()
    current = open_draft(actor, draft)
    if request.form.get("declared") != "yes":
        return _page("review", current, {"declared": _("请来人核对并确认后勾选，再提交。")}), 422
    holder, _phone = drafts.applicant_of(actor, current.draft)
    account = None if holder is None else accounts.of_holder(reading(), holder)
    account_id = None if account is None else account.id
    reviewed = request.form.get("looked_over", "")
    try:
        filed_id = submit_draft(actor, current, channel="window", account_id=account_id, reviewed=reviewed)
    except SUBMISSION_ERRORS as error:
        problem = submission_problem(error, current)
        current = open_draft(actor, draft)
        return _page(problem.step, current, problem.errors, overtaken=problem.notice), problem.status
    flash(_("已提交。请打印接收回执交给来人。"))
    return to_filing(DraftFiled(filed_id))


@blueprint.post("/apply/<code>/<draft>/delete")
@access(Role.WINDOW_CLERK)
def discard(code: str, draft: str) -> ResponseReturnValue:
    """Deletes what was begun at this window and never filed."""
    discard_draft(signed_in_actor(), draft)
    flash(_("已删除。"))
    return redirect(url_for(".start"), 303)


def _files(current: OpenDraft) -> list[SentFile]:
    return uploads.sent_files(request.files, [asked.key for asked in current.selection.materials])


def _consent(*, given: bool) -> dict[str, str]:
    return {CONSENT: "yes" if given else "no"}


def _questions(offer: Offer, given: Mapping[str, str]) -> str:
    page = ".bundle" if offer.is_bundle else ".guide"
    return f"{url_for(page, code=offer.code)}?{urlencode(given)}"


def _shown(step: str, draft: str) -> str:
    """A step of this clerk's draft, or the questions that are open again."""
    current = open_draft(signed_in_actor(), draft)
    return _page(step if current.is_scenario_complete else "again", current, {})


def _start_page(offer: Offer, selection: BundleSelection, errors: Mapping[str, str]) -> str:
    typed = request.form if request.method == "POST" else {}
    return render_template(
        "windows/apply_start.html",
        step="start",
        offer=offer,
        selection=selection,
        questions_href=_questions(offer, selection.answers),
        fields=person_present.fields(typed, errors, clerk=signed_in_actor()),
        consent=typed.get(CONSENT) == "yes",
        errors=forms.error_summary(errors),
    )


def _rows(current: OpenDraft, errors: Mapping[str, str]) -> list[MaterialRow]:
    """The materials; without the person's permission the store is not even asked."""
    actor = signed_in_actor()
    holder, _phone = drafts.applicant_of(actor, current.draft)
    consent = drafts.has_consent(current.draft)
    found = proofs.NO_PROOFS
    if consent:
        found = preview_waivers(current.selection, holder, by=actor, purpose=proofs.HOLDER_PRESENT)
    return application_form.material_rows(current, found, errors, consent=consent)


def _asked_again(current: OpenDraft, errors: Mapping[str, str]) -> list[forms.Field]:
    """The scenario's questions with their answers, and the district, as fields."""
    asked = [_question(one, current.selection.answers, errors) for one in current.selection.questions]
    district = request.form.get(DISTRICT) or current.draft.division_code
    return [*asked, application_form.district_field(district, errors.get(DISTRICT))]


def _question(
    question: Mapping[str, Any], given: Mapping[str, str], errors: Mapping[str, str]
) -> forms.Field:
    key, name = question["key"], QUESTION + question["key"]
    return forms.question(question, value=given.get(key), error=errors.get(name), name=name)


def _fields(step: str, current: OpenDraft, errors: Mapping[str, str]) -> list[forms.Field]:
    if step == "again":
        return _asked_again(current, errors)
    return application_form.form_fields(current, errors) if step == "form" else []


def _page(step: str, current: OpenDraft, errors: Mapping[str, str], *, overtaken: str = "") -> str:
    draft = current.draft
    rows = _rows(current, errors) if step in {"materials", "review"} else []
    holder, phone = drafts.applicant_of(signed_in_actor(), draft)
    return render_template(
        f"windows/apply_{step}.html",
        step=step,
        draft=draft,
        holder=holder,
        phone=phone,
        offer=current.offer,
        selection=current.selection,
        newer=current.newer_editions,
        settle_href=url_for(".settle", code=current.offer.code, draft=draft.public_id),
        fields=_fields(step, current, errors),
        rows=rows,
        seen=drafts.originals_seen(draft),
        consent=drafts.has_consent(draft),
        errors=forms.error_summary(errors),
        field_errors=errors,
        overtaken=overtaken,
        looked_over=drafts.snapshot_of(draft).digest if step == "review" else "",
    )
