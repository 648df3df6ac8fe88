"""The form over a guide's terms, field by field; a bundle is written as one text only."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.errors import DraftInvalid, GuidesError
from guides.terms import load_guide_terms
from services_hall.database import reading
from services_hall.guide_desk import draft_saving
from services_hall.guide_desk.blueprint import blueprint
from services_hall.guide_desk.edition_desks import GUIDES, edition_of
from services_hall.guide_desk.edition_page import edition_page
from services_hall.guide_desk.error_messages import error_message
from services_hall.guide_desk.form import parsing
from services_hall.guide_desk.form.fields import TermsForm, beside_fields, field_names
from services_hall.guide_desk.form.term_paths import value_at
from services_hall.guide_desk.form_state import FormState
from services_hall.identity import Role
from services_hall.web.access import access, signed_in_actor


@blueprint.post("/guides/<code>/editions/<int:number>/form")
@access(Role.GUIDE_EDITOR)
def save_form(code: str, number: int) -> ResponseReturnValue:
    """Keeps the form; its buttons also add or remove a row, or submit the draft."""
    edition = edition_of(GUIDES, reading(), code, number)
    raw, errors = parsing.read(request.form, edition.content)
    note = draft_saving.change_note() or ""
    changed_row = _changed_row(raw)
    if changed_row is not None:
        attempt = FormState(raw=raw, change_note=note, new_row=changed_row, is_unsaved=True)
        return edition_page(GUIDES, signed_in_actor(), edition, attempt)
    errors |= {path: words for path, words in shape_errors(raw).items() if path not in errors}
    if errors:
        return edition_page(
            GUIDES, signed_in_actor(), edition, FormState(raw=raw, change_note=note, errors=errors)
        ), 422
    try:
        draft_saving.save_draft(GUIDES, code, number, raw, note, submit=draft_saving.is_submission())
    except GuidesError as error:
        status, words = error_message(error)
        typed = FormState(raw=raw, change_note=note, hindrance=words)
        return edition_page(
            GUIDES, signed_in_actor(), edition_of(GUIDES, reading(), code, number), typed
        ), status
    return redirect(url_for(f"{GUIDES.room}.edition", code=code, number=number), 303)


def shape_errors(raw: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the shape of the terms, by the form's fields."""
    try:
        load_guide_terms(raw)
    except DraftInvalid as error:
        names = field_names(TermsForm(raw, {}, certificate_names={}).parts())
        told_by_path = {
            path: [_("请填写。")] if value_at(raw, path) in (None, "") else words
            for path, words in error.errors.items()
        }
        return beside_fields(told_by_path, names)
    return {}


def _changed_row(raw: dict[str, Any]) -> str | None:
    """Adds or removes the row that a button asks for; the new row's place, "" for a removed one, or None."""
    if path := request.form.get("add"):
        place = parsing.with_row_added(raw, path)
        return "" if place is None else f"{path}.{place}"
    if place_removed := request.form.get("remove"):
        parsing.without_row(raw, place_removed)
        return ""
    return None
