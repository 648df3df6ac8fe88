"""Words and colours for the states and outcomes of cases, for every page that shows or counts them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from guides.enumerations import ItemType
from services_hall.applications.clocks.renewal_times import is_renewed_by_silence, renews_by_silence
from services_hall.applications.enumerations import PaperLapse, TerminationGround
from services_hall.applications.grounds.grant_bases import CancelGround, GrantEnd
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import (
    GRANT_ENDED,
    RESULT_HOLDS,
    ApplicationState,
    CaseAction,
    CaseOutcome,
    CaseStanding,
    CaseState,
)
from services_hall.applications.models import Application, Case, NoticeKind
from services_hall.presentation.decision_verbs import VERBS, item_type_of

S, A = CaseState, CaseAction

STATES: Final[Mapping[CaseState, LazyString]] = {
    S.WAITING: _l("等前一件办好"),
    S.RECEIVED: _l("已收件，等待受理"),
    S.SUPPLEMENT_ASKED: _l("请补正材料"),
    S.ACCEPTED: _l("已受理，审查中"),
    S.ACCEPTED_TOLERANTLY: _l("容缺受理，待补材料"),
    S.IN_REVIEW: _l("审查中"),
    S.RECORDED: _l("已备案"),
    S.CORRECTION_ORDERED: _l("责令限期改正"),
    S.NOT_IN_POWER: _l("不予受理（不属本部门职权）"),
    S.NO_LICENCE_NEEDED: _l("不受理（依法不需要办理）"),
    S.REFUSED: _l("不予受理"),
    S.CLOSED: _l("退件（没有按期补正）"),
    S.TERMINATED: _l("终止办理"),
    S.WITHDRAWN: _l("已撤回申请"),
    S.RECORD_ANNULLED: _l("备案已撤销"),
    S.RECORD_CANCELLED: _l("备案已注销"),
}
"""The states that every type of item says in the same words."""
DECIDED_STATES: Final[Mapping[ItemType, Mapping[CaseState, LazyString]]] = {
    item_type: {
        S.GRANTED: _l("已办结·%(grant)s", grant=verbs.grant),
        S.GRANTED_ON_COMMITMENT: _l("已按承诺%(grant)s，待核查", grant=verbs.grant),
        S.DENIED: _l("已办结·%(denial)s", denial=verbs.denial),
        S.ANNULLED: _l("已撤销（曾%(grant)s）", grant=verbs.grant),
        S.GRANT_WITHDRAWN: _l("已撤回（曾%(grant)s）", grant=verbs.grant),
        S.GRANT_CANCELLED: _l("已注销（曾%(grant)s）", grant=verbs.grant),
    }
    for item_type, verbs in VERBS.items()
}
"""The states after a decision, with the verb of each type of item."""
NOT_YET_DELIVERED: Final[Mapping[ItemType, Mapping[CaseState, LazyString]]] = {
    item_type: {
        S.RECORDED: _l("已备案，凭证待送达"),
        S.GRANTED: _l("已%(grant)s，待送达", grant=verbs.grant),
        S.GRANTED_ON_COMMITMENT: _l("已按承诺%(grant)s，待送达", grant=verbs.grant),
        S.DENIED: _l("%(denial)s，待送达", denial=verbs.denial),
    }
    for item_type, verbs in VERBS.items()
}
"""Words of decisions whose result has not reached the applicant."""
RENEWED_BY_SILENCE: Final = _l("已办结·视为准予延续")
FILING_RECEIVED: Final = _l("已收件，材料待补齐")
IN_FORCE: Final = _l("有效")
OUTCOMES: Final[Mapping[CaseOutcome, LazyString]] = {
    CaseOutcome.RECORDED: _l("已备案"),
    CaseOutcome.REFUSED: _l("不予受理"),
    CaseOutcome.NOT_IN_POWER: _l("不属职权，不予受理"),
    CaseOutcome.NO_LICENCE_NEEDED: _l("不需办理，不受理"),
    CaseOutcome.RETURNED: _l("退件"),
    CaseOutcome.TERMINATED: _l("终止办理"),
    CaseOutcome.WITHDRAWN: _l("撤回申请"),
}
APPLICATION_STATES: Final = {
    ApplicationState.FILED: _l("已提交"),
    ApplicationState.OPEN: _l("办理中"),
    ApplicationState.FINISHED: _l("都有结果了"),
    ApplicationState.WITHDRAWN: _l("已撤回"),
}
ACTIONS: Final[Mapping[CaseAction, LazyString]] = {
    A.FILE: _l("已提交，等待前件"),
    A.RECEIVE: _l("收件"),
    A.CORRECT: _l("当场更正"),
    A.ASK_SUPPLEMENT: _l("告知补正"),
    A.SUPPLEMENT: _l("已补正"),
    A.CLOSE: _l("没有按期补正，退件"),
    A.RECORD: _l("备案"),
    A.ACCEPT: _l("受理"),
    A.DEEM_ACCEPTED: _l("逾期未告知，自收件之日起视为受理"),
    A.ACCEPT_TOLERANTLY: _l("容缺受理"),
    A.SUPPLY: _l("容缺材料补齐"),
    A.GIVE_MISSING: _l("补交缺的材料"),
    A.REPORT_FLAW: _l("指出可以容缺的瑕疵"),
    A.PLEAD_FORCE_MAJEURE: _l("申请人说明不可抗力"),
    A.DECLINE_PLEA: _l("不认定不可抗力，补交日期不变"),
    A.POSTPONE_SUPPLY: _l("因不可抗力延后补交"),
    A.REFUSE: _l("不予受理"),
    A.DECLARE_NOT_IN_POWER: _l("不属本部门职权，不予受理"),
    A.DECLARE_NO_LICENCE_NEEDED: _l("依法不需要办理，不受理"),
    A.BEGIN_REVIEW: _l("开始审查"),
    A.RECORD_STEP: _l("记录环节"),
    A.RECORD_LAW: _l("记录适用的规定"),
    A.HAND_OVER: _l("转交经办人"),
    A.PAUSE: _l("特别程序开始"),
    A.RESUME: _l("特别程序结束"),
    A.EXTEND: _l("延长办理期限"),
    A.DECLINE_EXTENSION: _l("没有批准延长"),
    A.EXPLAIN_DELAY: _l("说明逾期原因"),
    A.RECKON: _l("放假安排有变，重新计算日期"),
    A.GIVE_PRIOR_NOTICE: _l("告知陈述、申辩权利"),
    A.RECEIVE_STATEMENT: _l("收到陈述、申辩"),
    A.DEMAND_HEARING: _l("要求听证"),
    A.WITHDRAW_HEARING_DEMAND: _l("书面撤回听证要求"),
    A.ANNOUNCE_HEARING: _l("通知听证的时间、地点"),
    A.RECORD_HEARING: _l("举行了听证"),
    A.DEEM_RENEWED: _l("有效期届满前没有决定，视为准予延续"),
    A.DELIVER: _l("送达"),
    A.DELIVER_NOTICE: _l("送达通知"),
    A.KEEP: _l("核查通过"),
    A.ORDER_CORRECTION: _l("责令限期改正"),
    A.ANNUL: _l("撤销决定"),
    A.WITHDRAW_GRANT: _l("撤回决定"),
    A.CANCEL_GRANT: _l("注销"),
    A.TERMINATE: _l("终止办理"),
    A.WITHDRAW: _l("申请人撤回"),
    A.OBJECT: _l("申请人提出异议"),
}
GRANT_ENDS: Final = {
    GrantEnd.ANNUL: _l("撤销"),
    GrantEnd.WITHDRAW: _l("撤回"),
    GrantEnd.CANCEL: _l("注销"),
}
NOTICES: Final[Mapping[NoticeKind, LazyString]] = {
    NoticeKind.THIRD_PARTY: _l("拟作出的决定涉及利害关系人"),
    NoticeKind.HEARING: _l("拟作出的决定涉及重大利益，有权要求听证"),
}
"""What an agency announces before a burdening decision."""
CANCEL_GROUNDS: Final = {
    CancelGround.HOLDER_REQUEST: _l("持证人申请注销"),
    CancelGround.EXPIRED: _l("有效期届满未延续"),
    CancelGround.DEATH_OR_DISSOLUTION: _l("持证人死亡、丧失行为能力，或者单位依法终止"),
}
TERMINATION_GROUNDS: Final = {
    TerminationGround.APPLICANT_DIED: _l("申请人死亡，或者丧失行为能力"),
    TerminationGround.ORGANISATION_ENDED: _l("申请的单位依法终止了"),
    TerminationGround.OBJECT_GONE: _l("场所、设备等申请的对象不在了"),
    TerminationGround.IMPOSSIBLE: _l("申请的事情已经没法办了"),
}
RED: Final = frozenset(
    {
        S.DENIED,
        S.REFUSED,
        S.NOT_IN_POWER,
        S.CLOSED,
        S.TERMINATED,
        S.ANNULLED,
        S.GRANT_WITHDRAWN,
        S.GRANT_CANCELLED,
        S.RECORD_ANNULLED,
        S.RECORD_CANCELLED,
    }
)
AMBER: Final = frozenset({S.WAITING, S.SUPPLEMENT_ASKED, S.ACCEPTED_TOLERANTLY, S.CORRECTION_ORDERED})
WITHOUT_COLOUR: Final = frozenset({S.NO_LICENCE_NEEDED, S.WITHDRAWN})


@dataclass(frozen=True)
class ResultCount:
    """The number of cases of an application, of those with an outcome, and of those that were not granted."""

    all: int
    ended: int
    unfavourable: int


def init_app(app: Flask) -> None:
    """Registers the words for templates."""
    app.add_template_filter(case_status, "status_of_case")
    app.add_template_filter(status_words, "standing_words")
    app.add_template_filter(lambda standing: status_colour(standing), "status_colour")
    app.add_template_filter(lambda state, item_type: state_words(CaseState(state), item_type), "case_state")
    app.add_template_filter(grant_standing, "grant_standing")
    app.add_template_filter(outcome_words, "case_outcome")
    app.add_template_filter(lambda kind, case: notice_words(kind, item_type_of(case)), "notice_kind")
    app.add_template_test(lambda case: case.state in GRANT_ENDED, "ended_grant")
    app.add_template_test(lambda state: state in GRANT_ENDED, "ended_state")
    app.add_template_test(lambda cause: cause == PaperLapse.REPLACED, "replaced_paper")
    app.add_template_test(is_answered_above, "answered_above")
    app.add_template_filter(is_renewed_by_silence, "is_renewed_by_silence")
    app.add_template_filter(renews_by_silence, "renews_by_silence")
    app.add_template_filter(application_words, "application_words")
    app.add_template_global(application_colour, "application_colour")
    app.add_template_global(results_sentence, "results_sentence")
    app.add_template_global(is_answer_shown, "is_answer_shown")


def state_words(state: CaseState, item_type: ItemType) -> LazyString:
    """A state of a case of an item of this type, in words."""
    return STATES.get(state) or DECIDED_STATES[item_type][state]


def status_words(standing: CaseStanding, item_type: ItemType) -> LazyString:
    """Where a case stands, in words; a decision that has not been delivered is said to be so.

    A filing that was received waits for its materials, not for an acceptance.
    """
    if standing.state is S.RECEIVED and HANDLING[item_type].is_recorded:
        return FILING_RECEIVED
    undelivered = NOT_YET_DELIVERED[item_type]
    if not standing.is_delivered and standing.state in undelivered:
        return undelivered[standing.state]
    return state_words(standing.state, item_type)


def case_status(case: Case) -> LazyString:
    """Where a loaded case stands, in words."""
    if case.state is S.GRANTED and is_renewed_by_silence(case):
        return RENEWED_BY_SILENCE
    return status_words(case.standing, item_type_of(case))


def outcome_words(outcome: CaseOutcome, item_type: ItemType) -> LazyString:
    """How a case of an item of this type ended, in words."""
    verbs = VERBS[item_type]
    decided = {CaseOutcome.GRANTED: verbs.grant, CaseOutcome.DENIED: verbs.denial}
    return decided.get(outcome) or OUTCOMES[outcome]


def action_words(action: CaseAction, item_type: ItemType) -> LazyString:
    """An action on a case of an item of this type, in words."""
    verbs = VERBS[item_type]
    if action is A.GRANT_ON_COMMITMENT:
        return _l("按承诺%(grant)s", grant=verbs.grant)
    return {A.GRANT: verbs.grant, A.DENY: verbs.denial}.get(action) or ACTIONS[action]


def notice_words(kind: NoticeKind, item_type: ItemType) -> LazyString:
    """What an agency announces before a decision on an item of this type, in words."""
    result = VERBS[item_type].result
    if kind is NoticeKind.ANNULMENT:
        return _l("拟撤销%(result)s", result=result)
    if kind is NoticeKind.GRANT_WITHDRAWAL:
        return _l("拟撤回%(result)s", result=result)
    return NOTICES[kind]


def grant_standing(state: CaseState) -> LazyString:
    """Whether a published licence still holds, in words."""
    return state_words(state, ItemType.LICENCE) if state in GRANT_ENDED else IN_FORCE


def status_colour(standing: CaseStanding) -> str:
    """The colour of a case's tag; the words say the same. Only a result in force is green."""
    state = standing.state
    if state in RED:
        return "red"
    if state in AMBER:
        return "amber"
    if state in WITHOUT_COLOUR:
        return ""
    return "green" if state in RESULT_HOLDS else "blue"


def result_count(cases: Collection[Case]) -> ResultCount:
    """The numbers of cases that ended, and of those among them that the applicant did not get."""
    return ResultCount(
        all=len(cases),
        ended=sum(case.outcome is not None for case in cases),
        unfavourable=sum(case.state in RED for case in cases),
    )


def application_words(application: Application) -> LazyString:
    """How far an application is; what is decided but not delivered is not said to be in progress."""
    is_decided = all(case.outcome is not None for case in application.cases)
    state = application.state
    if state is ApplicationState.OPEN and is_decided:
        state = ApplicationState.FINISHED
    return APPLICATION_STATES[state]


def application_colour(application: Application) -> str:
    """The colour of an application's tag, from those of its cases.

    Red as soon as one ended badly, else amber while the applicant owes something; green once all have what
    was applied for, and no colour where none has.
    """
    colours = {status_colour(case.standing) for case in application.cases if case.state is not S.WAITING}
    for colour in ("red", "amber"):
        if colour in colours:
            return colour
    if colours <= {"green", ""} and not any(case.state is S.WAITING for case in application.cases):
        return "green" if "green" in colours else ""
    return "blue"


def results_sentence(application: Application) -> str:
    """What the cases of an application have come to, and how many of them were not granted."""
    count = result_count(application.cases)
    if count.all == 1:
        return str(case_status(application.cases[0]))
    if not count.ended:
        return _("共 %(all)d 件，还没有结果", all=count.all)
    if not count.unfavourable:
        return _("共 %(all)d 件，%(ended)d 件有了结果", all=count.all, ended=count.ended)
    return _(
        "共 %(all)d 件，%(ended)d 件有了结果，其中 %(bad)d 件没有获准",
        all=count.all,
        ended=count.ended,
        bad=count.unfavourable,
    )


def is_answered_above(case: Case) -> bool:
    """Whether the answer of the agency stands at the top of the page: that nothing was granted, and why."""
    return case.state in RED or case.state is S.NO_LICENCE_NEEDED


def is_answer_shown(case: Case) -> bool:
    """Whether the agency's reason is an answer to the applicant: from the end of the case on."""
    return bool(case.reason) and case.outcome is not None
