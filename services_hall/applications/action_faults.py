"""Problems with the fields of an action on a case: reasons, days, articles."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from certificate_store.text_input.reader import TextInvalid, read_lines
from guides.errors import FieldProblem
from services_hall.applications.errors import ActionInvalid


class ActionFault(StrEnum):
    """The kinds of error in a field of an action."""

    TEXT_MISSING = "text_missing"
    REASON_MISSING = "reason_missing"
    DAY_MISSING = "day_missing"
    DAY_TOO_EARLY = "day_too_early"
    DAY_TOO_LATE = "day_too_late"
    ARTICLE_MISSING = "article_missing"
    ARTICLE_NOT_IN_GUIDE = "article_not_in_guide"
    CONDITION_NOT_IN_GUIDE = "condition_not_in_guide"
    EARLIER_CASES_OPEN = "earlier_cases_open"
    BODY_NOT_LISTED = "body_not_listed"
    STEP_NOT_OPEN = "step_not_open"
    REVIEW_NOT_RECORDED = "review_not_recorded"
    SITE_CHECK_NOT_RECORDED = "site_check_not_recorded"
    OFFICER_NOT_HERE = "officer_not_here"
    TOO_MANY_VIEWS = "too_many_views"
    NO_SUBSTITUTE = "no_substitute"
    SUBSTITUTE_CIRCLE = "substitute_circle"
    ABSENCE_OVERLAPS = "absence_overlaps"
    SAME_OFFICER = "same_officer"
    AGENCY_UNKNOWN = "agency_unknown"
    NOT_AGREED = "not_agreed"
    AMOUNT_OUT_OF_RANGE = "amount_out_of_range"
    ONLY_FOR_LICENCES = "only_for_licences"
    CODE_MISSING = "code_missing"
    CODE_WRONG = "code_wrong"
    CODE_TAKEN = "code_taken"
    LICENCE_NOT_CHECKED = "licence_not_checked"
    CODE_OF_ANOTHER = "code_of_another"
    NOTICE_MISSING = "notice_missing"
    NO_RIGHT_TO_HEARING = "no_right_to_hearing"
    HEARING_TIME_OVER = "hearing_time_over"
    NO_PUBLIC_HEARING = "no_public_hearing"
    NOT_DEFERRABLE = "not_deferrable"
    PROMISE_SIGNED = "promise_signed"
    RECORD_MISSING = "record_missing"
    MATERIALS_OWED = "materials_owed"
    GROUND_MISSING = "ground_missing"
    RESULT_FIELD_UNKNOWN = "result_field_unknown"
    RESULT_NOT_ISSUED = "result_not_issued"
    RESULT_KEPT = "result_kept"
    RESULT_TOO_LONG = "result_too_long"
    NUMBER_WRONG = "number_wrong"
    NUMBER_TAKEN = "number_taken"
    TEXT_TOO_LONG = "text_too_long"
    PHONE_WRONG = "phone_wrong"
    CONSENT_MISSING = "consent_missing"


def filled_text(field: str, text: str) -> str:
    """The text as it is kept; raises ActionInvalid for an empty one, or one that cannot be kept."""
    if not (text := readable_text(field, text)):
        raise ActionInvalid({field: FieldProblem(ActionFault.TEXT_MISSING)})
    return text


def filled_reason(field: str, text: str) -> str:
    """The same for a reason or for facts, which a paper cites word for word."""
    if not (text := readable_text(field, text)):
        raise ActionInvalid({field: FieldProblem(ActionFault.REASON_MISSING)})
    return text


def readable_text(field: str, text: str) -> str:
    """The text as it is kept, which may be empty; raises ActionInvalid for one that cannot be kept."""
    try:
        return read_lines(text)
    except TextInvalid as refused:
        raise ActionInvalid({field: text_problem(refused)}) from None


def text_problem(refused: TextInvalid) -> FieldProblem:
    """The problem of a field whose text cannot be kept."""
    return FieldProblem(refused.fault, {"position": refused.position})


def day_between(field: str, day: date | None, *, earliest: date, last: date | None = None) -> date:
    """The day, if it lies in these limits, both included; raises ActionInvalid."""
    if day is None:
        raise ActionInvalid({field: FieldProblem(ActionFault.DAY_MISSING)})
    if day < earliest:
        raise ActionInvalid({field: FieldProblem(ActionFault.DAY_TOO_EARLY, {"earliest": earliest})})
    if last is not None and day > last:
        raise ActionInvalid({field: FieldProblem(ActionFault.DAY_TOO_LATE, {"last": last})})
    return day


def listed_article(field: str, key: str, listed: Collection[str]) -> str:
    """The key of an article, if it is one of those listed (行政许可法 art. 38); raises ActionInvalid."""
    if not key:
        raise ActionInvalid({field: FieldProblem(ActionFault.ARTICLE_MISSING)})
    if key not in listed:
        raise ActionInvalid({field: FieldProblem(ActionFault.ARTICLE_NOT_IN_GUIDE)})
    return key
