"""The page of a case: facts, history, possible actions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services_hall.applications.answer_texts import answer_text, asked_places
from services_hall.applications.models import Case, CaseEvent
from services_hall.applications.reads import queries
from services_hall.applications.visible_answers import answers_of
from services_hall.database import reading
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, open_form
from services_hall.desks.case_list import case_list, light_of
from services_hall.desks.case_parts.acceptance import acceptance_part
from services_hall.desks.case_parts.clock import clock_part, delay_part
from services_hall.desks.case_parts.commitment import commitment_part
from services_hall.desks.case_parts.decision import decision_part
from services_hall.desks.case_parts.delivery import delivery_part
from services_hall.desks.case_parts.inside import inside_part
from services_hall.desks.case_parts.law import law_part
from services_hall.desks.case_parts.notices import notice_part
from services_hall.desks.case_parts.site_checks import site_check_part
from services_hall.desks.case_parts.termination import termination_part
from services_hall.desks.case_parts.tolerance import tolerance_part
from services_hall.desks.list_query import TABS, ListQuery
from services_hall.identity import Actor, accounts
from services_hall.presentation import case_words
from services_hall.presentation.certificate_names import certificate_names
from services_hall.presentation.decision_verbs import item_type_of
from services_hall.presentation.event_details import event_lines
from services_hall.presentation.obstacle_words import obstacle_words
from services_hall.presentation.scenario_answers import case_answers
from services_hall.web.form_state import FormState


@dataclass(frozen=True)
class Answer:
    """An answer of the applicant, with its label from the guide."""

    label: str
    text: str


@dataclass(frozen=True)
class Event:
    """An entry of the case's history."""

    at: datetime
    what: str
    who: str
    on_behalf_of: str
    reason: str


@dataclass(frozen=True)
class ActionFormState(FormState):
    """A refused action with the name of its form.

    `lost_materials` are materials whose certificates are no longer valid, `lost_texts` what was written,
    shown where the action is not possible any more.
    """

    form: str = ""
    lost_materials: Sequence[str] = ()
    lost_texts: Sequence[str] = ()

    @property
    def without_form(self) -> "ActionFormState":
        """The same where its form is not shown: the errors are the reason of the refusal."""
        return replace(self, errors={}, refusal=self.refusal or "".join(self.errors.values()))


NO_ACTION: Final = ActionFormState()
FORM: Final = "act"
"""The argument of an address that opens one form of the page."""
PARTS: Final[Sequence[Callable[[DeskCase], CasePart]]] = (
    law_part,
    delay_part,
    notice_part,
    tolerance_part,
    acceptance_part,
    site_check_part,
    inside_part,
    commitment_part,
    decision_part,
    termination_part,
    clock_part,
    delivery_part,
)
"""The parts of the page; where several forms come next, the one of the first part is open."""


@dataclass(frozen=True)
class CaseForms:
    """The forms that a case offers and the open one; `is_gone` if the chosen one is not offered any more."""

    offered: Sequence[CaseForm]
    open: CaseForm | None
    is_chosen: bool
    is_gone: bool
    blocked: Mapping[str, Sequence[CaseForm]]
    """The forms of actions that are not possible now, by the reason."""

    @property
    def next(self) -> CaseForm | None:
        """The one form that comes next."""
        return open_form(self.offered, "")

    def links(self, rank: str) -> Sequence[CaseForm]:
        """The forms of a rank that are not open."""
        return [form for form in self.offered if form.rank == rank and form is not self.open]


def page(actor: Actor, number: str, state: ActionFormState = NO_ACTION) -> str:
    """The page of a case, beside the list; raises CaseNotFound for a case of another desk."""
    session = reading()
    case = queries.desk_case(session, actor, number)
    terms = case.application_item.edition.terms
    desk = DeskCase(session, actor, case, state)
    parts = [part(desk) for part in PARTS]
    forms = _forms([form for part in parts for form in part.forms], state)
    if state.form and (forms.open is None or forms.open.name != state.form):
        state = state.without_form
    people = _names_of(session, case, parts)
    events = _events(case, people)
    values = {name: value for part in parts for name, value in part.values.items()}
    return render_template(
        "desks/case.html",
        case=case,
        terms=terms,
        edition=case.application_item.edition,
        light=light_of(case),
        answers=field_answers(case),
        situation=[Answer(*pair) for pair in case_answers(case)],
        events=events,
        last_event=events[-1] if events else None,
        papers=case.papers,
        people=people,
        certificate_names=certificate_names(),
        may=desk.may,
        form_state=state,
        forms=forms,
        **list_beside(actor),
        **{**values, **(forms.open.load() if forms.open else {})},
    )


def _forms(offered: Sequence[CaseForm], state: ActionFormState) -> CaseForms:
    """A refused action shows its form again, where it is still possible; else the address chooses."""
    blocked: dict[str, list[CaseForm]] = {}
    for one in offered:
        if one.obstacle is not None:
            blocked.setdefault(obstacle_words(one.obstacle), []).append(one)
    offered = [one for one in offered if one.obstacle is None]
    chosen = state.form or request.args.get(FORM, "")
    form = open_form(offered, chosen)
    is_gone = bool(chosen) and form is None
    return CaseForms(
        offered,
        open_form(offered, "") if is_gone else form,
        bool(chosen),
        is_gone and not state.form,
        blocked,
    )


def _names_of(session: Session, case: Case, parts: Sequence[CasePart]) -> Mapping[int, str]:
    """The names of all people whom the page mentions. One query."""
    ids = {case.assigned_to_id, *(one for part in parts for one in part.people)}
    ids |= {event.actor_id for event in case.events} | {event.on_behalf_of_id for event in case.events}
    return accounts.account_names(session, sorted(one for one in ids if one is not None))


def list_beside(actor: Actor) -> dict[str, Any]:
    """The list with the filter and the page from the address."""
    listed = case_list(reading(), actor, ListQuery.from_request())
    return {"list": listed, "tabs": TABS, "list_address": listed.address}


def field_answers(case: Case) -> list[Answer]:
    """The answers to the form fields of this case's edition."""
    places = asked_places(reading(), case.application_item.edition.terms.form_fields)
    return [
        Answer(form_field.label, answer_text(form_field, value, places))
        for form_field, _key, value in answers_of(case)
    ]


def _principal_of(case: Case, event: CaseEvent, names: Mapping[int, str]) -> str:
    """For whom somebody acted: an agent for the applicants, also for those who have no account."""
    if event.on_behalf_of_id is not None:
        return names.get(event.on_behalf_of_id, "")
    agent = case.application.agent
    is_agent = agent is not None and event.actor_id is not None and event.actor_id == agent.account_id
    return case.application.applicant_names if is_agent else ""


def _events(case: Case, names: Mapping[int, str]) -> list[Event]:
    return [
        Event(
            at=event.at,
            what=str(case_words.action_words(event.action, item_type_of(case))),
            who=_("系统") if event.actor_id is None else names.get(event.actor_id, ""),
            on_behalf_of=_principal_of(case, event, names),
            reason=event_lines(event.reason, event.details),
        )
        for event in case.events
    ]
