"""Routes by which an applicant gives a supplement or what is missing, or corrects a received case."""

from dataclasses import dataclass, replace
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.answers import FIELD, MATERIAL
from services_hall.applications.errors import ActionInvalid, SupplementDayPassed, ToleranceDayPassed
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Case
from services_hall.applications.owed_materials import owes_materials
from services_hall.applications.reads import queries
from services_hall.applications.supplements import demands
from services_hall.applications.supplements.demanded_files import DEMANDED_IN
from services_hall.casework.transitions import TransitionRefused
from services_hall.database import reading
from services_hall.identity import Actor
from services_hall.presentation import supplement_form
from services_hall.presentation.error_messages import form_message
from services_hall.presentation.handling_words import handling_of
from services_hall.presentation.history_words import last_change
from services_hall.presentation.messages import messages_by_field
from services_hall.presentation.supplement_form import SupplementRow
from services_hall.use_cases.arrange_case_files import arrange_case_files
from services_hall.use_cases.correct_case import correct_own_case
from services_hall.use_cases.give_supplement import SupplementInput, give_supplement
from services_hall.use_cases.supply_missing import supply_missing
from services_hall.web import uploads
from services_hall.web.access import signed_in_actor
from services_hall.web.application_page.channel import ApplicationPageChannel
from services_hall.web.form_state import FormState
from services_hall.web.saved_input import returned_form

SEEN: Final = "seen."
OPEN: Final = frozenset({CaseState.RECEIVED, *DEMANDED_IN})


def supplement(channel: ApplicationPageChannel, number: str) -> ResponseReturnValue:
    """What the agency asks for, or what may still be corrected; raises CaseNotFound."""
    case = queries.own_case(reading(), signed_in_actor(), number)
    if not is_open(case):
        flash(_("这个办件现在不用补正。"))
        return _to_application(case)
    return _page(channel, case, returned_form())


def is_open(case: Case) -> bool:
    """Whether the applicant may still give or correct something."""
    return case.state in OPEN or owes_materials(case)


def save_supplement(channel: ApplicationPageChannel, number: str) -> ResponseReturnValue:
    """Saves everything valid; hands a complete supplement to the agency."""
    actor = signed_in_actor()
    case = queries.own_case(reading(), actor, number)
    refused = carry_out(actor, case)
    if refused is not None:
        return _page(channel, queries.own_case(reading(), actor, number), refused.state), refused.status
    if is_kept_open():
        return redirect(url_for(".supplement", number=number), 303)
    return _to_application(case)


@dataclass(frozen=True)
class Refusal:
    """Why a supplement was not taken, or not completely: the HTTP status and the state of its form."""

    status: int
    state: FormState


def carry_out(actor: Actor, case: Case) -> Refusal | None:
    """Carry out the submitted form for the case; None after success, with a message for the next page."""
    was_asked, stays = case.state in DEMANDED_IN, is_kept_open()
    state, number, inputs = case.state, case.number, _inputs(case)
    if not actor.is_staff:
        inputs = replace(inputs, seen=frozenset())
    is_changed, move = True, uploads.asked_move(request.form)
    try:
        if state is CaseState.ACCEPTED_TOLERANTLY:
            supply_missing(actor, number, inputs, is_complete=not stays)
        elif was_asked:
            give_supplement(actor, number, inputs, is_complete=not stays)
        else:
            is_changed = correct_own_case(actor, number, inputs)
        if move is not None:
            arrange_case_files(actor, number, *move)
    except ActionInvalid as error:
        return Refusal(422, FormState(request.form, messages_by_field(error.errors)))
    except (TransitionRefused, SupplementDayPassed, ToleranceDayPassed) as error:
        status, sentence = form_message(error)
        sentence += last_change(queries.own_case(reading(), actor, number))
        return Refusal(status, FormState(request.form, refusal=sentence))
    if is_changed:
        is_recorded = handling_of(case).is_recorded
        flash(_saved_message(state, was_asked=was_asked, is_kept_open=stays, is_recorded=is_recorded))
    else:
        flash(_("没有补交材料，也没有改动内容：申请还是原来的样子。"))
    return None


def is_kept_open() -> bool:
    """Whether the submitted form saves a part only, or moves a file."""
    return "stay" in request.form or uploads.asked_move(request.form) is not None


def _saved_message(state: CaseState, *, was_asked: bool, is_kept_open: bool, is_recorded: bool) -> str:
    """What to say after a success, by the state of the case before it; a filing is recorded at once."""
    if was_asked and is_kept_open:
        return _("已保存。到期以前都可以接着补。")
    if state is CaseState.ACCEPTED_TOLERANTLY:
        return _("材料已补齐，部门接着办。")
    if is_recorded:
        return _("已保存。材料齐了的当场备案，结果见下面。")
    return _("已补正，部门会重新看。") if was_asked else _("已保存，部门看得到。")


def page_values(case: Case, state: FormState) -> dict[str, Any]:
    """Values for the page of a supplement or a correction."""
    asked: list[SupplementRow] = []
    if case.state in DEMANDED_IN:
        rows = demands.demands_of(reading(), case, DEMANDED_IN[case.state])
        asked = supplement_form.demand_rows(case, rows, state.values, state.errors)
    is_received = case.state is CaseState.RECEIVED
    can_give_missing = is_received or owes_materials(case)
    texts = [text for name, text in state.values.items() if name.startswith(FIELD)]
    return {
        "case": case,
        "asked": asked,
        "missing": supplement_form.missing_rows(case, state.errors) if can_give_missing else [],
        "given": supplement_form.given_rows(case, state.errors),
        "answers": supplement_form.answer_rows(case, state.values, state.errors) if is_received else [],
        "is_open": is_open(case),
        "lost_texts": [] if is_open(case) else texts,
        "form_state": state,
    }


def _to_application(case: Case) -> ResponseReturnValue:
    return redirect(url_for(".application", number=case.application.number), 303)


def _inputs(case: Case) -> SupplementInput:
    names = demands.demandable_names(case)
    keys = [name.removeprefix(MATERIAL) for name in names if name.startswith(MATERIAL)]
    form = request.form
    return SupplementInput(
        files=uploads.sent_files(request.files, keys),
        seen=frozenset(key for key in keys if form.get(SEEN + key) == "yes"),
        fields={name.removeprefix(FIELD): text for name, text in form.items() if name.startswith(FIELD)},
    )


def _page(channel: ApplicationPageChannel, case: Case, state: FormState) -> str:
    return render_template(
        "application_page/supplement.html",
        frame=channel.frame,
        application=case.application,
        is_for_applicants=channel.is_for_applicants,
        save_href=url_for(".save_supplement", number=case.number),
        back_href=url_for(".application", number=case.application.number),
        file_page=".file",
        hidden={},
        **page_values(case, state),
    )
