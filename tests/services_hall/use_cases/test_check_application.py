"""Check of an application: a filing that is refused leaves nothing in the certificate store."""

from sqlalchemy import func, select

from certificate_store.models import Grant, Use
from services_hall.database import certificate_transaction
from tests.support.agency_systems import system
from tests.support.hall import Hall
from tests.support.restaurant import LI, request_body, send


def test_a_refused_filing_leaves_no_permission_and_no_use_of_certificates(either_hall: Hall) -> None:
    program = system(either_hall, "market_supervision")
    body = request_body(program, LI)
    files = dict(body["attachments"])
    given = files.pop("layout-plan")
    before = store_rows(either_hall)
    for change, code in (
        ({"answers": {}}, "AnswersInvalid"),
        ({"answers": {**body["answers"], "applicant_phone": "12"}}, "AnswersInvalid"),
        ({"attachments": files}, "RequirementsOpen"),
        ({"attachments": {**body["attachments"], "no-such-material": given}}, "MaterialNotInGuide"),
        ({"division_code": "420199000000"}, "AnswersInvalid"),
        ({"editions": {**body["editions"], "SPJY-XB": 7}}, "OfferChanged"),
    ):
        answer = send(program, {**body, **change})
        assert (answer.get_json()["code"], store_rows(either_hall)) == (code, before)
    assert send(program, body).status_code == 201
    assert store_rows(either_hall) > before


def store_rows(hall: Hall) -> tuple[int, int]:
    """How many permissions and logged uses the certificate store has."""
    with hall.app.app_context(), certificate_transaction() as store:
        permissions, uses = (store.scalar(select(func.count()).select_from(one)) for one in (Grant, Use))
    return permissions or 0, uses or 0
