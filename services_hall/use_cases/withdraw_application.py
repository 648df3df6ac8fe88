"""Withdrawal of an application, or of some of its cases, by the applicant or the account that filed it."""

from collections.abc import Collection

from services_hall.applications.decisions import withdrawal
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def withdraw_application(
    actor: Actor, number: str, case_numbers: Collection[str] | None, reason: str = ""
) -> None:
    """Withdraws these cases of the application, or all that can still be withdrawn for None.

    Raises ApplicationNotFound, CaseNotFound, NothingToWithdraw, CasesAlreadyEnded.
    """
    with transaction() as session:
        application = queries.lock_own_application(session, actor, number)
        if case_numbers is None:
            chosen = [case for case in application.cases if withdrawal.can_withdraw(case)]
        else:
            chosen = queries.cases_with_numbers(application, case_numbers)
        withdrawal.withdraw_cases(session, application, chosen, actor=actor, reason=reason, now=utc_now())
