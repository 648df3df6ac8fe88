"""Pages of a person's notices, and the number of unread ones in the header."""

from typing import Final

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services_hall.applications.drafts import joint_confirmations
from services_hall.applications.errors import ConfirmationNotFound
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.notices import queries
from services_hall.notices.enumerations import NoticeSubject
from services_hall.notices.errors import NoticeNotFound
from services_hall.notices.models import Notice
from services_hall.presentation.notice_words import TO_DO
from services_hall.use_cases.read_notices import mark_all_read, open_notice
from services_hall.web.access import access, current_actor, signed_in_actor
from services_hall.web.pagination import page_by_id

blueprint = Blueprint("notices", __name__)
OWNERS: Final = (Role.RESIDENT, Role.LEGAL_PERSON)
PAGE: Final = 20
COUNT: Final = "hall_unread_notices"


@blueprint.app_template_global()
def unread_notices() -> int:
    """How many notices the signed-in person has not read; none for visitors and staff."""
    actor = current_actor()
    if actor is None or not actor.has_any(OWNERS):
        return 0
    if COUNT not in g:
        g.hall_unread_notices = queries.unread_count(reading(), actor.account_id)
    count: int = g.hall_unread_notices
    return count


@blueprint.get("/my/notices/")
@access(*OWNERS)
def home() -> ResponseReturnValue:
    """The notices, newest first."""
    account_id = signed_in_actor().account_id
    page = page_by_id(
        lambda after, limit: queries.notices_page(reading(), account_id, after=after, limit=limit), size=PAGE
    )
    return render_template("online/notices.html", page=page, to_do=TO_DO)


@blueprint.get("/my/notices/<int:number>")
@access(*OWNERS)
def notice(number: int) -> ResponseReturnValue:
    """Marks the notice as read and goes to what it is about."""
    try:
        return redirect(_address(open_notice(signed_in_actor(), number)), 303)
    except NoticeNotFound:
        abort(404)


@blueprint.post("/my/notices/read")
@access(*OWNERS)
def read_all() -> ResponseReturnValue:
    """Marks all notices as read."""
    mark_all_read(signed_in_actor())
    return redirect(url_for(".home"), 303)


def _address(one: Notice) -> str:
    if one.subject_kind is NoticeSubject.CERTIFICATE:
        return url_for("my_pages.certificate_page", identifier=one.subject)
    if one.subject_kind is NoticeSubject.DRAFT:
        return _joint_address(one.subject)
    if one.subject_kind is NoticeSubject.MANDATE:
        return url_for("representations.home")
    return url_for("application_page.application", number=one.subject.split("-")[0])


def _joint_address(public_id: str) -> str:
    """The page of the draft; the person's own page where they are asked no longer, or only hear of it."""
    try:
        joint_confirmations.submitted_draft(reading(), signed_in_actor(), public_id)
    except ConfirmationNotFound:
        return url_for("my_pages.home")
    return url_for("joint_applications.waiting", public_id=public_id)
