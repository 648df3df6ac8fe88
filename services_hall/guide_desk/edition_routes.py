"""Looking at guides, bundles and their editions; nothing is written here."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from guides.exchange import edition_as_yaml
from services_hall.database import reading
from services_hall.guide_desk import edition_list
from services_hall.guide_desk.blueprint import blueprint, editions
from services_hall.guide_desk.edition_desks import (
    BUNDLES,
    GUIDES,
    EditionDesk,
    edition_of,
    requested_desk,
)
from services_hall.guide_desk.edition_page import edition_page, working_edition
from services_hall.identity import Role
from services_hall.web.access import access, signed_in_actor
from services_hall.web.guide_search import asked_words


@blueprint.get("/")
@access(Role.GUIDE_EDITOR, Role.GUIDE_APPROVER)
def guides() -> ResponseReturnValue:
    """Every guide with its edition in force and those under way."""
    return _shelf_page(GUIDES)


@blueprint.get("/bundles/")
@access(Role.GUIDE_EDITOR, Role.GUIDE_APPROVER)
def bundles() -> ResponseReturnValue:
    """Every bundle with its edition in force and those under way."""
    return _shelf_page(BUNDLES)


@editions.get("/<code>")
@access(Role.GUIDE_EDITOR, Role.GUIDE_APPROVER)
def working(code: str) -> ResponseReturnValue:
    """The edition under way, or the one in force."""
    kind = requested_desk()
    return edition_page(kind, signed_in_actor(), working_edition(kind, reading(), code))


@editions.get("/<code>/editions/<int:number>")
@access(Role.GUIDE_EDITOR, Role.GUIDE_APPROVER)
def edition(code: str, number: int) -> ResponseReturnValue:
    """One edition of any status."""
    kind = requested_desk()
    return edition_page(kind, signed_in_actor(), edition_of(kind, reading(), code, number))


@editions.get("/<code>/editions/<int:number>.yaml")
@access(Role.GUIDE_EDITOR, Role.GUIDE_APPROVER)
def edition_text(code: str, number: int) -> ResponseReturnValue:
    """An edition as a file, with the hash that tells whether it was changed on its way."""
    found = edition_of(requested_desk(), reading(), code, number)
    answer = Response(edition_as_yaml(found), content_type="application/yaml; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{found.subject.code}-{number}.yaml")
    return answer


def _shelf_page(kind: EditionDesk) -> str:
    shelf = edition_list.edition_list_page(
        kind,
        reading(),
        show=request.args.get("show") or "",
        words=asked_words(),
        after=request.args.get("after") or None,
    )
    return render_template(
        "guide_desk/shelf.html", kind=kind, shelf=shelf, shelves=edition_list.STATUS_FILTERS
    )
