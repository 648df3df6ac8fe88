"""Comparison of the credit code in a filing with the business licences in the store."""

import logging
from datetime import datetime

from certificate_store.holders import Holder
from certificate_store.lookup import Inquiry
from guides.errors import FieldProblem
from services_hall.applications.answers import FIELD, AnswerFault, Filing
from services_hall.applications.enumerations import UsePurpose
from services_hall.applications.errors import AnswersInvalid, ApplicantRefused
from services_hall.applications.parties import ApplicantFault
from services_hall.applications.prefill.business_licences import entity_code, is_of_another
from services_hall.identity import Actor
from services_hall.identity.sole_traders import SoleTrader
from services_hall.use_cases.store_access import STORE_ERRORS, ask_store

logger = logging.getLogger(__name__)


def refuse_code_of_another(filing: Filing, holder: Holder, *, actor: Actor, now: datetime) -> None:
    """Raises AnswersInvalid for a credit code in the form that the store knows with other operators.

    Where the store is away, the decision compares.
    """
    asked = entity_code(filing)
    if asked is None:
        return
    form_field, code = asked
    if _is_of_another(code, holder, actor=actor, now=now):
        problem = FieldProblem(AnswerFault.CODE_OF_ANOTHER, {"label": form_field.field.label})
        raise AnswersInvalid({FIELD + form_field.key: problem})


def refuse_trade_of_another(trader: SoleTrader, operator: Holder, *, actor: Actor, now: datetime) -> None:
    """Raises ApplicantRefused for a stated trade that the store knows with other operators."""
    if trader.is_only_stated and _is_of_another(trader.code, operator, actor=actor, now=now):
        raise ApplicantRefused(FieldProblem(ApplicantFault.TRADE_OF_ANOTHER))


def _is_of_another(code: str, holder: Holder, *, actor: Actor, now: datetime) -> bool:
    """Whether the store knows the code with other operators; False where it is away."""
    inquiry = Inquiry(holder, actor.public_id, UsePurpose.CODE_COMPARED, "", now)
    try:
        return ask_store(lambda store: is_of_another(store, code, inquiry))
    except STORE_ERRORS:
        logger.warning("the certificate store did not compare a credit code")
        return False
