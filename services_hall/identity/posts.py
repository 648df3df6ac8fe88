"""Roles with the agency and the division for which they are held: read, and refused without the place."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from guides.division_codes import contains
from guides.errors import FieldProblem
from guides.models import Agency, Division
from services_hall.identity.actors import Post
from services_hall.identity.errors import AccountRefused, PostFault
from services_hall.identity.models import AccountPost
from services_hall.identity.roles import OF_AGENCY, OF_DIVISION, Role

ROLE, AGENCY, DIVISION = "role", "agency", "division"
"""The names of the three fields that make a post."""
FEW: Final = 2


def read_post(session: Session, role: str, agency: str = "", division: str = "") -> Post:
    """The post of this role; agency and division are written as their code or their whole name.

    A role at an agency without a division is held in the division of the agency. Raises AccountRefused with
    the problem of each field, also for a place that the role does not have.
    """
    problems: dict[str, FieldProblem] = {}
    if role not in set(Role):
        problems[ROLE] = FieldProblem(PostFault.ROLE_MISSING)
    found_agency = _agency(session, agency.strip(), problems)
    found_division = _division(session, division.strip(), problems)
    if ROLE not in problems:
        _check_places(Role(role), found_agency, found_division, problems)
    if problems:
        raise AccountRefused(problems)
    if found_agency is None:
        return Post(Role(role), None, None if found_division is None else found_division.code)
    place = found_agency.division_code if found_division is None else found_division.code
    return Post(Role(role), found_agency.code, place)


def _check_places(
    role: Role, agency: Agency | None, division: Division | None, problems: dict[str, FieldProblem]
) -> None:
    if role in OF_AGENCY:
        if agency is None:
            problems.setdefault(AGENCY, FieldProblem(PostFault.AGENCY_MISSING, {"role": role}))
        elif division is not None and not _lies_in(division, agency):
            problems[DIVISION] = FieldProblem(
                PostFault.DIVISION_OUTSIDE, {"agency": agency.name, "division": division.name}
            )
        return
    if agency is not None:
        problems.setdefault(AGENCY, FieldProblem(PostFault.AGENCY_REFUSED, {"role": role}))
    if role in OF_DIVISION:
        if division is None:
            problems.setdefault(DIVISION, FieldProblem(PostFault.DIVISION_MISSING, {"role": role}))
    elif division is not None:
        problems.setdefault(DIVISION, FieldProblem(PostFault.DIVISION_REFUSED, {"role": role}))


def _lies_in(division: Division, agency: Agency) -> bool:
    """Whether the division is in the place of the agency; that of an administering area is not reckoned."""
    return agency.division_code is None or contains(agency.division_code, division.code)


def _agency(session: Session, text: str, problems: dict[str, FieldProblem]) -> Agency | None:
    if not text:
        return None
    query = select(Agency).where(or_(Agency.code == text.upper(), Agency.name == text)).limit(FEW)
    found = session.scalars(query).all()
    if len(found) != 1:
        unknown, ambiguous = FieldProblem(PostFault.AGENCY_UNKNOWN), FieldProblem(PostFault.AGENCY_AMBIGUOUS)
        problems[AGENCY] = ambiguous if found else unknown
        return None
    return found[0]


def _division(session: Session, text: str, problems: dict[str, FieldProblem]) -> Division | None:
    if not text:
        return None
    query = select(Division).where(or_(Division.code == text, Division.name == text)).limit(FEW)
    found = session.scalars(query).all()
    if len(found) != 1:
        unknown, ambiguous = (
            FieldProblem(PostFault.DIVISION_UNKNOWN),
            FieldProblem(PostFault.DIVISION_AMBIGUOUS),
        )
        problems[DIVISION] = ambiguous if found else unknown
        return None
    return found[0]


def place_names(session: Session, posts: Iterable[Post | AccountPost]) -> dict[str, str]:
    """The names of the agencies and divisions of these posts, by code."""
    codes = {code for post in posts for code in (post.agency_code, post.division_code) if code}
    if not codes:
        return {}
    agencies = session.execute(select(Agency.code, Agency.name).where(Agency.code.in_(codes)))
    divisions = session.execute(select(Division.code, Division.name).where(Division.code.in_(codes)))
    return {**dict(divisions.tuples().all()), **dict(agencies.tuples().all())}
