"""The cases of a post: those of its agency in its division and below, in the database's own words."""

from sqlalchemy import select

from services_hall import database
from services_hall.applications.models import Case
from services_hall.applications.readers import is_at_desk, is_in_charge
from services_hall.identity import Actor, Post, Role
from tests.support.agency_systems import system
from tests.support.case_decisions import case_row
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant

CITY, DISTRICT, STREET, OTHER = "420100000000", "420102000000", "420102003000", "420103000000"
OWN, FOREIGN = "own", "foreign"
# fmt: off
POSTS = {
    # agency, division  whether the case in DISTRICT belongs to the post
    (OWN, DISTRICT):     True,
    (OWN, CITY):         True,
    (OWN, None):         True,
    (OWN, STREET):       False,
    (OWN, OTHER):        False,
    (FOREIGN, DISTRICT): False,
    (FOREIGN, CITY):     False,
    (FOREIGN, None):     False,
    (None, DISTRICT):    False,
}
# fmt: on


def test_a_post_reaches_the_cases_of_its_agency_in_its_division_and_below(either_hall: Hall) -> None:
    food = case_of(file_restaurant(system(either_hall, "market_supervision"), LI), "SPJY-XB")
    with either_hall.app.app_context():
        case = case_row(food["number"])
        assert case.division_code == DISTRICT
        agencies = {OWN: case.agency_code, FOREIGN: "91420100MADEM00019", None: None}
        for (agency, division), is_reached in POSTS.items():
            for role, condition in ((Role.AGENCY_OFFICER, is_at_desk), (Role.AGENCY_HEAD, is_in_charge)):
                actor = Actor(1, "someone", "江市场", (Post(role, agencies[agency], division),))
                found = database.reading().scalars(
                    select(Case.id).where(condition(actor), Case.id == case.id)
                )
                assert (found.one_or_none() is not None) is is_reached, (role, agency, division)


def test_a_role_without_cases_reaches_none(either_hall: Hall) -> None:
    food = case_of(file_restaurant(system(either_hall, "market_supervision"), LI), "SPJY-XB")
    with either_hall.app.app_context():
        agency = case_row(food["number"]).agency_code
        for role in set(Role) - {Role.AGENCY_OFFICER, Role.AGENCY_SYSTEM}:
            actor = Actor(1, "someone", "江市场", (Post(role, agency, DISTRICT),))
            assert database.reading().scalars(select(Case.id).where(is_at_desk(actor))).all() == []
