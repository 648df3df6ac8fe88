"""Certificates and their proof: verified by anyone, fetched by who filed or issued."""

from typing import Final

from flask import Response

from certificate_store import lookup
from services_hall.api import schemas
from services_hall.api.json_body import Blueprint
from services_hall.applications import queries
from services_hall.applications.errors import CaseNotFound
from services_hall.clock import utc_now
from services_hall.database import certificate_transaction, end_reading, reading
from services_hall.identity import Permission
from services_hall.identity.roles import roles_that_may
from services_hall.use_cases.verify_code import Verification, verify_code
from services_hall.web import downloads
from services_hall.web.access import PUBLIC, access, signed_in_actor

TAKEN: Final = "领取本办件办出的电子证照"
blueprint = Blueprint("api_certificates", __name__, description="证照")


@blueprint.get("/verifications/<string:code>")
@access(PUBLIC)
@blueprint.response(200, schemas.VerificationDocument)
def verification(code: str) -> Verification:
    """Whether a certificate or paper is genuine and in force; names are masked"""
    return verify_code(code)


@blueprint.get("/certificates/<string:identifier>")
@blueprint.doc(security=schemas.BEARER)
@access(*roles_that_may(Permission.EXCHANGE_DATA))
@blueprint.response(200, content_type="application/pdf")
def certificate(identifier: str) -> Response:
    """The signed PDF of a certificate that a case of this system issued; 404 for any other"""
    actor = signed_in_actor()
    number = queries.case_that_issued(reading(), actor, identifier).number
    end_reading()
    with certificate_transaction() as store:
        found = lookup.certificate(store, identifier)
        if found.file_name is None:
            raise CaseNotFound
        file_name = found.file_name
        lookup.note_taken(
            store,
            found,
            by=actor.public_id,
            purpose=TAKEN,
            legal_basis=TAKEN,
            case_reference=number,
            now=utc_now(),
        )
    return downloads.send(file_name, media_type="application/pdf")
