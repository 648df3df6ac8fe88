"""Explanation of the calculation of a case's due days, the same for applicants and officers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Flask, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import inspect

from guides.calendar import WorkingDays
from guides.enumerations import LimitStart
from guides.vocabulary import LIMIT_STARTS
from services_hall.applications.cases import case_log
from services_hall.applications.clock_changes.special_procedures import running_procedure
from services_hall.applications.clocks.decision_clock import (
    NO_CHANGES,
    ClockChanges,
    case_clock,
    clock_changes,
)
from services_hall.applications.clocks.time_limits import LimitSource
from services_hall.applications.due_day_updates import last_moved_days
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Case, SpecialProcedure
from services_hall.applications.vocabulary import PROCEDURES
from services_hall.casework.deadlines import DayKind, DaySpan, Deadline, day_spans
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.presentation.formats import time_span
from services_hall.presentation.labels import code_label
from services_hall.presentation.page_calendar import calendar_since

SOURCES: Final = {
    LimitSource.PROMISED: _l("办事指南承诺时限"),
    LimitSource.LEGAL: _l("法定时限"),
    LimitSource.COMMITMENT: _l("告知承诺，当场决定"),
}
DAY_NAMES: Final = {
    "acceptance_due_on": _l("答复是否受理的日子"),
    "decision_due_on": _l("承诺办结日"),
    "legal_due_on": _l("法定办结日"),
    "issue_due_on": _l("最迟制证送达的日子"),
    "after_check": _l("核查的日子"),
}
NOT_COUNTED: Final = {
    DayKind.DAY_OFF: _l("休息日，不算"),
    DayKind.PAUSED: _l("特别程序，不算"),
    DayKind.CARRIED: _l("最后一天是休息日，顺延"),
}


@dataclass(frozen=True)
class ReckonedDays:
    """Consecutive days, and how they count."""

    days: str
    how: str


@dataclass(frozen=True)
class ReckonedLimit:
    """One due day: its limit, the source of the limit, and each day up to it."""

    limit: str
    source: str
    days: Sequence[ReckonedDays]
    due_on: date
    is_provisional: bool


@dataclass(frozen=True)
class ClockDisclosure:
    """How both due days of a case are calculated; `event` is what the limits start with."""

    starts_on: date
    event: str
    promised: ReckonedLimit
    legal: ReckonedLimit | None

    @property
    def is_provisional(self) -> bool:
        """Whether a holiday notice can still move a day."""
        return self.promised.is_provisional or (self.legal is not None and self.legal.is_provisional)


def init_app(app: Flask) -> None:
    """Registers `clock_disclosure` and the words of special procedures for templates."""
    app.add_template_global(clock_disclosure, "clock_disclosure")
    app.add_template_global(case_procedure, "case_procedure")
    app.add_template_global(moved_day_sentences, "moved_days")
    app.add_template_filter(lambda kind: code_label(PROCEDURES, kind), "procedure_name")


def clock_disclosure(case: Case) -> ClockDisclosure | None:
    """How the due days of the case are calculated; None before acceptance."""
    if case.accepted_at is None:
        return None
    calendar, changes = calendar_since(case.filed_on), _changes(case)
    clock = case_clock(case, calendar, changes)
    if clock is None:
        return None
    limits = case.application_item.edition.terms.limits
    is_from_receipt = case.is_deemed_accepted or case.is_by_commitment
    start = LimitStart.RECEIPT if is_from_receipt else limits.starts_with
    return ClockDisclosure(
        clock.starts_on,
        code_label(LIMIT_STARTS, start),
        _reckoned_limit(clock.promised, calendar, changes),
        None if clock.legal is None else _reckoned_limit(clock.legal, calendar, changes),
    )


def case_procedure(case: Case) -> SpecialProcedure | None:
    """The special procedure that stops the clock of the case; no query while none runs."""
    return running_procedure(reading(), case)


def moved_day_sentences(case: Case) -> list[str]:
    """What the last change of the calendar moved in an open case: 承诺办结日由 … 改为 ….

    One query for all cases of the application.
    """
    if "hall_moved_days" not in g:
        g.hall_moved_days = {}
    loaded: dict[int, dict[str, list[str]]] = g.hall_moved_days
    if case.id not in loaded:
        ids = [one.id for one in _cases_shown(case)]
        loaded.update({id_: {} for id_ in ids} | last_moved_days(reading(), ids))
    return [
        _("%(name)s由 %(before)s 改为 %(after)s。", name=DAY_NAMES[name], before=before, after=after)
        for name, (before, after) in loaded[case.id].items()
        if name in DAY_NAMES
    ]


def _reckoned_limit(found: Deadline, calendar: WorkingDays, changes: ClockChanges) -> ReckonedLimit:
    spans = day_spans(found, calendar, changes.pauses)
    return ReckonedLimit(
        limit=_limit_text(found),
        source=str(SOURCES[LimitSource(found.limit.source)]),
        days=[ReckonedDays(_days(span), _how(span)) for span in spans],
        due_on=found.due_on,
        is_provisional=found.is_provisional,
    )


def _limit_text(found: Deadline) -> str:
    limit = time_span(found.limit.amount, found.limit.unit)
    if found.extension is None:
        return limit
    more = time_span(found.extension.amount, found.extension.unit)
    return _("%(limit)s，另延长 %(more)s", limit=limit, more=more)


def _days(span: DaySpan) -> str:
    first = _("%(month)d月%(day)d日", month=span.first.month, day=span.first.day)
    if span.first == span.last:
        return first
    last = _("%(month)d月%(day)d日", month=span.last.month, day=span.last.day)
    return _("%(first)s至%(last)s", first=first, last=last)


def _how(span: DaySpan) -> str:
    if span.kind is not DayKind.COUNTED:
        return str(NOT_COUNTED[span.kind])
    count, total = (span.last - span.first).days + 1, span.counted_to
    return ngettext("%(num)d 天，算到第 %(total)d 天", "%(num)d 天，算到第 %(total)d 天", count, total=total)


def _changes(case: Case) -> ClockChanges:
    """What moves the due days of the case, read once for all cases of its application where anything does."""
    loaded: dict[int, ClockChanges] = g.setdefault("hall_clock_changes", {})
    if case.id not in loaded:
        shown = _cases_shown(case)
        ids = [one.id for one in shown if case_log.has_happened(one, CaseAction.PAUSE, CaseAction.EXTEND)]
        loaded.update({one.id: NO_CHANGES for one in shown})
        if ids:
            loaded.update(clock_changes(reading(), ids, today=local_day(utc_now())))
    return loaded[case.id]


def _cases_shown(case: Case) -> Sequence[Case]:
    """The cases of the page: those of the whole application if it was read with them, or this one alone."""
    is_alone = "cases" in inspect(case.application).unloaded
    return [case] if is_alone else case.application.cases
