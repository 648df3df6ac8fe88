"""Application of rules to a case after a new check of the certificates behind its waivers."""

import logging
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from certificate_store.holders import Holder
from certificate_store.lookup import Inquiry
from services_hall.applications.acceptance import express_acceptance
from services_hall.applications.acceptance.express_acceptance import ProofRecheck
from services_hall.applications.certificates.source_certificates import is_cancelled
from services_hall.applications.errors import ProofLost
from services_hall.applications.models import Case, Requirement
from services_hall.applications.prefill import store_proofs
from services_hall.applications.prefill.certificate_subjects import is_licence_to_be_read, read_licence
from services_hall.applications.prefill.store_proofs import StoredProofs
from services_hall.applications.reads import queries
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
            express_acceptance.mark_lost_proofs(session, reproof.lost, now=reproof.checked_at)
        raise


def check_proofs_again(actor: Actor, number: str) -> ProofRecheck:
    """Checks in the store every certificate that waives a material of this case; raises CaseNotFound."""
    now = utc_now()
    case = queries.desk_case(reading(), actor, number)
    used = _proofs_by_holder(case)
    application = case.application
    source = application.source_certificate
    if not used and source is None and not is_licence_to_be_read(case):
        return ProofRecheck(frozenset(), now)
    purpose, request = application.name, application.grant_request
    inquiry = Inquiry(application.holder, actor.public_id, purpose, case.number, now, request)

    def check(store: Session) -> ProofRecheck:
        lost = [
            store_proofs.lost_proofs(store, stored, replace(inquiry, holder=holder))
            for holder, stored in used.items()
        ]
        is_lost = source is not None and is_cancelled(store, source, inquiry)
        licence = read_licence(store, case, inquiry)
        return ProofRecheck(frozenset[int]().union(*lost), now, is_lost, licence)

    try:
        return ask_store(check)
    except STORE_ERRORS:
        logger.warning("the certificate store did not answer a second proof")
        return ProofRecheck(frozenset(), now)


def _proofs_by_holder(case: Case) -> dict[Holder, StoredProofs]:
    """What the case relies on in the store, by the applicant whose certificate it is."""
    item = case.application_item
    numbers = {one.key: one.of_applicant or 1 for one in item.edition.terms.materials}
    groups: dict[Holder, list[Requirement]] = {}
    for requirement in item.requirements:
        holder = case.application.applicant_with_number(numbers.get(requirement.material_key, 1))
        groups.setdefault(holder, []).append(requirement)
    found = {holder: store_proofs.stored_proofs(requirements) for holder, requirements in groups.items()}
    return {holder: stored for holder, stored in found.items() if stored}
