"""Chinese labels of guides and bundles: pages translate them when shown, papers print them unchanged."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias, TypeVar

from guides.enumerations import (
    Audience,
    CertificateSubject,
    DayUnit,
    DecisionKind,
    DivisionLevel,
    FieldType,
    HandlingKind,
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
Entry = TypeVar("Entry")


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
    FieldType.CREDIT_CODE: translatable("统一社会信用代码"),
    FieldType.PHONE: translatable("手机号码"),
    FieldType.ADDRESS: translatable("地址"),
    FieldType.DATE: translatable("日期"),
    FieldType.INTEGER: translatable("整数"),
    FieldType.AMOUNT: translatable("带单位的数量"),
    FieldType.MONEY: translatable("金额"),
    FieldType.BANK_CARD: translatable("银行卡号"),
    FieldType.PLACE: translatable("所在街道（乡镇）"),
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

ELEMENTS: Final[Mapping[str, str]] = {
    "code": translatable("基本编码"),
    "name": translatable("事项名称"),
    "short_name": translatable("事项简称"),
    "summary": translatable("概要"),
    "item_type": translatable("事项类型"),
    "audience": translatable("服务对象"),
    "joint_applicants": translatable("另有几人共同申请"),
    "topics": translatable("主题"),
    "life_events": translatable("人生事件"),
    "levels": translatable("行使层级"),
    "agency_role": translatable("实施主体类别"),
    "lead_agency_role": translatable("牵头部门类别"),
    "certificate_subject": translatable("证照持有人"),
    "concerns_safety": translatable("直接关系公共安全、人身健康、生命财产安全"),
    "legal_bases": translatable("设定依据"),
    "conditions": translatable("受理条件"),
    "situations": translatable("办理情形"),
    "materials": translatable("申请材料"),
    "steps": translatable("办理环节"),
    "limits.legal": translatable("法定办结时限"),
    "limits.promised": translatable("承诺办结时限"),
    "limits.extension": translatable("延长办理期限"),
    "limits.issuing": translatable("颁发送达时限"),
    "limits.starts_with": translatable("时限起算"),
    "limits.ends_with": translatable("时限终止"),
    "limits.joint": translatable("政府组织统一、联合、集中办理"),
    "supplement": translatable("补正规则"),
    "decision_kind": translatable("办件类型"),
    "decision_words": translatable("决定文书用语"),
    "commitment": translatable("告知承诺"),
    "commitment.online_decision": translatable("网上申请的决定时间"),
    "commitment.correction_first": translatable("先责令限期改正"),
    "fees": translatable("收费"),
    "quantity_limit": translatable("数量限制"),
    "intermediary": translatable("中介服务"),
    "result": translatable("办理结果"),
    "starts_from": translatable("所办证照"),
    "remedies.reconsideration": translatable("行政复议"),
    "remedies.lawsuit": translatable("行政诉讼"),
    "access.visits": translatable("到办事现场次数"),
    "access.visits_reason": translatable("到现场原因"),
    "access.service_depth": translatable("办理深度"),
    "access.online": translatable("网上办理"),
    "access.by_post": translatable("邮寄"),
    "access.served_for": translatable("通办范围"),
    "items": translatable("事项"),
    "merges": translatable("合并材料"),
    "answers": translatable("答案对应"),
    "questions": translatable("情景引导"),
    "form_fields": translatable("申请表"),
    "faqs": translatable("常见问题"),
    "open_points": translatable("待公布事项"),
}
"""The elements by path, in reading order."""

PARTS: Final[Mapping[str, str]] = {
    "key": translatable("键"),
    "name": translatable("名称"),
    "law": translatable("名称"),
    "rank": translatable("层级"),
    "number": translatable("文号"),
    "article": translatable("条款"),
    "text": translatable("内容"),
    "legal_bases.text": translatable("条文"),
    "bases": translatable("依据"),
    "basis": translatable("依据"),
    "when": translatable("适用情形"),
    "kind": translatable("类型"),
    "materials.kind": translatable("形式"),
    "copies": translatable("份数"),
    "is_proof": translatable("是否证明"),
    "issuer_type": translatable("由谁出具"),
    "issued_by": translatable("出具单位"),
    "necessity": translatable("必要性"),
    "deferrable": translatable("容缺补交"),
    "by_commitment": translatable("可用承诺代替"),
    "spared_by": translatable("免提交"),
    "notes": translatable("填报须知"),
    "note": translatable("说明"),
    "blank_form": translatable("空白表格"),
    "sample": translatable("样本"),
    "merge_key": translatable("合并键"),
    "days": translatable("时间"),
    "unit": translatable("单位"),
    "open": OPEN_LIMIT,
    "reconsideration.days": translatable("复议期限（日）"),
    "by": translatable("办理人"),
    "times": translatable("延长次数"),
    "approver": translatable("批准人"),
    "silence": translatable("逾期不告知"),
    "after_check": translatable("事后核查"),
    "consequence": translatable("不实后果"),
    "question": translatable("问题"),
    "value": translatable("值"),
    "standard": translatable("标准"),
    "amount_fen": translatable("金额"),
    "waiver": translatable("减免"),
    "pay_ways": translatable("缴费方式"),
    "pay_place": translatable("缴费地点或者网址"),
    "pay_days": translatable("缴费期限（工作日）"),
    "certificate_type": translatable("证照类型"),
    "data_check": translatable("数据核验"),
    "action": translatable("办理方式"),
    "result.form": translatable("结果形式"),
    "grant_title": translatable("同意的文书名称"),
    "grant": translatable("同意的用语"),
    "denial_title": translatable("不同意的文书名称"),
    "denial": translatable("不同意的用语"),
    "validity": translatable("有效期"),
    "validity_months": translatable("有效期（月）"),
    "renewal": translatable("延续"),
    "from_days": translatable("最早提前"),
    "until_days": translatable("最迟提前"),
    "to": translatable("受理机关"),
    "lawsuit.to": translatable("受理法院"),
    "months": translatable("起诉期限（月）"),
    "first": translatable("复议前置"),
    "label": translatable("名称"),
    "hint": translatable("提示"),
    "options": translatable("选项"),
    "stop": translatable("不能申请"),
    "tell": translatable("提醒"),
    "by_agent": translatable("由代办人办理"),
    "reason": translatable("原因"),
    "type": translatable("类型"),
    "required": translatable("必填"),
    "max_length": translatable("字数上限"),
    "prefill": translatable("预填"),
    "personal": translatable("个人信息"),
    "form_fields.unit": translatable("计量单位"),
    "least": translatable("最小值"),
    "most": translatable("最大值"),
    "differs_from": translatable("不能与此项相同"),
    "of_applicant": translatable("第几位申请人的材料"),
    "day_rule": translatable("日期要求"),
    "not_future": translatable("不能晚于当天"),
    "not_past": translatable("不能早于当天"),
    "earliest": translatable("最早日期"),
    "latest": translatable("最晚日期"),
    "within_last": translatable("不早于多久以前"),
    "older_than": translatable("至少在多久以前"),
    "within_next": translatable("不晚于多久以后"),
    "day_rule.unit": translatable("时间单位"),
    "not_before": translatable("不能早于此项"),
    "answer": translatable("回答"),
    "element": translatable("要素"),
    "open_points.note": translatable("对外说明"),
    "editor_note": translatable("编辑备注（不公开）"),
    "item": translatable("事项"),
    "after": translatable("在其后办理"),
    "members": translatable("成员"),
    "from": translatable("来源"),
    "material": translatable("材料"),
}
"""The parts of elements by the end of their path; the longest matching end applies."""

CODES: Final[Mapping[str, Labels]] = {
    "item_type": ITEM_TYPES,
    "audience": AUDIENCES,
    "levels": LEVELS,
    "agency_role": AGENCY_ROLES,
    "lead_agency_role": AGENCY_ROLES,
    "certificate_subject": CERTIFICATE_SUBJECTS,
    "rank": RANKS,
    "materials.kind": MATERIAL_KINDS,
    "issuer_type": ISSUER_TYPES,
    "necessity": NECESSITIES,
    "data_check": DATA_CHECKS,
    "steps.kind": STEP_KINDS,
    "unit": UNITS,
    "starts_with": LIMIT_STARTS,
    "ends_with": LIMIT_ENDS,
    "decision_kind": DECISION_KINDS,
    "service_depth": SERVICE_DEPTHS,
    "silence": SILENCES,
    "result.form": RESULT_FORMS,
    "starts_from.action": CERTIFICATE_ACTIONS,
    "questions.kind": QUESTION_KINDS,
    "form_fields.type": FIELD_TYPES,
    "form_fields.unit": {},
    "day_rule.unit": DAY_UNITS,
}
"""The labels for the values of a part that contains codes, by the end of its path."""


def element_label(path: str) -> str:
    """The label of the element at `path` ("limits.promised"); for an unknown path, the path itself."""
    return ELEMENTS.get(path, path)


def part_label(path: str) -> str:
    """The label of the part at `path` ("materials.deferrable.note"); for an unknown part, its name."""
    return _by_path_end(PARTS, path) or path.rpartition(".")[2]


def code_labels(path: str) -> Labels:
    """The labels of the codes at `path` ("materials.kind"); empty if the part contains no codes."""
    return _by_path_end(CODES, path) or {}


def _by_path_end(table: Mapping[str, Entry], path: str) -> Entry | None:
    ends = (path.split(".", start)[-1] for start in range(path.count(".") + 1))
    return next((table[end] for end in ends if end in table), None)


def period_text(amount: int, unit: str) -> str:
    """A limit in the format of official papers: 5个工作日; 0 is 当场."""
    return AT_ONCE if amount == 0 else f"{amount}{UNITS[Unit(unit)]}"
