"""Messages about what an agency demands from an applicant, and what the applicant gives for it."""

from typing import Final

from flask_babel import lazy_gettext as _l

from services_hall.applications.supplements.demands import DemandFault

DEMAND_FAULTS: Final = {
    DemandFault.NOTHING_CHOSEN: _l("请至少选一项要补正的材料或填写内容。"),
    DemandFault.NOT_ASKED_BY_EDITION: _l("办事指南没有要求这一项，不能要求申请人补。"),
    DemandFault.NOT_DEMANDED: _l("没有要求补正这一项，请删去。"),
    DemandFault.PROBLEM_MISSING: _l("请写明“%(name)s”有什么问题。"),
    DemandFault.WAY_OUT_MISSING: _l("请写明“%(name)s”怎么补正。"),
    DemandFault.STILL_MISSING: _l("还没有补“%(name)s”。"),
    DemandFault.NOTHING_CHANGED: _l("“%(name)s”还和原来一样，请改正后再提交。"),
}
