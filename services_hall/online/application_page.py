"""The page of a filed application in the online hall."""

from flask_babel import lazy_gettext as _l

from services_hall.identity import Role
from services_hall.web.application_page.blueprint import application_page_blueprint
from services_hall.web.application_page.channel import ApplicationPageChannel

blueprint = application_page_blueprint(
    ApplicationPageChannel(
        roles=(Role.RESIDENT, Role.LEGAL_PERSON),
        url_prefix="/my",
        rule="/applications/<number>",
        templates="online",
        layout="base.html",
        section="my",
        back_words=_l("回到这次申请"),
        is_for_applicants=True,
    )
)
