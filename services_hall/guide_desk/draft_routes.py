"""Routes of an editor: creation, import, saving and withdrawal of drafts."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.errors import GuidesError
from services_hall.guide_desk.blueprint import blueprint, editions
from services_hall.guide_desk.desks import desk_of_terms, requested_desk
from services_hall.guide_desk.draft_form import change_note, save_terms
from services_hall.guide_desk.edition_page import numbered_edition_page
from services_hall.guide_desk.form_state import EditionFormState
from services_hall.guide_desk.terms_text import read_text
from services_hall.identity import Role
from services_hall.presentation.error_messages import form_message
from services_hall.use_cases.open_edition_draft import (
    EditionUnfinished,
    import_edition_draft,
    open_edition_draft,
)
from services_hall.use_cases.withdraw_edition import withdraw_edition
from services_hall.web.access import access, signed_in_actor


@editions.post("/<code>/drafts")
@access(Role.GUIDE_EDITOR)
def open_draft(code: str) -> ResponseReturnValue:
    """Creates a draft with the terms of the working edition; redirects to an existing draft."""
    try:
        number = open_edition_draft(requested_desk().editions, code, actor=signed_in_actor())
    except EditionUnfinished as error:
        return redirect(url_for(".edition", code=code, number=error.number), 303)
    flash(_("第 %(number)s 版的草稿已建好，内容与现在相同。", number=number))
    return redirect(url_for(".edition", code=code, number=number), 303)


@blueprint.get("/new")
@access(Role.GUIDE_EDITOR)
def new() -> ResponseReturnValue:
    """A page with a field for the text of a new guide or bundle."""
    return import_page(EditionFormState())


@blueprint.post("/new")
@access(Role.GUIDE_EDITOR)
def import_text() -> ResponseReturnValue:
    """Creates a draft from a whole text: a new guide or bundle, or the next edition of an existing one."""
    text = request.form.get("text", "")
    terms, problems = read_text(text)
    if terms is None:
        return import_page(EditionFormState(text=text, text_problems=problems)), 422
    desk, code = desk_of_terms(terms), terms["code"]
    try:
        number = import_edition_draft(desk.editions, code, terms, actor=signed_in_actor())
    except EditionUnfinished as error:
        status, words = form_message(error)
        unfinished = desk.url("edition", code=code, number=error.number)
        return import_page(EditionFormState(text=text, refusal=words), unfinished), status
    return redirect(desk.url("edition", code=code, number=number), 303)


@editions.post("/<code>/editions/<int:number>/text")
@access(Role.GUIDE_EDITOR)
def save_text(code: str, number: int) -> ResponseReturnValue:
    """Saves the whole text; for bundles a button also submits the draft."""
    desk = requested_desk()
    text, note = request.form.get("text", ""), change_note()
    terms, problems = read_text(text, editions=desk.editions, code=code)
    if terms is None:
        state = EditionFormState(text=text, change_note=note, text_problems=problems)
        return numbered_edition_page(desk, code, number, state), 422
    return save_terms(desk, code, number, terms, EditionFormState(text=text, change_note=note))


@editions.post("/<code>/editions/<int:number>/withdrawal")
@access(Role.GUIDE_EDITOR, Role.GUIDE_APPROVER)
def withdraw(code: str, number: int) -> ResponseReturnValue:
    """Withdraws a draft, an approved edition or a bundle in force."""
    desk = requested_desk()
    try:
        withdraw_edition(desk.editions, code, number, actor=signed_in_actor())
    except GuidesError as error:
        status, words = form_message(error)
        return numbered_edition_page(desk, code, number, EditionFormState(refusal=words)), status
    flash(_("第 %(number)s 版已撤销，历史里仍可看到。", number=number))
    return redirect(url_for(".working", code=code), 303)


def import_page(state: EditionFormState, unfinished: str = "") -> str:
    """The page for a whole text; `unfinished` is the address of an unfinished edition."""
    return render_template("guide_desk/new.html", form_state=state, unfinished=unfinished)
