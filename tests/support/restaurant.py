"""The restaurant bundle as agencies' systems file it: scenario answers, form fields, files, request."""

from collections.abc import Mapping
from typing import Any, Final

from certificate_store.holders import Holder, IdentifierType
from services_hall.demo import files
from services_hall.demo.accounts import DISTRICT, RESIDENTS, DemoPerson
from services_hall.demo.applicant import ANSWERS, SCENARIO, demo_value
from services_hall.demo.applicant import BUNDLE as BUNDLE
from tests.support.agency_systems import System

ZHANG, LI, WANG = RESIDENTS
LI_HOLDER: Final = Holder(LI.name, IdentifierType.IDENTITY_CARD, LI.identity_number or "")
LICENSED: Final = SCENARIO
"""A scenario in which 李样例, who has a licence, needs four cases, the fire check by commitment."""
UNLICENSED: Final = {**LICENSED, "licence": "no", "form": "personal"}
INSPECTED: Final = {**LICENSED, "handling": "inspection"}


def holder_of(person: DemoPerson) -> dict[str, str]:
    """A demo person as a holder in the API."""
    assert person.identity_number is not None
    return {"name": person.name, "identifier_type": "111", "identifier": person.identity_number}


def scenario_answer(
    system: System, scenario: Mapping[str, str] = LICENSED, code: str = BUNDLE
) -> dict[str, Any]:
    """The requirements for complete scenario answers."""
    answer = system.get(f"/scenarios/{code}", **scenario).get_json()
    assert (answer["unanswered"], answer["stops"]) == ([], [])
    return dict(answer)


def field_value(field: Mapping[str, Any], person: DemoPerson) -> str:
    """A valid value for one form field of this person."""
    own = {
        "applicant_name": person.name,
        "applicant_identifier": person.identity_number or "",
        "applicant_phone": person.phone or "",
    }
    return demo_value(field, {**ANSWERS, **own})


def request_body(
    system: System,
    person: DemoPerson = LI,
    scenario: Mapping[str, str] = LICENSED,
    code: str = BUNDLE,
    *,
    consent: bool = True,
) -> dict[str, Any]:
    """A complete request; without the materials that the store proves, if the person permits it."""
    asked = scenario_answer(system, scenario, code)
    spared = proved_keys(system, person, scenario, code) if consent else set()
    wanted = [one["key"] for one in asked["materials"] if one["from_item"] is None]
    answers = {field["key"]: field_value(field, person) for field in asked["form_fields"]}
    return {
        "code": code,
        "division_code": DISTRICT,
        "holder": holder_of(person),
        "phone": person.phone,
        "scenario": dict(scenario),
        "answers": {key: text for key, text in answers.items() if text},
        "attachments": {key: upload_file(system) for key in wanted if key not in spared},
        "editions": {item["code"]: item["edition"] for item in asked["items"]},
        "consent": consent,
        "delivery": {"way": "electronic", "consent": True},
    }


def proved_keys(system: System, person: DemoPerson, scenario: Mapping[str, str], code: str) -> set[str]:
    """The materials that the store proves for this person."""
    body = {"code": code, "scenario": dict(scenario), "holder": holder_of(person), "consent": True}
    answer = system.post("/waiver-checks", body)
    assert answer.status_code == 200, answer.text
    return {row["key"] for row in answer.get_json()["items"] if row["outcome"] == "proved"}


def picture() -> bytes:
    """A written page of few pixels: each test uploads several, and checking them takes time by their size."""
    return files.picture(210, 297)


def upload_file(system: System, name: str = "材料.png") -> str:
    """The id of an uploaded file."""
    answer = system.upload(name, picture())
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])


def send(system: System, body: Mapping[str, Any], key: str = "restaurant-1") -> Any:
    """The response to a filing request."""
    return system.post("/applications", dict(body), Idempotency_Key=key)


def file_restaurant(
    system: System,
    person: DemoPerson = LI,
    scenario: Mapping[str, str] = LICENSED,
    code: str = BUNDLE,
    *,
    consent: bool = True,
    key: str = "restaurant-1",
    at_window: bool = False,
) -> dict[str, Any]:
    """The filed application; `at_window` where the applicant stands at a window of the system."""
    body = request_body(system, person, scenario, code, consent=consent)
    answer = send(system, {**body, "at_window": True} if at_window else body, key)
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def case_of(application: Mapping[str, Any], item: str) -> dict[str, Any]:
    """The application's case of one item."""
    return next(dict(case) for case in application["cases"] if case["item_code"] == item)
