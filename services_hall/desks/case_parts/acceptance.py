"""Part of a case's page: acceptance, supplement, correction and refusals, with what the applicant gave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from services_hall.applications.acceptance import refusals
from services_hall.applications.answer_texts import answer_text, asked_places
from services_hall.applications.clocks.decision_clock import last_received_at
from services_hall.applications.clocks.notice_days import counts_as_accepted
from services_hall.applications.enumerations import MetBy
from services_hall.applications.lifecycle import CaseAction, CaseState
from services_hall.applications.models import Case, CaseDemand, Requirement, SupersededMaterial
from services_hall.applications.owed_materials import missing_names, owes_materials
from services_hall.applications.supplements import notices
from services_hall.applications.supplements.case_content import (
    correctable_fields,
    fields_by_key,
    requirements_by_key,
)
from services_hall.applications.supplements.demands import demandable_names, demands_by_case
from services_hall.applications.visible_answers import answers_of
from services_hall.attachments.models import Attachment
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, FormRank, FormValues
from services_hall.desks.case_parts.decision import bases_against
from services_hall.presentation import supplement_form
from services_hall.presentation.decision_verbs import verbs_of
from services_hall.presentation.page_calendar import calendar_since


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


def acceptance_part(desk: DeskCase) -> CasePart:
    """The demands with their answers; what is missing; while the case is received, the first answers."""
    values: dict[str, object] = {"answered_demands": _answered_demands(desk.session, desk.case)}
    if desk.case.state is not CaseState.RECEIVED:
        return CasePart(
            values | {"owed_names": missing_names(desk.case) if owes_materials(desk.case) else ()}
        )
    missing = [
        f"material.{key}"
        for key, one in requirements_by_key(desk.case).items()
        if one.met_by is MetBy.MISSING
    ]
    values["missing_targets"] = missing
    if counts_as_accepted(desk.case, today=desk.today):
        received_at = last_received_at(desk.case)
        return CasePart(values | {"counts_as_accepted_since": received_at}, [*_acceptance_forms(desk)])
    acceptance = () if missing else _acceptance_forms(desk)
    return CasePart(values, [*acceptance, *_supplement_forms(desk, missing), *_refusal_forms(desk)])


def _acceptance_forms(desk: DeskCase) -> Iterator[CaseForm]:
    """The acceptance; on commitment with the grant, unless a changed law is to be recorded between."""
    if CaseAction.ACCEPT not in desk.may:
        return
    is_late = counts_as_accepted(desk.case, today=desk.today)
    is_at_once = desk.case.is_by_commitment and not is_late
    if is_at_once and desk.newer_law is None:
        title = _l("受理并按承诺%(grant)s", grant=verbs_of(desk.case).grant)
        yield CaseForm("commitment", title, FormRank.NEXT, "preview_grant", obstacle=desk.bar)
    else:
        yield CaseForm("acceptance", _l("受理"), FormRank.NEXT, "accept", obstacle=desk.bar)


def _supplement_forms(desk: DeskCase, missing: Sequence[str]) -> Iterator[CaseForm]:
    if CaseAction.ASK_SUPPLEMENT in desk.may and desk.case.supplement_asked_at is None:
        rank = FormRank.NEXT if missing else FormRank.OTHER
        yield CaseForm(
            "supplement", _l("一次告知补正"), rank, "notify_supplement", lambda: _demandable(desk, missing)
        )
    if CaseAction.CORRECT in desk.may and correctable_fields(desk.case):
        yield CaseForm(
            "correction", _l("当场更正填写内容"), FormRank.OTHER, "correct", lambda: _correctable(desk)
        )


def _refusal_forms(desk: DeskCase) -> Iterator[CaseForm]:
    if CaseAction.REFUSE in desk.may:
        yield CaseForm("refusal", _l("不予受理"), FormRank.ADVERSE, "refuse", lambda: bases_against(desk))
    if CaseAction.DECLARE_NOT_IN_POWER in desk.may:
        title = _l("不属于本部门职权")
        yield CaseForm("no_power", title, FormRank.ADVERSE, "name_other_body", lambda: _bodies(desk))
    if CaseAction.DECLARE_NO_LICENCE_NEEDED in desk.may:
        yield CaseForm("no_licence", _l("依法不需要办理"), FormRank.ADVERSE, "tell_no_licence_needed")


def _demandable(desk: DeskCase, missing: Sequence[str]) -> FormValues:
    day = notices.usual_supplement_day(desk.today, calendar_since(desk.today))
    return {"demandable": demandable_names(desk.case), "missing_targets": missing, "usual_day": day}


def _correctable(desk: DeskCase) -> FormValues:
    state = desk.form_state
    return {"correctable": supplement_form.answer_rows(desk.case, state.values, state.errors)}


def _bodies(desk: DeskCase) -> FormValues:
    bodies = refusals.other_bodies(desk.session, desk.case)
    return {"body_options": [(body.code, body.name) for body in bodies]}


def _answered_demands(session: Session, case: Case) -> list[AnsweredDemand]:
    if case.supplement_asked_at is None and case.tolerance_due_on is None:
        return []
    demands = demands_by_case(session, [case.id])[case.id]
    requirements, fields = requirements_by_key(case), fields_by_key(case)
    answers = {field.key: value for field, _key, value in answers_of(case)}
    places = asked_places(session, fields.values())
    before = _materials_before(session, case)
    return [
        AnsweredDemand(
            demand,
            before.get(demand.material_key or "", ()),
            requirements.get(demand.material_key or ""),
            answer_text(fields[demand.field_key], answers[demand.field_key], places)
            if demand.field_key
            else "",
        )
        for demand in demands
    ]


def _materials_before(session: Session, case: Case) -> dict[str, list[MaterialBefore]]:
    rows = (
        select(SupersededMaterial, Requirement.material_key)
        .join(Requirement, Requirement.id == SupersededMaterial.requirement_id)
        .where(Requirement.application_item_id == case.application_item_id)
        .options(joinedload(SupersededMaterial.attachment).joinedload(Attachment.others))
        .order_by(SupersededMaterial.id)
    )
    found: dict[str, list[MaterialBefore]] = {}
    for one, key in session.execute(rows).unique():
        found.setdefault(key, []).append(MaterialBefore(one.met_by, one.attachment, one.replaced_at))
    return found
