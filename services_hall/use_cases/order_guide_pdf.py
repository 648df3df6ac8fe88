"""Order of the PDF of a guide's edition from the job that renders it."""

from guides.models import GuideEdition
from services_hall.database import reading, transaction
from services_hall.documents import guide_files
from services_hall.jobs.models import JobStatus


def order_guide_pdf(edition_id: int) -> str:
    """The status of the job that renders the PDF; orders it when nobody has, or when its file is gone."""
    job = guide_files.ordered(reading(), reading().get_one(GuideEdition, edition_id))
    if job is not None and job.status != JobStatus.DONE:
        return job.status
    with transaction() as session:
        return guide_files.order(session, session.get_one(GuideEdition, edition_id)).status
