"""Filing for a person present: who it is, the form, the materials, a last look together, and filing."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.bundle_selection import BundleSelection
from services_hall.applications import answers, offers, proofs, queries
from services_hall.applications.answers import Offer
from services_hall.applications.errors import AnswersInvalid, OfferChanged, RequirementsOpen, ScenarioStops
from services_hall.database import reading
from services_hall.identity import Role, accounts
from services_hall.web import drafting, filing, forms
from services_hall.web.access import access, signed_in_actor
from services_hall.web.drafting import Writing
from services_hall.windows import person_present
from services_hall.windows.blueprint import blueprint

QUESTION: Final = "q."
SEEN: Final = "seen."


@blueprint.get("/apply/<code>")
@access(Role.WINDOW_CLERK)
def begin(code: str) -> ResponseReturnValue:
    """Who is there; back to the questions while they are not all answered."""
    offer = offers.current_offer(reading(), code)
    given = dict(request.args.items())
    try:
        selection = answers.settle(offer, given)
    except (AnswersInvalid, ScenarioStops):
        return redirect(_questions(offer, given), 303)
    return _start_page(offer, selection, {})


@blueprint.post("/apply/<code>")
@access(Role.WINDOW_CLERK)
def begin_draft(code: str) -> ResponseReturnValue:
    """Opens a draft for the person present; with every error beside its field."""
    offer = offers.current_offer(reading(), code)
    given = {
        key.removeprefix(QUESTION): value for key, value in request.form.items() if key.startswith(QUESTION)
    }
    try:
        selection = answers.settle(offer, given)
    except (AnswersInvalid, ScenarioStops):
        return redirect(_questions(offer, given), 303)
    try:
        person = person_present.read(request.form)
    except AnswersInvalid as error:
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


@blueprint.get("/apply/<code>/<draft>/form")
@access(Role.WINDOW_CLERK)
def form(code: str, draft: str) -> ResponseReturnValue:
    """The fields of the guide, prefilled with what is known of the person."""
    writing = drafting.opened(signed_in_actor(), draft)
    return _filed(writing) or _page("form", writing, {})


@blueprint.post("/apply/<code>/<draft>/form")
@access(Role.WINDOW_CLERK)
def keep_form(code: str, draft: str) -> ResponseReturnValue:
    """Keeps what was typed; with every error beside its field, or on to the materials."""
    actor = signed_in_actor()
    writing = drafting.opened(actor, draft)
    if done := _filed(writing):
        return done
    errors = drafting.keep_fields(actor, writing, request.form)
    if errors:
        return _page("form", drafting.opened(actor, draft), errors), 422
    return redirect(url_for(".materials", code=code, draft=draft), 303)


@blueprint.get("/apply/<code>/<draft>/materials")
@access(Role.WINDOW_CLERK)
def materials(code: str, draft: str) -> ResponseReturnValue:
    """What the store spares, which originals were seen, what is scanned."""
    writing = drafting.opened(signed_in_actor(), draft)
    return _filed(writing) or _page("materials", writing, {})


@blueprint.post("/apply/<code>/<draft>/materials")
@access(Role.WINDOW_CLERK)
def keep_materials(code: str, draft: str) -> ResponseReturnValue:
    """Keeps files, originals seen and the permission; refuses a bad file by name."""
    actor = signed_in_actor()
    writing = drafting.opened(actor, draft)
    if done := _filed(writing):
        return done
    seen = {
        asked.key: drafting.SEEN
        for asked in writing.selection.materials
        if request.form.get(SEEN + asked.key) == "yes"
    }
    consent = _consent(given=request.form.get(person_present.CONSENT) == "yes")
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
    writing = drafting.opened(signed_in_actor(), draft)
    return _filed(writing) or _page("review", writing, {})


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
    if done := _filed(writing):
        return done
    if request.form.get("declared") != "yes":
        return _page("review", writing, {"declared": _("请来人核对并确认后勾选，再提交。")}), 422
    holder, _phone = drafting.subject(actor, writing.draft)
    account = None if holder is None else accounts.of_holder(reading(), holder)
    account_id = None if account is None else account.id
    try:
        application_id = drafting.submit(actor, writing, channel="window", account_id=account_id)
    except OfferChanged:
        return _page("review", drafting.opened(actor, draft), {}), 409
    except AnswersInvalid as error:
        return _page("form", drafting.opened(actor, draft), error.errors), 422
    except RequirementsOpen as error:
        return _page("materials", drafting.opened(actor, draft), error.materials), 422
    number = queries.application_by_id(reading(), application_id).number
    flash(_("已提交。请打印接收回执交给来人。"))
    return redirect(url_for(".filing", number=number), 303)


def _consent(*, given: bool) -> dict[str, str]:
    return {drafting.CONSENT: "yes" if given else "no"}


def _questions(offer: Offer, given: Mapping[str, str]) -> str:
    page = ".bundle" if offer.is_bundle else ".guide"
    return f"{url_for(page, code=offer.code)}?{urlencode(given)}"


def _filed(writing: Writing) -> ResponseReturnValue | None:
    """Where to go when this draft was filed already."""
    if writing.draft.application_id is None:
        return None
    application = queries.application_by_id(reading(), writing.draft.application_id)
    return redirect(url_for(".filing", number=application.number), 303)


def _start_page(offer: Offer, selection: BundleSelection, errors: Mapping[str, str]) -> str:
    typed = request.form if request.method == "POST" else {}
    return render_template(
        "windows/apply_start.html",
        step="start",
        offer=offer,
        selection=selection,
        questions_href=_questions(offer, selection.answers),
        fields=person_present.fields(typed, errors, clerk=signed_in_actor()),
        consent=typed.get(person_present.CONSENT) == "yes",
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


def _page(step: str, writing: Writing, errors: Mapping[str, str]) -> str:
    draft = writing.draft
    rows = _rows(writing, errors) if step != "form" else []
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
        fields=drafting.fields(writing, errors) if step == "form" else [],
        rows=rows,
        seen=drafting.seen_keys(draft),
        consent=drafting.has_consent(draft),
        errors=forms.error_summary(errors),
        field_errors=errors,
    )
