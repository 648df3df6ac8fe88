"""Part of a case's page: the clock, with special procedures, the extension, and the reason of a delay."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from guides.terms import Period
from services_hall.applications.clock_changes.delays import is_explanation_due
from services_hall.applications.clock_changes.limit_extensions import extension_of, last_refusal
from services_hall.applications.clock_changes.special_procedures import running_procedure
from services_hall.applications.clocks.time_limits import extension_limit
from services_hall.applications.hearings import sessions
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import ProcedureKind, SpecialProcedure
from services_hall.applications.vocabulary import PROCEDURES
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, FormRank, FormValues
from services_hall.presentation.labels import code_choices


def delay_part(desk: DeskCase) -> CasePart:
    """Whether the reason of a missed promise must be published."""
    if not is_explanation_due(desk.case, today=desk.today):
        return CasePart({"is_explanation_due": False})
    form = CaseForm("delay_reason", _l("公开逾期原因"), FormRank.NEXT, "tell_delay")
    return CasePart({"is_explanation_due": True}, [form])


def clock_part(desk: DeskCase) -> CasePart:
    """The running procedure and the extension; both are read only while the decision limit runs."""
    if not desk.is_accepted:
        return CasePart()
    procedure = running_procedure(desk.session, desk.case)
    values: FormValues = {
        "procedure": procedure,
        "extension": extension_of(desk.session, desk.case),
        "declined_extension": last_refusal(desk.case),
    }
    return CasePart(values, list(_forms(desk, values, procedure)))


def _forms(desk: DeskCase, values: FormValues, procedure: SpecialProcedure | None) -> Iterator[CaseForm]:
    if procedure and not _ends_with_hearing(desk, procedure):
        yield CaseForm("procedure_end", _l("结束特别程序"), FormRank.NEXT, "resume")
    elif not procedure and CaseAction.PAUSE in desk.may:
        kinds = {"procedure_kinds": list(code_choices(PROCEDURES).items())}
        yield CaseForm("procedure", _l("开始特别程序"), FormRank.OTHER, "pause", lambda: kinds)
    if not values["extension"] and _is_extendable(desk):
        yield CaseForm(
            "extension", _l("申请延长办理期限"), FormRank.OTHER, "request_extension", lambda: _limit(desk)
        )


def _ends_with_hearing(desk: DeskCase, procedure: SpecialProcedure) -> bool:
    """Whether the procedure ends by itself, with the record of a hearing that is awaited."""
    is_hearing = procedure.kind is ProcedureKind.HEARING
    if not is_hearing:
        return False
    is_public = sessions.open_public_hearing(desk.session, desk.case) is not None
    return is_public or bool(sessions.open_demands(desk.session, desk.case))


def _is_extendable(desk: DeskCase) -> bool:
    last = desk.case.legal_due_on or desk.case.decision_due_on
    is_over = last is not None and last < desk.today
    return CaseAction.EXTEND in desk.may and not is_over and _longest(desk) is not None


def _longest(desk: DeskCase) -> Period | None:
    return None if desk.case.is_by_commitment else extension_limit(desk.terms)


def _limit(desk: DeskCase) -> FormValues:
    return {"longest_extension": _longest(desk)}
