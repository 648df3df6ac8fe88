"""Routes for on-site checks: the appointment, a joint visit, the record with photos."""

from collections.abc import Sequence

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.examination.site_checks import Appointment, VisitRecord
from services_hall.applications.examination.visit_changes import CHANGE_REASON, MOVED_ON, NewAppointment
from services_hall.attachments import uploads
from services_hall.desks.actions.run import chosen, run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.case_files import SentFile
from services_hall.use_cases.change_site_check import change_site_check
from services_hall.use_cases.plan_site_check import plan_site_check
from services_hall.use_cases.record_site_check import record_site_check
from services_hall.web.access import access, signed_in_actor
from services_hall.web.day_input import day_of


@blueprint.post("/cases/<number>/site-checks")
@access(Role.AGENCY_OFFICER)
def plan_visit(number: str) -> ResponseReturnValue:
    """Makes an appointment, or joins the visit of another agency to the same applicant."""
    return run_action(
        number,
        lambda: plan_site_check(signed_in_actor(), number, _appointment()),
        _("已约定现场核查，申请人在进度里能看到。"),
        form="joint_visit" if request.form.get("joins_id") else "site_check",
        fields=["planned_on", "planned_time", "place", "second_officer", "joins_id"],
    )


@blueprint.post("/cases/<number>/site-check-change")
@access(Role.AGENCY_OFFICER)
def change_visit(number: str) -> ResponseReturnValue:
    """Moves the planned visit to another day, or cancels it, for everybody who goes together."""
    is_move = chosen("change", ("move", "cancel")) == "move"
    appointment = NewAppointment(day_of(MOVED_ON), request.form.get("moved_time", "")) if is_move else None
    return run_action(
        number,
        lambda: change_site_check(
            signed_in_actor(), number, appointment, request.form.get(CHANGE_REASON, "")
        ),
        _("已改期，申请人在进度里能看到。") if is_move else _("已取消，申请人在进度里能看到。"),
        form="visit_change",
        fields=[MOVED_ON, "moved_time", CHANGE_REASON],
    )


@blueprint.post("/cases/<number>/site-check-record")
@access(Role.AGENCY_OFFICER)
def record_visit(number: str) -> ResponseReturnValue:
    """Records what the officers found on site."""
    visit = VisitRecord(
        record=request.form.get("site_record", ""),
        is_passed=chosen("site_result", ("passed", "failed")) == "passed",
        visited_on=day_of("visited_on"),
        unsigned_reason=request.form.get("unsigned_reason", ""),
    )
    return run_action(
        number,
        lambda: record_site_check(
            signed_in_actor(),
            number,
            visit,
            photos=_photos(),
        ),
        _("已记录，现场核查笔录正在生成。"),
        form="visit_record",
        fields=["visited_on", "site_record", "unsigned_reason", "photos"],
    )


def _appointment() -> Appointment:
    typed = {name: request.form.get(name, "") for name in ("planned_time", "place", "second_officer")}
    joins = request.form.get("joins_id", "")
    return Appointment(day_of("planned_on"), **typed, joins_id=_id(joins))


def _id(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _photos() -> Sequence[SentFile]:
    return [
        SentFile("photos", photo.filename, photo.stream.read(uploads.LARGEST + 1))
        for photo in request.files.getlist("photos")
        if photo.filename
    ]
