"""A guide as a PDF for download, rendered by a job at the first request and stored afterwards."""

from typing import Final

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from guides import catalog
from guides.models import GuideEdition
from services_hall.database import reading
from services_hall.documents import guide_files
from services_hall.jobs.models import JobStatus
from services_hall.use_cases.order_guide_pdf import order_guide_pdf
from services_hall.web import downloads
from services_hall.web.access import PUBLIC, access

RELOAD_SECONDS: Final = "2"

blueprint = Blueprint("guide_pdf", __name__)


@blueprint.get("/guides/<code>.pdf")
@access(PUBLIC)
def guide(code: str) -> ResponseReturnValue:
    """The PDF of the edition in force, or a page that waits for its rendering; raises GuideNotFound."""
    edition = catalog.current_edition(reading(), code)
    pdf = guide_files.stored_pdf(edition)
    if pdf is not None:
        return _sent(edition, pdf)
    has_failed = order_guide_pdf(edition.id) == JobStatus.PARKED
    page = render_template("online/guide_pdf_waits.html", edition=edition, has_failed=has_failed)
    if has_failed:
        return page, 503, {"Cache-Control": "no-store"}
    return page, 202, {"Cache-Control": "no-store", "Refresh": RELOAD_SECONDS}


def _sent(edition: GuideEdition, pdf: bytes) -> Response:
    response = Response(pdf, content_type="application/pdf")
    name = f"{edition.terms.short_name}-第{edition.number}版.pdf"
    response.headers.set("Content-Disposition", "inline", **downloads.named(name))
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(guide_files.content_hash(edition))
    response.make_conditional(request)
    return response
