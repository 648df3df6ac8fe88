"""Routes for editors and approvers that show guides, bundles and their editions."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from guides.exchange import edition_as_yaml
from services_hall.database import reading
from services_hall.guide_desk import edition_list
from services_hall.guide_desk.blueprint import blueprint, editions
from services_hall.guide_desk.desks import BUNDLES, GUIDES, requested_desk
from services_hall.guide_desk.edition_desk import AnyDesk
from services_hall.guide_desk.edition_page import edition_page, numbered_edition_page
from services_hall.identity import Role
from services_hall.web.access import access
from services_hall.web.guide_search import query_words
from services_hall.web.pagination import cursor_text


@blueprint.get("/")
@access(Role.GUIDE_EDITOR, Role.GUIDE_APPROVER)
def guides() -> ResponseReturnValue:
    """Every guide with its edition in force and its unfinished ones."""
    return edition_list_response(GUIDES)


@blueprint.get("/bundles/")
@access(Role.GUIDE_EDITOR, Role.GUIDE_APPROVER)
def bundles() -> ResponseReturnValue:
    """Every bundle with its edition in force and its unfinished ones."""
    return edition_list_response(BUNDLES)


@editions.get("/<code>")
@access(Role.GUIDE_EDITOR, Role.GUIDE_APPROVER)
def working(code: str) -> ResponseReturnValue:
    """The unfinished edition, or the one in force."""
    desk = requested_desk()
    return edition_page(desk, desk.rules.working_edition(reading(), code))


@editions.get("/<code>/editions/<int:number>")
@access(Role.GUIDE_EDITOR, Role.GUIDE_APPROVER)
def edition(code: str, number: int) -> ResponseReturnValue:
    """An edition of any status."""
    return numbered_edition_page(requested_desk(), code, number)


@editions.get("/<code>/editions/<int:number>.yaml")
@access(Role.GUIDE_EDITOR, Role.GUIDE_APPROVER)
def edition_text(code: str, number: int) -> ResponseReturnValue:
    """An edition as a file, with its hash, which reveals later changes."""
    edition = requested_desk().rules.edition(reading(), code, number)
    answer = Response(edition_as_yaml(edition), content_type="application/yaml; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{edition.subject.code}-{number}.yaml")
    return answer


def edition_list_response(desk: AnyDesk) -> str:
    """The list of a desk's guides or bundles, with the filter from the address."""
    listing = edition_list.edition_list_page(
        desk,
        reading(),
        status=request.args.get("show") or "",
        words=query_words(),
        after=cursor_text() or None,
    )
    return render_template(
        "guide_desk/edition_list.html", desk=desk, listing=listing, status_filters=edition_list.STATUS_FILTERS
    )
