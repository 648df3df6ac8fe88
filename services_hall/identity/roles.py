"""The roles of the hall and what each may do: one table, pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """Who somebody is in the hall; one account may hold several."""

    RESIDENT = "resident"
    LEGAL_PERSON = "legal_person"
    WINDOW_CLERK = "window_clerk"
    AGENCY_OFFICER = "agency_officer"
    GUIDE_EDITOR = "guide_editor"
    GUIDE_APPROVER = "guide_approver"
    CERTIFICATE_OFFICER = "certificate_officer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AGENCY_SYSTEM = "agency_system"


class Permission(StrEnum):
    """One thing that a role may do."""

    FILE_FOR_ONESELF = "file_for_oneself"
    READ_OWN_CERTIFICATES = "read_own_certificates"
    FILE_FOR_OTHERS = "file_for_others"
    HANDLE_CASES = "handle_cases"
    WRITE_GUIDES = "write_guides"
    APPROVE_GUIDES = "approve_guides"
    ISSUE_CERTIFICATES = "issue_certificates"
    WATCH_CLOCKS = "watch_clocks"
    ADMINISTER = "administer"
    EXCHANGE_DATA = "exchange_data"


class Reach(StrEnum):
    """How far a role's permissions go."""

    OWN = "own"  # what belongs to the person or the organisation
    POST = "post"  # the agency and the division of the post
    EVERYWHERE = "everywhere"


@dataclass(frozen=True)
class Duty:
    """What comes with a role: its permissions, their reach, and the page it starts on."""

    may: frozenset[Permission]
    reach: Reach
    start: str


def _duty(reach: Reach, start: str, *may: Permission) -> Duty:
    return Duty(frozenset(may), reach, start)


# fmt: off
DUTIES: Final[dict[Role, Duty]] = {
    Role.RESIDENT: _duty(Reach.OWN, "/",
                         Permission.FILE_FOR_ONESELF, Permission.READ_OWN_CERTIFICATES),
    Role.LEGAL_PERSON: _duty(Reach.OWN, "/",
                             Permission.FILE_FOR_ONESELF, Permission.READ_OWN_CERTIFICATES),
    Role.WINDOW_CLERK: _duty(Reach.POST, "/window/", Permission.FILE_FOR_OTHERS),
    Role.AGENCY_OFFICER: _duty(Reach.POST, "/desk/", Permission.HANDLE_CASES),
    Role.GUIDE_EDITOR: _duty(Reach.EVERYWHERE, "/guide-desk/", Permission.WRITE_GUIDES),
    Role.GUIDE_APPROVER: _duty(Reach.EVERYWHERE, "/guide-desk/",
                               Permission.APPROVE_GUIDES),
    Role.CERTIFICATE_OFFICER: _duty(Reach.POST, "/", Permission.ISSUE_CERTIFICATES),
    Role.SUPERVISOR: _duty(Reach.EVERYWHERE, "/oversight/", Permission.WATCH_CLOCKS),
    Role.ADMINISTRATOR: _duty(Reach.EVERYWHERE, "/", Permission.ADMINISTER),
    Role.AGENCY_SYSTEM: _duty(Reach.POST, "/api/v1/docs",
                              Permission.EXCHANGE_DATA, Permission.HANDLE_CASES, Permission.FILE_FOR_OTHERS),
}
# fmt: on

STAFF: Final = frozenset(role for role, duty in DUTIES.items() if duty.reach is not Reach.OWN)


def roles_that_may(permission: Permission) -> frozenset[Role]:
    """The roles that hold `permission`."""
    return frozenset(role for role, duty in DUTIES.items() if permission in duty.may)
