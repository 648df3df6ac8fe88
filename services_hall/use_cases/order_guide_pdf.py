"""Ordering of the PDF of a guide's edition from the rendering job."""

from guides.models import GuideEdition
from services_hall.database import reading, transaction
from services_hall.documents import guide_files
from services_hall.jobs.models import JobStatus


def order_guide_pdf(edition_id: int) -> str:
    """The status of the rendering job; enqueues it if there is no job, or if its file is missing."""
    job = guide_files.rendering_job(reading(), reading().get_one(GuideEdition, edition_id))
    if job is not None and job.status != JobStatus.DONE:
        return job.status
    with transaction() as session:
        return guide_files.request_pdf(session, session.get_one(GuideEdition, edition_id)).status
