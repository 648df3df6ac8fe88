"""Permissions, reach and start page of each role; the area of a post."""

from itertools import product

import pytest

from services_hall.identity import Actor, Permission, Post, Role
from services_hall.identity.roles import ROLE_DEFINITIONS, roles_that_may
from services_hall.presentation.role_names import role_name

# fmt: off
TABLE = {
    # role                 permissions                                       reach         start page
    "resident":            ("file_for_oneself read_own_certificates",        "own",        "/"),
    "legal_person":        ("file_for_oneself read_own_certificates",        "own",        "/"),
    "window_clerk":        ("file_for_others",                               "post",       "/window/"),
    "agency_officer":      ("handle_cases",                                  "post",       "/desk/"),
    "agency_head":         ("approve_extensions",                            "post",       "/head/"),
    "guide_editor":        ("write_guides",                                  "everywhere", "/guide-desk/"),
    "guide_approver":      ("approve_guides",                                "everywhere", "/guide-desk/"),
    "certificate_officer": ("issue_certificates",                            "post",       "/"),
    "supervisor":          ("watch_clocks",                                  "everywhere", "/oversight/"),
    "administrator":       ("administer",                                   "everywhere", "/administration/"),
    "agency_system":       ("exchange_data handle_cases file_for_others",    "post",       "/api/v1/docs"),
}
# fmt: on
"""Written a second time by hand: who changes the roles changes both, and sees what follows."""

PERMISSIONS = {
    "file_for_oneself",
    "read_own_certificates",
    "file_for_others",
    "handle_cases",
    "approve_extensions",
    "write_guides",
    "approve_guides",
    "issue_certificates",
    "watch_clocks",
    "administer",
    "exchange_data",
}


def officer(*posts: Post) -> Actor:
    return Actor(1, "someone", "江市场", posts)


def test_the_table_names_every_role_and_every_permission() -> None:
    assert set(TABLE) == {str(role) for role in Role}
    assert {str(permission) for permission in Permission} == PERMISSIONS
    assert {word for words, *_ in TABLE.values() for word in words.split()} == PERMISSIONS


def test_names_of_roles_are_different() -> None:
    assert len({role_name(role) for role in Role}) == len(Role)


@pytest.mark.parametrize(("role", "permission"), list(product(Role, Permission)))
def test_an_actor_may_what_the_table_gives_its_role_and_nothing_else(
    role: Role, permission: Permission
) -> None:
    expected = permission in TABLE[role][0].split()
    assert officer(Post(role)).may(permission) is expected
    assert (role in roles_that_may(permission)) is expected


@pytest.mark.parametrize("role", Role)
def test_a_role_reaches_and_starts_where_the_table_says(role: Role) -> None:
    _, reach, start = TABLE[role]
    actor = officer(Post(role))
    assert ROLE_DEFINITIONS[role].reach == reach
    assert actor.start_page == start
    assert actor.is_staff is (reach != "own")


def test_nobody_who_writes_guides_may_approve_them_by_the_same_role() -> None:
    assert not any(
        {Permission.WRITE_GUIDES, Permission.APPROVE_GUIDES} <= duty.may for duty in ROLE_DEFINITIONS.values()
    )


def test_an_actor_shows_nothing_personal_when_it_is_logged() -> None:
    actor = Actor(1, "abc", "张示范", (Post(Role.RESIDENT),), phone="10000000001")
    assert "张示范" not in repr(actor)
    assert "10000000001" not in repr(actor)
