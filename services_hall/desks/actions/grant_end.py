"""Routes for the end of a grant: prior notice, annulment, withdrawal, cancellation."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.decisions.grant_ends import (
    ANNOUNCED,
    END_ARTICLE,
    GROUND,
    REASON,
    GrantEnding,
)
from services_hall.applications.grounds.grant_bases import CancelGround, GrantEnd
from services_hall.applications.hearings.prior_notices import ANSWER_UNTIL, FACTS, NOTICE_ARTICLE
from services_hall.applications.models import NoticeKind
from services_hall.desks.actions.run import chosen, run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.presentation.case_words import GRANT_ENDS
from services_hall.use_cases.announce_end import announce_end
from services_hall.use_cases.end_grant import end_grant
from services_hall.web.access import access, signed_in_actor
from services_hall.web.day_input import day_of


@blueprint.post("/cases/<number>/end-notice")
@access(Role.AGENCY_OFFICER)
def announce(number: str) -> ResponseReturnValue:
    """Announces the annulment or the withdrawal of a grant, with the time for a statement."""
    kind = NoticeKind(chosen("kind", tuple(ANNOUNCED)))
    return run_action(
        number,
        lambda: announce_end(
            signed_in_actor(),
            number,
            kind=kind,
            facts=request.form.get(FACTS, ""),
            article_key=request.form.get(NOTICE_ARTICLE, ""),
            answer_until=day_of(ANSWER_UNTIL),
        ),
        _("告知书正在生成；期限内收到陈述、申辩，或者期限届满后，才能作出决定。"),
        form="end_notice",
        fields=[FACTS, NOTICE_ARTICLE, ANSWER_UNTIL, "kind"],
    )


@blueprint.post("/cases/<number>/grant-end")
@access(Role.AGENCY_OFFICER)
def finish_grant(number: str) -> ResponseReturnValue:
    """Ends the grant with its reason and article."""
    end = GrantEnd(chosen("end", tuple(GrantEnd)))
    ground = CancelGround(chosen(GROUND, tuple(CancelGround))) if end is GrantEnd.CANCEL else None
    ending = GrantEnding(
        end,
        article_key=request.form.get(END_ARTICLE, ""),
        reason=request.form.get(REASON, ""),
        ground=ground,
    )
    return run_action(
        number,
        lambda: end_grant(signed_in_actor(), number, ending),
        _("已%(end)s，决定书正在生成；所发证照随之注销。", end=str(GRANT_ENDS[end])),
        form="grant_end",
        fields=[REASON, END_ARTICLE, GROUND, "end"],
    )
