"""Labels of the codes of applications: pages translate them when shown, papers print them unchanged."""

from collections.abc import Mapping
from typing import Final

from guides.vocabulary import translatable
from services_hall.applications.enumerations import MetBy
from services_hall.applications.models import ProcedureKind
from services_hall.applications.parties.paper_mandates import MandateAct
from services_hall.identity.capacities import Capacity

MET_BY: Final[Mapping[MetBy, str]] = {
    MetBy.FILE: translatable("已收电子文件"),
    MetBy.CERTIFICATE: translatable("免提交（电子证照库核验）"),
    MetBy.THIS_APPLICATION: translatable("免提交（本次申请内办理）"),
    MetBy.SEEN: translatable("窗口已核验原件"),
    MetBy.MISSING: translatable("还没有交"),
}
CAPACITIES: Final[Mapping[Capacity, str]] = {
    Capacity.SELF: translatable("本人（本单位）"),
    Capacity.LEGAL_REPRESENTATIVE: translatable("法定代表人（负责人）"),
    Capacity.MEMBER: translatable("单位经办人"),
    Capacity.GUARDIAN: translatable("监护人"),
    Capacity.RELATIVE: translatable("近亲属"),
    Capacity.MANDATARY: translatable("受托人"),
}
MANDATE_ACTS: Final[Mapping[MandateAct, str]] = {
    MandateAct.APPLY: translatable("提交申请和补正"),
    MandateAct.COLLECT: translatable("领取结果"),
    MandateAct.WITHDRAW: translatable("撤回申请"),
}
"""What a mandate on paper lets the agent do, in the order of an application."""
PROCEDURES: Final[Mapping[ProcedureKind, str]] = {
    ProcedureKind.HEARING: translatable("听证"),
    ProcedureKind.TENDER: translatable("招标"),
    ProcedureKind.AUCTION: translatable("拍卖"),
    ProcedureKind.GOODS_EXAMINATION: translatable("检验"),
    ProcedureKind.TESTING: translatable("检测"),
    ProcedureKind.QUARANTINE: translatable("检疫"),
    ProcedureKind.APPRAISAL: translatable("鉴定"),
    ProcedureKind.EXPERT_REVIEW: translatable("专家评审"),
}
