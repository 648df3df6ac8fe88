"""The registered trades that a person operates, by the business licences in the store."""

import logging
from collections.abc import Sequence

from sqlalchemy.orm import Session

from certificate_store import lookup
from certificate_store.holders import Holder, IdentifierType
from certificate_store.lifecycle import Standing
from services_hall.applications.prefill.business_licences import BUSINESS_LICENCE
from services_hall.clock import local_day, utc_now
from services_hall.identity.sole_traders import SoleTrader
from services_hall.use_cases.store_access import STORE_ERRORS, ask_store

logger = logging.getLogger(__name__)


def own_trades(operator: Holder) -> Sequence[SoleTrader]:
    """The trades whose licence in force names this person as operator; none while the store is away.

    For the person themselves only: the look is not logged.
    """
    today = local_day(utc_now())

    def question(store: Session) -> Sequence[SoleTrader]:
        return [
            SoleTrader(one.holder, one.identifier)
            for one in lookup.certificates_of(store, operator)
            if one.type.code == BUSINESS_LICENCE
            and one.standing(today) is Standing.IN_FORCE
            and one.holder.identifier_type is IdentifierType.CREDIT_CODE
            and operator.index in {joint.index for joint in one.joint_holders}
        ]

    try:
        return ask_store(question)
    except STORE_ERRORS:
        logger.warning("the certificate store did not tell a person's trades")
        return ()
