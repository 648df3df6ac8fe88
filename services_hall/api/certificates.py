"""API for certificates and their verification: public verification, download for the issuing system."""

from flask import Response

from services_hall.api import schemas
from services_hall.api.json_body import Blueprint
from services_hall.identity import Permission
from services_hall.identity.roles import roles_that_may
from services_hall.use_cases.fetch_issued_certificate import fetch_issued_certificate
from services_hall.use_cases.verify_code import Verification, verify_code
from services_hall.web import downloads
from services_hall.web.access import PUBLIC, access, signed_in_actor

blueprint = Blueprint("api_certificates", __name__, description="证照")


@blueprint.get("/verifications/<string:code>")
@access(PUBLIC)
@blueprint.response(200, schemas.VerificationDocument)
def verification(code: str) -> Verification:
    """The validity of a certificate or paper; names are masked"""
    return verify_code(code)


@blueprint.get("/certificates/<string:identifier>")
@blueprint.doc(security=schemas.BEARER)
@access(*roles_that_may(Permission.EXCHANGE_DATA))
@blueprint.response(200, content_type="application/pdf")
def certificate(identifier: str) -> Response:
    """The signed PDF of a certificate issued by a case of this system; otherwise 404"""
    file_name = fetch_issued_certificate(signed_in_actor(), identifier)
    return downloads.send(file_name, media_type="application/pdf")
