"""The page of a case: facts, history, possible actions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from guides.terms import GuideTerms
from services_hall.applications import queries
from services_hall.applications.case_log import possible_actions
from services_hall.applications.models import Case
from services_hall.applications.visible_answers import answers_of
from services_hall.database import reading
from services_hall.desks.case_data.clock import clock_data
from services_hall.desks.case_data.decision import decision_data
from services_hall.desks.case_data.delivery import delivery_data
from services_hall.desks.case_data.grants import grant_data
from services_hall.desks.case_data.hearing import hearing_data
from services_hall.desks.case_data.inside import inside_data
from services_hall.desks.case_data.law import law_data
from services_hall.desks.case_data.site_checks import site_check_data
from services_hall.desks.case_data.tolerance import tolerance_data
from services_hall.desks.case_list import case_list, light_of
from services_hall.desks.door_view import door_values
from services_hall.desks.list_query import TABS, ListQuery
from services_hall.identity import Actor, accounts
from services_hall.presentation import case_words
from services_hall.presentation.certificate_names import certificate_names
from services_hall.presentation.event_details import change_lines
from services_hall.presentation.labels import question_options
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
    """A refused action.

    `lost_materials` are materials whose certificates are no longer valid, `lost_texts` what was written for
    an action that is not possible any more.
    """

    lost_materials: Sequence[str] = ()
    lost_texts: Sequence[str] = ()


NO_ACTION: Final = ActionFormState()
CASE_DATA: Final[Sequence[Callable[[Session, Actor, Case], Mapping[str, object]]]] = (
    decision_data,
    inside_data,
    site_check_data,
    hearing_data,
    clock_data,
    grant_data,
    law_data,
    tolerance_data,
    delivery_data,
)
"""What the templates of single themes need, from the modules of `case_data`: values by name."""


def page(actor: Actor, number: str, state: FormState = NO_ACTION) -> str:
    """The page of a case, beside the list; raises CaseNotFound for a case of another desk."""
    names = certificate_names()
    session = reading()
    case = queries.desk_case(session, actor, number)
    terms = case.application_item.edition.terms
    events = _events(case)
    return render_template(
        "desks/case.html",
        case=case,
        terms=terms,
        edition=case.application_item.edition,
        light=light_of(case),
        answers=field_answers(case),
        situation=scenario_answers(case, terms),
        events=events,
        last_event=events[-1] if events else None,
        papers=case.papers,
        certificate_names=names,
        may=possible_actions(case),
        form_state=state,
        **door_values(session, case, state),
        **list_beside(actor),
        **{name: value for data in CASE_DATA for name, value in data(session, actor, case).items()},
    )


def list_beside(actor: Actor) -> dict[str, Any]:
    """The list with the filter and the page from the address."""
    listed = case_list(reading(), actor, ListQuery.from_request())
    return {"list": listed, "tabs": TABS, "list_address": listed.address}


def field_answers(case: Case) -> list[Answer]:
    """The answers to the form fields of this case's edition."""
    return [
        Answer(form_field.label, _answer_text(value, {one.value: one.label for one in form_field.options}))
        for form_field, _key, value in answers_of(case)
    ]


def scenario_answers(case: Case, terms: GuideTerms) -> list[Answer]:
    """The answers to the scenario questions, in the words of this case's edition."""
    values = case.application.scenario
    answers = []
    for question in terms.questions:
        keys = (f"{case.item_code}:{question.key}", question.key)
        key = next((key for key in keys if key in values), None)
        if key is not None:
            answers.append(
                Answer(
                    question.text,
                    _answer_text(values[key], {one.value: one.label for one in question_options(question)}),
                )
            )
    return answers


def _answer_text(value: Any, labels: Mapping[str, str]) -> str:
    return labels.get(value, str(value))


def _events(case: Case) -> list[Event]:
    people = {event.actor_id for event in case.events} | {event.on_behalf_of_id for event in case.events}
    names = accounts.account_names(reading(), [one for one in people if one is not None])
    return [
        Event(
            at=event.at,
            what=str(case_words.ACTIONS[event.action]),
            who=_("系统") if event.actor_id is None else names.get(event.actor_id, ""),
            on_behalf_of="" if event.on_behalf_of_id is None else names.get(event.on_behalf_of_id, ""),
            reason="\n".join(filter(None, [event.reason, *change_lines(event.details)])),
        )
        for event in case.events
    ]
