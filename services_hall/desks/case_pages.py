"""Pages of cases: the list, one case, its files and papers."""

from typing import Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from services_hall.applications.certificates.stuck_results import stuck_at_desk
from services_hall.applications.models import CasePaper
from services_hall.database import reading
from services_hall.desks import case_view
from services_hall.desks.blueprint import blueprint
from services_hall.desks.case_list import list_choices
from services_hall.desks.list_query import LIGHTS
from services_hall.documents.models import Paper
from services_hall.identity import Role
from services_hall.web.access import access, signed_in_actor
from services_hall.web.paper_files import (
    BackLink,
    WaitingPage,
    send_attachment,
    send_bound_files,
    send_paper,
    send_thumbnail,
)


@blueprint.get("/")
@access(Role.AGENCY_OFFICER)
def cases() -> ResponseReturnValue:
    """The list of the officer's cases."""
    actor = signed_in_actor()
    return render_template(
        "desks/cases.html",
        choices=list_choices(reading(), actor),
        lights=LIGHTS,
        stuck=stuck_at_desk(reading(), actor),
        **case_view.list_beside(actor),
    )


@blueprint.get("/cases/<number>")
@access(Role.AGENCY_OFFICER)
def case(number: str) -> ResponseReturnValue:
    """A case with the list beside it."""
    return case_view.page(signed_in_actor(), number)


@blueprint.get("/files/<public_id>")
@access(Role.AGENCY_OFFICER)
def file(public_id: str) -> ResponseReturnValue:
    """A file of one of the officer's cases, shown in the browser; `original` is the file as it was sent."""
    return send_attachment(public_id, is_original="original" in request.args)


@blueprint.get("/files/<public_id>/thumbnail")
@access(Role.AGENCY_OFFICER)
def thumbnail(public_id: str) -> ResponseReturnValue:
    """The small picture of a file of one of the officer's cases."""
    return send_thumbnail(public_id)


@blueprint.get("/files/<public_id>/bound")
@access(Role.AGENCY_OFFICER)
def bound_files(public_id: str) -> ResponseReturnValue:
    """All files of a material, of which this is the first one, as one PDF."""
    return send_bound_files(public_id)


@blueprint.get("/papers/<public_id>")
@access(Role.AGENCY_OFFICER)
def paper(public_id: str) -> ResponseReturnValue:
    """A paper of one of the officer's cases, or a page that waits for its rendering."""
    return send_paper(public_id, WAITING, as_download=True)


def _case_link(paper: Paper) -> BackLink | None:
    if not isinstance(paper, CasePaper):
        return None
    return BackLink(url_for("desks.case", number=paper.case.number), paper.case.number)


WAITING: Final = WaitingPage("desks/desk.html", "cases", _l("回到办件"), _case_link)
