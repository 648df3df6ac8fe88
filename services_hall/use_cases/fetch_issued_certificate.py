"""Retrieval of a certificate by the agency's system whose case issued it."""

from certificate_store import lookup
from services_hall.applications.enumerations import UsePurpose
from services_hall.applications.errors import CaseNotFound
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import certificate_transaction, end_reading, reading
from services_hall.identity import Actor


def fetch_issued_certificate(actor: Actor, identifier: str) -> str:
    """The name of the certificate's encrypted file; the retrieval is recorded and shown to the holder.

    Raises CaseNotFound for a certificate that was not issued by a case of this system.
    """
    number = queries.case_that_issued(reading(), actor, identifier).number
    end_reading()
    with certificate_transaction() as store:
        certificate = lookup.certificate(store, identifier)
        if certificate.file_name is None:
            raise CaseNotFound
        file_name = certificate.file_name
        lookup.log_download(
            store,
            certificate,
            by=actor.public_id,
            purpose=UsePurpose.CERTIFICATE_TAKEN,
            legal_basis=UsePurpose.CERTIFICATE_TAKEN,
            case_reference=number,
            now=utc_now(),
        )
    return file_name
