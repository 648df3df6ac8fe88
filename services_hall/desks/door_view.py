"""What the page of a case shows about its door: what can be asked for, and what the applicant gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from services_hall.applications import refusals, supplements
from services_hall.applications.case_content import answer_text, fields_by_key, requirements_by_key
from services_hall.applications.demands import demandable_names, demands_by_case
from services_hall.applications.enumerations import MetBy
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Case, Requirement
from services_hall.applications.procedure_models import CaseDemand, SupersededMaterial
from services_hall.applications.visible_answers import answers_of
from services_hall.attachments.models import Attachment
from services_hall.clock import local_day, utc_now
from services_hall.presentation import supplement_form
from services_hall.presentation.page_calendar import calendar_since
from services_hall.web.form_state import FormState


@dataclass(frozen=True)
class MaterialBefore:
    """How a material was met before it was replaced."""

    met_by: MetBy
    attachment: Attachment | None
    replaced_at: datetime


@dataclass(frozen=True)
class AnsweredDemand:
    """A demand with what the case had before and has now."""

    demand: CaseDemand
    before: Sequence[MaterialBefore]
    requirement: Requirement | None
    answer: str


def door_values(session: Session, case: Case, state: FormState) -> dict[str, Any]:
    """Values for the templates: choices of the notices while the case is received, demands and answers."""
    values: dict[str, Any] = {"answered_demands": _answered_demands(session, case)}
    if case.state is not CaseState.RECEIVED:
        return values
    today = local_day(utc_now())
    calendar = calendar_since(today)
    return values | {
        "demandable": demandable_names(case),
        "missing_targets": [
            f"material.{key}" for key, one in requirements_by_key(case).items() if one.met_by is MetBy.MISSING
        ],
        "correctable": supplement_form.answer_rows(case, state.values, state.errors),
        "usual_day": supplements.usual_supplement_day(today, calendar),
        "bodies": refusals.other_bodies(session, case),
    }


def _answered_demands(session: Session, case: Case) -> list[AnsweredDemand]:
    demands = demands_by_case(session, [case.id])[case.id]
    if not demands:
        return []
    requirements, fields = requirements_by_key(case), fields_by_key(case)
    answers = {field.key: value for field, _key, value in answers_of(case)}
    before = _materials_before(session, case)
    return [
        AnsweredDemand(
            demand,
            before.get(demand.material_key or "", ()),
            requirements.get(demand.material_key or ""),
            answer_text(fields[demand.field_key], answers[demand.field_key]) if demand.field_key else "",
        )
        for demand in demands
    ]


def _materials_before(session: Session, case: Case) -> dict[str, list[MaterialBefore]]:
    rows = (
        select(SupersededMaterial, Requirement.material_key)
        .join(Requirement, Requirement.id == SupersededMaterial.requirement_id)
        .where(Requirement.application_item_id == case.application_item_id)
        .options(joinedload(SupersededMaterial.attachment))
        .order_by(SupersededMaterial.id)
    )
    found: dict[str, list[MaterialBefore]] = {}
    for one, key in session.execute(rows):
        found.setdefault(key, []).append(MaterialBefore(one.met_by, one.attachment, one.replaced_at))
    return found
