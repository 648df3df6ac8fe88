"""Look-up of the certificate from which an application starts, before anything is written."""

import logging
from typing import assert_never

from sqlalchemy.orm import Session

from certificate_store.holders import Holder
from certificate_store.lookup import Inquiry
from guides.terms import StartsFrom
from services_hall.applications.certificates.source_certificates import (
    SourceCertificate,
    SourceFault,
    find_source,
    source_refusal,
)
from services_hall.applications.errors import SourceRefused
from services_hall.clock import local_day, utc_now
from services_hall.use_cases.store_access import STORE_ERRORS, ask_store

logger = logging.getLogger(__name__)


def read_source(
    identifier: str, starts_from: StartsFrom, *, holder: Holder, inquiry: Inquiry | None = None
) -> SourceCertificate:
    """The holder's certificate in force with this identifier; with an `inquiry` the use is logged.

    Raises SourceRefused, also when the store does not answer.
    """
    today = local_day(utc_now())

    def question(store: Session) -> SourceCertificate | SourceRefused:
        try:
            return find_source(store, identifier, starts_from, holder=holder, on=today, inquiry=inquiry)
        except SourceRefused as refusal:
            return refusal  # the use stays logged

    try:
        answer = ask_store(question)
    except STORE_ERRORS:
        logger.warning("the certificate store did not answer for a certificate to start from")
        raise source_refusal(SourceFault.STORE_AWAY) from None
    match answer:
        case SourceRefused():
            raise answer
        case SourceCertificate():
            return answer
        case _:
            assert_never(answer)
