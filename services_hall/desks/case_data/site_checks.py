"""What the pages show about on-site checks and hearings: appointments, records, their files."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.lifecycle import ACCEPTED
from services_hall.applications.models import Case
from services_hall.applications.site_checks import checks_of, visits_to_join
from services_hall.attachments.models import Attachment
from services_hall.clock import local_day, utc_now
from services_hall.identity import Actor, accounts


def site_check_data(session: Session, actor: Actor, case: Case) -> Mapping[str, object]:
    """The checks of the case with the names of their officers and photos, and what can be done next."""
    del actor
    checks = checks_of(session, case)
    officers = {check.first_officer_id for check in checks} | {check.second_officer_id for check in checks}
    files = _files_of(session, case)
    may_plan = case.state in ACCEPTED and not case.is_by_commitment
    return {
        "site_checks": checks,
        "site_officers": accounts.account_names(session, sorted(officers)),
        "site_photos": [file for file in files if _is_photo(file)],
        "hearing_records": [file for file in files if file.subject_key == "hearing_record"],
        "open_check": next((check for check in checks if check.is_open), None),
        "may_plan_visit": may_plan,
        "joint_visits": visits_to_join(session, case, today=local_day(utc_now())) if may_plan else (),
    }


def _is_photo(file: Attachment) -> bool:
    return (file.subject_key or "").startswith("site_check.")


def _files_of(session: Session, case: Case) -> list[Attachment]:
    rows = select(Attachment).where(
        Attachment.subject_kind == SubjectKind.CASE, Attachment.subject_id == case.id
    )
    return list(session.scalars(rows.order_by(Attachment.id)))
