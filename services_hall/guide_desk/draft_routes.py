"""What an editor does: open a draft, write it as one text, submit it, or give it up."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.editions import lock_edition, withdraw_edition
from guides.enumerations import EditionAction
from guides.errors import CodeTaken, EditionTransitionRefused, GuidesError
from services_hall.audit import actions
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.guide_desk import draft_saving
from services_hall.guide_desk.blueprint import blueprint, editions
from services_hall.guide_desk.edition_desks import (
    EditionDesk,
    desk_of_terms,
    edition_of,
    requested_desk,
)
from services_hall.guide_desk.edition_page import edition_page, working_edition
from services_hall.guide_desk.error_messages import DraftUnderWay, error_message
from services_hall.guide_desk.form_state import FormState
from services_hall.guide_desk.terms_text import read_text
from services_hall.identity import Role
from services_hall.web.access import access, signed_in_actor


@editions.post("/<code>/drafts")
@access(Role.GUIDE_EDITOR)
def open_draft(code: str) -> ResponseReturnValue:
    """A new draft that begins as the guide or bundle stands now."""
    kind = requested_desk()
    try:
        with transaction() as session:
            number = draft_saving.open_only_draft(
                kind, session, code, working_edition(kind, session, code).content
            )
    except DraftUnderWay as error:
        return redirect(url_for(".edition", code=code, number=error.number), 303)
    flash(_("第 %(number)s 版的草稿已建好，内容与现在相同。", number=number))
    return redirect(url_for(".edition", code=code, number=number), 303)


@blueprint.get("/new")
@access(Role.GUIDE_EDITOR)
def new() -> ResponseReturnValue:
    """A field for the text of a new guide or bundle."""
    return render_template("guide_desk/new.html", text="", text_errors=(), hindrance="")


@blueprint.post("/new")
@access(Role.GUIDE_EDITOR)
def import_text() -> ResponseReturnValue:
    """A draft from a whole text: a new guide or bundle, or the next edition of one that is there."""
    text = request.form.get("text", "")
    terms, errors = read_text(text)
    if terms is None:
        return render_template("guide_desk/new.html", text=text, text_errors=errors, hindrance=""), 422
    kind, code = desk_of_terms(terms), terms["code"]
    try:
        number = _imported(kind, code, terms)
    except DraftUnderWay as error:
        status, words = error_message(error)
        address = url_for(f"{kind.room}.edition", code=code, number=error.number)
        shown = {"text": text, "text_errors": (), "hindrance": words, "address": address}
        return render_template("guide_desk/new.html", **shown), status
    return redirect(url_for(f"{kind.room}.edition", code=code, number=number), 303)


@editions.post("/<code>/editions/<int:number>/text")
@access(Role.GUIDE_EDITOR)
def save_text(code: str, number: int) -> ResponseReturnValue:
    """Keeps the whole text; a button of a bundle's text also submits the draft."""
    kind = requested_desk()
    edition = edition_of(kind, reading(), code, number)
    text, note = request.form.get("text", ""), draft_saving.change_note()
    terms, errors = read_text(text, editions=kind.editions, code=edition.subject.code)
    if terms is None:
        typed = FormState(text=text, change_note=note, text_errors=errors)
        return edition_page(kind, signed_in_actor(), edition, typed), 422
    try:
        draft_saving.save_draft(kind, code, number, terms, note, submit=draft_saving.is_submission())
    except GuidesError as error:
        status, words = error_message(error)
        typed = FormState(text=text, change_note=note, hindrance=words)
        return edition_page(kind, signed_in_actor(), edition_of(kind, reading(), code, number), typed), status
    return redirect(url_for(".edition", code=code, number=number), 303)


@editions.post("/<code>/editions/<int:number>/withdrawal")
@access(Role.GUIDE_EDITOR, Role.GUIDE_APPROVER)
def withdraw(code: str, number: int) -> ResponseReturnValue:
    """Gives up a draft, takes an approval back, or takes a bundle out of force."""
    kind, actor = requested_desk(), signed_in_actor()
    try:
        with transaction() as session:
            edition = edition_of(kind, session, code, number)
            lock_edition(session, edition)
            permission = kind.ended_by.get(edition.status)
            if permission is None or not actor.may(permission):
                raise EditionTransitionRefused(edition.status, EditionAction.WITHDRAW)
            actions.edition_changed(session, "withdraw", edition, actor=actor.public_id)
            withdraw_edition(session, edition, now=utc_now())
    except GuidesError as error:
        status, words = error_message(error)
        return edition_page(
            kind, actor, edition_of(kind, reading(), code, number), FormState(hindrance=words)
        ), status
    flash(_("第 %(number)s 版已撤销，历史里仍可看到。", number=number))
    return redirect(url_for(".working", code=code), 303)


def _imported(kind: EditionDesk, code: str, terms: Mapping[str, Any]) -> int:
    """The number of a new draft, perhaps the first of its code; raises DraftUnderWay while there is one."""
    try:
        with transaction() as session:
            return draft_saving.open_only_draft(kind, session, code, terms)
    except CodeTaken:  # the other one's draft is there to be seen now
        with transaction() as session:
            return draft_saving.open_only_draft(kind, session, code, terms)
