"""Looking at cases: the list, a case, its files and papers; nothing is written here."""

from flask import render_template
from flask.typing import ResponseReturnValue

from services_hall.applications import queries
from services_hall.applications.errors import PaperNotFound
from services_hall.applications.papers import KINDS
from services_hall.database import reading
from services_hall.desks import case_view
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.web import downloads
from services_hall.web.access import access, signed_in_actor


@blueprint.get("/")
@access(Role.AGENCY_OFFICER)
def cases() -> ResponseReturnValue:
    """The officer's list."""
    return render_template("desks/cases.html", **case_view.list_beside(signed_in_actor()))


@blueprint.get("/cases/<number>")
@access(Role.AGENCY_OFFICER)
def case(number: str) -> ResponseReturnValue:
    """One case with the list beside it."""
    return case_view.page(signed_in_actor(), number)


@blueprint.get("/files/<public_id>")
@access(Role.AGENCY_OFFICER)
def file(public_id: str) -> ResponseReturnValue:
    """A file that one of the officer's cases rests on, shown in the browser."""
    found = queries.attachment_for(reading(), signed_in_actor(), public_id)
    return downloads.send(found.file_name, media_type=found.media_type)


@blueprint.get("/papers/<public_id>")
@access(Role.AGENCY_OFFICER)
def paper(public_id: str) -> ResponseReturnValue:
    """A paper of one of the officer's cases, or a page that waits for it."""
    found = queries.paper_for(reading(), signed_in_actor(), public_id)
    if found.file_name is None:
        return render_template("desks/paper_waits.html", paper=found), 202, {"Refresh": "2"}
    if found.number is None:
        raise PaperNotFound
    name = f"{KINDS[found.kind].title}.pdf"
    return downloads.send(found.file_name, media_type="application/pdf", download_name=name)
