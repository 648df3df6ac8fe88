"""Forms of a case's page: which are offered, and which one of them is open."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

from guides.models import GuideEdition
from guides.terms import GuideTerms
from services_hall.applications.acceptance.bars import bar_of
from services_hall.applications.cases.case_log import possible_actions
from services_hall.applications.clocks.notice_days import counts_as_accepted
from services_hall.applications.decisions.law_changes import newer_law
from services_hall.applications.errors import ApplicantBarred, ApplicationsError
from services_hall.applications.lifecycle import ACCEPTED, CaseAction
from services_hall.applications.models import Case
from services_hall.clock import local_day, utc_now
from services_hall.identity import Actor
from services_hall.web.form_state import FormState

FormValues: TypeAlias = Mapping[str, object]
"""Values of a template by name."""


class FormRank(StrEnum):
    """How a form is offered: as what comes next, as another possible action, or apart as an adverse one."""

    NEXT = "next"
    OTHER = "other"
    ADVERSE = "adverse"


@dataclass(frozen=True)
class DeskCase:
    """A case as an officer opened it."""

    session: Session
    actor: Actor
    case: Case
    form_state: FormState

    @cached_property
    def may(self) -> frozenset[CaseAction]:
        """The possible actions."""
        return possible_actions(self.case)

    @cached_property
    def today(self) -> date:
        """The present day."""
        return local_day(utc_now())

    @cached_property
    def newer_law(self) -> GuideEdition | None:
        """The edition whose law is newer than that of the application."""
        return newer_law(self.session, self.case)

    @cached_property
    def barred_until(self) -> date | None:
        """Until when the applicant may not apply for this licence."""
        return bar_of(self.session, self.case, today=self.today)

    @property
    def bar(self) -> ApplicantBarred | None:
        """The bar that stands against the acceptance, while the agency can still refuse the application."""
        if counts_as_accepted(self.case, today=self.today) or self.barred_until is None:
            return None
        return ApplicantBarred(self.barred_until)

    @property
    def is_accepted(self) -> bool:
        """Whether the decision limit runs."""
        return self.case.state in ACCEPTED

    @property
    def terms(self) -> GuideTerms:
        """The content of the edition of the case."""
        return self.case.application_item.edition.terms


@dataclass(frozen=True)
class CaseForm:
    """A form that is offered: its fields stand in `templates/desks/forms/<name>.html`.

    `load` gives the values that only its fields need; it is called when the form is open. With an `obstacle`
    the page says why the action is not possible now, and does not offer it.
    """

    name: str
    title: LazyString
    rank: FormRank
    endpoint: str
    load: Callable[[], FormValues] = dict
    has_files: bool = False
    obstacle: ApplicationsError | None = None


@dataclass(frozen=True)
class CasePart:
    """What a theme shows: values for its template, its forms, and the accounts whose names it mentions."""

    values: FormValues = field(default_factory=dict)
    forms: Sequence[CaseForm] = ()
    people: Collection[int | None] = ()


def obstacle_of(*rules: Callable[[], object]) -> ApplicationsError | None:
    """What the first of these rules raises against an action; None where all let it pass."""
    try:
        for rule in rules:
            rule()
    except ApplicationsError as error:
        return error
    return None


def open_form(forms: Sequence[CaseForm], chosen: str) -> CaseForm | None:
    """The chosen form; without a choice the first of those that come next. None where it is not offered."""
    if chosen:
        return next((form for form in forms if form.name == chosen), None)
    return next((form for form in forms if form.rank is FormRank.NEXT), None)
