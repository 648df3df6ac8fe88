"""Pages of a clerk's filings: the list, and the page of each application."""

from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from services_hall.applications.reads import queries
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.web.access import access, signed_in_actor
from services_hall.web.application_page.blueprint import application_page_blueprint
from services_hall.web.application_page.channel import ApplicationPageChannel
from services_hall.web.pagination import page_by_id
from services_hall.windows.blueprint import blueprint
from services_hall.windows.present_person import act_for_present

PAGE: Final = 30


@blueprint.get("/filings/")
@access(Role.WINDOW_CLERK)
def filings() -> ResponseReturnValue:
    """The filings of this clerk for others, newest first."""
    rows = page_by_id(
        lambda after, limit: queries.filed_applications(
            reading(), signed_in_actor(), after=after, limit=limit
        ),
        size=PAGE,
    )
    return render_template("windows/filings.html", page=rows)


page = application_page_blueprint(
    ApplicationPageChannel(
        roles=(Role.WINDOW_CLERK,),
        url_prefix=None,
        rule="/filings/<number>",
        templates="windows",
        layout="windows/window.html",
        section="filings",
        back_words=_l("回到这件申请"),
        is_for_applicants=False,
    )
)
page.before_request(act_for_present)
blueprint.register_blueprint(page)
