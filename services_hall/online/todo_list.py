"""To-do list of a person over all their cases, for the top of their page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import url_for
from flask_babel import gettext as _

from services_hall.applications.delivery import result_delivery
from services_hall.applications.hearings import prior_notices, sessions
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Case
from services_hall.applications.owed_materials import owes_materials
from services_hall.applications.reads import queries
from services_hall.database import reading
from services_hall.identity import Actor
from services_hall.presentation.formats import day

OWED: Final = frozenset(
    {CaseState.SUPPLEMENT_ASKED, CaseState.ACCEPTED_TOLERANTLY, CaseState.CORRECTION_ORDERED}
)
"""States in which the applicant owes something."""
MAY_OWE: Final = frozenset({CaseState.ACCEPTED, CaseState.IN_REVIEW})
"""States in which materials are missing where the case counts as accepted by silence."""


@dataclass(frozen=True)
class TodoItem:
    """What to do in a case, in words with its last day, and the page where it is done."""

    case: Case
    until: date | None
    act: str
    href: str


def todo_items(actor: Actor) -> list[TodoItem]:
    """What waits for the person, the most urgent first."""
    statements = list(_statements(actor))
    heard = {one.case.id for one in statements}
    owed = [one for one in _owed(actor) if one.case.id not in heard]
    found = [*owed, *statements, *_hearings(actor), *_collections(actor)]
    return sorted(found, key=lambda one: one.until or date.max)


def _owed(actor: Actor) -> Iterator[TodoItem]:
    for case in queries.own_cases(reading(), actor, OWED | MAY_OWE):
        supplement = url_for("application_page.supplement", number=case.number)
        if case.state is CaseState.CORRECTION_ORDERED and case.correction_due_on is not None:
            until = case.correction_due_on
            yield TodoItem(case, until, _("最迟 %(day)s 改正", day=day(until)), _application(case))
        elif case.state is CaseState.SUPPLEMENT_ASKED and case.supplement_due_on is not None:
            until = case.supplement_due_on
            yield TodoItem(case, until, _("最迟 %(day)s 补正", day=day(until)), supplement)
        elif owes_materials(case):
            yield TodoItem(case, case.decision_due_on, _("补交缺的材料"), supplement)
        elif case.state is CaseState.ACCEPTED_TOLERANTLY and case.tolerance_due_on is not None:
            until = case.tolerance_due_on
            yield TodoItem(case, until, _("最迟 %(day)s 补交", day=day(until)), supplement)


def _statements(actor: Actor) -> Iterator[TodoItem]:
    for case, notice in prior_notices.own_notices(reading(), actor):
        until = notice.answer_until
        href = url_for("application_page.statement_form", number=case.application.number)
        yield TodoItem(case, until, _("%(day)s 前可以提出意见", day=day(until)), href)


def _hearings(actor: Actor) -> Iterator[TodoItem]:
    for case, hearing in sessions.own_hearings(reading(), actor):
        act = _(
            "参加听证：%(day)s %(time)s，%(place)s。带上身份证件、证据材料",
            day=day(hearing.planned_on),
            time=hearing.planned_time,
            place=hearing.place,
        )
        yield TodoItem(case, hearing.planned_on, act, _application(case))


def _collections(actor: Actor) -> Iterator[TodoItem]:
    for case in result_delivery.cases_to_collect(reading(), actor):
        yield TodoItem(case, None, _("已办好，到窗口领取"), _application(case))


def _application(case: Case) -> str:
    return url_for("application_page.application", number=case.application.number)
