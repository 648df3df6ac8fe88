"""What this clerk filed: the list, one filing with its receipt, its papers and files."""

from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue

from services_hall.applications import papers, queries
from services_hall.applications.errors import PaperNotFound
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.web import downloads, request_limits
from services_hall.web.access import access, signed_in_actor
from services_hall.windows.blueprint import blueprint

PAGE: Final = 30


@blueprint.get("/filings/")
@access(Role.WINDOW_CLERK)
def filings() -> ResponseReturnValue:
    """What this clerk filed for others, newest first."""
    after = request_limits.after()
    found = queries.filed_applications(reading(), signed_in_actor(), after=after, limit=PAGE + 1)
    return render_template(
        "windows/filings.html",
        filed=found[:PAGE],
        after=after,
        next_after=found[PAGE - 1].id if len(found) > PAGE else None,
    )


@blueprint.get("/filings/<number>")
@access(Role.WINDOW_CLERK)
def filing(number: str) -> ResponseReturnValue:
    """One filing: its number, its cases, and the receipt to print."""
    application = queries.own_application(reading(), signed_in_actor(), number)
    receipt = next((paper for paper in application.papers if paper.kind == papers.RECEIPT), None)
    return render_template("windows/filing.html", application=application, receipt=receipt)


@blueprint.get("/papers/<public_id>")
@access(Role.WINDOW_CLERK)
def paper(public_id: str) -> ResponseReturnValue:
    """A paper's PDF, shown to be printed, or a page that comes again until it is made."""
    found = queries.paper_for(reading(), signed_in_actor(), public_id)
    if found.file_name is None:
        return render_template("windows/paper_waits.html", paper=found), 202, {"Refresh": "2"}
    if found.number is None:
        raise PaperNotFound
    return downloads.send(found.file_name, media_type="application/pdf")


@blueprint.get("/files/<public_id>")
@access(Role.WINDOW_CLERK)
def file(public_id: str) -> ResponseReturnValue:
    """A file that this clerk scanned, shown in the browser."""
    found = queries.attachment_for(reading(), signed_in_actor(), public_id)
    return downloads.send(found.file_name, media_type=found.media_type)
