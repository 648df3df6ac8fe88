"""Pages of a clerk's filings: the list, and a filing with its receipt, papers and files."""

from typing import Final

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from services_hall.applications import queries
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import AnyPaper
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.web.access import access, signed_in_actor
from services_hall.web.pagination import page_by_id
from services_hall.web.paper_files import WaitingPage, send_attachment, send_paper
from services_hall.windows.blueprint import blueprint

PAGE: Final = 30


@blueprint.get("/filings/")
@access(Role.WINDOW_CLERK)
def filings() -> ResponseReturnValue:
    """The filings of this clerk for others, newest first."""
    page = page_by_id(
        lambda after, limit: queries.filed_applications(
            reading(), signed_in_actor(), after=after, limit=limit
        ),
        size=PAGE,
    )
    return render_template("windows/filings.html", page=page)


@blueprint.get("/filings/<number>")
@access(Role.WINDOW_CLERK)
def filing(number: str) -> ResponseReturnValue:
    """A filing: its number, its cases, and the receipt for printing."""
    application = queries.own_application(reading(), signed_in_actor(), number)
    receipt = next((paper for paper in application.papers if paper.kind == PaperCode.RECEIPT), None)
    return render_template("windows/filing.html", application=application, receipt=receipt)


@blueprint.get("/papers/<public_id>")
@access(Role.WINDOW_CLERK)
def paper(public_id: str) -> ResponseReturnValue:
    """The PDF of a paper for printing, or a page that reloads until it is rendered."""
    return send_paper(public_id, WAITING)


@blueprint.get("/files/<public_id>")
@access(Role.WINDOW_CLERK)
def file(public_id: str) -> ResponseReturnValue:
    """A file that this clerk scanned, shown in the browser."""
    return send_attachment(public_id)


def _filing_href(paper: AnyPaper) -> str:
    return url_for("windows.filing", number=paper.application.number)


WAITING: Final = WaitingPage("windows/window.html", "filings", _l("回到这件申请"), _filing_href)
