"""Shops with a business licence in the store, and what a food permit asks about them."""

from typing import Final

from certificate_store import issuing
from certificate_store.holders import Holder, IdentifierType
from services_hall import database
from services_hall.clock import local_day, utc_now
from services_hall.demo.certificates import demo_credit_code
from tests.support.hall import Hall

FOREIGN: Final = Holder("别人的公司（演示）", IdentifierType.CREDIT_CODE, demo_credit_code("another firm"))
SECOND: Final = Holder(
    "李样例第二家店（演示）", IdentifierType.CREDIT_CODE, demo_credit_code("a second shop")
)
ALONE: Final = {"cooking": "fumes", "premises": "commercial", "delivery": "no", "agent": "no"}
"""The answers with which the food permit is applied for alone."""
ENTITY: Final = ("premises_name", "credit_code", "premises_address")


def issue_shop(hall: Hall, shop: Holder, *operators: Holder) -> None:
    with hall.app.app_context(), database.certificate_transaction() as store:
        issuing.issue_certificate(
            store,
            type_code="business-licence",
            holder=shop,
            joint_holders=operators,
            agency_code="11420102TEST000001",
            agency_name="演示",
            fields={"premises_name": shop.name, "credit_code": shop.identifier},
            issued_on=local_day(utc_now()),
            valid_from=local_day(utc_now()),
            valid_to=None,
            source=f"test:{shop.identifier}",
            now=utc_now(),
        )
