"""Part of a case's page: the work inside the agency, with steps, colleagues, notes, and opinions."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from guides.enumerations import StepKind
from services_hall.applications.cases import case_log
from services_hall.applications.examination.colleagues import officers_of
from services_hall.applications.examination.notes import notes_of
from services_hall.applications.examination.opinions import agencies_nearby, opinions_on
from services_hall.applications.examination.steps import inside_steps, open_step
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import CaseStep
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, FormRank, FormValues


def inside_part(desk: DeskCase) -> CasePart:
    """The steps with their officers, the notes and the opinions; nobody is asked before the acceptance."""
    notes, steps = notes_of(desk.session, desk.case), inside_steps(desk.case)
    step = next_step(desk)
    has_steps = case_log.has_happened(desk.case, CaseAction.RECORD_STEP)
    values: FormValues = {
        "inside_steps": steps,
        "open_step": step,
        "notes": notes,
        "opinions": opinions_on(desk.session, desk.case) if has_steps else (),
    }
    people = {note.author_id for note in notes} | {step.officer_id for step in steps}
    return CasePart(values, list(_forms(desk, step)), people)


def next_step(desk: DeskCase) -> CaseStep | None:
    """The step that is to be done now; a case on commitment is granted without."""
    return open_step(desk.case) if desk.is_accepted and not desk.case.is_by_commitment else None


def colleague_options(desk: DeskCase) -> list[tuple[str, str]]:
    """The other officers who may handle the case, as options: public id and name."""
    officers = officers_of(desk.session, desk.case)
    return [(one.public_id, one.name) for one in officers if one.id != desk.actor.account_id]


def _forms(desk: DeskCase, step: CaseStep | None) -> Iterator[CaseForm]:
    if step is not None and step.kind is not StepKind.SITE_CHECK and CaseAction.RECORD_STEP in desk.may:
        yield CaseForm("steps", _l("记录内部环节"), FormRank.NEXT, "step")
    if CaseAction.RECORD_STEP in desk.may:
        yield CaseForm("opinions", _l("征求其他部门意见"), FormRank.OTHER, "opinion", lambda: _agencies(desk))
    if CaseAction.HAND_OVER in desk.may:
        yield CaseForm("hand_over", _l("转交同事"), FormRank.OTHER, "hand_over", lambda: _colleagues(desk))


def _agencies(desk: DeskCase) -> FormValues:
    agencies = agencies_nearby(desk.session, desk.case)
    return {"agency_options": [(agency.code, agency.name) for agency in agencies]}


def _colleagues(desk: DeskCase) -> FormValues:
    return {"colleague_options": colleague_options(desk)}
