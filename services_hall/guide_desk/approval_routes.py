"""What an approver does: approve, send back, publish; never what they wrote themselves."""

from collections.abc import Callable, Mapping
from datetime import date

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from guides.editions import approve_edition, publish_edition, send_back_edition
from guides.errors import GuidesError
from services_hall.audit import actions
from services_hall.clock import local_day, utc_now
from services_hall.database import reading, transaction
from services_hall.guide_desk.blueprint import editions
from services_hall.guide_desk.edition_desks import Edition, edition_of, requested_desk
from services_hall.guide_desk.edition_page import edition_page
from services_hall.guide_desk.error_messages import error_message
from services_hall.guide_desk.form_state import FormState
from services_hall.identity import Role
from services_hall.web.access import access, signed_in_actor

Step = Callable[[Session, Edition], object]


@editions.post("/<code>/editions/<int:number>/approval")
@access(Role.GUIDE_APPROVER)
def approve(code: str, number: int) -> ResponseReturnValue:
    """Approves a submitted edition, for now or for a later day."""
    typed = {"effective_on": request.form.get("effective_on", "").strip()}
    try:
        effective_on = _later_day(typed["effective_on"])
    except ValueError:
        return _refused(
            code, number, typed, {"effective_on": _("请填写今天以后的日期，例如 2027-01-01；或者留空。")}
        )
    approver = signed_in_actor().public_id

    def step(session: Session, edition: Edition) -> None:
        actions.edition_changed(session, "approve", edition, actor=approver)
        approve_edition(
            session,
            edition,
            approver=approver,
            now=utc_now(),
            effective_on=effective_on,
        )

    words = (
        _("已批准。一分钟内自动公开，也可以现在就公开。")
        if effective_on is None
        else _("已批准，%(day)s 起生效；公众现在就能看到预告。", day=effective_on.isoformat())
    )
    return _carried_out(code, number, step, words, typed)


@editions.post("/<code>/editions/<int:number>/return")
@access(Role.GUIDE_APPROVER)
def send_back(code: str, number: int) -> ResponseReturnValue:
    """Makes a submitted edition a draft again, with what is to be mended."""
    typed = {"note": request.form.get("note", "").strip()[:2000]}
    if not typed["note"]:
        return _refused(code, number, typed, {"note": _("请写明要改什么，编辑会看到。")})
    approver = signed_in_actor().public_id
    return _carried_out(
        code,
        number,
        lambda session, edition: send_back_edition(session, edition, approver=approver, note=typed["note"]),
        _("已退回编辑修改。"),
        typed,
    )


@editions.post("/<code>/editions/<int:number>/publication")
@access(Role.GUIDE_APPROVER)
def publish(code: str, number: int) -> ResponseReturnValue:
    """Puts an approved edition into force at once."""
    approver = signed_in_actor().public_id

    def step(session: Session, edition: Edition) -> None:
        actions.edition_changed(session, "publish", edition, actor=approver)
        publish_edition(session, edition, now=utc_now())

    return _carried_out(
        code,
        number,
        step,
        _("第 %(number)s 版已公开，各渠道同时生效。", number=number),
        {},
    )


def _later_day(text: str) -> date | None:
    """The day, None for no text or today; raises ValueError for a day that is past or none."""
    if not text:
        return None
    day, today = date.fromisoformat(text), local_day(utc_now())
    if day < today:
        raise ValueError(text)
    return None if day == today else day


def _refused(
    code: str, number: int, typed: Mapping[str, str], errors: Mapping[str, str]
) -> ResponseReturnValue:
    kind = requested_desk()
    edition = edition_of(kind, reading(), code, number)
    return edition_page(kind, signed_in_actor(), edition, FormState(typed=typed, errors=errors)), 422


def _carried_out(
    code: str, number: int, step: Step, words: str, typed: Mapping[str, str]
) -> ResponseReturnValue:
    """Back to the edition, or the edition with what hindered the step; what was typed stays."""
    kind = requested_desk()
    try:
        with transaction() as session:
            step(session, edition_of(kind, session, code, number))
    except GuidesError as error:
        status, hindrance = error_message(error)
        edition = edition_of(kind, reading(), code, number)
        return edition_page(
            kind, signed_in_actor(), edition, FormState(typed=typed, hindrance=hindrance)
        ), status
    flash(words)
    return redirect(url_for(".edition", code=code, number=number), 303)
