"""Corrections on the spot while a case is received: small errors, and materials that were missing.

What is missing of a case that counts as accepted can still be given; nothing else of it is corrected.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from guides.errors import FieldProblem
from services_hall.applications.answers import FIELD, MATERIAL, AnswerFault, FieldInvalid
from services_hall.applications.cases import case_log, dispatch
from services_hall.applications.enumerations import MetBy
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction, CaseState
from services_hall.applications.models import Case, Requirement
from services_hall.applications.owed_materials import owes_materials
from services_hall.applications.supplements.case_content import (
    AnswerChange,
    correct_answer,
    fields_by_key,
    refuse_unscanned,
    replace_material,
    requirements_by_key,
)
from services_hall.applications.supplements.demands import DemandFault, GivenInput
from services_hall.casework.transitions import TransitionRefused
from services_hall.clock import local_day


@dataclass(frozen=True)
class CorrectionResult:
    """What a correction did: whether anything changed, and the problems of invalid fields."""

    is_changed: bool
    problems: dict[str, FieldProblem]


def correct_case(
    session: Session,
    case: Case,
    given: GivenInput,
    *,
    others: Iterable[Case] = (),
    actor_id: int,
    on_behalf_of_id: int | None,
    now: datetime,
) -> CorrectionResult:
    """Correct the locked case before its acceptance; give what is missing if it counts as accepted.

    行政许可法 art. 32(3), (4). Each change is recorded with what stood before. A material that was missing
    also reaches the `others`, locked cases of the application that miss the same one. A filing that misses
    nothing any more is recorded at once. Raises TransitionRefused, ActionInvalid for what the edition does
    not ask, what was only seen although it must be scanned, or what was given before a case counted as
    accepted.
    """
    _require_possible(case, given)
    _refuse_unknown(case, given)
    materials = _replace_materials(session, case, given, actor_id=actor_id, now=now)
    materials += [requirements_by_key(case)[key].name for key in sorted(given.extended)]
    changes, problems = _correct_fields(session, case, given.fields, today=local_day(now))
    if materials or changes:
        _record(session, case, materials, changes, actor_id, on_behalf_of_id, now)
    for other in others:
        names = _share(session, other, requirements_by_key(case), given, actor_id=actor_id, now=now)
        names += _extended_in(other, requirements_by_key(case), given)
        if names and other.state is not CaseState.WAITING:
            _record(session, other, names, (), actor_id, on_behalf_of_id, now)
        dispatch.record_received(session, other, now=now)
    dispatch.record_received(session, case, now=now)
    return CorrectionResult(bool(materials or changes), problems)


def _require_possible(case: Case, given: GivenInput) -> None:
    """Raise TransitionRefused or ActionInvalid where an answer or a material cannot change any more."""
    action = _action_on(case)
    CASE_TRANSITIONS.next_state(case.state, action)
    if action is CaseAction.CORRECT:
        return
    if given.fields:
        raise TransitionRefused(case.state, CaseAction.CORRECT)
    requirements = requirements_by_key(case)
    known = {key for key in (*given.files, *given.seen) if key in requirements}
    if met := sorted(key for key in known if requirements[key].met_by is not MetBy.MISSING):
        raise ActionInvalid({MATERIAL + key: FieldProblem(DemandFault.NOT_DEMANDED) for key in met})


def _action_on(case: Case) -> CaseAction:
    return CaseAction.GIVE_MISSING if case.is_deemed_accepted else CaseAction.CORRECT


def _refuse_unknown(case: Case, given: GivenInput) -> None:
    known = {MATERIAL + key for key in requirements_by_key(case)}
    known |= {FIELD + key for key in fields_by_key(case)}
    if unknown := sorted(given.targets - known):
        raise ActionInvalid(dict.fromkeys(unknown, FieldProblem(AnswerFault.NOT_IN_GUIDE)))
    refuse_unscanned(case, given.seen - set(given.files))


def _replace_materials(
    session: Session, case: Case, given: GivenInput, *, actor_id: int, now: datetime
) -> list[str]:
    """The names of the materials that were replaced."""
    requirements, names = requirements_by_key(case), []
    for key in sorted({*given.files, *given.seen}):
        attachment_id = given.files.get(key)
        met_by = MetBy.FILE if attachment_id is not None else MetBy.SEEN
        replace_material(
            session,
            requirements[key],
            met_by=met_by,
            attachment_id=attachment_id,
            actor_id=actor_id,
            now=now,
        )
        names.append(requirements[key].name)
    return names


def _correct_fields(
    session: Session, case: Case, texts: Mapping[str, str], *, today: date
) -> tuple[list[AnswerChange], dict[str, FieldProblem]]:
    changes: list[AnswerChange] = []
    problems: dict[str, FieldProblem] = {}
    fields = fields_by_key(case)
    for key, text in texts.items():
        try:
            change = correct_answer(session, case, fields[key], text, today=today)
        except FieldInvalid as error:
            problems[FIELD + key] = error.problem
        else:
            changes += [change] if change is not None else []
    return changes, problems


def _share(
    session: Session,
    other: Case,
    requirements: Mapping[str, Requirement],
    given: GivenInput,
    *,
    actor_id: int,
    now: datetime,
) -> list[str]:
    """Meet what another case misses by what was given here; returns the names of these materials."""
    if other.state not in {CaseState.WAITING, CaseState.RECEIVED} and not owes_materials(other):
        return []
    files = {requirements[key].name: id_ for key, id_ in given.files.items()}
    seen = {requirements[key].name for key in given.seen}
    shared = [
        one
        for one in other.application_item.requirements
        if one.met_by is MetBy.MISSING and (one.name in files or one.name in seen)
    ]
    for one in shared:
        attachment_id = files.get(one.name)
        met_by = MetBy.FILE if attachment_id is not None else MetBy.SEEN
        replace_material(session, one, met_by=met_by, attachment_id=attachment_id, actor_id=actor_id, now=now)
    return [one.name for one in shared]


def _extended_in(other: Case, requirements: Mapping[str, Requirement], given: GivenInput) -> list[str]:
    """The names of another case's materials that have the same files, to which some were added."""
    files = {requirements[key].attachment_id for key in given.extended}
    return [one.name for one in other.application_item.requirements if one.attachment_id in files]


def _record(
    session: Session,
    case: Case,
    materials: Sequence[str],
    changes: Sequence[AnswerChange],
    actor_id: int,
    on_behalf_of_id: int | None,
    now: datetime,
) -> None:
    details = {
        "materials": list(materials),
        "answers": [[change.label, change.before, change.after] for change in changes],
    }
    case_log.change_state(
        session,
        case,
        _action_on(case),
        actor_id=actor_id,
        on_behalf_of_id=on_behalf_of_id,
        now=now,
        details=details,
    )
