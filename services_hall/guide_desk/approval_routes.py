"""Routes of an approver: approval, return to the editors, publication."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeAlias

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.errors import GuidesError
from services_hall.clock import local_day, utc_now
from services_hall.guide_desk.blueprint import editions
from services_hall.guide_desk.desks import requested_desk
from services_hall.guide_desk.draft_form import LONGEST_NOTE
from services_hall.guide_desk.edition_page import numbered_edition_page
from services_hall.guide_desk.form_state import EditionFormState
from services_hall.identity import Role
from services_hall.presentation.error_messages import form_message
from services_hall.use_cases.approve_edition import approve_edition, send_back_edition
from services_hall.use_cases.publish_edition import publish_edition
from services_hall.web.access import access, signed_in_actor
from services_hall.web.day_input import day_in

ApproverStep: TypeAlias = Callable[[], None]


@editions.post("/<code>/editions/<int:number>/approval")
@access(Role.GUIDE_APPROVER)
def approve(code: str, number: int) -> ResponseReturnValue:
    """Approves a submitted edition, with immediate effect or for a later day."""
    typed = request.form.get("effective_on", "").strip()
    state = EditionFormState(values={"effective_on": typed})
    try:
        day = later_day(typed)
    except ValueError:
        words = _("请填写今天以后的日期，例如 2027-01-01；或者留空。")
        return invalid_page(code, number, state, "effective_on", words)
    step = partial(
        approve_edition,
        requested_desk().editions,
        code,
        number,
        effective_on=day,
        actor=signed_in_actor(),
    )
    done = (
        _("已批准。一分钟内自动公开，也可以现在就公开。")
        if day is None
        else _("已批准，%(day)s 起生效；公众现在就能看到预告。", day=day.isoformat())
    )
    return carry_out(code, number, step, done, state)


@editions.post("/<code>/editions/<int:number>/return")
@access(Role.GUIDE_APPROVER)
def send_back(code: str, number: int) -> ResponseReturnValue:
    """Changes a submitted edition back to a draft, with a note about what to correct."""
    note = request.form.get("note", "").strip()[:LONGEST_NOTE]
    state = EditionFormState(values={"note": note})
    if not note:
        return invalid_page(code, number, state, "note", _("请写明要改什么，编辑会看到。"))
    step = partial(
        send_back_edition, requested_desk().editions, code, number, note=note, actor=signed_in_actor()
    )
    return carry_out(code, number, step, _("已退回编辑修改。"), state)


@editions.post("/<code>/editions/<int:number>/publication")
@access(Role.GUIDE_APPROVER)
def publish(code: str, number: int) -> ResponseReturnValue:
    """Publishes an approved edition immediately."""
    step = partial(publish_edition, requested_desk().editions, code, number, actor=signed_in_actor())
    done = _("第 %(number)s 版已公开，各渠道同时生效。", number=number)
    return carry_out(code, number, step, done, EditionFormState())


def later_day(text: str) -> date | None:
    """The day; None for an empty text or today. Raises ValueError for a past day or an invalid text."""
    if not text:
        return None
    day, today = day_in(text), local_day(utc_now())
    if day is None or day < today:
        raise ValueError(text)
    return None if day == today else day


def invalid_page(
    code: str, number: int, state: EditionFormState, field: str, words: str
) -> ResponseReturnValue:
    """The page of the edition with the errors at their fields."""
    state = EditionFormState(values=state.values, errors={field: words})
    return numbered_edition_page(requested_desk(), code, number, state), 422


def carry_out(
    code: str, number: int, step: ApproverStep, done: str, state: EditionFormState
) -> ResponseReturnValue:
    """Redirects to the edition with the message `done`, or shows its page with the reason for a refusal."""
    try:
        step()
    except GuidesError as error:
        status, refusal = form_message(error)
        state = EditionFormState(values=state.values, refusal=refusal)
        return numbered_edition_page(requested_desk(), code, number, state), status
    flash(done)
    return redirect(url_for(".edition", code=code, number=number), 303)
