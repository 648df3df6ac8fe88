"""Another run of a job that was given up."""

from services_hall.audit.record import record_action
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.jobs import administration
from services_hall.jobs.models import JobStatus


def retry_job(actor: Actor, number: int) -> bool:
    """Makes a parked job due again; returns whether it was parked.

    Raises JobNotFound.
    """
    with transaction() as session:
        was_parked = administration.job_status(session, number) is JobStatus.PARKED
        if was_parked:
            job = administration.retry_job(session, number, now=utc_now())
            facts = {"name": str(job.name)}
            record_action(
                session, actor=actor.public_id, action="job.retry", subject=str(number), details=facts
            )
        return was_parked
