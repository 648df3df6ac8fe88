"""Route of the form for a guide's terms; bundles are edited only as text."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from guides.errors import DraftInvalid, FieldProblem
from guides.terms import load_guide_terms
from services_hall.database import reading
from services_hall.guide_desk.blueprint import blueprint
from services_hall.guide_desk.desks import GUIDES
from services_hall.guide_desk.draft_form import change_note, save_terms
from services_hall.guide_desk.edition_page import edition_page
from services_hall.guide_desk.form import parsing
from services_hall.guide_desk.form.field_errors import errors_by_field, field_names
from services_hall.guide_desk.form.fields import TermsForm
from services_hall.guide_desk.form.term_paths import value_at
from services_hall.guide_desk.form.uploads import put_files
from services_hall.guide_desk.form_state import EditionFormState
from services_hall.identity import Role
from services_hall.presentation.guide_desk_messages import GuideFormFault
from services_hall.presentation.messages import message
from services_hall.use_cases.store_form_file import store_form_file
from services_hall.web.access import access, signed_in_actor


@blueprint.post("/guides/<code>/editions/<int:number>/form")
@access(Role.GUIDE_EDITOR)
def save_form(code: str, number: int) -> ResponseReturnValue:
    """Saves the form; its buttons also add or remove a row, or submit the draft."""
    edition = GUIDES.rules.edition(reading(), code, number)
    raw, errors = parsing.parse_form(request.form, edition.content)
    errors |= put_files(raw, request.form, request.files, _stored_path)
    note = change_note() or ""
    new_row = change_rows(raw)
    if new_row is not None:
        state = EditionFormState(raw=raw, change_note=note, new_row=new_row, is_unsaved=True)
        return edition_page(GUIDES, edition, state)
    errors |= {path: words for path, words in shape_errors(raw).items() if path not in errors}
    if errors:
        return edition_page(GUIDES, edition, EditionFormState(raw=raw, change_note=note, errors=errors)), 422
    return save_terms(GUIDES, code, number, raw, EditionFormState(raw=raw, change_note=note))


def _stored_path(name: str, data: bytes) -> str:
    return store_form_file(name, data, actor=signed_in_actor())


def shape_errors(raw: Mapping[str, Any]) -> dict[str, str]:
    """The errors in the shape of the terms, by field of the form."""
    try:
        load_guide_terms(raw)
    except DraftInvalid as error:
        names = field_names(TermsForm(raw, {}, certificate_names={}).sections())
        by_path = {
            path: [message(FieldProblem(GuideFormFault.NOT_FILLED_IN))]
            if value_at(raw, path) in (None, "")
            else list(map(message, problems))
            for path, problems in error.errors.items()
        }
        return errors_by_field(by_path, names)
    return {}


def change_rows(raw: dict[str, Any]) -> str | None:
    """Adds or removes a row, if such a button was used.

    Returns the path of the new row, "" for a removed row, and None if no row was added or removed.
    """
    if path := request.form.get("add"):
        index = parsing.add_row(raw, path)
        return "" if index is None else f"{path}.{index}"
    if row := request.form.get("remove"):
        parsing.remove_row(raw, row)
        return ""
    return None
