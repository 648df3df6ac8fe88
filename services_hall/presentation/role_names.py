"""Names of roles and offices on pages."""

from typing import Final

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services_hall.identity import Role
from services_hall.identity.office_titles import Office

ROLE_NAMES: Final = {
    Role.RESIDENT: _l("个人（自然人）"),
    Role.LEGAL_PERSON: _l("企业和组织（法人）"),
    Role.WINDOW_CLERK: _l("综合窗口人员"),
    Role.AGENCY_OFFICER: _l("部门经办人"),
    Role.AGENCY_HEAD: _l("部门负责人"),
    Role.GUIDE_EDITOR: _l("指南编辑"),
    Role.GUIDE_APPROVER: _l("指南审核人"),
    Role.CERTIFICATE_OFFICER: _l("证照管理员"),
    Role.SUPERVISOR: _l("监察员"),
    Role.ADMINISTRATOR: _l("系统管理员"),
    Role.AGENCY_SYSTEM: _l("部门业务系统"),
}


def init_app(app: Flask) -> None:
    """Registers `role_name` for templates."""
    app.add_template_filter(role_name, "role_name")


def role_name(role: Role) -> str:
    """The name of a role."""
    return str(ROLE_NAMES[role])


def office_name(office: Office) -> str:
    """The place or agency of an office together with the name of the role."""
    return _("%(place)s%(title)s", place=office.place, title=role_name(office.role))
