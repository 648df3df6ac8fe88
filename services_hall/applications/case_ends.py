"""Causes for which a case ended or its result ceased to hold (pure)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from services_hall.applications.enumerations import PaperCode, TerminationGround
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Case
from services_hall.applications.paper_texts.words import decision_words

S = CaseState


class EndCause(StrEnum):
    """Why a case ended, or why its result no longer holds."""

    DENIED = "denied"
    REFUSED = "refused"
    NOT_IN_POWER = "not_in_power"
    NO_LICENCE_NEEDED = "no_licence_needed"
    NOT_SUPPLEMENTED = "not_supplemented"
    """The supplement did not come in time."""
    NOT_SUPPLIED = "not_supplied"
    """A material promised under a tolerant acceptance did not come in time."""
    RESULT_MISSING = "result_missing"
    """The case waited for the result of another case, which did not come."""
    APPLICANT_GONE = "applicant_gone"
    """The person died or lost the capacity to act, or the organisation ended."""
    OBJECT_GONE = "object_gone"
    IMPOSSIBLE = "impossible"
    WITHDRAWN = "withdrawn"
    GRANT_ANNULLED = "grant_annulled"
    GRANT_WITHDRAWN = "grant_withdrawn"
    GRANT_CANCELLED = "grant_cancelled"
    RECORD_ANNULLED = "record_annulled"
    RECORD_CANCELLED = "record_cancelled"


BY_STATE: Final[Mapping[CaseState, EndCause]] = {
    S.DENIED: EndCause.DENIED,
    S.REFUSED: EndCause.REFUSED,
    S.NOT_IN_POWER: EndCause.NOT_IN_POWER,
    S.NO_LICENCE_NEEDED: EndCause.NO_LICENCE_NEEDED,
    S.CLOSED: EndCause.NOT_SUPPLEMENTED,
    S.WITHDRAWN: EndCause.WITHDRAWN,
    S.ANNULLED: EndCause.GRANT_ANNULLED,
    S.GRANT_WITHDRAWN: EndCause.GRANT_WITHDRAWN,
    S.GRANT_CANCELLED: EndCause.GRANT_CANCELLED,
    S.RECORD_ANNULLED: EndCause.RECORD_ANNULLED,
    S.RECORD_CANCELLED: EndCause.RECORD_CANCELLED,
}
"""The states that have one cause; a termination has several."""
BY_GROUND: Final[Mapping[TerminationGround, EndCause]] = {
    TerminationGround.APPLICANT_DIED: EndCause.APPLICANT_GONE,
    TerminationGround.ORGANISATION_ENDED: EndCause.APPLICANT_GONE,
    TerminationGround.OBJECT_GONE: EndCause.OBJECT_GONE,
    TerminationGround.IMPOSSIBLE: EndCause.IMPOSSIBLE,
}
"""The causes of terminations by an officer."""
_ENDED: Final[Mapping[EndCause, str]] = {
    EndCause.REFUSED: "不予受理",
    EndCause.NOT_IN_POWER: "不予受理",
    EndCause.NO_LICENCE_NEEDED: "依法不需要办理",
    EndCause.NOT_SUPPLEMENTED: "已退件",
    EndCause.WITHDRAWN: "的申请已由申请人撤回",
    EndCause.GRANT_ANNULLED: "的决定已被撤销",
    EndCause.GRANT_WITHDRAWN: "的决定已被撤回",
    EndCause.GRANT_CANCELLED: "的决定已被注销",
    EndCause.RECORD_ANNULLED: "的备案已被撤销",
    EndCause.RECORD_CANCELLED: "的备案已被注销",
}
"""What happened to a case, in the words of the record; any other cause is a termination."""


def end_cause(case: Case) -> EndCause | None:
    """Why the case ended, or its result no longer holds; None while it goes on or its result holds.

    A termination by an officer has its ground on its paper. One by the hall came either after a tolerant
    acceptance, or without any acceptance: then the case still waited for the result of another one.
    """
    if case.state is not S.TERMINATED:
        return BY_STATE.get(case.state)
    if case.decided_by_id is not None:
        return BY_GROUND[_ground(case)]
    return EndCause.RESULT_MISSING if case.accepted_at is None else EndCause.NOT_SUPPLIED


def reason_to_dependents(case: Case) -> str:
    """Why cases that waited for the result of this ended case cannot go on, in the words of the record."""
    cause = end_cause(case)
    if cause is EndCause.DENIED:
        what = decision_words(case.application_item.edition.terms).denial
    else:
        what = "已终止办理" if cause is None else _ENDED.get(cause, "已终止办理")
    return f"“{case.item_name}”{what}，无法继续办理。"


def _ground(case: Case) -> TerminationGround:
    """The ground that an officer chose, as the paper of the termination keeps it."""
    for paper in case.papers:
        if paper.kind == PaperCode.TERMINATION and paper.details and "ground" in paper.details:
            return TerminationGround(str(paper.details["ground"]))
    return TerminationGround.IMPOSSIBLE
