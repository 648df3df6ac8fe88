"""Words for the history of a case as its applicant may read it: what happened, when, and by whom."""

from typing import Final

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Case, CaseEvent
from services_hall.applications.reads.applicant_history import EventAuthor, HistoryEntry, applicant_history
from services_hall.presentation.case_words import action_words
from services_hall.presentation.decision_verbs import item_type_of
from services_hall.presentation.event_details import event_lines
from services_hall.presentation.formats import moment

AUTHORS: Final = {
    EventAuthor.APPLICANT: _l("申请人"),
    EventAuthor.AGENT: _l("代办人"),
    EventAuthor.WINDOW: _l("代申请人提交的人"),
    EventAuthor.AGENCY: _l("办理部门"),
    EventAuthor.CLOCK: _l("系统"),
}


def init_app(app: Flask) -> None:
    """Registers the words for templates."""
    app.add_template_filter(lambda author: AUTHORS[author], "event_author")
    app.add_template_filter(_action_of, "case_action")
    app.add_template_filter(_reason_lines, "reason_lines")


def last_change(case: Case) -> str:
    """What happened last in a loaded case, for somebody who came too late; officers are not named."""
    entry = applicant_history(case)[-1]
    return _(
        "最近一次变化：%(at)s %(what)s（%(who)s）。",
        at=moment(entry.at),
        what=str(action_words(entry.action, item_type_of(case))),
        who=str(AUTHORS[entry.author]),
    )


def _action_of(action: CaseAction, case: Case) -> LazyString:
    return action_words(action, item_type_of(case))


def _reason_lines(entry: HistoryEntry | CaseEvent) -> str:
    """What an event records, its reason, and what was given or corrected, a line each."""
    return event_lines(entry.reason, entry.details)
