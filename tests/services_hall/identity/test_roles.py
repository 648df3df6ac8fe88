"""The table of roles is whole, and a post reaches as far as it says."""

from itertools import product

import pytest

from services_hall.identity import Actor, Permission, Post, Role
from services_hall.identity.roles import DUTIES, Reach, roles_that_may
from services_hall.presentation.role_names import role_name

DISTRICT = "420102000000"
STREET = "420102003000"


def officer(*posts: Post) -> Actor:
    return Actor(1, "someone", "江市场", posts)


def test_every_role_has_one_duty_and_every_permission_somebody_who_holds_it() -> None:
    assert set(DUTIES) == set(Role)
    assert all(roles_that_may(permission) for permission in Permission)


def test_names_of_roles_are_different() -> None:
    assert len({role_name(role) for role in Role}) == len(Role)


@pytest.mark.parametrize(("role", "permission"), list(product(Role, Permission)))
def test_an_actor_may_what_the_table_gives_its_role_and_nothing_else(
    role: Role, permission: Permission
) -> None:
    assert officer(Post(role)).may(permission) == (permission in DUTIES[role].may)


def test_nobody_who_writes_guides_may_approve_them_by_the_same_role() -> None:
    assert not any(
        {Permission.WRITE_GUIDES, Permission.APPROVE_GUIDES} <= duty.may for duty in DUTIES.values()
    )


def test_an_administrator_and_a_supervisor_handle_no_case() -> None:
    for role in (Role.ADMINISTRATOR, Role.SUPERVISOR):
        assert Permission.HANDLE_CASES not in DUTIES[role].may


@pytest.mark.parametrize(
    ("agency", "division", "reached"),
    [
        ("A", DISTRICT, True),
        ("A", STREET, True),
        ("A", "420103000000", False),
        ("A", "420100000000", False),
        ("A", None, False),
        ("B", DISTRICT, False),
    ],
)
def test_an_officers_post_covers_one_agency_in_one_district(
    agency: str, division: str | None, reached: bool
) -> None:
    actor = officer(Post(Role.AGENCY_OFFICER, "A", DISTRICT))
    assert actor.may_at(Permission.HANDLE_CASES, agency, division) is reached


def test_a_post_of_the_city_covers_its_districts() -> None:
    actor = officer(Post(Role.AGENCY_OFFICER, "A", "420100000000"))
    assert actor.may_at(Permission.HANDLE_CASES, "A", DISTRICT)


def test_a_role_that_reaches_everywhere_asks_for_no_place() -> None:
    assert DUTIES[Role.SUPERVISOR].reach is Reach.EVERYWHERE
    assert officer(Post(Role.SUPERVISOR)).may_at(Permission.WATCH_CLOCKS, "A", DISTRICT)


def test_an_actor_shows_nothing_personal_when_it_is_logged() -> None:
    actor = Actor(1, "abc", "张示范", (Post(Role.RESIDENT),), phone="10000000001")
    assert "张示范" not in repr(actor)
    assert "10000000001" not in repr(actor)
