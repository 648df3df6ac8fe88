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
from services_hall.applications.errors import AnswersInvalid, DraftFiled, ScenarioStops
from services_hall.database import reading
from services_hall.identity import Role, accounts
from services_hall.presentation import forms
from services_hall.presentation.messages import messages_by_field
from services_hall.web import drafting, filing, submitting
from services_hall.web.access import access, signed_in_actor
from services_hall.web.drafting import CONSENT, DISTRICT, Writing
from services_hall.web.submitting import Hindered
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
    selection = drafting.settled(offer, given)
    if selection is None:
        return redirect(_questions(offer, given), 303)
    return _start_page(offer, selection, {})


@blueprint.post("/apply/<code>")
@access(Role.WINDOW_CLERK)
def begin_draft(code: str) -> ResponseReturnValue:
    """Opens a draft for the person present; with every error beside its field."""
    offer = offers.current_offer(reading(), code)
    given = drafting.scenario_in(request.form)
    selection = drafting.settled(offer, given)
    if selection is None:
        return redirect(_questions(offer, given), 303)
    try:
        person = person_present.read(request.form, selection)
    except PersonInvalid as error:
        return _start_page(offer, selection, error.errors), 422
    public_id = drafting.begin(
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
    return _page("again", drafting.opened(signed_in_actor(), draft), {})


@blueprint.post("/apply/<code>/<draft>/questions")
@access(Role.WINDOW_CLERK)
def keep_questions(code: str, draft: str) -> ResponseReturnValue:
    """Goes on with the same draft under these answers; again while some are open."""
    actor = signed_in_actor()
    writing = drafting.opened(actor, draft)
    given, district = drafting.scenario_in(request.form), request.form.get(DISTRICT, "")
    errors: dict[str, str] = {}
    try:
        selection = answers.settle(writing.offer, given)
    except ScenarioStops:
        selection = answers.select(writing.offer, given)
    except AnswersInvalid as error:
        errors, selection = messages_by_field(error.errors), drafting.still_selected(writing.offer, given)
    if wrong := drafting.district_error(selection, district):
        errors = {**errors, DISTRICT: wrong}
    if errors or not selection.may_apply:
        return _page("again", replace(writing, selection=selection), errors), 422
    drafting.resume(actor, draft, writing.offer, given, district)
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
    writing = drafting.opened(actor, draft)
    errors = drafting.keep_fields(actor, writing, request.form)
    if errors:
        return _page("form", drafting.opened(actor, draft), errors), 422
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
    writing = drafting.opened(actor, draft)
    seen = {
        asked.key: drafting.SEEN
        for asked in writing.selection.materials
        if request.form.get(SEEN + asked.key) == "yes"
    }
    consent = _consent(given=request.form.get(CONSENT) == "yes")
    errors = drafting.keep_files(actor, writing, request.files, {**seen, **consent})
    writing = drafting.opened(actor, draft)
    if not errors and request.form.get("stay") is None:
        errors = drafting.missing(_rows(writing, {}))
        if not errors:
            return redirect(url_for(".review", code=code, draft=draft), 303)
    return _page("materials", writing, errors), 422 if errors else 200


@blueprint.get("/apply/<code>/<draft>/review")
@access(Role.WINDOW_CLERK)
def review(code: str, draft: str) -> ResponseReturnValue:
    """Everything once more, for the person to look over, before it is filed."""
    return _shown("review", draft)


@blueprint.post("/apply/<code>/<draft>/settle")
@access(Role.WINDOW_CLERK)
def settle(code: str, draft: str) -> ResponseReturnValue:
    """Clerk and person have seen what changed in the guides and go on with the newer editions."""
    drafting.settle(signed_in_actor(), draft)
    return redirect(url_for(".form", code=code, draft=draft), 303)


@blueprint.post("/apply/<code>/<draft>/submit")
@access(Role.WINDOW_CLERK)
def submit(code: str, draft: str) -> ResponseReturnValue:
    """Files for the person, and for their account where they have one; a second click gives the same."""
    actor = signed_in_actor()
    writing = drafting.opened(actor, draft)
    if request.form.get("declared") != "yes":
        return _page("review", writing, {"declared": _("请来人核对并确认后勾选，再提交。")}), 422
    holder, _phone = drafting.subject(actor, writing.draft)
    account = None if holder is None else accounts.of_holder(reading(), holder)
    account_id = None if account is None else account.id
    outcome = submitting.tried(
        actor,
        writing,
        channel="window",
        account_id=account_id,
        looked_over=request.form.get("looked_over", ""),
    )
    if isinstance(outcome, Hindered):
        writing = drafting.opened(actor, draft)
        return _page(outcome.step, writing, outcome.errors, overtaken=outcome.overtaken), outcome.status
    flash(_("已提交。请打印接收回执交给来人。"))
    return to_filing(DraftFiled(outcome))


@blueprint.post("/apply/<code>/<draft>/delete")
@access(Role.WINDOW_CLERK)
def discard(code: str, draft: str) -> ResponseReturnValue:
    """Deletes what was begun at this window and never filed."""
    drafting.discard(signed_in_actor(), draft)
    flash(_("已删除。"))
    return redirect(url_for(".start"), 303)


def _consent(*, given: bool) -> dict[str, str]:
    return {CONSENT: "yes" if given else "no"}


def _questions(offer: Offer, given: Mapping[str, str]) -> str:
    page = ".bundle" if offer.is_bundle else ".guide"
    return f"{url_for(page, code=offer.code)}?{urlencode(given)}"


def _shown(step: str, draft: str) -> str:
    """A step of this clerk's draft, or the questions that are open again."""
    writing = drafting.opened(signed_in_actor(), draft)
    return _page(step if writing.is_settled else "again", writing, {})


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


def _rows(writing: Writing, errors: Mapping[str, str]) -> list[drafting.MaterialRow]:
    """The materials; without the person's permission the store is not even asked."""
    actor = signed_in_actor()
    holder, _phone = drafting.subject(actor, writing.draft)
    consent = drafting.has_consent(writing.draft)
    found = proofs.NO_PROOFS
    if consent:
        found = filing.preview(writing.selection, holder, by=actor, purpose=proofs.HOLDER_PRESENT)
    return drafting.material_rows(writing, found, errors, consent=consent)


def _asked_again(writing: Writing, errors: Mapping[str, str]) -> list[forms.Field]:
    """The scenario's questions with their answers, and the district, as fields."""
    asked = [_question(one, writing.selection.answers, errors) for one in writing.selection.questions]
    district = request.form.get(DISTRICT) or writing.draft.division_code
    return [*asked, drafting.district_field(district, errors.get(DISTRICT))]


def _question(
    question: Mapping[str, Any], given: Mapping[str, str], errors: Mapping[str, str]
) -> forms.Field:
    key, name = question["key"], QUESTION + question["key"]
    return forms.question(question, value=given.get(key), error=errors.get(name), name=name)


def _fields(step: str, writing: Writing, errors: Mapping[str, str]) -> list[forms.Field]:
    if step == "again":
        return _asked_again(writing, errors)
    return drafting.fields(writing, errors) if step == "form" else []


def _page(step: str, writing: Writing, errors: Mapping[str, str], *, overtaken: str = "") -> str:
    draft = writing.draft
    rows = _rows(writing, errors) if step in {"materials", "review"} else []
    holder, phone = drafting.subject(signed_in_actor(), draft)
    return render_template(
        f"windows/apply_{step}.html",
        step=step,
        draft=draft,
        holder=holder,
        phone=phone,
        offer=writing.offer,
        selection=writing.selection,
        newer=writing.newer,
        settle_href=url_for(".settle", code=writing.offer.code, draft=draft.public_id),
        fields=_fields(step, writing, errors),
        rows=rows,
        seen=drafting.seen_keys(draft),
        consent=drafting.has_consent(draft),
        errors=forms.error_summary(errors),
        field_errors=errors,
        overtaken=overtaken,
        looked_over=drafts.as_read(draft).digest if step == "review" else "",
    )
