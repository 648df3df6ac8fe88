"""Purposes for which certificates were used, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from services_hall.applications.enumerations import UsePurpose

PURPOSES: Final[Mapping[UsePurpose, LazyString]] = {
    UsePurpose.OWN_VIEW: _l("本人查看可免提交的材料"),
    UsePurpose.SYSTEM_VIEW: _l("经持证人同意，由部门业务系统查看可免提交的材料"),
    UsePurpose.VIEW_IN_PRESENCE: _l("持证人在窗口当面同意，查看可免提交的材料"),
    UsePurpose.VIEW_BY_AGENT: _l("代办人凭授权查看可免提交的材料"),
    UsePurpose.CERTIFICATE_TAKEN: _l("领取本办件办出的电子证照"),
    UsePurpose.SAME_APPLICATION: _l("本次申请办出的证照，由各部门共同办理同一申请时使用"),
    UsePurpose.OWN_APPLICATION: _l("持证人申请办理这本证照的延续、变更、补领换领或者注销"),
    UsePurpose.CODE_COMPARED: _l("有人在申请里填了持证人的统一社会信用代码，系统核对经营者"),
}


def purpose_text(purpose: str, request: str) -> str:
    """The purpose of a use: of a request, what is applied for in it; otherwise the purpose of a code."""
    if request:
        return _("办理%(name)s", name=purpose)
    return str(PURPOSES[UsePurpose(purpose)]) if purpose in PURPOSES else purpose
