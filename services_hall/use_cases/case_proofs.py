"""Application of rules to a case after a new check of the certificates behind its waivers."""

import logging
from collections.abc import Callable

from sqlalchemy.orm import Session

from certificate_store.lookup import Inquiry
from services_hall.applications import acceptance, proofs, queries
from services_hall.applications.acceptance import ProofRecheck
from services_hall.applications.errors import ProofLost
from services_hall.applications.models import Case
from services_hall.applications.source_certificates import is_cancelled
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.identity import Actor
from services_hall.use_cases.store_access import STORE_ERRORS, ask_store

CaseRule = Callable[[Session, Case, ProofRecheck], None]
logger = logging.getLogger(__name__)


def apply_with_proofs(actor: Actor, number: str, *rules: CaseRule) -> None:
    """Applies the rules to the locked case in one transaction, after a new check of its proofs.

    Raises CaseNotFound, ProofLost, and the errors of the rules.
    """
    reproof = check_proofs_again(actor, number)
    try:
        with transaction() as session:
            case = queries.lock_case(session, actor, number)
            for rule in rules:
                rule(session, case, reproof)
    except ProofLost:
        with transaction() as session:
            acceptance.mark_lost_proofs(session, reproof.lost, now=reproof.checked_at)
        raise


def check_proofs_again(actor: Actor, number: str) -> ProofRecheck:
    """Checks in the store every certificate that waives a material of this case; raises CaseNotFound."""
    now = utc_now()
    case = queries.desk_case(reading(), actor, number)
    used = proofs.stored_proofs(case.application_item.requirements)
    application = case.application
    source = application.source_certificate
    if not used and source is None:
        return ProofRecheck(frozenset(), now)
    holder, purpose, request = application.holder, application.name, application.grant_request
    inquiry = Inquiry(holder, actor.public_id, purpose, case.number, now, request)

    def check(store: Session) -> ProofRecheck:
        lost = proofs.lost_proofs(store, used, inquiry)
        return ProofRecheck(lost, now, source is not None and is_cancelled(store, source, inquiry))

    try:
        return ask_store(check)
    except STORE_ERRORS:
        logger.warning("the certificate store did not answer a second proof")
        return ProofRecheck(frozenset(), now)
