"""Timeline of a case in words for the applicant, equal wherever it is shown."""

from dataclasses import dataclass
from typing import Final

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guides.enumerations import StepKind
from guides.vocabulary import STEP_KINDS
from services_hall.applications.enumerations import Channel, MetBy
from services_hall.applications.lifecycle import GRANT_ENDED, CaseOutcome, CaseState
from services_hall.applications.models import Case, CaseStep
from services_hall.applications.vocabulary import MET_BY
from services_hall.domains import paper_title
from services_hall.presentation import case_words
from services_hall.presentation.formats import day, moment
from services_hall.presentation.labels import code_label

MET_BY_COLOURS: Final = {MetBy.FILE: "blue", MetBy.MISSING: "red"}
"""The colours of tags; green where the applicant need not do anything."""
CHANNELS: Final = {
    Channel.ONLINE: _l("网上提交"),
    Channel.WINDOW: _l("窗口提交"),
    Channel.API: _l("接口提交"),
}


UNFAVOURABLE: Final = frozenset(CaseOutcome) - {CaseOutcome.GRANTED, CaseOutcome.RECORDED}
"""Outcomes after which the way of the case is not followed to its end."""
PASSED_OVER: Final = frozenset({StepKind.ACCEPTANCE, StepKind.REVIEW, StepKind.SITE_CHECK})
"""The steps that a decision may pass over."""
NOT_AFTER: Final = {
    False: PASSED_OVER,
    True: PASSED_OVER | {StepKind.DECISION, StepKind.DELIVERY, StepKind.AFTER_CHECK},
}
"""The steps that do not come after an outcome, by whether it was unfavourable or does not hold any more."""
NAMED_AFTER_SUCCESS: Final = frozenset({StepKind.DECISION, StepKind.DELIVERY})
"""The steps that guides name after a success (登记, 发照); without one they are named by their kind."""


@dataclass(frozen=True)
class TimelineStep:
    """A step of a timeline."""

    title: str
    state: str
    when: str
    more: str


def init_app(app: Flask) -> None:
    """Registers the labels of statuses and papers for templates."""
    app.add_template_filter(lambda way: code_label(MET_BY, way), "met_by")
    app.add_template_filter(lambda way: MET_BY_COLOURS.get(way, "green"), "met_by_colour")
    app.add_template_filter(paper_title, "paper_title")
    app.add_template_filter(lambda channel: CHANNELS[channel], "channel_word")
    app.add_template_global(timeline, "case_timeline")


def timeline(case: Case) -> list[TimelineStep]:
    """The steps of the case with their names from the guide, each done, in progress, or to come."""
    ended = case.outcome in UNFAVOURABLE or case.state in case_words.RED
    stages = [_stage(case, step, is_stopped=ended) for step in _shown_steps(case)]
    if not ended and not any(stage.state == "now" for stage in stages):
        done = max((place for place, stage in enumerate(stages) if stage.state), default=-1)
        following = done + 1  # a skipped step is not in progress
        if following < len(stages) and case.received_at is not None and case.delivered_at is None:
            next_stage = stages[following]
            stages[following] = TimelineStep(next_stage.title, "now", next_stage.when, next_stage.more)
    return stages


def _shown_steps(case: Case) -> list[CaseStep]:
    """The steps of the case without those that were passed over, or will not come any more."""
    is_over = case.outcome in UNFAVOURABLE or case.state in GRANT_ENDED
    gone = frozenset[StepKind]() if case.outcome is None else NOT_AFTER[is_over]
    begun = [step.finished_at is not None or step.started_at is not None for step in case.steps]
    return [
        step
        for place, step in enumerate(case.steps)
        if begun[place] or (not any(begun[place + 1 :]) and step.kind not in gone)
    ]


def _stage(case: Case, step: CaseStep, *, is_stopped: bool) -> TimelineStep:
    title = _title(case, step)
    if step.finished_at is not None:
        return TimelineStep(title, "done", moment(step.finished_at), "")
    if step.started_at is not None:
        state = "stopped" if is_stopped else "now"
        return TimelineStep(title, state, day(step.started_at), _check_day(case, step))
    return TimelineStep(title, "", "", _check_day(case, step))


def _title(case: Case, step: CaseStep) -> str:
    """The guide's own name; what it calls as all do is said in the reader's language."""
    is_plain = case.outcome in UNFAVOURABLE and step.kind in NAMED_AFTER_SUCCESS
    is_usual = step.name == STEP_KINDS[step.kind]
    return code_label(STEP_KINDS, step.kind) if is_plain or is_usual else step.name


def _check_day(case: Case, step: CaseStep) -> str:
    """When a commitment is checked: first within the guide's time, then when the time to correct is over."""
    if step.due_on is None:
        return ""
    if case.state is CaseState.CORRECTION_ORDERED and case.correction_due_on is not None:
        return _("改正期限（%(day)s）过后再次核查", day=day(case.correction_due_on))
    return _("最迟 %(day)s 核查", day=day(step.due_on))
