"""The roles of the hall and their permissions, as one table (pure)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """A role in the hall; an account may have several."""

    RESIDENT = "resident"
    LEGAL_PERSON = "legal_person"
    WINDOW_CLERK = "window_clerk"
    AGENCY_OFFICER = "agency_officer"
    AGENCY_HEAD = "agency_head"
    GUIDE_EDITOR = "guide_editor"
    GUIDE_APPROVER = "guide_approver"
    CERTIFICATE_OFFICER = "certificate_officer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AGENCY_SYSTEM = "agency_system"


class Permission(StrEnum):
    """An action that a role may permit."""

    FILE_FOR_ONESELF = "file_for_oneself"
    READ_OWN_CERTIFICATES = "read_own_certificates"
    FILE_FOR_OTHERS = "file_for_others"
    HANDLE_CASES = "handle_cases"
    APPROVE_EXTENSIONS = "approve_extensions"
    WRITE_GUIDES = "write_guides"
    APPROVE_GUIDES = "approve_guides"
    ISSUE_CERTIFICATES = "issue_certificates"
    WATCH_CLOCKS = "watch_clocks"
    ADMINISTER = "administer"
    EXCHANGE_DATA = "exchange_data"


class Reach(StrEnum):
    """The scope of a role's permissions."""

    OWN = "own"  # the user's or organisation's own data
    POST = "post"  # the agency and the division of the post
    EVERYWHERE = "everywhere"


@dataclass(frozen=True)
class RoleDefinition:
    """A role: its permissions, their reach, and its start page."""

    may: frozenset[Permission]
    reach: Reach
    start: str


def _role(reach: Reach, start: str, *may: Permission) -> RoleDefinition:
    return RoleDefinition(frozenset(may), reach, start)


# fmt: off
ROLE_DEFINITIONS: Final[dict[Role, RoleDefinition]] = {
    Role.RESIDENT: _role(Reach.OWN, "/",
                         Permission.FILE_FOR_ONESELF, Permission.READ_OWN_CERTIFICATES),
    Role.LEGAL_PERSON: _role(Reach.OWN, "/",
                             Permission.FILE_FOR_ONESELF, Permission.READ_OWN_CERTIFICATES),
    Role.WINDOW_CLERK: _role(Reach.POST, "/window/", Permission.FILE_FOR_OTHERS),
    Role.AGENCY_OFFICER: _role(Reach.POST, "/desk/", Permission.HANDLE_CASES),
    Role.AGENCY_HEAD: _role(Reach.POST, "/head/", Permission.APPROVE_EXTENSIONS),
    Role.GUIDE_EDITOR: _role(Reach.EVERYWHERE, "/guide-desk/", Permission.WRITE_GUIDES),
    Role.GUIDE_APPROVER: _role(Reach.EVERYWHERE, "/guide-desk/",
                               Permission.APPROVE_GUIDES),
    Role.CERTIFICATE_OFFICER: _role(Reach.POST, "/", Permission.ISSUE_CERTIFICATES),
    Role.SUPERVISOR: _role(Reach.EVERYWHERE, "/oversight/", Permission.WATCH_CLOCKS),
    Role.ADMINISTRATOR: _role(Reach.EVERYWHERE, "/administration/", Permission.ADMINISTER),
    Role.AGENCY_SYSTEM: _role(Reach.POST, "/api/v1/docs",
                              Permission.EXCHANGE_DATA, Permission.HANDLE_CASES, Permission.FILE_FOR_OTHERS),
}
# fmt: on

STAFF: Final = frozenset(role for role, duty in ROLE_DEFINITIONS.items() if duty.reach is not Reach.OWN)

OF_AGENCY: Final = frozenset(
    {Role.AGENCY_OFFICER, Role.AGENCY_HEAD, Role.CERTIFICATE_OFFICER, Role.AGENCY_SYSTEM}
)
"""The roles that are held at an agency, in a division or in all of the agency's place."""
OF_DIVISION: Final = frozenset({Role.WINDOW_CLERK})
"""The roles that are held in a division, for every agency there."""


def roles_that_may(permission: Permission) -> frozenset[Role]:
    """The roles that include `permission`."""
    return frozenset(role for role, duty in ROLE_DEFINITIONS.items() if permission in duty.may)
