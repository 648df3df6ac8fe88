"""Pages for administrators: jobs that were given up, and another run of them."""

from typing import Final

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.administration.blueprint import blueprint
from services_hall.applications.job_subjects import job_subjects
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.jobs import administration
from services_hall.jobs.errors import JobNotFound
from services_hall.jobs.models import JobStatus
from services_hall.use_cases.retry_job import retry_job
from services_hall.web import request_limits
from services_hall.web.access import access, signed_in_actor
from services_hall.web.pagination import list_page

PAGE: Final = 50


@blueprint.get("/jobs/")
@access(Role.ADMINISTRATOR)
def jobs() -> ResponseReturnValue:
    """The jobs that were given up, with the reason, and how many others wait."""
    page = list_page(
        lambda after, limit: administration.jobs_page(
            reading(), status=JobStatus.PARKED, after=after or 0, limit=limit
        ),
        request_limits.after(),
        size=PAGE,
        cursor=lambda job: job.id,
    )
    counts = administration.job_counts(reading())
    subjects = job_subjects(reading(), page.rows)
    return render_template("administration/jobs.html", page=page, counts=counts, subjects=subjects)


@blueprint.post("/jobs/<int:number>/retry")
@access(Role.ADMINISTRATOR)
def retry(number: int) -> ResponseReturnValue:
    """Runs a job again."""
    try:
        was_parked = retry_job(signed_in_actor(), number)
    except JobNotFound:
        abort(404)
    flash(_("任务已重新排队。") if was_parked else _("这个任务已经不在停下的状态。"))
    return redirect(url_for(".jobs"), 303)
