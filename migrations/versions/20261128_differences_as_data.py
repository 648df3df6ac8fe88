"""differences of editions as data instead of texts

An event of the feed listed each difference as {"element", "label", "before", "after"}, in Chinese. It becomes
{"element", "entry", "part", "before", "after"}: codes and values of the terms, names of entries. They are
computed again from the two editions that the event compares, and used when they read exactly as the event
did; otherwise the event keeps its texts, as the values of an entry that is named as the text named it.

Revision: 0002
Follows: 0001
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BATCH = 200
GROUPS = ("limits", "remedies", "access")
IDENTITIES = ("key", "item", "question", "element")
NAMES = ("name", "label", "text", "question", "item", "element")
NOTHING = "无"
LABELS = {
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
PART_LABELS = {
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
UNITS = {
    "working_day": "个工作日",
    "calendar_day": "日",
    "month": "个月",
    "hour": "小时",
}
VALUES = UNITS | {
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
CODED = {
    "access.service_depth",
    "audience",
    "certificate_subject",
    "decision_kind",
    "issuer_type",
    "item_type",
    "kind",
    "levels",
    "necessity",
    "rank",
    "silence",
    "unit",
}

EVENT = sa.table(
    "guide_event",
    sa.column("seq", sa.BigInteger),
    sa.column("kind", sa.String),
    sa.column("item_code", sa.String),
    sa.column("bundle_code", sa.String),
    sa.column("edition_number", sa.Integer),
    sa.column("summary", sa.JSON),
)
CONTENT = {
    "guide": "SELECT edition.content FROM guide_edition AS edition"
    " JOIN service_item ON service_item.id = edition.item_id"
    " WHERE service_item.code = :code AND edition.number = :number",
    "bundle": "SELECT edition.content FROM bundle_edition AS edition"
    " JOIN bundle ON bundle.id = edition.bundle_id"
    " WHERE bundle.code = :code AND edition.number = :number",
}


def upgrade(engine_name: str) -> None:
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name: str) -> None:
    globals()[f"downgrade_{engine_name}"]()


def upgrade_certificates() -> None:
    """No change: the store has no feed."""


def downgrade_certificates() -> None:
    """No change: the store has no feed."""


def upgrade_hall() -> None:
    connection = op.get_bind()

    @lru_cache(maxsize=256)
    def content_of(kind: str, code: str, number: int) -> Any:
        query = sa.text(CONTENT[kind]).columns(content=sa.JSON)
        return connection.scalar(query, {"code": code, "number": number})

    in_force: dict[tuple[str, str], int] = {}
    for event in events(connection):
        kind, _, what = event.kind.partition("_")
        code = event.item_code or event.bundle_code
        if event.edition_number is None or code is None:
            continue
        number_before = in_force.get((kind, code))
        if event.summary.get("changes"):
            before = None if number_before is None else content_of(kind, code, number_before)
            after = content_of(kind, code, event.edition_number)
            store(connection, event, as_data(event.summary["changes"], before, after))
        if what == "published":
            in_force[kind, code] = event.edition_number
        elif what == "withdrawn" and number_before == event.edition_number:
            del in_force[kind, code]


def downgrade_hall() -> None:
    connection = op.get_bind()
    for event in events(connection):
        if event.edition_number is not None and event.summary.get("changes"):
            store(connection, event, [as_text(change) for change in event.summary["changes"]])


def events(connection: sa.Connection) -> Iterator[Any]:
    """Every event in the order of the feed, in batches."""
    last = 0
    while found := connection.execute(
        sa.select(EVENT).where(EVENT.c.seq > last).order_by(EVENT.c.seq).limit(BATCH)
    ).all():
        yield from found
        last = found[-1].seq


def store(connection: sa.Connection, event: Any, changes: list[dict[str, Any]]) -> None:
    summary = {**event.summary, "changes": changes}
    connection.execute(sa.update(EVENT).where(EVENT.c.seq == event.seq).values(summary=summary))


def as_data(texts: list[dict[str, Any]], before: Any, after: Any) -> list[dict[str, Any]]:
    """The differences of the two editions if they agree with the stored texts; otherwise the texts."""
    if before is not None and after is not None:
        computed = list(differences(before, after))
        if [as_text(change) for change in computed] == texts:
            return computed
    return [text_as_data(text) for text in texts]


def text_as_data(text: Mapping[str, Any]) -> dict[str, Any]:
    path = text["element"]
    element = next((one for one in LABELS if f"{path}.".startswith(f"{one}.")), path.partition(".")[0])
    key = path.removeprefix(element).removeprefix(".")
    name = text["label"].removeprefix(f"{LABELS.get(element, element)}：")
    entry = {"key": key, "name": name} if key else None
    return change(element, entry, None, text["before"], text["after"])


def change(element: str, entry: Any, part: str | None, before: Any, after: Any) -> dict[str, Any]:
    return {"element": element, "entry": entry, "part": part, "before": before, "after": after}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The differences of two editions as data, in the order of the guide."""
    earlier, later = elements(before), elements(after)
    for element in [*later, *(name for name in earlier if name not in later)]:
        old, new = earlier.get(element), later.get(element)
        old_entries, new_entries = entries(old), entries(new)
        if old_entries is not None and new_entries is not None:
            yield from differing_entries(element, old_entries, new_entries)
        elif old != new:
            yield change(element, None, None, old, new)


def elements(content: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in content.items():
        if name in GROUPS:
            flat |= {f"{name}.{inner}": part for inner, part in value.items()}
        else:
            flat[name] = value
    order = {name: position for position, name in enumerate(LABELS)}
    return dict(sorted(flat.items(), key=lambda entry: order.get(entry[0], len(order))))


def entries(value: Any) -> dict[str, Mapping[str, Any]] | None:
    if value is None:
        return {}
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        return None
    return {identity(entry): entry for entry in value}


def identity(entry: Mapping[str, Any]) -> str:
    if entry.get("item") and entry.get("question"):
        return f"{entry['item']}:{entry['question']}"
    named = (str(entry[name]) for name in IDENTITIES if entry.get(name))
    return next(named, "") or json.dumps(entry, ensure_ascii=False, sort_keys=True)


def differing_entries(
    element: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    for key in [*new, *(key for key in old if key not in new)]:
        before, after = old.get(key), new.get(key)
        entry = {"key": key, "name": entry_name(after or before or {})}
        if before is None or after is None:
            yield change(element, entry, None, before, after)
            continue
        for part in [*after, *(part for part in before if part not in after)]:
            if before.get(part) != after.get(part):
                yield change(element, entry, part, before.get(part), after.get(part))
    orders = ([key for key in old if key in new], [key for key in new if key in old])
    if orders[0] != orders[1]:
        named = [
            [entry_name(side[key]) for key in keys] for side, keys in zip((old, new), orders, strict=True)
        ]
        yield change(element, None, "order", *named)


def entry_name(entry: Mapping[str, Any]) -> str:
    if entry.get("law"):
        return f"{entry['law']}{entry.get('article') or ''}"
    if entry.get("item") and entry.get("question"):
        return f"{entry['item']} {entry['question']}"
    return next((str(entry[name]) for name in NAMES if entry.get(name)), "")


def as_text(difference: Mapping[str, Any]) -> dict[str, Any]:
    """The text of a difference before this revision."""
    element, entry, part = difference["element"], difference["entry"], difference["part"]
    names = [element, entry["key"] if entry else None, part]
    label = LABELS.get(element, element)
    if entry:
        label += f"：{entry['name']}"
    if part:
        label += f"，{PART_LABELS.get(part, part)}" if entry else "：顺序"
    sides = (difference["before"], difference["after"])
    if part and not entry:
        before, after = (" → ".join(side) for side in sides)
    elif part:
        before, after = (value_text(part, side) for side in sides)
    else:
        before, after = (None if side is None else whole_text(element, entry, side) for side in sides)
    path = ".".join(name for name in names if name)
    return {"element": path, "label": label, "before": before, "after": after}


def whole_text(element: str, entry: Any, value: Any) -> str:
    if entry and isinstance(value, Mapping):
        return group_text("", {**value, "key": None, "merge_key": None})
    return value_text(element, value)


def value_text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, list):
        return "、".join(value_text(name, entry) for entry in value)
    if isinstance(value, Mapping):
        return group_text(name, value)
    return VALUES.get(value, value) if name in CODED and isinstance(value, str) else str(value)


def group_text(name: str, value: Mapping[str, Any]) -> str:
    if name == "when":
        return "；".join(f"{question}＝{'或'.join(values)}" for question, values in value.items())
    words = []
    if "days" in value and "unit" in value:
        days, unit = value["days"], UNITS[value["unit"]]
        words.append("以办理点公布为准" if days is None else f"{days}{unit}")
    for part, inner in value.items():
        if part in {"days", "unit"} and words:
            continue
        if inner is not None and inner not in ("", [], {}, False):
            words.append(f"{PART_LABELS.get(part, part)}：{value_text(part, inner)}")
    return "；".join(words) or NOTHING
