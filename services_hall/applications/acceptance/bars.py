"""Bars after false papers and after a licence obtained by fraud (行政许可法 arts. 78, 79)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from certificate_store.holders import Holder
from certificate_store.value_lists import is_one_of
from guides.calendar import add_months
from guides.errors import FieldProblem
from guides.terms import GuideTerms, LegalBasis
from services_hall.applications.action_faults import ActionFault
from services_hall.applications.clocks.notice_days import counts_as_accepted
from services_hall.applications.errors import ActionInvalid, AnswersInvalid, ApplicantBarred
from services_hall.applications.grounds import decision_grounds
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Application, Case
from services_hall.clock import local_day

FALSE_PAPERS: Final = "false_papers"
"""The field that says that the applicant concealed something or submitted false papers."""
YEAR: Final = 12
AFTER_FALSE_PAPERS: Final = 1 * YEAR
AFTER_FRAUD: Final = 3 * YEAR
"""Months of a bar."""
ARTICLES: Final = {True: decision_grounds.AFTER_FRAUD, False: decision_grounds.AFTER_FALSE_PAPERS}
"""The article of a bar, by whether a licence was annulled."""


class BarFault(StrEnum):
    """Why the application of a program is not filed before it says that it knows of a bar."""

    AFTER_FALSE_PAPERS = "after_false_papers"


_IS_BARRING: Final = (
    Case.barred_until >= bindparam("today"),
    Case.id != bindparam("case_id"),
    Case.item_code == bindparam("item_code"),
    Application.holder_index == bindparam("holder_index"),
)
_BAR: Final = (
    select(func.max(Case.barred_until))
    .join(Application, Application.id == Case.application_id)
    .where(*_IS_BARRING)
)
_BARRING: Final = (
    select(Case.state).join(Application, Application.id == Case.application_id).where(*_IS_BARRING)
)
_BARS: Final = (
    select(Case.item_code, func.max(Case.barred_until))
    .join(Application, Application.id == Case.application_id)
    .where(
        Case.barred_until >= bindparam("today"),
        is_one_of(Case.item_code, "item_codes"),
        Application.holder_index == bindparam("holder_index"),
    )
    .group_by(Case.item_code)
)
"""Built once: it runs at each filing for what concerns safety."""


def require_licence(terms: GuideTerms) -> None:
    """Raise ActionInvalid for an item that is no licence: the law warns and bars for licences only."""
    if not HANDLING[terms.item_type].is_licensing:
        raise ActionInvalid({FALSE_PAPERS: FieldProblem(ActionFault.ONLY_FOR_LICENCES)})


def warning_details(case: Case, *, now: datetime) -> dict[str, Any]:
    """What the paper says of false papers: a warning, and for one year no new application (art. 78)."""
    until = bar_applicant(case, AFTER_FALSE_PAPERS, now=now)
    return {FALSE_PAPERS: True} | ({} if until is None else {"barred_until": until.isoformat()})


def bar_applicant(case: Case, months: int, *, now: datetime) -> date | None:
    """Bar the applicant from this licence where it concerns safety; until when, or None for no bar."""
    if case.application_item.edition.terms.concerns_safety:
        case.barred_until = add_months(local_day(now), months)
        return case.barred_until
    return None


def bar_of(session: Session, case: Case, *, today: date) -> date | None:
    """Until when the applicant of this case may not apply for its licence, because of an earlier case."""
    until: date | None = session.connection().scalar(_BAR, _values(case, today))
    return until


def bar_bases(session: Session, case: Case, *, today: date) -> Sequence[LegalBasis]:
    """The articles on which a refusal or denial may rest because this case's applicant is barred.

    行政许可法 arts. 78, 79; none without a bar, and none once the case was accepted by its agency.
    """
    is_open = case.state is CaseState.RECEIVED or case.is_deemed_accepted
    if not is_open or not case.application_item.edition.terms.concerns_safety:
        return ()
    states = session.scalars(_BARRING, _values(case, today))
    return [ARTICLES[is_fraud] for is_fraud in sorted({state is CaseState.ANNULLED for state in states})]


def bars_of_holder(
    session: Session, holder: Holder, item_codes: Collection[str], *, today: date
) -> dict[str, date]:
    """Until when this holder may not apply for these items, by code; items without a bar are left out."""
    values = {"today": today, "item_codes": item_codes, "holder_index": holder.index}
    return {code: until for code, until in session.connection().execute(_BARS, values) if until is not None}


def require_bars_known(
    session: Session, holders: Collection[Holder], items: Mapping[str, GuideTerms], *, today: date
) -> None:
    """Raise AnswersInvalid with the bars of these applicants from these items, by code.

    行政许可法 arts. 78, 79. Only licences that concern safety have bars: others cost no query.
    """
    codes = [code for code, terms in items.items() if terms.concerns_safety]
    if not codes:
        return
    for holder in holders:
        for code, until in bars_of_holder(session, holder, codes, today=today).items():
            values = {"item": items[code].name, "until": until}
            raise AnswersInvalid({"holder": FieldProblem(BarFault.AFTER_FALSE_PAPERS, values)})


def require_acceptable(session: Session, case: Case, *, today: date) -> None:
    """Raise ApplicantBarred while a bar runs and the agency can still refuse the application.

    行政许可法 arts. 32(4), 78, 79: once the day for a notice has passed, the case counts as accepted, whoever
    notes it, and the bar stands against the grant instead.
    """
    if not counts_as_accepted(case, today=today):
        _require_not_barred(session, case, today=today)


def require_grantable(session: Session, case: Case, *, today: date) -> None:
    """Raise ApplicantBarred while a bar runs for a case that was accepted by silence: it must be denied."""
    if case.is_deemed_accepted:
        _require_not_barred(session, case, today=today)


def _values(case: Case, today: date) -> dict[str, Any]:
    own = {"case_id": case.id, "item_code": case.item_code}
    return {**own, "today": today, "holder_index": case.application.holder_index}


def _require_not_barred(session: Session, case: Case, *, today: date) -> None:
    until = bar_of(session, case, today=today)
    if until is not None:
        raise ApplicantBarred(until)
