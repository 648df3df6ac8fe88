"""Saving of a draft from the forms of a desk, which are shown again with errors."""

from dataclasses import replace
from typing import Final

from flask import redirect, request
from flask.typing import ResponseReturnValue

from guides.editions import Terms
from guides.errors import GuidesError
from services_hall.guide_desk.edition_desk import AnyDesk
from services_hall.guide_desk.edition_page import numbered_edition_page
from services_hall.guide_desk.form_state import EditionFormState
from services_hall.presentation.certificate_names import certificate_names
from services_hall.presentation.error_messages import form_message
from services_hall.use_cases.save_edition_draft import (
    EditionChanges,
    save_edition_draft,
    submit_edition_draft,
)
from services_hall.web.access import signed_in_actor

LONGEST_NOTE: Final = 2000


def change_note() -> str | None:
    """The note about the change in this form; None for a form without this field."""
    typed = request.form.get("change_note")
    return None if typed is None else typed.strip()[:LONGEST_NOTE]


def save_terms(
    desk: AnyDesk, code: str, number: int, terms: Terms, state: EditionFormState
) -> ResponseReturnValue:
    """Saves the draft, submits it if that button was used, and redirects to the edition.

    `state` is what the page shows after an error.
    """
    actor = signed_in_actor()
    changes = EditionChanges(terms, base=request.form.get("base", ""), change_note=state.change_note)
    try:
        if request.form.get("do") == "submit":
            submit_edition_draft(
                desk.editions, code, number, changes, actor=actor, certificate_types=certificate_names()
            )
        else:
            save_edition_draft(desk.editions, code, number, changes, actor=actor)
    except GuidesError as error:
        status, words = form_message(error)
        return numbered_edition_page(desk, code, number, replace(state, refusal=words)), status
    return redirect(desk.url("edition", code=code, number=number), 303)
