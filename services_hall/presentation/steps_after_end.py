"""What an applicant can do when the only case of an application has ended, or what is left to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from guides.enumerations import ResultForm, StepKind
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Case
from services_hall.applications.reapplications import is_barred
from services_hall.clock import local_day, utc_now
from services_hall.documents.models import Paper
from services_hall.presentation.formats import day

S = CaseState


@dataclass(frozen=True)
class NextStep:
    """One step: a sentence, its last day, where, whom to call, what to bring, and a further explanation.

    `is_own`: the applicant must act; `is_statement`: on the page for statements; `paper`: what to read.
    """

    text: str
    until: date | None = None
    place: str = ""
    phone: str = ""
    bring: str = ""
    more: str = ""
    paper: Paper | None = None
    is_statement: bool = False
    is_own: bool = True


AGAIN: Final[Mapping[CaseState, LazyString]] = {
    S.DENIED: _l("达到条件以后，可以再申请。不清楚差在哪里的，打电话问。"),
    S.REFUSED: _l("不予受理的原因消除以后，可以再申请。不清楚的，打电话问。"),
    S.CLOSED: _l("材料已经退回，这件不再办。备齐以后可以再申请；不清楚要补什么的，打电话问。"),
    S.TERMINATED: _l("这件不再办。材料备齐以后可以再申请；不清楚的，打电话问。"),
}
OVER: Final[Mapping[CaseState, LazyString]] = {
    S.WITHDRAWN: _l("这次申请已经撤回，部门不再办理。"),
    S.NO_LICENCE_NEEDED: _l("这件事不用办许可，您不用再申请。不清楚的，打电话问。"),
    S.ANNULLED: _l("原来的决定不再有效，所发证照请停止使用。不清楚的，打电话问。"),
    S.GRANT_WITHDRAWN: _l("原来的决定不再有效，所发证照请停止使用。造成财产损失的，依法给予补偿。"),
    S.GRANT_CANCELLED: _l("证照已经注销，请停止使用。不清楚的，打电话问。"),
    S.RECORD_ANNULLED: _l("原来的备案不再有效。不清楚的，打电话问。"),
    S.RECORD_CANCELLED: _l("备案已经注销。不清楚的，打电话问。"),
}


def step_after_end(case: Case) -> NextStep | None:
    """What follows the end of this case; None while it goes on."""
    phone = case.implementation.enquiry_phone
    if case.barred_until is not None and is_barred(case, today=local_day(utc_now())):
        text = _("到 %(day)s 为止，不能再申请这项许可。不清楚的，打电话问。", day=day(case.barred_until))
        return NextStep(text, phone=phone, is_own=False)
    if case.state is S.TERMINATED and case.decided_by_id is not None:
        return NextStep(
            _("这件不再办。情况变了的，可以再申请；不清楚的，打电话问。"),
            phone=phone,
            is_own=False,
        )
    if case.state in AGAIN or case.state in OVER:
        text = str(AGAIN.get(case.state) or OVER[case.state])
        return NextStep(text, phone="" if case.state is S.WITHDRAWN else phone, is_own=False)
    if case.state is S.GRANTED_ON_COMMITMENT:
        return _until_check(case)
    if case.state is S.GRANTED and case.delivered_at is not None:
        return NextStep(_granted(case), is_own=False)
    return None


def body_in_power(case: Case) -> str:
    """The name of the body to which the agency referred the applicant; an empty text for other endings."""
    for paper in case.papers:
        if paper.kind == PaperCode.NOT_IN_POWER and paper.details:
            return str(paper.details["body"])
    return ""


def _until_check(case: Case) -> NextStep:
    check = next((step for step in case.steps if step.kind is StepKind.AFTER_CHECK), None)
    until = check.due_on if check is not None else None
    return NextStep(
        _("已经按您的承诺准予，现在有效。部门会来核查是不是与承诺一致，不一致又不改正的，会撤销。"),
        until,
        is_own=False,
    )


def _granted(case: Case) -> str:
    is_physical = case.application_item.edition.terms.result.form is ResultForm.PHYSICAL
    if case.certificate_identifier is None or is_physical:
        return _("已经办好。文书在下面，可以随时下载。")
    return _("已经办好。文书和证照在下面，可以随时下载。")
