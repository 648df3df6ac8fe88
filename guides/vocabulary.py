"""What people call the elements of a guide and the values in them (pure)."""

from collections.abc import Mapping
from typing import Any, Final

from guides.told import joined, told

LABELS: Final = {
    "code": told("基本编码"),
    "name": told("事项名称"),
    "short_name": told("事项简称"),
    "summary": told("概要"),
    "item_type": told("事项类型"),
    "audience": told("服务对象"),
    "topics": told("主题"),
    "life_events": told("人生事件"),
    "levels": told("行使层级"),
    "agency_role": told("实施主体类别"),
    "lead_agency_role": told("牵头部门类别"),
    "certificate_subject": told("证照持有人"),
    "legal_bases": told("设定依据"),
    "conditions": told("受理条件"),
    "situations": told("办理情形"),
    "materials": told("申请材料"),
    "steps": told("办理环节"),
    "limits.legal": told("法定办结时限"),
    "limits.promised": told("承诺办结时限"),
    "limits.extension": told("延长办理期限"),
    "limits.issuing": told("颁发送达时限"),
    "supplement": told("补正规则"),
    "decision_kind": told("办件类型"),
    "commitment": told("告知承诺"),
    "fees": told("收费"),
    "quantity_limit": told("数量限制"),
    "intermediary": told("中介服务"),
    "result": told("办理结果"),
    "remedies.reconsideration": told("行政复议"),
    "remedies.lawsuit": told("行政诉讼"),
    "access.visits": told("到办事现场次数"),
    "access.visits_reason": told("到现场原因"),
    "access.service_depth": told("办理深度"),
    "access.online": told("网上办理"),
    "access.by_post": told("邮寄"),
    "access.served_for": told("通办范围"),
    "items": told("事项"),
    "merges": told("合并材料"),
    "answers": told("答案对应"),
    "questions": told("情景引导"),
    "form_fields": told("申请表"),
    "faqs": told("常见问题"),
    "open_points": told("待公布事项"),
}

PART_LABELS: Final = {
    "key": told("键"),
    "name": told("名称"),
    "law": told("名称"),
    "rank": told("层级"),
    "number": told("文号"),
    "article": told("条款"),
    "text": told("内容"),
    "bases": told("依据"),
    "basis": told("依据"),
    "when": told("适用情形"),
    "kind": told("类型"),
    "copies": told("份数"),
    "is_proof": told("是否证明"),
    "issuer_type": told("出具人类型"),
    "issued_by": told("出具单位"),
    "necessity": told("必要性"),
    "deferrable": told("容缺补交"),
    "by_commitment": told("可承诺代替"),
    "spared_by": told("免提交"),
    "notes": told("填报须知"),
    "note": told("说明"),
    "blank_form": told("空白表格"),
    "sample": told("样本"),
    "merge_key": told("合并键"),
    "days": told("时间"),
    "unit": told("单位"),
    "open": told("以办理点公布为准"),
    "by": told("办理人"),
    "times": told("次数"),
    "approver": told("批准人"),
    "silence": told("逾期不告知"),
    "after_check": told("事后核查"),
    "consequence": told("不实后果"),
    "question": told("问题"),
    "value": told("值"),
    "standard": told("标准"),
    "amount_fen": told("金额（分）"),
    "waiver": told("减免"),
    "certificate_type": told("证照类型"),
    "data_check": told("数据核验"),
    "validity": told("有效期"),
    "validity_months": told("有效期（月）"),
    "renewal": told("延续"),
    "from_days": told("最早提前"),
    "until_days": told("最迟提前"),
    "to": told("受理机关"),
    "months": told("月数"),
    "first": told("复议前置"),
    "label": told("名称"),
    "hint": told("提示"),
    "options": told("选项"),
    "stop": told("不能申请"),
    "tell": told("提醒"),
    "reason": told("原因"),
    "type": told("类型"),
    "required": told("必填"),
    "max_length": told("字数上限"),
    "prefill": told("预填"),
    "personal": told("个人信息"),
    "answer": told("回答"),
    "element": told("要素"),
    "item": told("事项"),
    "after": told("在其后办理"),
    "members": told("成员"),
    "from": told("来源"),
    "material": told("材料"),
}

UNITS: Final = {
    "working_day": told("个工作日"),
    "calendar_day": told("日"),
    "month": told("个月"),
    "hour": told("小时"),
}

VALUES: Final = UNITS | {
    "licence": told("行政许可"),
    "confirmation": told("行政确认"),
    "registration": told("行政登记"),
    "filing": told("行政备案"),
    "payment": told("行政给付"),
    "public_service": told("公共服务"),
    "other_power": told("其他行政权力"),
    "person": told("自然人"),
    "organisation": told("法人"),
    "city": told("市级"),
    "district": told("区级"),
    "street": told("街道（乡镇）级"),
    "community": told("社区（村）级"),
    "law": told("法律"),
    "regulation": told("行政法规"),
    "state_council": told("国务院决定"),
    "local_regulation": told("地方性法规"),
    "rule": told("规章"),
    "normative": told("规范性文件"),
    "original": told("原件"),
    "copy": told("复印件"),
    "electronic": told("电子件"),
    "applicant": told("申请人"),
    "government": told("政府部门"),
    "other": told("其他机构"),
    "required": told("必要"),
    "conditional": told("视情形"),
    "receipt": told("收件"),
    "acceptance": told("受理"),
    "review": told("审查"),
    "site_check": told("现场核查"),
    "decision": told("决定"),
    "delivery": told("送达"),
    "after_check": told("事后核查"),
    "on_the_spot": told("即办件"),
    "promised": told("承诺件"),
    "one_visit": told("一次办"),
    "at_once": told("马上办"),
    "online": told("网上办"),
    "nothing": told("不用办"),
    "accepted": told("视为受理"),
    "none": told("未规定"),
}
CODED: Final = frozenset(
    {
        "item_type",
        "audience",
        "levels",
        "rank",
        "kind",
        "issuer_type",
        "necessity",
        "unit",
        "decision_kind",
        "access.service_depth",
        "silence",
        "certificate_subject",
    }
)


OPEN: Final = told("以办理点公布为准")
YES: Final = told("是")
NO: Final = told("否")
NOTHING: Final = told("无")
WORDS: Final = (OPEN, YES, NO, NOTHING)


def period_words(days: int | None, unit: str) -> str:
    """10个工作日; an open limit is 以办理点公布为准."""
    return OPEN if days is None else told("%(days)s%(unit)s", days=days, unit=UNITS[unit])


def value_words(name: str, value: Any) -> str:
    """`value` of the field `name` as a line of Chinese text."""
    if isinstance(value, bool):
        return YES if value else NO
    if value is None or value == "" or value == [] or value == {}:
        return NOTHING
    if isinstance(value, list):
        return joined(told("、"), (value_words(name, entry) for entry in value))
    if isinstance(value, Mapping):
        return mapping_words(name, value)
    return VALUES.get(value, value) if name in CODED and isinstance(value, str) else str(value)


def mapping_words(name: str, value: Mapping[str, Any]) -> str:
    """A group of fields in one line; a period as one phrase; what is empty is left out."""
    if name == "when":
        either = told("或")  # not inside the call below: pybabel would miss it
        answers = [
            told("%(question)s＝%(values)s", question=question, values=joined(either, values))
            for question, values in value.items()
        ]
        return joined(told("；"), answers)
    words = []
    if "days" in value and "unit" in value:
        words.append(period_words(value["days"], value["unit"]))
    for part, inner in value.items():
        if part in {"days", "unit"} and words:
            continue
        if inner is not None and inner not in ("", [], {}, False):
            label = PART_LABELS.get(part, part)
            words.append(told("%(label)s：%(words)s", label=label, words=value_words(part, inner)))
    return joined(told("；"), words) or NOTHING
