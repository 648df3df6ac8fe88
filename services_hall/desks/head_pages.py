"""Pages of the head of an agency: extensions that officers ask for, and the answers to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.calendar.official_days import load_calendar
from services_hall.applications.clock_changes.limit_extensions import (
    APPROVAL,
    days_if_approved,
    open_extensions,
)
from services_hall.applications.errors import (
    ActionInvalid,
    ExtensionNotAsked,
    LimitPassed,
    SecondPersonNeeded,
)
from services_hall.applications.models import Case, LimitExtension
from services_hall.casework.transitions import TransitionRefused
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.identity import Role, accounts
from services_hall.presentation.error_messages import form_message
from services_hall.presentation.formats import time_span
from services_hall.use_cases.decide_extension import ExtensionAnswer, decide_extension
from services_hall.web import request_limits
from services_hall.web.access import access, signed_in_actor
from services_hall.web.pagination import list_page

PAGE: Final = 30
blueprint = Blueprint("heads", __name__, url_prefix="/head")


@dataclass(frozen=True)
class ExtensionRow:
    """An extension that an officer asks for, with what the head must know of the case."""

    number: str
    item_name: str
    length: str
    reason: str
    asked_by: str
    asked_at: datetime
    decision_due_on: date | None
    legal_due_on: date | None
    day_if_approved: date | None
    is_joint: bool
    """Whether the government organised the handling, so that its head approves."""


@blueprint.get("/")
@access(Role.AGENCY_HEAD)
def extensions() -> ResponseReturnValue:
    """The extensions that wait for an answer."""
    return _page("")


@blueprint.post("/cases/<number>/extension")
@access(Role.AGENCY_HEAD)
def answer(number: str) -> ResponseReturnValue:
    """Approves the extension, or declines it."""
    is_approved = request.form.get("answer") == "approve"
    try:
        decide_extension(
            signed_in_actor(),
            number,
            ExtensionAnswer(
                is_approved, request.form.get("words", "")[:500], request.form.get(APPROVAL, "")[:200]
            ),
        )
    except ActionInvalid:
        return _page(_("由政府组织办理的，要写明本级人民政府负责人的批准：谁、哪天、文号。")), 422
    except (ExtensionNotAsked, LimitPassed, SecondPersonNeeded, TransitionRefused) as error:
        status, sentence = form_message(error)
        return _page(sentence), status
    message = _("已批准延长，通知书正在生成。") if is_approved else _("没有批准，期限不变。")
    flash(f"{number}{_('：')}{message}")
    return redirect(url_for(".extensions"), 303)


def _page(refusal: str) -> str:
    session, head = reading(), signed_in_actor()
    page = list_page(
        lambda after, limit: open_extensions(session, head, after=after, limit=limit),
        request_limits.after(),
        size=PAGE,
        cursor=lambda row: row[0].id,
    )
    return render_template("desks/extensions.html", page=page, rows=_rows(page.rows), refusal=refusal)


def _rows(found: Sequence[tuple[LimitExtension, Case]]) -> list[ExtensionRow]:
    session, today = reading(), local_day(utc_now())
    names = accounts.account_names(session, [extension.asked_by_id for extension, _case in found])
    first = min((case.filed_on for _extension, case in found), default=today)
    calendar = load_calendar(session, since=first)
    days = days_if_approved(session, found, calendar, today=today)
    return [
        ExtensionRow(
            number=case.number,
            item_name=case.item_name,
            length=time_span(extension.amount, extension.unit),
            reason=extension.reason,
            asked_by=names.get(extension.asked_by_id, ""),
            asked_at=extension.asked_at,
            decision_due_on=case.decision_due_on,
            legal_due_on=case.legal_due_on,
            day_if_approved=days[case.id],
            is_joint=case.application_item.edition.terms.limits.joint,
        )
        for extension, case in found
    ]
