"""What a guide should keep besides the rules: findings that warn and do not hinder its approval."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final

from guides.calendar import is_limit_above
from guides.enumerations import StepKind
from guides.told import joined, told
from guides.validation.findings import (
    Content,
    Finding,
    numbered_entries,
    warning_finding,
)
from guides.vocabulary import STEP_KINDS

LICENCE_STEPS: Final = (StepKind.ACCEPTANCE, StepKind.REVIEW, StepKind.DECISION, StepKind.DELIVERY)
WHOLLY_ONLINE: Final = frozenset({"online", "nothing"})
NUMBER: Final = re.compile(
    r"[0-9一二三四五六七八九十百千万]+\s*(个|户|张|件|家|名|处|辆|份|项|吨)|公布|公告|公示"
)
PERSON_TOPICS: Final = frozenset(
    {
        "生育收养",
        "户籍办理",
        "入伍服役",
        "婚姻登记",
        "优待抚恤",
        "离职退休",
        "死亡殡葬",
        "证件办理",
        "出境入境",
        "旅游观光",
    }
)
ORGANISATION_TOPICS: Final = frozenset(
    {
        "资质认证",
        "年检年审",
        "税收财务",
        "投资审批",
        "融资信贷",
        "商务贸易",
        "招标拍卖",
        "海关口岸",
        "法人注销",
    }
)


def advice_findings(content: Content, *, certificate_types: Collection[str] | None) -> Iterator[Finding]:
    """What real catalogues check, as warnings; `certificate_types` None leaves the types unchecked."""
    yield from visit_findings(content)
    yield from time_findings(content)
    yield from licence_findings(content)
    yield from material_findings(content)
    yield from topic_findings(content)
    yield from quantity_findings(content)
    yield from unsupported_terms(content)
    if certificate_types is not None:
        yield from certificate_findings(content, certificate_types)


def visit_findings(content: Content) -> Iterator[Finding]:
    access = content["access"]
    if access["visits"] > 0 and not access["visits_reason"]:
        yield warning_finding("visits_reason", "access.visits_reason", told("要求到现场，请写明原因。"))
    if access["service_depth"] in WHOLLY_ONLINE and access["visits"] > 0:
        yield warning_finding(
            "online_visits",
            "access.visits",
            told("全程网上办理的，到现场次数应为 0。请改次数或者改办理深度。"),
        )
    if access["service_depth"] == "online" and not access["online"]:
        yield warning_finding(
            "online_visits", "access.online", told("办理深度是网上办，却不能网上办理。请改成一致。")
        )
    if access["service_depth"] == "one_visit" and access["visits"] > 1:
        yield warning_finding(
            "online_visits", "access.visits", told("办理深度是一次办，到现场次数不应超过 1。")
        )


def time_findings(content: Content) -> Iterator[Finding]:
    limits = content["limits"]
    promised = limits["promised"]
    if content["decision_kind"] == "on_the_spot" and promised["days"] != 0:
        yield warning_finding("on_the_spot", "limits.promised.days", told("即办件的承诺办结时限应为 0。"))
    if limits["legal"]["days"] is not None and limits["legal"]["basis"] is None:
        yield warning_finding("limit_basis", "limits.legal.basis", told("请写明法定办结时限的依据。"))
    same_unit = [
        step["days"]
        for step in content["steps"]
        if step["unit"] == promised["unit"] and step["kind"] not in {"delivery", "after_check"}
    ]
    if sum(same_unit) > promised["days"]:
        yield warning_finding("step_days", "steps", told("各环节时间之和超过承诺办结时限，请核对。"))
    for path, material in numbered_entries(content, "materials"):
        if material["deferrable"] is not None and is_limit_above(material["deferrable"], promised):
            yield warning_finding(
                "deferrable",
                f"{path}.deferrable",
                told("“%(name)s”容缺补交的时间可能晚于承诺办结时限。", name=material["name"]),
            )


def licence_findings(content: Content) -> Iterator[Finding]:
    if content["item_type"] != "licence":
        return
    result = content["result"]
    if result["certificate_type"] is None:
        yield warning_finding(
            "licence_result", "result.certificate_type", told("许可的结果请写明颁发哪一种证照。")
        )
    if result["sample"] is None:
        yield warning_finding("licence_result", "result.sample", told("许可的结果请附样本。"))
    kinds = {step["kind"] for step in content["steps"]}
    missing = [told(STEP_KINDS[kind]) for kind in LICENCE_STEPS if kind not in kinds]
    if missing:
        comma = told("、")  # not inside the call below: pybabel would miss it
        yield warning_finding(
            "licence_steps",
            "steps",
            told("许可的办理环节缺少：%(missing)s。", missing=joined(comma, missing)),
        )
    if not content["faqs"]:
        yield warning_finding("licence_faq", "faqs", told("请至少写一条常见问题。"))


def material_findings(content: Content) -> Iterator[Finding]:
    names = Counter(material["name"] for material in content["materials"])
    for path, material in numbered_entries(content, "materials"):
        if material["issuer_type"] == "government" and not material["issued_by"]:
            yield warning_finding(
                "issuer",
                f"{path}.issued_by",
                told("“%(name)s”由政府部门出具，请写明是哪个部门。", name=material["name"]),
            )
        if names[material["name"]] > 1:
            yield warning_finding(
                "repeated_material",
                f"{path}.name",
                told("“%(name)s”出现了不止一次，请合并或者改名。", name=material["name"]),
            )


def topic_findings(content: Content) -> Iterator[Finding]:
    audience = set(content["audience"])
    for position, topic in enumerate(content["topics"]):
        if topic in PERSON_TOPICS and "person" not in audience:
            yield warning_finding(
                "topic",
                f"topics.{position}",
                told("“%(topic)s”是自然人主题，服务对象却没有自然人。", topic=topic),
            )
        if topic in ORGANISATION_TOPICS and "organisation" not in audience:
            yield warning_finding(
                "topic",
                f"topics.{position}",
                told("“%(topic)s”是法人主题，服务对象却没有法人。", topic=topic),
            )


def quantity_findings(content: Content) -> Iterator[Finding]:
    limit = content["quantity_limit"]
    if limit is not None and NUMBER.search(limit["text"]) is None:
        yield warning_finding(
            "quantity", "quantity_limit.text", told("有数量限制的，请写明数量或者在哪里公布数量。")
        )


def unsupported_terms(content: Content) -> Iterator[Finding]:
    """Terms besides those of rule 1 that should name their basis too."""
    names = {
        "commitment": told("告知承诺"),
        "quantity_limit": told("数量限制"),
        "intermediary": told("中介服务"),
    }
    for element, name in names.items():
        if content[element] is not None and not content[element]["bases"]:
            yield warning_finding("term_basis", f"{element}.bases", told("请写明%(name)s的依据。", name=name))
    commitment = content["commitment"]
    kinds = {step["kind"] for step in content["steps"]}
    if commitment is not None and commitment["after_check"] is not None and "after_check" not in kinds:
        yield warning_finding("after_check", "steps", told("告知承诺有事后核查，请在办理环节中列出。"))


def certificate_findings(content: Content, certificate_types: Collection[str]) -> Iterator[Finding]:
    issued = content["result"]["certificate_type"]
    if issued is not None and issued not in certificate_types:
        yield warning_finding(
            "certificate_type",
            "result.certificate_type",
            told("电子证照库没有“%(issued)s”这种证照。", issued=issued),
        )
    for path, material in numbered_entries(content, "materials"):
        for position, way in enumerate(material["spared_by"]):
            code = way.get("certificate_type")
            if code is not None and code not in certificate_types:
                yield warning_finding(
                    "certificate_type",
                    f"{path}.spared_by.{position}",
                    told("电子证照库没有“%(code)s”这种证照。", code=code),
                )
