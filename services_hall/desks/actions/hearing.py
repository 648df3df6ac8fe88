"""Route for notices before a decision: to third parties, and of the right to a hearing."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.hearing_notices import ADDRESSEE, ARTICLES, HearingNotice
from services_hall.applications.prior_notices import ANSWER_UNTIL, FACTS, NOTICE_ARTICLE
from services_hall.applications.procedure_models import NoticeKind
from services_hall.desks.actions.run import chosen, run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.give_hearing_notice import give_hearing_notice
from services_hall.web.access import access, signed_in_actor
from services_hall.web.day_input import day_of


@blueprint.post("/cases/<number>/hearing-notice")
@access(Role.AGENCY_OFFICER)
def hearing_notice(number: str) -> ResponseReturnValue:
    """Tells a third party or the applicant before the decision; the decision waits for the answer."""
    notice = HearingNotice(
        NoticeKind(chosen("kind", tuple(ARTICLES))),
        request.form.get(ADDRESSEE, ""),
        request.form.get(FACTS, ""),
        day_of(ANSWER_UNTIL),
        request.form.get(NOTICE_ARTICLE, ""),
    )
    return run_action(
        number,
        lambda: give_hearing_notice(signed_in_actor(), number, notice),
        _("告知书正在生成；收到意见或者期限届满后，才能作出决定。"),
        form="hearing_notice",
        fields=[FACTS, ADDRESSEE, ANSWER_UNTIL, NOTICE_ARTICLE, "kind"],
    )
