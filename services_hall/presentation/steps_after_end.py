"""Options and remaining information for an applicant whose only case has ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from guides.enumerations import ResultForm, StepKind
from services_hall.applications.case_ends import EndCause, end_cause
from services_hall.applications.drafts.reapplications import is_barred
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Case
from services_hall.clock import local_day, utc_now
from services_hall.documents.models import Paper
from services_hall.presentation.formats import day


@dataclass(frozen=True)
class NextStep:
    """One step: a sentence, its last day, where, whom to call, what to bring, and a further explanation.

    `is_own`: the applicant must act; `is_statement`: on the page for statements; `paper`: what to read;
    `supplement`: the case whose materials are given on the page for supplements.
    """

    text: str
    until: date | None = None
    place: str = ""
    phone: str = ""
    bring: str = ""
    more: str = ""
    paper: Paper | None = None
    is_statement: bool = False
    supplement: str = ""
    is_own: bool = True


SENTENCES: Final[Mapping[EndCause, LazyString]] = {
    EndCause.DENIED: _l("没有办成的原因消除以后，可以再申请。不清楚差在哪里的，打电话问。"),
    EndCause.REFUSED: _l("不予受理的原因消除以后，可以再申请。不清楚的，打电话问。"),
    EndCause.NOT_IN_POWER: _l("这件事不归这个部门办。不清楚该向哪里申请的，打电话问。"),
    EndCause.NO_LICENCE_NEEDED: _l("这件事依法不用办，您不用再申请。不清楚的，打电话问。"),
    EndCause.NOT_SUPPLEMENTED: _l(
        "材料已经退回，这件不再办。备齐以后可以再申请；不清楚要补什么的，打电话问。"
    ),
    EndCause.NOT_SUPPLIED: _l(
        "这件不再办。材料备齐以后可以再申请，要一次交齐，不能再选容缺；不清楚的，打电话问。"
    ),
    EndCause.RESULT_MISSING: _l(
        "这件要用前一件的结果，前一件没有结果可用，所以不再办。前一件办成以后，可以再申请；不清楚的，打电话问。"
    ),
    EndCause.APPLICANT_GONE: _l("这件不再办。不清楚的，打电话问。"),
    EndCause.OBJECT_GONE: _l("这件不再办。换了场所、设备等以后，可以再申请；不清楚的，打电话问。"),
    EndCause.IMPOSSIBLE: _l("这件不再办。情况变了的，可以再申请；不清楚的，打电话问。"),
    EndCause.WITHDRAWN: _l("这次申请已经撤回，部门不再办理。"),
    EndCause.GRANT_ANNULLED: _l("原来的决定不再有效，所发证照请停止使用。不清楚的，打电话问。"),
    EndCause.GRANT_WITHDRAWN: _l("原来的决定不再有效，所发证照请停止使用。不清楚的，打电话问。"),
    EndCause.GRANT_CANCELLED: _l("证照已经注销，请停止使用。不清楚的，打电话问。"),
    EndCause.RECORD_ANNULLED: _l("原来的备案不再有效。不清楚的，打电话问。"),
    EndCause.RECORD_CANCELLED: _l("备案已经注销。不清楚的，打电话问。"),
}
"""What follows each end."""
WITHOUT_CERTIFICATE: Final[Mapping[EndCause, LazyString]] = {
    EndCause.GRANT_ANNULLED: _l("原来的决定不再有效。不清楚的，打电话问。"),
    EndCause.GRANT_WITHDRAWN: _l("原来的决定不再有效。不清楚的，打电话问。"),
    EndCause.GRANT_CANCELLED: _l("原来的决定已经注销，不再有效。不清楚的，打电话问。"),
}
"""The same where the grant issued no certificate."""
BARRING: Final = frozenset({EndCause.DENIED, EndCause.REFUSED})
"""Ends of an application that may bar its applicant; those of a grant say first that it is over."""


def step_after_end(case: Case) -> NextStep | None:
    """What follows the end of this case; None while it goes on."""
    cause = end_cause(case)
    if cause is not None:
        phone = "" if cause is EndCause.WITHDRAWN else case.implementation.enquiry_phone
        return NextStep(_sentence(case, cause), phone=phone, more=_more(case, cause), is_own=False)
    if case.state is CaseState.GRANTED_ON_COMMITMENT:
        return _until_check(case)
    if case.state is CaseState.GRANTED and case.delivered_at is not None:
        return NextStep(_granted(case), is_own=False)
    return None


def _sentence(case: Case, cause: EndCause) -> str:
    """What the end means for the applicant; after a bar, that there is no new application."""
    if cause in BARRING and (until := _barred_until(case)) is not None:
        return _("到 %(day)s 为止，不能再申请这项许可。不清楚的，打电话问。", day=day(until))
    table = WITHOUT_CERTIFICATE if case.certificate_identifier is None else SENTENCES
    return str(table.get(cause) or SENTENCES[cause])


def _more(case: Case, cause: EndCause) -> str:
    """What else follows the end of a licence: a bar (行政许可法 art. 79), or compensation (art. 8)."""
    if cause not in BARRING and (until := _barred_until(case)) is not None:
        return _("到 %(day)s 为止，不能再申请这项许可。", day=day(until))
    is_licence = HANDLING[case.application_item.edition.terms.item_type].is_licensing
    if cause is EndCause.GRANT_WITHDRAWN and is_licence:
        return _("造成财产损失的，依法给予补偿。")
    return ""


def _barred_until(case: Case) -> date | None:
    return case.barred_until if is_barred(case, today=local_day(utc_now())) else None


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
