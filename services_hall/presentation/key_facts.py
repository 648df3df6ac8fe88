"""The four key facts of a guide: how long, what to bring, what it costs, where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from guides.calendar import WorkingDays, due_day
from guides.enumerations import DecisionKind, Necessity
from guides.scenario import Selection
from guides.terms import Access, Fee, GuideTerms, Material
from services_hall.presentation.formats import day as day_text
from services_hall.presentation.formats import money, period


@dataclass(frozen=True)
class Fact:
    """A question, its short answer, and the details."""

    icon: str
    question: str
    answer: str
    more: str


def four_facts(terms: GuideTerms, places: int) -> tuple[Fact, Fact, Fact, Fact]:
    """The key facts of a guide without an applicant's answers; `places` is the number of service points."""
    required = [material for material in terms.materials if material.necessity is Necessity.REQUIRED]
    return (
        how_long(terms),
        what_to_bring(required, conditional=len(terms.materials) - len(required)),
        what_it_costs(terms.fees),
        where(terms.access, places),
    )


def selected_facts(
    terms: GuideTerms, own: Selection, *, today: date, calendar: WorkingDays
) -> tuple[Fact, Fact, Fact]:
    """For one applicant: how long, with the latest day if accepted `today`, what to bring, what it costs."""
    limits = terms.limits.promised
    if own.by_commitment or terms.decision_kind is DecisionKind.ON_THE_SPOT:
        when = Fact("clock", _("多久办好"), _("当场办结"), "")
    else:
        last = due_day(today, limits.days, limits.unit, calendar).day
        when = Fact(
            "clock", _("多久办好"), period(limits), _("今天受理的，最迟 %(day)s 办好", day=day_text(last))
        )
    return (when, what_to_bring(own.materials, conditional=0), what_it_costs(own.fees))


def how_long(terms: GuideTerms) -> Fact:
    """The promised limit, with the legal limit as the detail."""
    limits = terms.limits
    behind = _("法定 %(limit)s", limit=period(limits.legal))
    if terms.decision_kind is DecisionKind.ON_THE_SPOT:
        return Fact("clock", _("多久办好"), _("当场办结"), behind)
    if terms.commitment:
        behind = _("承诺后当场决定；%(legal)s", legal=behind)
    return Fact("clock", _("多久办好"), period(limits.promised), behind)


def what_to_bring(required: Sequence[Material], *, conditional: int) -> Fact:
    """The number of materials that every applicant submits and no certificate or data check replaces."""
    spared = sum(1 for material in required if material.spared_by)
    more = []
    if spared:
        more.append(ngettext("另 %(num)d 份可免提交", "另 %(num)d 份可免提交", spared))
    if conditional:
        more.append(ngettext("视情况再加 %(num)d 份", "视情况再加 %(num)d 份", conditional))
    to_bring = len(required) - spared
    return Fact("papers", _("要交几份材料"), ngettext("%(num)d 份", "%(num)d 份", to_bring), "，".join(more))


def what_it_costs(fees: Sequence[Fee]) -> Fact:
    """The fee, or its standard if it has no single amount."""
    question = _("收费")
    if not fees:
        return Fact("coin", question, _("不收费"), "")
    known = [fee.amount_fen for fee in fees if fee.amount_fen is not None]
    waiver = next((fee.waiver for fee in fees if fee.waiver), "")
    if len(fees) == 1 and known:
        return Fact("coin", question, money(known[0]), waiver or fees[0].name)
    return Fact("coin", question, _("按标准收费"), waiver or "；".join(fee.name for fee in fees))


def where(access: Access, places: int) -> Fact:
    """Online or at a service point, and the number of required visits."""
    question = _("去哪里办")
    counted = ngettext("%(num)d 个办理点", "%(num)d 个办理点", places) if places else _("办理点")
    visits = (
        ngettext("到现场 %(num)d 次", "到现场 %(num)d 次", access.visits)
        if access.visits
        else _("不用到现场")
    )
    if access.online:
        return Fact(
            "place", question, _("网上"), _("%(visits)s，也可去 %(places)s", visits=visits, places=counted)
        )
    return Fact("place", question, counted, visits)
