"""Next steps of an application for its applicant: the day, the place and what to bring."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from flask import Flask
from flask_babel import gettext as _

from guides.terms import Fee
from services_hall.applications.cases.record_filings import is_filing, is_recordable
from services_hall.applications.clocks.expected_ends import expected_end
from services_hall.applications.delivery.handover import DELIVERED_PAPERS
from services_hall.applications.delivery.result_delivery import is_current
from services_hall.applications.drafts.reapplications import codes_to_apply_again
from services_hall.applications.enumerations import DeliveryWay, ItemState, PaperCode
from services_hall.applications.hearings.standings import CaseHearing
from services_hall.applications.lifecycle import ACCEPTED, ApplicationState, CaseOutcome, CaseState
from services_hall.applications.models import Application, Case, Delivery, Hearing, PriorNotice
from services_hall.applications.owed_materials import missing_names, owes_materials
from services_hall.applications.paper_texts.acceptance_papers import fees_of
from services_hall.clock import local_day, utc_now
from services_hall.documents.models import Paper
from services_hall.domains import paper_title
from services_hall.presentation.case_words import notice_words
from services_hall.presentation.decision_verbs import item_type_of
from services_hall.presentation.formats import day, money
from services_hall.presentation.page_calendar import calendar_since
from services_hall.presentation.steps_after_end import NextStep, body_in_power, step_after_end

Deliveries = Mapping[int, Sequence[Delivery]]
Notices = Mapping[int, PriorNotice]
IDENTITY_CARD: Final = "identity-card"
"""The type of certificate by which its holder would otherwise be known at a window."""


def init_app(app: Flask) -> None:
    """Registers the steps for templates."""
    app.add_template_global(next_steps, "next_steps")
    app.add_template_global(_expected_end, "expected_end")
    app.add_template_global(_codes_to_apply_again, "codes_to_apply_again")
    app.add_template_filter(step_after_end, "step_after_end")


def next_steps(
    application: Application, deliveries: Deliveries, notices: Notices, hearings: Sequence[CaseHearing] = ()
) -> list[NextStep]:
    """The applicant's own steps, a hearing and the most urgent first; without any, what the agencies do."""
    own = [step for case in application.cases for step in _own_steps(case, deliveries.get(case.id, ()))]
    own += [_statement(case, notices[case.id]) for case in application.cases if case.id in notices]
    heard = [
        _hearing(one.case, one.hearing) for one in hearings if one.is_to_come and one.hearing is not None
    ]
    if own or heard:
        return [*heard, *sorted(own, key=lambda step: step.until or date.max)]
    if len(application.cases) == 1 and (ended := step_after_end(application.cases[0])) is not None:
        return [ended]
    return [_agencies_step(application)]


def _codes_to_apply_again(application: Application) -> Mapping[str, Sequence[Case]]:
    return codes_to_apply_again(application, today=local_day(utc_now()))


def _expected_end(application: Application) -> date | None:
    """The day by which everything is expected to be decided; None if nothing is open or a day is unknown."""
    if application.state is not ApplicationState.FILED and application.state is not ApplicationState.OPEN:
        return None
    return expected_end(application.cases, calendar_since(application.filed_on))


def _own_steps(case: Case, deliveries: Sequence[Delivery]) -> Iterator[NextStep]:
    item = case.item_name
    yield from _materials_to_give(case)
    if case.state is CaseState.CORRECTION_ORDERED:
        yield NextStep(
            _("改正“%(item)s”检查出的问题", item=item),
            case.correction_due_on,
            more=_(
                "核查发现与承诺不符。要改正什么，见下面的“责令限期改正通知书”；到期再次核查，仍不符合的依法撤销。"
            ),
        )
    if case.state in ACCEPTED and (fees := fees_of(case)):
        yield _paying(case, fees)
    if case.state is CaseState.NOT_IN_POWER and (body := body_in_power(case)):
        yield NextStep(_("向%(body)s申请“%(item)s”", item=item, body=body))
    for delivery in deliveries:
        is_open = delivery.delivered_at is None and is_current(delivery, case)
        if is_open and not delivery.is_of_notice and (step := _collecting(case, delivery)) is not None:
            yield step


def _materials_to_give(case: Case) -> Iterator[NextStep]:
    item = case.item_name
    if case.state is CaseState.SUPPLEMENT_ASKED:
        yield NextStep(_("补正“%(item)s”的材料", item=item), case.supplement_due_on, supplement=case.number)
    if case.state is CaseState.RECEIVED and is_filing(case) and not is_recordable(case):
        yield NextStep(_("补齐“%(item)s”的材料，补齐当场备案", item=item), supplement=case.number)
    elif case.state is CaseState.RECEIVED and any(one.flaw for one in case.application_item.requirements):
        yield NextStep(_("改正“%(item)s”的材料，现在就可以重交", item=item), supplement=case.number)
    elif case.state is CaseState.RECEIVED and missing_names(case):
        yield NextStep(_("补交“%(item)s”缺的材料，现在就可以交", item=item), supplement=case.number)
    elif owes_materials(case):
        yield NextStep(
            _("补交“%(item)s”缺的材料，补齐以前办不成", item=item),
            case.decision_due_on,
            supplement=case.number,
        )
    if case.state is CaseState.ACCEPTED_TOLERANTLY:
        yield NextStep(_("补交“%(item)s”缺的材料", item=item), case.tolerance_due_on, supplement=case.number)


def _paying(case: Case, fees: Sequence[Fee]) -> NextStep:
    named = [fee.name if fee.amount_fen is None else f"{fee.name} {money(fee.amount_fen)}" for fee in fees]
    return NextStep(
        _("缴纳“%(item)s”的费用：%(fees)s", item=case.item_name, fees=_("、").join(named)),
        phone=case.implementation.enquiry_phone,
        more=_("怎样缴，看下面的“缴费通知书”。已经缴过的，不用再缴。"),
    )


def _statement(case: Case, notice: PriorNotice) -> NextStep:
    return NextStep(
        _("看“%(item)s”的告知，提出意见", item=case.item_name),
        notice.answer_until,
        more=str(notice_words(notice.kind, item_type_of(case))) + _("。您有权陈述、申辩。"),
        is_statement=True,
    )


def _hearing(case: Case, hearing: Hearing) -> NextStep:
    when = {"day": day(hearing.planned_on), "time": hearing.planned_time}
    notices = [paper for paper in case.papers if paper.kind == PaperCode.HEARING_DATE and paper.made_at]
    return NextStep(
        _("参加“%(item)s”的听证：%(day)s %(time)s", item=case.item_name, **when),
        place=hearing.place,
        phone=case.implementation.enquiry_phone,
        bring=_("身份证件、证据材料"),
        paper=max(notices, key=lambda paper: paper.ordinal, default=None),
    )


def _collecting(case: Case, delivery: Delivery) -> NextStep | None:
    if delivery.item_state is ItemState.READY and delivery.way is DeliveryWay.WINDOW:
        what = _("结果") if delivery.paper is None else paper_title(delivery.paper)
        return NextStep(
            _("领取“%(item)s”的%(what)s", item=case.item_name, what=what),
            place=_place(case),
            phone=case.implementation.enquiry_phone,
            bring=_bring(case),
        )
    if delivery.item_state is None and delivery.way is DeliveryWay.ELECTRONIC:
        is_granted = case.outcome is CaseOutcome.GRANTED and not delivery.is_of_end
        paper = delivery.paper or _paper_to_open(case)
        made = paper if paper is not None and paper.made_at else None
        if case.certificate_identifier is not None and is_granted:
            words = _("打开“%(item)s”的决定或证照，打开时算送达", item=case.item_name)
            return NextStep(words, paper=made)
        title = _("决定书") if paper is None else paper_title(paper)
        words = _("打开“%(item)s”的%(paper)s，打开时算送达", item=case.item_name, paper=title)
        return NextStep(words, paper=made)
    return None


def _paper_to_open(case: Case) -> Paper | None:
    """The paper that ends the case."""
    return next((one for one in case.papers if one.kind in DELIVERED_PAPERS), None)


def _bring(case: Case) -> str:
    """What to bring for a collection; an identity card that is only being made cannot be shown."""
    if case.application_item.edition.terms.result.certificate_type == IDENTITY_CARD:
        return _("能证明身份的其他证件；没有的，先打电话问清楚。代领的，另带委托书")
    return _("身份证件原件；代领的，另带委托书")


def _place(case: Case) -> str:
    """Where the agency hands something over, with its address if it is known."""
    window = _("%(agency)s的办理窗口", agency=case.agency.name)
    address = case.implementation.address
    return _("%(window)s，%(address)s", window=window, address=address) if address else window


def _handling_words(application: Application) -> str:
    """That the agencies, or the one that has something left to do, work on it."""
    if len({case.implementation_id for case in application.cases if case.outcome is None}) == 1:
        return _("部门正在办，您现在不用做什么。有了进展，这里会显示。")
    return _("各部门正在办，您现在不用做什么。有了进展，这里会显示。")


def _agencies_step(application: Application) -> NextStep:
    if application.state is ApplicationState.WITHDRAWN:
        return NextStep(_("这次申请已经撤回，不再办理。"), is_own=False)
    if application.state is ApplicationState.FINISHED:
        states = {case.state for case in application.cases}
        if states == {CaseState.GRANTED}:
            return NextStep(_("全部办好了。文书和证照在下面，可以随时下载。"), is_own=False)
        if states == {CaseState.RECORDED}:
            return NextStep(_("已备案。备案凭证在下面，可以随时下载。"), is_own=False)
        if states == {CaseState.GRANTED, CaseState.RECORDED}:
            return NextStep(_("全部办好了。文书和证照在下面，可以随时下载。"), is_own=False)
        return NextStep(_("都有结果了，每件的结果和文书在下面。"), is_own=False)
    if {case.outcome for case in application.cases} == {CaseOutcome.RECORDED}:
        return NextStep(_("已经备案，备案凭证正在制作，好了就能在下面下载。"), is_own=False)
    if all(case.outcome is not None or case.state is CaseState.WAITING for case in application.cases):
        return NextStep(_("决定已经作出，文书正在制作，好了就能在下面下载。"), is_own=False)
    days = [_agency_day(case) for case in application.cases]
    known = [one for one in days if one is not None]
    return NextStep(
        _handling_words(application),
        min(known) if known else None,
        is_own=False,
    )


def _agency_day(case: Case) -> date | None:
    """The day by which the agency answers next."""
    if case.state is CaseState.RECEIVED:
        return case.acceptance_due_on
    return case.decision_due_on if case.state in ACCEPTED else None
