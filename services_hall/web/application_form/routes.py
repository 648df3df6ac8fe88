"""Routes of the application form, from the questions to the submission; they work without scripts."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.bundles import BundleSelection
from services_hall.applications.answers import Offer
from services_hall.applications.certificates.source_certificates import SOURCE
from services_hall.applications.drafts.pinned_drafts import TOLERANCE, DraftChoices
from services_hall.applications.errors import ApplicantRefused, DraftFiled, DraftSubmitted
from services_hall.applications.parties import FOR_WHOM
from services_hall.applications.reads import queries
from services_hall.database import reading
from services_hall.identity import Actor
from services_hall.presentation import application_form
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.adopt_editions import adopt_editions
from services_hall.use_cases.arrange_files import arrange_files
from services_hall.use_cases.case_files import SentFile
from services_hall.use_cases.discard_draft import discard_draft
from services_hall.use_cases.open_draft import (
    OpenDraft,
    complete_selection,
    offer_for,
    open_draft,
    remaining_selection,
)
from services_hall.use_cases.read_licence import read_licence
from services_hall.use_cases.save_answers import save_answers
from services_hall.use_cases.save_files import save_files
from services_hall.use_cases.submit_draft import submit_draft
from services_hall.web import request_limits, uploads
from services_hall.web.access import signed_in_actor
from services_hall.web.application_form.channel import ApplicationChannel, FormInvalid
from services_hall.web.application_form.delivery import delivery_choice
from services_hall.web.application_form.pages import (
    current_step_page,
    questions_url,
    start_page,
    step_page,
)
from services_hall.web.application_form.problems import SUBMISSION_ERRORS, submission_problem
from services_hall.web.application_form.saved_answers import (
    AUTOSAVE,
    autosaved,
    conflict_errors,
    tell_licensed,
    tell_taken,
)
from services_hall.web.csrf import csrf
from services_hall.web.form_state import EMPTY_FORM, FormState

SaveInput = Callable[[ApplicationChannel, Actor], None]
AUTOUPLOAD: Final = "autoupload"
"""The field of a form that the page sends by itself with a file while it stays open."""
AGAIN: Final = "again"
"""The field with which the page sends a file once more, because no answer came to the first time."""
INCOMPLETE: Final = "incomplete"
"""The field by which materials may be missing: pressed on the materials step, confirmed on the review."""


def to_application(channel: ApplicationChannel, application_id: int) -> ResponseReturnValue:
    """Redirects to the application that was filed from a draft."""
    number = queries.application_by_id(reading(), application_id).number
    return redirect(url_for(channel.application_page, number=number), 303)


def to_waiting(channel: ApplicationChannel, draft: str) -> ResponseReturnValue:
    """Redirects to the page of a submitted draft that waits for joint applicants."""
    return redirect(url_for(channel.waiting_page, public_id=draft), 303)


def start(channel: ApplicationChannel, code: str) -> ResponseReturnValue:
    """The first page; redirects to the questions until all of them are answered."""
    offer = offer_for(signed_in_actor(), code)
    others = {application_form.DISTRICT, SOURCE, FOR_WHOM}
    scenario = {key: value for key, value in request.args.items() if key not in others}
    selection = complete_selection(offer, scenario)
    if selection is None and not channel.asks_on_first_page:
        return redirect(questions_url(channel, offer, scenario, request.args.get(SOURCE, "")), 303)
    selection = selection or remaining_selection(offer, scenario)
    state = channel.first_state(signed_in_actor(), offer)
    return start_page(channel, offer, selection, state), 422 if state.errors else 200


def begin(channel: ApplicationChannel, code: str) -> ResponseReturnValue:
    """Starts or continues a draft, or shows each error at its field."""
    actor = signed_in_actor()
    offer = offer_for(actor, code)
    scenario = application_form.scenario_in(request.form)
    selection = complete_selection(offer, scenario)
    if selection is None:
        if not channel.asks_on_first_page:
            return redirect(questions_url(channel, offer, scenario, request.form.get(SOURCE, "")), 303)
        selection = remaining_selection(offer, scenario)
        return _first_page(channel, offer, selection, channel.first_errors(actor, offer, selection))
    try:
        public_id = channel.start_draft(actor, offer, selection)
    except FormInvalid as invalid:
        errors = invalid.errors
    except ApplicantRefused as refused:
        errors = {channel.refused_field(refused): refused.problem}
    else:
        return redirect(url_for(f".{channel.form_page}", code=code, draft=public_id), 303)
    return _first_page(channel, offer, selection, messages_by_field(errors))


def _first_page(
    channel: ApplicationChannel, offer: Offer, selection: BundleSelection, errors: Mapping[str, str]
) -> ResponseReturnValue:
    """The first page again with what was sent, and with the errors that are told now."""
    told = channel.told_errors(errors)
    state = FormState(channel.first_input(signed_in_actor()), told)
    return start_page(channel, offer, selection, state), 422 if told else 200


def form(channel: ApplicationChannel, code: str, draft: str) -> ResponseReturnValue:
    """The fields of the guide, prefilled with known data of the applicant."""
    actor = signed_in_actor()
    current = open_draft(actor, draft)
    if not current.is_scenario_complete:
        return step_page(channel, "again", current, EMPTY_FORM)
    current = read_licence(actor, current, channel.licence_purpose(current))
    return step_page(channel, "form", current, EMPTY_FORM)


def save_form_input(channel: ApplicationChannel, actor: Actor) -> None:
    """Saves the fields that arrive after the session has expired."""
    with suppress(DraftFiled, DraftSubmitted):
        save_answers(actor, _draft_of_request(actor), request.form)


def save_form(channel: ApplicationChannel, code: str, draft: str) -> ResponseReturnValue:
    """Saves the fields and continues to the materials, or shows each error at its field.

    Fields that another page of the draft changed meanwhile are shown with both answers to choose from.
    """
    actor = signed_in_actor()
    saved = save_answers(actor, open_draft(actor, draft), request.form)
    if AUTOSAVE in request.form:
        return autosaved(saved)
    current = replace(open_draft(actor, draft), conflicts=saved.merged.conflicts)
    tell_taken(current, saved)
    if current.conflicts:
        state = FormState(request.form, {**messages_by_field(saved.problems), **conflict_errors(saved)})
        return step_page(channel, "form", current, state), 409
    if "stay" in request.form:
        return _saved(channel, "form", current)
    if saved.problems:
        state = FormState(request.form, messages_by_field(saved.problems))
        return step_page(channel, "form", current, state), 422
    return redirect(url_for(".materials", code=code, draft=draft), 303)


def materials(channel: ApplicationChannel, code: str, draft: str) -> ResponseReturnValue:
    """The materials: waived, provided or missing."""
    return current_step_page(channel, "materials", draft)


def save_materials_input(channel: ApplicationChannel, actor: Actor) -> None:
    """Saves the acceptable files that arrive after the session has expired."""
    with suppress(DraftFiled, DraftSubmitted):
        current = _draft_of_request(actor)
        save_files(actor, current, sent_files_of(current), sent_choices(channel, current))


def save_materials(channel: ApplicationChannel, code: str, draft: str) -> ResponseReturnValue:
    """Saves files and choices; reports each refused file; continues when nothing is missing.

    A file that the page sends by itself is saved alone, and the answer says what is wrong with it.

    The applicant may continue with materials missing: the next page says what follows and asks again.
    """
    actor = signed_in_actor()
    current = open_draft(actor, draft)
    if AUTOUPLOAD in request.form:
        is_again = AGAIN in request.form
        files = sent_files_of(current)
        problems = messages_by_field(save_files(actor, current, files, None, is_again=is_again))
        return jsonify(words=" ".join(problems.values()))
    refused = messages_by_field(
        save_files(actor, current, sent_files_of(current), sent_choices(channel, current))
    )
    moved = uploads.asked_move(request.form)
    if moved is not None:
        arrange_files(actor, draft, *moved)
    current = open_draft(actor, draft)
    typed = dict(current.draft.answers)
    current = read_licence(actor, current, channel.licence_purpose(current))
    tell_licensed(current, typed)
    is_kept_open = "stay" in request.form or moved is not None
    errors = refused if is_kept_open else channel.material_errors(actor, current, refused)
    if INCOMPLETE in request.form:
        errors = application_form.without_missing(current.selection, errors, refused)
    if errors:
        return step_page(channel, "materials", current, FormState(request.form, errors)), 422
    if moved is not None:
        return redirect(url_for(".materials", code=code, draft=draft), 303)
    if is_kept_open:
        return _saved(channel, "materials", current)
    return redirect(url_for(".review", code=code, draft=draft), 303)


def review(channel: ApplicationChannel, code: str, draft: str) -> ResponseReturnValue:
    """The whole application for review before it is filed."""
    return current_step_page(channel, "review", draft)


def adopt(channel: ApplicationChannel, code: str, draft: str) -> ResponseReturnValue:
    """Continues with the newer editions, whose changes the person has seen."""
    adopt_editions(signed_in_actor(), draft)
    return redirect(url_for(f".{channel.form_page}", code=code, draft=draft), 303)


def submit(channel: ApplicationChannel, code: str, draft: str) -> ResponseReturnValue:
    """Files the application; a repeated submission returns the same application."""
    actor = signed_in_actor()
    current = open_draft(actor, draft)
    if not channel.is_declared(actor, current):
        state = FormState(request.form, errors={"declared": str(channel.declaration_missing)})
        return step_page(channel, "review", current, state), 422
    try:
        application_id = submit_draft(
            actor,
            current,
            channel=channel.channel,
            reviewed=request.form.get("looked_over", ""),
            is_incomplete=request.form.get(INCOMPLETE) == "yes",
            delivery=delivery_choice(request.form),
        )
    except SUBMISSION_ERRORS as error:
        problem = submission_problem(error, current)
        current = open_draft(actor, draft)
        state = replace(problem.state, errors=channel.submission_errors(actor, current, problem))
        return step_page(channel, channel.page_of(problem.step), current, state), problem.status
    if application_id is None:
        return to_waiting(channel, draft)
    flash(str(channel.filed_message))
    return to_application(channel, application_id)


def discard(channel: ApplicationChannel, code: str, draft: str) -> ResponseReturnValue:
    """Deletes a draft that was not filed."""
    discard_draft(signed_in_actor(), draft)
    flash(_("已删除。"))
    return redirect(url_for(channel.home_page), 303)


def _saved(channel: ApplicationChannel, step: str, current: OpenDraft) -> ResponseReturnValue:
    answer = channel.after_saving(step, current)
    return step_page(channel, step, current, EMPTY_FORM) if answer is None else answer


def sent_choices(channel: ApplicationChannel, current: OpenDraft) -> DraftChoices:
    """The channel's choices about materials, and that of tolerance for those that are missing."""
    is_tolerance_chosen = request.form.get(TOLERANCE) == "yes"
    return replace(channel.choices(current), is_tolerance_chosen=is_tolerance_chosen)


def sent_files_of(current: OpenDraft) -> list[SentFile]:
    return uploads.sent_files(request.files, [material.key for material in current.selection.materials])


def _draft_of_request(actor: Actor) -> OpenDraft:
    """The draft of a submitted form, after the checks that are skipped for a request without session."""
    request_limits.refuse_unreadable()
    csrf.protect()
    return open_draft(actor, (request.view_args or {})["draft"])
