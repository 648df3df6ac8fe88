"""A number with a wrong check digit is taken only by a clerk who has seen the original."""

from typing import Final

import pytest
from sqlalchemy import select

from services_hall.applications.models import Draft
from services_hall.applications.parties import Identification, Party
from services_hall.database import reading
from tests.support.hall import Hall
from tests.support.window_pages import LI_AT_WINDOW, originals_and_scans, questions

CARD: Final = "SFZ-BL"
ODD: Final = "420102188701120027"
BOX: Final = "holder.identifier_from_original"
WHO: Final = {**questions({"age": "adult", "urgent": "no"}), **LI_AT_WINDOW, "holder.identifier": ODD}
ADDRESS: Final = f"/window/apply/{CARD}"


def test_a_number_that_the_clerk_saw_in_the_original_is_taken_and_marked(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    assert BOX not in clerk.get(ADDRESS, age="adult", urgent="no").text
    refused = clerk.post(ADDRESS, WHO)
    assert refused.status_code == 422
    assert f'name="{BOX}" type="checkbox" value="{ODD}"' in refused.text
    begun = clerk.post(ADDRESS, {**WHO, BOX: ODD})
    assert begun.status_code == 303, begun.text
    draft = begun.headers["Location"].removesuffix("/whole")
    fields = {
        "applicant_name": LI_AT_WINDOW["holder.name"],
        "applicant_identifier": ODD,
        "applicant_phone": LI_AT_WINDOW["holder.phone"],
        "household_address": "武汉市江岸区样例路 1 号",
    }
    answer = clerk.post(f"{draft}/form", {f"field.{key}": value for key, value in fields.items()})
    assert answer.status_code == 303, answer.text
    seen = originals_and_scans(clerk.get(f"{draft}/materials").text)
    assert clerk.post(f"{draft}/materials", seen).headers["Location"] == f"{draft}/review"
    number = clerk.post(f"{draft}/submit", {"declared": "yes"}).headers["Location"].rsplit("/", 1)[1]
    desk = hall.sign_in("gongan")
    assert "号码校验码不符，窗口已看原件" in desk.get(f"/desk/cases/{number}-01").text
    assert number in desk.get("/desk/", q=ODD).text


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({BOX: "yes"}, id="no number in the box"),
        pytest.param({BOX: "420102188701120018"}, id="the box of another number"),
        pytest.param({BOX: ODD[:-1], "holder.identifier": ODD[:-1]}, id="a digit is missing"),
        pytest.param(
            {BOX: "420102188713120027", "holder.identifier": "420102188713120027"}, id="no birthday"
        ),
    ],
)
def test_the_box_holds_for_the_check_digit_of_this_number_alone(hall: Hall, wrong: dict[str, str]) -> None:
    answer = hall.sign_in("chuangkou").post(ADDRESS, {**WHO, **wrong})
    assert answer.status_code == 422


def test_the_number_of_an_agent_is_taken_the_same_way(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    agent = {
        "agent.name": "张示范",
        "agent.identifier_type": "111",
        "agent.identifier": "420102188506070018",
        "agent.capacity": "guardian",
        "agent.proof_seen": "yes",
    }
    who = {**questions({"age": "minor", "urgent": "no"}), **LI_AT_WINDOW, **agent}
    box = "agent.identifier_from_original"
    assert f'name="{box}"' in clerk.post(ADDRESS, who).text
    begun = clerk.post(ADDRESS, {**who, box: agent["agent.identifier"]})
    assert begun.status_code == 303, begun.text
    with hall.app.app_context():
        (row,) = reading().scalars(select(Draft)).all()
        applicant, acting = (Party.from_json(one) for one in row.parties or [])
        assert (applicant.is_number_from_original, acting.is_number_from_original) == (False, True)


def test_the_number_of_a_joint_applicant_is_taken_the_same_way(hall: Hall) -> None:
    clerk, number = hall.sign_in("chuangkou"), "420102188506070018"
    spouse = {"joint.1.name": "张示范", "joint.1.identifier_type": "111", "joint.1.identifier": number}
    who = {**questions({"stage": "before", "marriage_proof": "certificate"}), **LI_AT_WINDOW, **spouse}
    box = "joint.1.identifier_from_original"
    refused = clerk.post("/window/apply/SYDJ", who)
    assert f'name="{box}" type="checkbox" value="{number}"' in refused.text
    begun = clerk.post("/window/apply/SYDJ", {**who, box: number})
    assert begun.status_code == 303, begun.text
    online = {**{key: value for key, value in who.items() if "holder." not in key}, box: number}
    assert hall.sign_in("li").post("/apply/SYDJ", online).status_code == 422
    with hall.app.app_context():
        (row,) = reading().scalars(select(Draft)).all()
        first, joint = (Party.from_json(one) for one in row.parties or [])
        assert (first.is_number_from_original, joint.is_number_from_original) == (False, True)
        assert joint.identification == Identification.STATED
