"""Remedies against an unfavourable outcome, with their last days, counted from its delivery."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from flask import Flask
from flask_babel import gettext as _

from guides.calendar import WorkingDays, due_day
from guides.enumerations import Unit
from guides.terms import LegalBasis
from services_hall.applications.enumerations import ENDING_PAPERS
from services_hall.applications.grounds.decision_grounds import named_basis
from services_hall.applications.lifecycle import GRANT_ENDED, CaseOutcome
from services_hall.applications.models import Case, Delivery
from services_hall.applications.paper_texts.remedies import reconsideration_bodies
from services_hall.clock import local_day, utc_now
from services_hall.presentation.formats import day
from services_hall.presentation.page_calendar import calendar_since

WITH_REMEDIES: Final = frozenset(
    {
        CaseOutcome.DENIED,
        CaseOutcome.REFUSED,
        CaseOutcome.NOT_IN_POWER,
        CaseOutcome.NO_LICENCE_NEEDED,
        CaseOutcome.RETURNED,
        CaseOutcome.TERMINATED,
    }
)
"""Outcomes against which the applicant may act (行政许可法 arts. 7, 38)."""


@dataclass(frozen=True)
class RemedyWay:
    """One way: what, until when, where, and its online channel."""

    name: str
    until: str
    to: str
    channel: str = ""
    phone: str = ""
    """Whom to ask for the name of the body, where the data does not name it."""


@dataclass(frozen=True)
class EndOfGrant:
    """The reason and the article of a decision that ends a grant."""

    reason: str
    article: str


def init_app(app: Flask) -> None:
    """Registers the ways for templates."""
    app.add_template_global(remedy_ways, "remedy_ways")
    app.add_template_global(inaction_ways, "inaction_ways")
    app.add_template_global(denial_article, "denial_article")
    app.add_template_global(grant_ending, "grant_ending")


def remedy_ways(case: Case, deliveries: Sequence[Delivery] = ()) -> list[RemedyWay]:
    """The ways against the outcome of the case; none for an outcome that burdens nobody.

    Against the decision that ended a grant they run from the first of its `deliveries`.
    行政复议法 arts. 20, 22; 行政诉讼法 art. 46; the last day after 民法典 arts. 201 to 203.
    """
    is_ended = case.state in GRANT_ENDED
    if case.outcome not in WITH_REMEDIES and not is_ended:
        return []
    delivered_at = _end_delivered_at(deliveries) if is_ended else case.delivered_at
    remedies, place = case.application_item.edition.terms.remedies, case.implementation
    ways = []
    if review := remedies.reconsideration:
        bodies = reconsideration_bodies(case, review)
        until = _until(delivered_at, review.days, Unit.CALENDAR_DAY)
        phone = "" if place.appeal_body else place.enquiry_phone
        channel = place.appeal_channel or ""
        ways.append(RemedyWay(_("申请行政复议"), until, _("或").join(bodies), channel, phone))
    if lawsuit := remedies.lawsuit:
        until = _until(delivered_at, lawsuit.months, Unit.MONTH)
        phone = "" if place.court else place.enquiry_phone
        ways.append(RemedyWay(_("提起行政诉讼"), until, place.court or lawsuit.to, phone=phone))
    return ways


def inaction_ways(case: Case) -> list[RemedyWay]:
    """The way against an agency that let the limit of the law pass (行政复议法 art. 23)."""
    due_on, review = case.legal_due_on, case.application_item.edition.terms.remedies.reconsideration
    if case.outcome is not None or case.paused_on is not None or due_on is None or review is None:
        return []
    if due_on >= local_day(utc_now()):
        return []
    bodies = reconsideration_bodies(case, review)
    channel = case.implementation.appeal_channel or ""
    return [RemedyWay(_("申请行政复议"), day(due_on), _("或").join(bodies), channel)]


def grant_ending(case: Case) -> EndOfGrant | None:
    """Why what was granted in the case does not hold any more, by the decision that ended it."""
    if case.state not in GRANT_ENDED:
        return None
    for paper in case.papers:
        if paper.kind in ENDING_PAPERS and paper.details:
            return EndOfGrant(paper.details["reason"], paper.details["article"])
    return None


def denial_article(case: Case) -> LegalBasis | None:
    """The article that the agency named for its decision."""
    return named_basis(case.application_item.edition.terms, case.basis_key)


def last_day(delivered_on: date, amount: int, unit: Unit, calendar: WorkingDays) -> date:
    """The last day of a time for a remedy, which runs from the delivery."""
    return due_day(delivered_on, amount, unit, calendar).day


def _end_delivered_at(deliveries: Sequence[Delivery]) -> datetime | None:
    days = [one.delivered_at for one in deliveries if one.is_of_end and one.delivered_at is not None]
    return min(days, default=None)


def _until(delivered_at: datetime | None, amount: int, unit: Unit) -> str:
    if delivered_at is None:
        if unit is Unit.MONTH:
            return _("送达之日起 %(amount)d 个月内", amount=amount)
        return _("送达之日起 %(amount)d 日内", amount=amount)
    delivered_on = local_day(delivered_at)
    return _("最迟 %(day)s", day=day(last_day(delivered_on, amount, unit, calendar_since(delivered_on))))
