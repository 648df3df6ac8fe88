"""Chinese labels of guides and bundles: pages translate them when shown, papers print them unchanged."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from guides.enumerations import (
    AgentRule,
    Audience,
    CertificateSubject,
    DayUnit,
    DecisionKind,
    DivisionLevel,
    FieldType,
    HandlingKind,
    IdentifiedParty,
    IssuerType,
    ItemType,
    LimitEnd,
    LimitStart,
    MaterialKind,
    Necessity,
    QuestionKind,
    Rank,
    ResultForm,
    ServiceDepth,
    Silence,
    StepKind,
    Unit,
    YesNo,
)

Labels: TypeAlias = Mapping[Any, str]
"""Labels by code; the common type of the tables, each of which has its own enumeration."""


def translatable(text: str) -> str:
    """`text` unchanged. The call marks it for pybabel, so that a presenter can translate it later."""
    return text


OPEN_LIMIT: Final = translatable("以办理点公布为准")
YUAN: Final = translatable("元")
AT_ONCE: Final = translatable("当场")
EMPTY: Final = translatable("无")
ORDER: Final = translatable("顺序")

ITEM_TYPES: Final[Mapping[ItemType, str]] = {
    ItemType.LICENCE: translatable("行政许可"),
    ItemType.CONFIRMATION: translatable("行政确认"),
    ItemType.REGISTRATION: translatable("行政登记"),
    ItemType.FILING: translatable("行政备案"),
    ItemType.PAYMENT: translatable("行政给付"),
    ItemType.PUBLIC_SERVICE: translatable("公共服务"),
    ItemType.OTHER_POWER: translatable("其他行政权力"),
}
AUDIENCES: Final[Mapping[Audience, str]] = {
    Audience.PERSON: translatable("个人"),
    Audience.ORGANISATION: translatable("法人"),
    Audience.SOLE_TRADER: translatable("个体工商户"),
}
AGENT_RULES: Final[Mapping[AgentRule, str]] = {
    AgentRule.ALL: translatable("可以代办"),
    AgentRule.RELATIVES: translatable("只能由监护人、近亲属代办"),
    AgentRule.GUARDIANS: translatable("不能代办，监护人除外"),
    AgentRule.NONE: translatable("不能代办"),
}
IDENTIFIED_PARTIES: Final[Mapping[IdentifiedParty, str]] = {
    IdentifiedParty.APPLICANT: translatable("申请人的身份证件"),
    IdentifiedParty.AGENT: translatable("代理人、监护人的身份证件"),
}
CERTIFICATE_SUBJECTS: Final[Mapping[CertificateSubject, str]] = {
    CertificateSubject.APPLICANT: translatable("申请人"),
    CertificateSubject.REGISTERED: translatable("本次登记的主体"),
    CertificateSubject.LICENSED: translatable("营业执照载明的主体"),
}
LEVELS: Final[Mapping[DivisionLevel, str]] = {
    DivisionLevel.CITY: translatable("市级"),
    DivisionLevel.DISTRICT: translatable("区级"),
    DivisionLevel.STREET: translatable("街道"),
    DivisionLevel.COMMUNITY: translatable("社区"),
}
RANKS: Final[Mapping[Rank, str]] = {
    Rank.LAW: translatable("法律"),
    Rank.REGULATION: translatable("行政法规"),
    Rank.STATE_COUNCIL: translatable("国务院决定"),
    Rank.LOCAL_REGULATION: translatable("地方性法规"),
    Rank.RULE: translatable("规章"),
    Rank.NORMATIVE: translatable("规范性文件"),
}
MATERIAL_KINDS: Final[Mapping[MaterialKind, str]] = {
    MaterialKind.ORIGINAL: translatable("原件"),
    MaterialKind.COPY: translatable("复印件"),
    MaterialKind.ELECTRONIC: translatable("电子件"),
}
ISSUER_TYPES: Final[Mapping[IssuerType, str]] = {
    IssuerType.APPLICANT: translatable("申请人"),
    IssuerType.GOVERNMENT: translatable("政府部门"),
    IssuerType.OTHER: translatable("其他机构"),
}
NECESSITIES: Final[Mapping[Necessity, str]] = {
    Necessity.REQUIRED: translatable("必要"),
    Necessity.CONDITIONAL: translatable("视情形"),
}
STEP_KINDS: Final[Mapping[StepKind, str]] = {
    StepKind.RECEIPT: translatable("收件"),
    StepKind.ACCEPTANCE: translatable("受理"),
    StepKind.REVIEW: translatable("审查"),
    StepKind.SITE_CHECK: translatable("现场核查"),
    StepKind.DECISION: translatable("决定"),
    StepKind.DELIVERY: translatable("送达"),
    StepKind.AFTER_CHECK: translatable("事后核查"),
}
UNITS: Final[Mapping[Unit, str]] = {
    Unit.WORKING_DAY: translatable("个工作日"),
    Unit.CALENDAR_DAY: translatable("日"),
    Unit.MONTH: translatable("个月"),
    Unit.HOUR: translatable("小时"),
}
LIMIT_STARTS: Final[Mapping[LimitStart, str]] = {
    LimitStart.RECEIPT: translatable("收件"),
    LimitStart.ACCEPTANCE: translatable("受理"),
}
LIMIT_ENDS: Final[Mapping[LimitEnd, str]] = {
    LimitEnd.DECISION: translatable("作出决定"),
    LimitEnd.HANDING_OVER: translatable("制作发放"),
}
DECISION_KINDS: Final[Mapping[DecisionKind, str]] = {
    DecisionKind.ON_THE_SPOT: translatable("即办件"),
    DecisionKind.PROMISED: translatable("承诺件"),
}
SERVICE_DEPTHS: Final[Mapping[ServiceDepth, str]] = {
    ServiceDepth.ONE_VISIT: translatable("一次办"),
    ServiceDepth.AT_ONCE: translatable("马上办"),
    ServiceDepth.ONLINE: translatable("网上办"),
    ServiceDepth.NOTHING: translatable("不用办"),
}
SILENCES: Final[Mapping[Silence, str]] = {
    Silence.ACCEPTED: translatable("视为受理"),
    Silence.NONE: translatable("未规定"),
}
RESULT_FORMS: Final[Mapping[ResultForm, str]] = {
    ResultForm.ELECTRONIC: translatable("电子证照"),
    ResultForm.PHYSICAL: translatable("实体证件"),
    ResultForm.BOTH: translatable("电子证照和实体证件"),
}
CERTIFICATE_ACTIONS: Final[Mapping[HandlingKind, str]] = {
    HandlingKind.RENEWAL: translatable("延续"),
    HandlingKind.CHANGE: translatable("变更"),
    HandlingKind.REISSUE: translatable("补领换领"),
    HandlingKind.CANCELLATION: translatable("注销"),
}
QUESTION_KINDS: Final[Mapping[QuestionKind, str]] = {
    QuestionKind.CHOICE: translatable("选择题"),
    QuestionKind.YES_NO: translatable("是非题"),
    QuestionKind.NUMBER: translatable("数字题"),
}
YES_NO: Final[Mapping[YesNo, str]] = {
    YesNo.YES: translatable("是"),
    YesNo.NO: translatable("否"),
}
FIELD_TYPES: Final[Mapping[FieldType, str]] = {
    FieldType.TEXT: translatable("单行文字"),
    FieldType.TEXTAREA: translatable("多行文字"),
    FieldType.PERSON_NAME: translatable("姓名"),
    FieldType.IDENTITY_NUMBER: translatable("身份证号码"),
    FieldType.DOCUMENT_NUMBER: translatable("身份证件号码"),
    FieldType.CREDIT_CODE: translatable("统一社会信用代码"),
    FieldType.PHONE: translatable("手机号码"),
    FieldType.ADDRESS: translatable("地址"),
    FieldType.DATE: translatable("日期"),
    FieldType.INTEGER: translatable("整数"),
    FieldType.AMOUNT: translatable("带单位的数量"),
    FieldType.MONEY: translatable("金额"),
    FieldType.BANK_CARD: translatable("银行卡号"),
    FieldType.PLACE: translatable("所在街道（乡镇）"),
    FieldType.ACCOUNT: translatable("账号"),
    FieldType.DIMENSIONS: translatable("尺寸"),
    FieldType.CHOICE: translatable("选项"),
}
DAY_UNITS: Final[Mapping[DayUnit, str]] = {
    DayUnit.DAY: translatable("日"),
    DayUnit.MONTH: translatable("个月"),
    DayUnit.YEAR: translatable("年"),
}
AGENCY_ROLES: Final[Mapping[str, str]] = {
    "market_supervision": translatable("市场监督管理部门"),
    "fire_rescue": translatable("消防救援机构"),
    "urban_management": translatable("城市管理部门"),
    "tobacco_monopoly": translatable("烟草专卖部门"),
    "public_security": translatable("公安机关"),
    "housing_fund": translatable("住房公积金管理中心"),
    "health": translatable("卫生健康部门"),
    "approval_bureau": translatable("行政审批局"),
}
"""Labels of roles of agencies; a place can add other roles, which are shown as their code."""
DATA_CHECKS: Final[Mapping[str, str]] = {
    "household": translatable("户籍信息"),
    "marriage": translatable("婚姻登记信息"),
    "social-insurance": translatable("社会保险信息"),
    "real-estate": translatable("不动产登记信息"),
    "housing-loan": translatable("住房贷款信息"),
    "pension": translatable("退休待遇信息"),
    "work-capacity": translatable("劳动能力鉴定信息"),
    "exit-settlement": translatable("出境定居信息"),
}
"""Labels of data checks; a place can add others."""


def in_unit(number: object, unit: str) -> str:
    """A number with its unit, 86 平方米; the number alone without a unit."""
    return f"{number} {unit}" if unit else str(number)


def period_text(amount: int, unit: str) -> str:
    """A limit in the format of official papers: 5个工作日; 0 is 当场."""
    return AT_ONCE if amount == 0 else f"{amount}{UNITS[Unit(unit)]}"
