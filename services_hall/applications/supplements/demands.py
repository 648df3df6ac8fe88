"""Demands of an agency on the applicant of a case, and what the applicant gives for them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.errors import FieldProblem
from services_hall.applications.action_faults import readable_text
from services_hall.applications.answers import FIELD, MATERIAL, AnswerFault, FieldInvalid
from services_hall.applications.enumerations import MetBy
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.models import Case, CaseDemand, DemandKind
from services_hall.applications.supplements.case_content import (
    correct_answer,
    correctable_fields,
    fields_by_key,
    refuse_unscanned,
    replace_material,
    requirements_by_key,
)
from services_hall.clock import local_day


class DemandFault(StrEnum):
    """What is wrong with what an agency demands, or with what the applicant gives for it."""

    NOTHING_CHOSEN = "nothing_chosen"
    NOT_ASKED_BY_EDITION = "not_asked_by_edition"
    NOT_DEMANDED = "not_demanded"
    PROBLEM_MISSING = "problem_missing"
    WAY_OUT_MISSING = "way_out_missing"
    STILL_MISSING = "still_missing"
    NOTHING_CHANGED = "nothing_changed"


@dataclass(frozen=True)
class DemandInput:
    """One thing that an officer demands: a target ("material.<key>" or "field.<key>" of the edition), what
    is wrong with it, and how to correct it.
    """

    target: str
    problem: str
    way_out: str


@dataclass(frozen=True)
class GivenInput:
    """What an applicant gives: files and originals seen by material key, texts by field key.

    `extended` has the keys of materials behind whose files others were put.
    """

    files: Mapping[str, int] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    fields: Mapping[str, str] = field(default_factory=dict)
    extended: frozenset[str] = frozenset()

    @property
    def targets(self) -> frozenset[str]:
        """The targets of everything that is given."""
        materials = {MATERIAL + key for key in (*self.files, *self.seen)}
        return frozenset(materials | {FIELD + key for key in self.fields})


def demands_of(session: Session, case: Case, kind: DemandKind) -> Sequence[CaseDemand]:
    """The demands of this kind, in the order of the notice."""
    rows = select(CaseDemand).where(CaseDemand.case_id == case.id, CaseDemand.kind == kind)
    return session.scalars(rows.order_by(CaseDemand.id)).all()


def demands_by_case(session: Session, case_ids: Collection[int]) -> dict[int, list[CaseDemand]]:
    """All demands of these cases. One query."""
    rows = select(CaseDemand).where(CaseDemand.case_id.in_(case_ids)).order_by(CaseDemand.id)
    grouped: dict[int, list[CaseDemand]] = {case_id: [] for case_id in case_ids}
    for demand in session.scalars(rows):
        grouped[demand.case_id].append(demand)
    return grouped


def create_demands(case: Case, kind: DemandKind, inputs: Sequence[DemandInput]) -> list[CaseDemand]:
    """The demands of a notice, not yet added to the session.

    Only what the pinned edition asks of this applicant can be demanded (办事指南之外不得增加其他要求).
    Raises ActionInvalid.
    """
    errors: dict[str, FieldProblem] = {}
    names = demandable_names(case)
    if not inputs:
        errors["demands"] = FieldProblem(DemandFault.NOTHING_CHOSEN)
    for one in inputs:
        if one.target not in names:
            errors[f"ask.{one.target}"] = _not_demandable(case, one.target)
            continue
        name = names[one.target]
        if not readable_text(f"problem.{one.target}", one.problem):
            errors[f"problem.{one.target}"] = FieldProblem(DemandFault.PROBLEM_MISSING, {"name": name})
        if not readable_text(f"way_out.{one.target}", one.way_out):
            errors[f"way_out.{one.target}"] = FieldProblem(DemandFault.WAY_OUT_MISSING, {"name": name})
    if errors:
        raise ActionInvalid(errors)
    return [_demand(case, kind, one, names[one.target]) for one in inputs]


def demandable_names(case: Case) -> dict[str, str]:
    """What can be demanded in this case: target → name of the material, or label of the form field."""
    materials = {MATERIAL + key: one.name for key, one in requirements_by_key(case).items()}
    return materials | {FIELD + key: one.label for key, one in correctable_fields(case).items()}


def _not_demandable(case: Case, target: str) -> FieldProblem:
    """Why this cannot be demanded: who applies was identified, everything else is not asked by the guide."""
    if (identity := fields_by_key(case).get(target.removeprefix(FIELD))) and target.startswith(FIELD):
        return FieldProblem(AnswerFault.IDENTITY_STAYS, {"label": identity.label})
    return FieldProblem(DemandFault.NOT_ASKED_BY_EDITION)


def _demand(case: Case, kind: DemandKind, one: DemandInput, name: str) -> CaseDemand:
    is_material = one.target.startswith(MATERIAL)
    return CaseDemand(
        case_id=case.id,
        kind=kind,
        application_item_id=case.application_item_id,
        edition_id=case.application_item.edition_id,
        material_key=one.target.removeprefix(MATERIAL) if is_material else None,
        field_key=None if is_material else one.target.removeprefix(FIELD),
        name=name,
        problem=readable_text(f"problem.{one.target}", one.problem),
        way_out=readable_text(f"way_out.{one.target}", one.way_out),
    )


def meet_demands(
    session: Session,
    case: Case,
    demands: Sequence[CaseDemand],
    given: GivenInput,
    *,
    actor_id: int,
    now: datetime,
) -> dict[str, FieldProblem]:
    """Record what is given for the demands; returns the problem of each invalid form field by its name.

    What is valid is recorded all the same. Raises ActionInvalid for what nobody demanded, and for what
    was only seen although it must be scanned.
    """
    by_target = {demand.target: demand for demand in demands}
    if unknown := sorted(given.targets - set(by_target)):
        raise ActionInvalid(dict.fromkeys(unknown, FieldProblem(DemandFault.NOT_DEMANDED)))
    refuse_unscanned(case, given.seen - set(given.files))
    requirements = requirements_by_key(case)
    for key, attachment_id in given.files.items():
        replace_material(
            session,
            requirements[key],
            met_by=MetBy.FILE,
            attachment_id=attachment_id,
            actor_id=actor_id,
            now=now,
        )
        by_target[MATERIAL + key].met_at = now
    for key in sorted(given.seen - set(given.files)):
        replace_material(session, requirements[key], met_by=MetBy.SEEN, actor_id=actor_id, now=now)
        by_target[MATERIAL + key].met_at = now
    return _mend_fields(session, case, by_target, given.fields, now=now)


def _mend_fields(
    session: Session,
    case: Case,
    by_target: Mapping[str, CaseDemand],
    texts: Mapping[str, str],
    *,
    now: datetime,
) -> dict[str, FieldProblem]:
    problems: dict[str, FieldProblem] = {}
    fields = fields_by_key(case)
    for key, text in texts.items():
        demand = by_target[FIELD + key]
        try:
            change = correct_answer(session, case, fields[key], text, today=local_day(now))
        except FieldInvalid as error:
            problems[FIELD + key] = error.problem
            continue
        if change is not None:
            demand.answer_before = demand.answer_before or change.before
            demand.met_at = now
    return problems


def mark_reminded(demands: Sequence[CaseDemand], *, now: datetime) -> bool:
    """Mark the open demands of which nobody was reminded; returns whether there was one."""
    marked = [one for one in demands if one.met_at is None and one.reminded_at is None]
    for demand in marked:
        demand.reminded_at = now
    return bool(marked)


def still_missing(demands: Sequence[CaseDemand]) -> dict[str, FieldProblem]:
    """The problem of each demand that is still open, by its target."""
    return {
        demand.target: FieldProblem(DemandFault.STILL_MISSING, {"name": demand.name})
        if demand.material_key
        else FieldProblem(DemandFault.NOTHING_CHANGED, {"name": demand.name})
        for demand in demands
        if demand.met_at is None
    }
