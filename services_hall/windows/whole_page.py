"""The page of a draft at the window: fields and materials together, and the submission of a single item."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from services_hall.identity import Actor, Role
from services_hall.presentation import application_form
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.arrange_files import arrange_files
from services_hall.use_cases.open_draft import OpenDraft, open_draft
from services_hall.use_cases.read_licence import read_licence
from services_hall.use_cases.save_answers import SavedAnswers, answer_problems, save_answers
from services_hall.use_cases.save_files import save_files
from services_hall.web import uploads
from services_hall.web.access import access, signed_in_actor
from services_hall.web.application_form import routes
from services_hall.web.application_form.pages import step_page
from services_hall.web.application_form.saved_answers import (
    AUTOSAVE,
    autosaved,
    conflict_errors,
    tell_licensed,
    tell_taken,
)
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.windows.application_form import WINDOW, form

WHOLE: Final = "whole"


@form.get("/apply/<code>/<draft>/whole")
@access(Role.WINDOW_CLERK)
def whole(code: str, draft: str) -> ResponseReturnValue:
    """Fields and materials on one page, with what account and store know filled in."""
    actor = signed_in_actor()
    current = open_draft(actor, draft)
    if not current.is_scenario_complete:
        return step_page(WINDOW, "again", current, EMPTY_FORM)
    current = read_licence(actor, current, WINDOW.licence_purpose(current))
    return step_page(WINDOW, WHOLE, current, EMPTY_FORM)


@form.post("/apply/<code>/<draft>/whole")
@access(Role.WINDOW_CLERK)
def save_whole(code: str, draft: str) -> ResponseReturnValue:
    """Saves everything on the page; then files a single item, or goes on to the last look at a bundle.

    Nothing that can be saved is lost by an error beside it. What another page of the draft changed meanwhile
    is shown with both answers.
    """
    actor = signed_in_actor()
    if AUTOSAVE in request.form:
        return autosaved(save_answers(actor, open_draft(actor, draft), request.form))
    if routes.AUTOUPLOAD in request.form:
        current = open_draft(actor, draft)
        is_again = routes.AGAIN in request.form
        problems = save_files(actor, current, routes.sent_files_of(current), None, is_again=is_again)
        return jsonify(words=" ".join(messages_by_field(problems).values()))
    saved, refused, current = save_page(actor, draft)
    if current.conflicts:
        errors = {**messages_by_field(saved.problems), **conflict_errors(saved), **refused}
        return step_page(WINDOW, WHOLE, current, FormState(request.form, errors)), 409
    if _is_kept_open():
        return _stay(code, draft, current, refused)
    errors = _errors(actor, current, refused)
    if errors:
        return step_page(WINDOW, WHOLE, current, FormState(request.form, errors)), 422
    if current.offer.is_bundle:
        return redirect(url_for(".review", code=code, draft=draft), 303)
    return routes.submit(WINDOW, code, draft)


def save_page(actor: Actor, draft: str) -> tuple[SavedAnswers, dict[str, str], OpenDraft]:
    """What was saved of the fields, the messages of refused files, and the draft as it is now."""
    current = open_draft(actor, draft)
    saved = save_answers(actor, current, request.form)
    choices = routes.sent_choices(WINDOW, current)
    refused = messages_by_field(save_files(actor, current, routes.sent_files_of(current), choices))
    moved = uploads.asked_move(request.form)
    if moved is not None:
        arrange_files(actor, draft, *moved)
    current = open_draft(actor, draft)
    typed = dict(current.draft.answers)
    current = read_licence(actor, current, WINDOW.licence_purpose(current))
    tell_licensed(current, typed)
    current = replace(current, conflicts=saved.merged.conflicts)
    tell_taken(current, saved)
    return saved, refused, current


def _is_kept_open() -> bool:
    return "stay" in request.form or uploads.asked_move(request.form) is not None


def _stay(code: str, draft: str, current: OpenDraft, refused: Mapping[str, str]) -> ResponseReturnValue:
    if refused:
        return step_page(WINDOW, WHOLE, current, FormState(request.form, refused)), 422
    return redirect(url_for(".whole", code=code, draft=draft), 303)


def _errors(actor: Actor, current: OpenDraft, refused: Mapping[str, str]) -> dict[str, str]:
    """What must be put right before the draft can be filed, by field name, the fields first."""
    problems = messages_by_field(answer_problems(current, current.draft.answers))
    errors = {**problems, **WINDOW.material_errors(actor, current, refused)}
    if routes.INCOMPLETE in request.form:
        kept = {**problems, **refused}
        errors = application_form.without_missing(current.selection, errors, kept)
    is_last = not current.offer.is_bundle
    if is_last and not WINDOW.is_declared(actor, current):
        errors["declared"] = str(WINDOW.declaration_missing)
    return errors
