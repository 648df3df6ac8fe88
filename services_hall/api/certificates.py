"""API for certificates and their verification: public verification, download for the issuing system."""

from flask import Response

from services_hall.api import schemas
from services_hall.api.operations import Blueprint
from services_hall.identity import Permission
from services_hall.identity.roles import roles_that_may
from services_hall.use_cases.fetch_issued_certificate import fetch_issued_certificate
from services_hall.use_cases.verify_code import Verification, verify_code
from services_hall.web import downloads
from services_hall.web.access import signed_in_actor

blueprint = Blueprint("api_certificates", __name__, description="证照")


@blueprint.operation("/verifications/<string:code>", schemas.VerificationDocument)
def verification(code: str) -> Verification:
    """The validity of a certificate or paper; names are masked"""
    return verify_code(code)


@blueprint.operation(
    "/certificates/<string:identifier>", None, roles=roles_that_may(Permission.EXCHANGE_DATA)
)
def certificate(identifier: str) -> Response:
    """The signed PDF of a certificate issued by a case of this system; otherwise 404"""
    file_name = fetch_issued_certificate(signed_in_actor(), identifier)
    return downloads.send(file_name, media_type="application/pdf")
