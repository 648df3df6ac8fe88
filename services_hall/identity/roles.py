"""The roles of the hall and what each may do: one table, pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from guides.told import Told, told


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
    """What comes with a role: its name on pages, its permissions, their reach, and the page it starts on."""

    title: Told
    may: frozenset[Permission]
    reach: Reach
    start: str


def _duty(title: Told, reach: Reach, start: str, *may: Permission) -> Duty:
    return Duty(title, frozenset(may), reach, start)


# fmt: off
DUTIES: Final[dict[Role, Duty]] = {
    Role.RESIDENT: _duty(told("个人（自然人）"), Reach.OWN, "/",
                         Permission.FILE_FOR_ONESELF, Permission.READ_OWN_CERTIFICATES),
    Role.LEGAL_PERSON: _duty(told("企业和组织（法人）"), Reach.OWN, "/",
                             Permission.FILE_FOR_ONESELF, Permission.READ_OWN_CERTIFICATES),
    Role.WINDOW_CLERK: _duty(told("综合窗口人员"), Reach.POST, "/window/", Permission.FILE_FOR_OTHERS),
    Role.AGENCY_OFFICER: _duty(told("部门经办人"), Reach.POST, "/desk/", Permission.HANDLE_CASES),
    Role.GUIDE_EDITOR: _duty(told("指南编辑"), Reach.EVERYWHERE, "/guide-desk/", Permission.WRITE_GUIDES),
    Role.GUIDE_APPROVER: _duty(told("指南审核人"), Reach.EVERYWHERE, "/guide-desk/",
                               Permission.APPROVE_GUIDES),
    Role.CERTIFICATE_OFFICER: _duty(told("证照管理员"), Reach.POST, "/", Permission.ISSUE_CERTIFICATES),
    Role.SUPERVISOR: _duty(told("监察员"), Reach.EVERYWHERE, "/oversight/", Permission.WATCH_CLOCKS),
    Role.ADMINISTRATOR: _duty(told("系统管理员"), Reach.EVERYWHERE, "/", Permission.ADMINISTER),
    Role.AGENCY_SYSTEM: _duty(told("部门业务系统"), Reach.POST, "/api/v1/docs",
                              Permission.EXCHANGE_DATA, Permission.HANDLE_CASES, Permission.FILE_FOR_OTHERS),
}
# fmt: on

STAFF: Final = frozenset(role for role, duty in DUTIES.items() if duty.reach is not Reach.OWN)


def roles_that_may(permission: Permission) -> frozenset[Role]:
    """The roles that hold `permission`."""
    return frozenset(role for role, duty in DUTIES.items() if permission in duty.may)
