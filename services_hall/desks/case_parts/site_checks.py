"""Part of a case's page: on-site checks, with appointments, records and their files."""

from collections.abc import Iterator, Sequence
from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.enumerations import StepKind
from services_hall.applications.cases import case_log
from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.examination.site_checks import checks_of, visits_to_join
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Case, SiteCheck
from services_hall.attachments.models import Attachment
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, FormRank, FormValues
from services_hall.desks.case_parts.inside import colleague_options, next_step

WITH_FILES: Final = (CaseAction.RECEIVE_STATEMENT, CaseAction.DEMAND_HEARING, CaseAction.RECORD_HEARING)
"""Actions with which an officer can attach a file to the case."""


def site_check_part(desk: DeskCase) -> CasePart:
    """The checks of the case with their officers and photos, and what can be done next.

    Nothing is read before the acceptance or the record of a filing, nor what has no entry in the log.
    """
    if desk.case.accepted_at is None and desk.case.decided_at is None:
        return CasePart()
    has_steps = case_log.has_happened(desk.case, CaseAction.RECORD_STEP)
    has_files = has_steps or case_log.has_happened(desk.case, *WITH_FILES)
    checks = checks_of(desk.session, desk.case) if has_steps else ()
    files = files_of_case(desk.session, desk.case) if has_files else ()
    may_plan = desk.is_accepted and not desk.case.is_by_commitment
    visits = visits_to_join(desk.session, desk.case, today=desk.today) if may_plan else ()
    values: FormValues = {
        "site_checks": checks,
        "site_photos": [file for file in files if _is_photo(file)],
        "hearing_records": [file for file in files if file.subject_key == "hearing_record"],
    }
    people = {check.first_officer_id for check in checks} | {check.second_officer_id for check in checks}
    is_open = any(check.is_open for check in checks)
    return CasePart(values, list(_forms(desk, visits, is_open=is_open, may_plan=may_plan)), people)


def _forms(
    desk: DeskCase, visits: Sequence[SiteCheck], *, is_open: bool, may_plan: bool
) -> Iterator[CaseForm]:
    if is_open and CaseAction.RECORD_STEP in desk.may:
        yield CaseForm("visit_record", _l("记录现场核查"), FormRank.NEXT, "record_visit", has_files=True)
        yield CaseForm("visit_change", _l("核查改期或者取消"), FormRank.OTHER, "change_visit")
    elif may_plan:
        if visits:
            title = _l("和别的部门一起核查")
            yield CaseForm("joint_visit", title, FormRank.NEXT, "plan_visit", lambda: _joint(desk, visits))
        step = next_step(desk)
        is_next = step is not None and step.kind is StepKind.SITE_CHECK
        rank = FormRank.NEXT if is_next else FormRank.OTHER
        yield CaseForm("site_check", _l("约定现场核查"), rank, "plan_visit", lambda: _colleagues(desk))


def _colleagues(desk: DeskCase) -> FormValues:
    return {"colleague_options": colleague_options(desk)}


def _joint(desk: DeskCase, visits: Sequence[SiteCheck]) -> FormValues:
    return {"joint_visits": visits, "colleague_options": colleague_options(desk)}


def _is_photo(file: Attachment) -> bool:
    return (file.subject_key or "").startswith("site_check.")


def files_of_case(session: Session, case: Case) -> list[Attachment]:
    rows = select(Attachment).where(
        Attachment.subject_kind == SubjectKind.CASE, Attachment.subject_id == case.id
    )
    return list(session.scalars(rows.order_by(Attachment.id)))
