"""Applications that lack a material which may follow, promised and tolerantly accepted."""

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from services_hall.applications.enumerations import Channel
from services_hall.use_cases.accept_tolerantly import accept_tolerantly
from services_hall.use_cases.sign_tolerance import sign_tolerance
from tests.support.agency_systems import System, actor_of
from tests.support.restaurant import LI, case_of, request_body, send
from tests.support.supplements import in_days

FOOD: Final = "SPJY-XB"
SCENARIO: Final = {"cooking": "fumes", "premises": "commercial", "delivery": "no", "agent": "no"}
DEFERRABLE: Final = "food-safety-rules"


def file_without(
    market: System, missing: Collection[str] = (DEFERRABLE,), key: str = "tolerant-1"
) -> dict[str, Any]:
    """The case of a food permit that was filed without these materials."""
    body = request_body(market, LI, SCENARIO, FOOD)
    attachments = {name: id_ for name, id_ in body["attachments"].items() if name not in missing}
    answer = send(market, {**body, "attachments": attachments, "incomplete": True}, key)
    assert answer.status_code == 201, answer.text
    return case_of(answer.get_json(), FOOD)


def promise(number: str) -> None:
    """The applicant promises through the agency's system; needs an application context."""
    sign_tolerance(actor_of("market_supervision"), number, channel=Channel.API)


def accept(number: str, until: date | None = None) -> None:
    """The agency accepts tolerantly, without a day until tomorrow; needs an application context."""
    accept_tolerantly(actor_of("market_supervision"), number, until or in_days(1))


def promised_case(market: System, key: str = "tolerant-1") -> str:
    """The number of a tolerantly accepted case; needs an application context."""
    number = str(file_without(market, key=key)["number"])
    promise(number)
    accept(number)
    return number
