"""What an applicant reads after each end of a case is true for that end."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from flask import Flask

from guides.enumerations import ItemType
from services_hall.applications.case_ends import EndCause, end_cause, reason_to_dependents
from services_hall.applications.drafts.reapplications import can_apply_again
from services_hall.applications.enumerations import PaperCode, TerminationGround
from services_hall.applications.lifecycle import GRANT_HOLDS, OUTCOMES, UNDECIDED, CaseState
from services_hall.applications.models import Case, CasePaper
from services_hall.clock import local_day, utc_now
from services_hall.presentation.steps_after_end import step_after_end
from tests.support.loaded_cases import case_of_type

S = CaseState
NOW: Final = datetime(2026, 11, 29, tzinfo=UTC)
CALL: Final = "不清楚的，打电话问。"
AGAIN: Final = "可以再申请；不清楚的，打电话问。"


def case(state: CaseState, *, ground: TerminationGround | None = None, **facts: object) -> Case:
    """A licence's case in this state, ended by an officer where there is a ground."""
    found = case_of_type(ItemType.LICENCE, state=state, outcome=OUTCOMES.get(state), **facts)
    if ground is not None:
        found.decided_by_id = 1
        found.papers = [CasePaper(kind=PaperCode.TERMINATION, details={"ground": ground})]
    return found


def terminated(ground: TerminationGround) -> Case:
    return case(S.TERMINATED, ground=ground, accepted_at=NOW)


TOLD: Final[Mapping[EndCause, tuple[Case, str, bool]]] = {
    EndCause.DENIED: (
        case(S.DENIED),
        "没有办成的原因消除以后，可以再申请。不清楚差在哪里的，打电话问。",
        True,
    ),
    EndCause.REFUSED: (case(S.REFUSED), f"不予受理的原因消除以后，可以再申请。{CALL}", True),
    EndCause.NOT_IN_POWER: (
        case(S.NOT_IN_POWER),
        "这件事不归这个部门办。不清楚该向哪里申请的，打电话问。",
        False,
    ),
    EndCause.NO_LICENCE_NEEDED: (
        case(S.NO_LICENCE_NEEDED),
        f"这件事依法不用办，您不用再申请。{CALL}",
        False,
    ),
    EndCause.NOT_SUPPLEMENTED: (
        case(S.CLOSED),
        "材料已经退回，这件不再办。备齐以后可以再申请；不清楚要补什么的，打电话问。",
        True,
    ),
    EndCause.NOT_SUPPLIED: (
        case(S.TERMINATED, accepted_at=NOW),
        "这件不再办。材料备齐以后可以再申请，要一次交齐，不能再选容缺；不清楚的，打电话问。",
        True,
    ),
    EndCause.RESULT_MISSING: (
        case(S.TERMINATED),
        f"这件要用前一件的结果，前一件没有结果可用，所以不再办。前一件办成以后，{AGAIN}",
        True,
    ),
    EndCause.APPLICANT_GONE: (terminated(TerminationGround.APPLICANT_DIED), f"这件不再办。{CALL}", False),
    EndCause.OBJECT_GONE: (
        terminated(TerminationGround.OBJECT_GONE),
        f"这件不再办。换了场所、设备等以后，{AGAIN}",
        True,
    ),
    EndCause.IMPOSSIBLE: (
        terminated(TerminationGround.IMPOSSIBLE),
        f"这件不再办。情况变了的，{AGAIN}",
        True,
    ),
    EndCause.WITHDRAWN: (case(S.WITHDRAWN), "这次申请已经撤回，部门不再办理。", True),
    EndCause.GRANT_ANNULLED: (
        case(S.ANNULLED, certificate_identifier="1.2"),
        f"原来的决定不再有效，所发证照请停止使用。{CALL}",
        False,
    ),
    EndCause.GRANT_WITHDRAWN: (
        case(S.GRANT_WITHDRAWN, certificate_identifier="1.2"),
        f"原来的决定不再有效，所发证照请停止使用。{CALL}造成财产损失的，依法给予补偿。",
        False,
    ),
    EndCause.GRANT_CANCELLED: (
        case(S.GRANT_CANCELLED, certificate_identifier="1.2"),
        f"证照已经注销，请停止使用。{CALL}",
        False,
    ),
    EndCause.RECORD_ANNULLED: (case(S.RECORD_ANNULLED), f"原来的备案不再有效。{CALL}", False),
    EndCause.RECORD_CANCELLED: (case(S.RECORD_CANCELLED), f"备案已经注销。{CALL}", False),
}
"""Each cause of an end: a case that ended so, what is said, and whether the applicant may apply again."""
WITHOUT_CERTIFICATE: Final = {
    S.ANNULLED: f"原来的决定不再有效。{CALL}",
    S.GRANT_WITHDRAWN: f"原来的决定不再有效。{CALL}造成财产损失的，依法给予补偿。",
    S.GRANT_CANCELLED: f"原来的决定已经注销，不再有效。{CALL}",
}


def said(ended: Case) -> str:
    step = step_after_end(ended)
    assert step is not None
    return step.text + step.more


def test_the_table_has_every_cause() -> None:
    assert set(TOLD) == set(EndCause)


@pytest.mark.parametrize("cause", TOLD)
def test_what_is_said_after_an_end_fits_its_cause(empty_hall: Flask, cause: EndCause) -> None:
    ended, sentence, may_apply_again = TOLD[cause]
    assert end_cause(ended) is cause
    with empty_hall.test_request_context():
        assert said(ended) == sentence
    assert can_apply_again(ended, today=local_day(utc_now())) is may_apply_again


@pytest.mark.parametrize("state", WITHOUT_CERTIFICATE)
def test_nobody_is_told_to_stop_using_a_certificate_that_was_never_issued(
    empty_hall: Flask, state: CaseState
) -> None:
    with empty_hall.test_request_context():
        assert said(case(state)) == WITHOUT_CERTIFICATE[state]


def test_losses_are_compensated_where_the_law_on_licences_says_so(empty_hall: Flask) -> None:
    registration = case_of_type(ItemType.REGISTRATION, state=S.GRANT_WITHDRAWN)
    with empty_hall.test_request_context():
        assert "补偿" not in said(registration)


@pytest.mark.parametrize("state", [S.DENIED, S.REFUSED, S.ANNULLED])
def test_a_barred_applicant_is_told_until_when(empty_hall: Flask, state: CaseState) -> None:
    until = local_day(utc_now()) + timedelta(days=300)
    with empty_hall.test_request_context():
        sentence = said(case(state, barred_until=until))
    assert f"到 {until.isoformat()} 为止，不能再申请这项许可" in sentence
    assert ("原来的决定不再有效" in sentence) is (state is S.ANNULLED)
    assert "可以再申请" not in sentence


@pytest.mark.parametrize("state", sorted(UNDECIDED | GRANT_HOLDS | {S.RECORDED}))
def test_what_goes_on_or_holds_has_no_cause_of_an_end(state: CaseState) -> None:
    assert end_cause(case(state)) is None


@pytest.mark.parametrize(
    ("item_type", "state", "reason"),
    [
        (ItemType.LICENCE, S.DENIED, "“事项”不予行政许可，无法继续办理。"),
        (ItemType.REGISTRATION, S.DENIED, "“事项”不予登记，无法继续办理。"),
        (ItemType.PAYMENT, S.DENIED, "“事项”不准提取，无法继续办理。"),
        (ItemType.LICENCE, S.REFUSED, "“事项”不予受理，无法继续办理。"),
        (ItemType.LICENCE, S.NO_LICENCE_NEEDED, "“事项”依法不需要办理，无法继续办理。"),
        (ItemType.LICENCE, S.CLOSED, "“事项”已退件，无法继续办理。"),
        (ItemType.LICENCE, S.TERMINATED, "“事项”已终止办理，无法继续办理。"),
        (ItemType.LICENCE, S.WITHDRAWN, "“事项”的申请已由申请人撤回，无法继续办理。"),
        (ItemType.LICENCE, S.ANNULLED, "“事项”的决定已被撤销，无法继续办理。"),
        (ItemType.FILING, S.RECORD_CANCELLED, "“事项”的备案已被注销，无法继续办理。"),
    ],
)
def test_cases_that_waited_are_told_what_happened_to_the_first(
    item_type: ItemType, state: CaseState, reason: str
) -> None:
    assert reason_to_dependents(case_of_type(item_type, state=state)) == reason
