"""Public pages of granted licences: a list in pages, and a feed."""

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from services_hall.applications.certificates.published_grants import GrantCursor, published_grants
from services_hall.applications.lifecycle import GRANT_ENDED
from services_hall.core import site_settings
from services_hall.database import reading
from services_hall.presentation.case_words import grant_standing
from services_hall.web.access import PUBLIC, access
from services_hall.web.pagination import cursor_text, list_page

PAGE: Final = 30
FEED: Final = 50

blueprint = Blueprint("grants", __name__)


@blueprint.get("/grants/")
@access(PUBLIC)
def grants() -> ResponseReturnValue:
    """The granted licences, newest first (行政许可法 art. 40)."""
    session = reading()
    page = list_page(
        lambda after, limit: published_grants(session, after=after, limit=limit),
        GrantCursor.parse(cursor_text()),
        size=PAGE,
        cursor=lambda row: str(row.cursor),
    )
    standings = {state: str(grant_standing(state)) for state in {row.grant.state for row in page.rows}}
    return render_template("online/grants.html", page=page, ended=GRANT_ENDED, standings=standings)


@blueprint.get("/grants.atom")
@access(PUBLIC)
def grants_feed() -> Response:
    """The newest grants as an Atom feed."""
    rows = published_grants(reading(), limit=FEED)
    text = render_template(
        "online/grants.atom",
        rows=rows,
        ended=GRANT_ENDED,
        updated=rows[0].grant.decided_at if rows else datetime.fromtimestamp(0, UTC),
        base_url=site_settings().base_url,
    )
    return Response(text, content_type="application/atom+xml; charset=utf-8")
