"""The applicant's last look: on a second screen of the window, or on a printed sheet with a signature."""

from typing import Any, Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.drafts.last_looks import LookWay, confirmed_way
from services_hall.applications.errors import DraftChanged
from services_hall.applications.filing.promises import promises_of
from services_hall.identity import Role
from services_hall.presentation import application_form
from services_hall.presentation.scenario_answers import selection_answers
from services_hall.use_cases.confirm_look import confirm_look
from services_hall.use_cases.open_draft import OpenDraft, open_draft
from services_hall.web.access import access, signed_in_actor
from services_hall.windows.application_form import WINDOW, form
from services_hall.windows.look_token import digest_in, new_token
from services_hall.windows.whole_page import save_page

LOOK_FIELD: Final = "token"


@form.post("/apply/<code>/<draft>/look")
@access(Role.WINDOW_CLERK)
def save_and_look(code: str, draft: str) -> ResponseReturnValue:
    """Saves what is on the clerk's page, and opens the last look at it on the second screen."""
    save_page(signed_in_actor(), draft)
    return redirect(url_for(".look", code=code, draft=draft), 303)


@form.get("/apply/<code>/<draft>/look")
@access(Role.WINDOW_CLERK)
def look(code: str, draft: str) -> ResponseReturnValue:
    """The page for the applicant: everything in large type; nothing on it leads into the terminal."""
    current = open_draft(signed_in_actor(), draft)
    digest = pinned_drafts.snapshot_of(current.draft).digest
    token = request.args.get(LOOK_FIELD, "")
    if not token:
        return redirect(url_for(".look", code=code, draft=draft, token=new_token(draft, digest)), 303)
    if digest_in(token, draft) != digest:
        return _page(current, is_over=True), 409
    return _page(current, token=token)


@form.post("/apply/<code>/<draft>/look/confirm")
@access(Role.WINDOW_CLERK)
def confirm(code: str, draft: str) -> ResponseReturnValue:
    """Records that the applicant has confirmed what they saw; says so if it has changed since."""
    actor = signed_in_actor()
    digest = digest_in(request.form.get(LOOK_FIELD, ""), draft)
    current = open_draft(actor, draft)
    if digest is None:
        return _page(current, is_over=True), 409
    try:
        confirm_look(actor, draft, digest, way=LookWay.SCREEN)
    except DraftChanged:
        return _page(open_draft(actor, draft), is_over=True), 409
    return _page(open_draft(actor, draft), token=request.form[LOOK_FIELD])


@form.get("/apply/<code>/<draft>/sheet")
@access(Role.WINDOW_CLERK)
def sheet(code: str, draft: str) -> ResponseReturnValue:
    """The same content on a sheet to print, with a line for the signature."""
    return _page(open_draft(signed_in_actor(), draft), is_sheet=True)


def _page(current: OpenDraft, **values: Any) -> str:
    actor = signed_in_actor()
    holder, phone = pinned_drafts.applicant_of(actor, current.draft)
    materials = WINDOW.materials(actor, current, {})
    return render_template(
        "windows/last_look.html",
        offer=current.offer,
        draft=current.draft,
        selection=current.selection,
        parties=current.parties,
        holder=holder,
        phone=phone,
        situation=selection_answers(current.selection),
        filled=application_form.filled_answers(current),
        rows=materials.rows,
        promises=promises_of(current.offer, current.selection),
        is_confirmed=confirmed_way(current.draft) is LookWay.SCREEN,
        **{"token": "", "is_over": False, "is_sheet": False, **values},
    )
