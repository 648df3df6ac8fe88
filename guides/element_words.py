"""What people call the elements of a guide and the values in them (pure)."""

from collections.abc import Mapping
from typing import Any, Final

LABELS: Final = {
    "code": "基本编码",
    "name": "事项名称",
    "short_name": "事项简称",
    "summary": "概要",
    "item_type": "事项类型",
    "audience": "服务对象",
    "topics": "主题",
    "life_events": "人生事件",
    "levels": "行使层级",
    "agency_role": "实施主体类别",
    "lead_agency_role": "牵头部门类别",
    "certificate_subject": "证照持有人",
    "legal_bases": "设定依据",
    "conditions": "受理条件",
    "situations": "办理情形",
    "materials": "申请材料",
    "steps": "办理环节",
    "limits.legal": "法定办结时限",
    "limits.promised": "承诺办结时限",
    "limits.extension": "延长办理期限",
    "limits.issuing": "颁发送达时限",
    "supplement": "补正规则",
    "decision_kind": "办件类型",
    "commitment": "告知承诺",
    "fees": "收费",
    "quantity_limit": "数量限制",
    "intermediary": "中介服务",
    "result": "办理结果",
    "remedies.reconsideration": "行政复议",
    "remedies.lawsuit": "行政诉讼",
    "access.visits": "到办事现场次数",
    "access.visits_reason": "到现场原因",
    "access.service_depth": "办理深度",
    "access.online": "网上办理",
    "access.by_post": "邮寄",
    "access.served_for": "通办范围",
    "items": "事项",
    "merges": "合并材料",
    "answers": "答案对应",
    "questions": "情景引导",
    "form_fields": "申请表",
    "faqs": "常见问题",
    "open_points": "待公布事项",
}

PART_LABELS: Final = {
    "key": "键",
    "name": "名称",
    "law": "名称",
    "rank": "层级",
    "number": "文号",
    "article": "条款",
    "text": "内容",
    "bases": "依据",
    "basis": "依据",
    "when": "适用情形",
    "kind": "类型",
    "copies": "份数",
    "is_proof": "是否证明",
    "issuer_type": "出具人类型",
    "issued_by": "出具单位",
    "necessity": "必要性",
    "deferrable": "容缺补交",
    "by_commitment": "可承诺代替",
    "spared_by": "免提交",
    "notes": "填报须知",
    "note": "说明",
    "blank_form": "空白表格",
    "sample": "样本",
    "merge_key": "合并键",
    "days": "时间",
    "unit": "单位",
    "open": "以办理点公布为准",
    "by": "办理人",
    "times": "次数",
    "approver": "批准人",
    "silence": "逾期不告知",
    "after_check": "事后核查",
    "consequence": "不实后果",
    "question": "问题",
    "value": "值",
    "standard": "标准",
    "amount_fen": "金额（分）",
    "waiver": "减免",
    "certificate_type": "证照类型",
    "data_check": "数据核验",
    "validity": "有效期",
    "validity_months": "有效期（月）",
    "renewal": "延续",
    "from_days": "最早提前",
    "until_days": "最迟提前",
    "to": "受理机关",
    "months": "月数",
    "first": "复议前置",
    "label": "名称",
    "hint": "提示",
    "options": "选项",
    "stop": "不能申请",
    "tell": "提醒",
    "reason": "原因",
    "type": "类型",
    "required": "必填",
    "max_length": "字数上限",
    "prefill": "预填",
    "personal": "个人信息",
    "answer": "回答",
    "element": "要素",
    "item": "事项",
    "after": "在其后办理",
    "members": "成员",
    "from": "来源",
    "material": "材料",
}

UNITS: Final = {"working_day": "个工作日", "calendar_day": "日", "month": "个月", "hour": "小时"}

VALUES: Final = UNITS | {
    "licence": "行政许可",
    "confirmation": "行政确认",
    "registration": "行政登记",
    "filing": "行政备案",
    "payment": "行政给付",
    "public_service": "公共服务",
    "other_power": "其他行政权力",
    "person": "自然人",
    "organisation": "法人",
    "city": "市级",
    "district": "区级",
    "street": "街道（乡镇）级",
    "community": "社区（村）级",
    "law": "法律",
    "regulation": "行政法规",
    "state_council": "国务院决定",
    "local_regulation": "地方性法规",
    "rule": "规章",
    "normative": "规范性文件",
    "original": "原件",
    "copy": "复印件",
    "electronic": "电子件",
    "applicant": "申请人",
    "government": "政府部门",
    "other": "其他机构",
    "required": "必要",
    "conditional": "视情形",
    "receipt": "收件",
    "acceptance": "受理",
    "review": "审查",
    "site_check": "现场核查",
    "decision": "决定",
    "delivery": "送达",
    "after_check": "事后核查",
    "on_the_spot": "即办件",
    "promised": "承诺件",
    "one_visit": "一次办",
    "at_once": "马上办",
    "online": "网上办",
    "nothing": "不用办",
    "accepted": "视为受理",
    "none": "未规定",
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


def period_words(days: int | None, unit: str) -> str:
    """10个工作日; an open limit is 以办理点公布为准."""
    return "以办理点公布为准" if days is None else f"{days}{UNITS[unit]}"


def value_words(name: str, value: Any) -> str:
    """`value` of the field `name` as a line of Chinese text."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or value == "" or value == [] or value == {}:
        return "无"
    if isinstance(value, list):
        return "、".join(value_words(name, entry) for entry in value)
    if isinstance(value, Mapping):
        return mapping_words(name, value)
    return VALUES.get(value, value) if name in CODED and isinstance(value, str) else str(value)


def mapping_words(name: str, value: Mapping[str, Any]) -> str:
    """A group of fields in one line; a period as one phrase; what is empty is left out."""
    if name == "when":
        return "；".join(f"{question}＝{'或'.join(values)}" for question, values in value.items())
    words = []
    if "days" in value and "unit" in value:
        words.append(period_words(value["days"], value["unit"]))
    for part, inner in value.items():
        if part in {"days", "unit"} and words:
            continue
        if inner is not None and inner not in ("", [], {}, False):
            words.append(f"{PART_LABELS.get(part, part)}：{value_words(part, inner)}")
    return "；".join(words) or "无"
