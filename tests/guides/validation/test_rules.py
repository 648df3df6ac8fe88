"""Each validation rule of the catalogue, violated once."""

from datetime import date
from typing import Any

import pytest

from guides.calendar import is_limit_above
from guides.calendar.limits import longest_days
from guides.calendar.official_days import official_day_rows
from guides.enumerations import Severity, Unit
from guides.terms import Period
from guides.validation import guide_findings
from guides.validation.rules import is_catch_all, rests_on_normative
from tests.support.guide_terms import LAW_KEY, MINIMAL, guide_terms

TYPES = {"business-licence", "food-business-permit"}
MATERIAL = MINIMAL["materials"][0]
NORMATIVE = {"key": "notice", "law": "某通知", "rank": "normative", "article": "全文"}
QUESTION = {
    "key": "kind",
    "text": "哪一种？",
    "kind": "choice",
    "options": [{"value": "a", "label": "甲"}, {"value": "b", "label": "乙"}],
}

FOR_ORGANISATIONS = {
    "key": "f",
    "label": "类别",
    "type": "choice",
    "options": [{"value": "a", "label": "甲", "audience": ["organisation"]}],
}


def findings_of(**changes: Any) -> list[tuple[str, str, str]]:
    listed = guide_findings(guide_terms(**changes), certificate_types=TYPES)
    return [(finding.severity.value, finding.rule, finding.element) for finding in listed]


def material(**changes: Any) -> list[dict[str, Any]]:
    return [MATERIAL | changes]


def bases(*ranks: str) -> list[dict[str, Any]]:
    return [*MINIMAL["legal_bases"], *({"key": rank, "law": "某文件", "rank": rank} for rank in ranks)]


def limits(legal: tuple[int | None, str], promised: tuple[int, str]) -> dict[str, Any]:
    return {
        "legal": {
            "days": legal[0],
            "unit": legal[1],
            "basis": LAW_KEY if legal[0] else None,
            "open": legal[0] is None,
        },
        "promised": {"days": promised[0], "unit": promised[1]},
    }


def test_the_factory_gives_a_content_without_findings() -> None:
    assert findings_of() == []


@pytest.mark.parametrize(
    ("changes", "element"),
    [
        ({"materials": material(bases=[])}, "materials.0.bases"),
        ({"conditions": [{"key": "a", "text": "有场所"}]}, "conditions.0.bases"),
        ({"fees": [{"key": "f", "name": "工本费", "standard": "40元"}]}, "fees.0.bases"),
    ],
)
def test_what_names_no_basis_is_blocked(changes: dict[str, Any], element: str) -> None:
    assert findings_of(**changes) == [("blocking", "basis", element)]


def test_an_item_without_any_basis_is_blocked() -> None:
    listed = findings_of(
        legal_bases=[], conditions=[], materials=[], limits=limits((None, "month"), (1, "month"))
    )
    assert ("blocking", "basis", "legal_bases") in listed


@pytest.mark.parametrize("rank", ["law", "regulation", "local_regulation", "state_council"])
def test_a_proof_may_rest_on_a_law_a_regulation_or_a_state_council_decision(rank: str) -> None:
    assert findings_of(legal_bases=bases(rank), materials=material(is_proof=True, bases=[rank])) == []


@pytest.mark.parametrize("rank", ["rule", "normative"])
def test_a_proof_that_rests_on_less_is_blocked(rank: str) -> None:
    listed = findings_of(legal_bases=bases(rank), materials=material(is_proof=True, bases=[rank]))
    assert listed == [("blocking", "basis", "materials.0.bases")]


@pytest.mark.parametrize(("rank", "allowed"), [("regulation", True), ("rule", True), ("normative", False)])
def test_a_licence_s_condition_needs_at_least_a_rule(rank: str, allowed: bool) -> None:
    listed = findings_of(
        legal_bases=bases(rank), conditions=[{"key": "a", "text": "有场所", "bases": [rank]}]
    )
    assert listed == ([] if allowed else [("blocking", "basis", "conditions.0.bases")])


@pytest.mark.parametrize(
    ("rank", "allowed"), [("regulation", True), ("rule", False), ("local_regulation", False)]
)
def test_a_licence_costs_something_only_by_law_or_administrative_regulation(rank: str, allowed: bool) -> None:
    fee = {"key": "f", "name": "工本费", "standard": "40元", "bases": [rank]}
    assert findings_of(legal_bases=bases(rank), fees=[fee]) == (
        [] if allowed else [("blocking", "basis", "fees.0.bases")]
    )


@pytest.mark.parametrize(("item_type", "allowed"), [("public_service", True), ("filing", False)])
def test_only_a_public_service_may_rest_on_a_normative_document(item_type: str, allowed: bool) -> None:
    review = {"key": "review-law", "law": "中华人民共和国行政复议法", "rank": "law"}
    changes = {
        "item_type": item_type,
        "legal_bases": [NORMATIVE, review],
        "conditions": [{"key": "a", "text": "有场所", "bases": ["notice"]}],
        "materials": material(bases=["notice"]),
        "limits": limits((None, "month"), (1, "month")),
        "remedies": {"reconsideration": {"to": "本级人民政府", "days": 60, "basis": "review-law"}},
    }
    assert rests_on_normative(guide_terms(**changes))
    blocked = [entry for entry in findings_of(**changes) if entry[0] == "blocking"]
    assert blocked == ([] if allowed else [("blocking", "basis", "legal_bases")])


@pytest.mark.parametrize(
    "name",
    [
        "其他材料",
        "其他相关材料",
        "其它 有关 证明文件",
        "其他（相关）材料",
        "其他需要提交的材料",
        "法律法规规定的其他材料",
        "符合法律、行政法规规定的其他条件。",
        "审批机关要求提交的材料",
        "窗口认为需要提供的证明",
        "身份证、户口簿等相关证明",
        "身份证等材料",
        "根据需要提交的补充说明",
        "相关证明材料",
        "有关材料",
        "主管部门要求的材料",
        "主管部门规定的材料",
        "身份证、户口簿等",
        "其他",
    ],
)
def test_a_catch_all_is_blocked(name: str) -> None:
    assert is_catch_all(name)
    assert ("blocking", "catch_all", "materials.0.name") in findings_of(materials=material(name=name))


@pytest.mark.parametrize(
    "name",
    [
        "营业执照",
        "法人或者其他组织身份证明",
        "中等职业学校毕业证书",
        "与有毒、有害场所以及其他污染源保持规定的距离",
        "经营场所所有权证或者其他合法使用权凭证",
        "授权委托书",
        "有关部门出具的验收报告",
        "学历证明（高等、中等）",
    ],
)
def test_a_definite_name_is_no_catch_all(name: str) -> None:
    assert not is_catch_all(name)


def test_a_catch_all_condition_or_note_is_blocked_too() -> None:
    condition = {"key": "a", "text": "法律、法规规定的其他条件", "bases": [LAW_KEY]}
    assert findings_of(conditions=[condition]) == [("blocking", "catch_all", "conditions.0.text")]
    assert findings_of(materials=material(notes="视情况提供补充说明")) == [
        ("blocking", "catch_all", "materials.0.notes")
    ]


@pytest.mark.parametrize(
    ("legal", "promised", "allowed"),
    [
        ((10, "working_day"), (10, "working_day"), True),
        ((10, "working_day"), (11, "working_day"), False),
        ((15, "calendar_day"), (1, "working_day"), True),
        ((15, "calendar_day"), (10, "working_day"), False),  # a holiday may extend it beyond the law
        ((20, "working_day"), (20, "calendar_day"), True),
        ((20, "working_day"), (21, "calendar_day"), False),
        ((1, "month"), (28, "calendar_day"), True),
        ((1, "month"), (29, "calendar_day"), False),  # February
        ((31, "calendar_day"), (1, "month"), True),
        ((30, "calendar_day"), (1, "month"), False),
        ((1, "calendar_day"), (24, "hour"), True),
        ((1, "calendar_day"), (25, "hour"), False),
        ((24, "hour"), (0, "working_day"), True),
        ((24, "hour"), (1, "working_day"), False),
        ((None, "working_day"), (90, "working_day"), True),  # open: no comparison is possible
    ],
)
def test_the_promised_limit_is_not_above_the_legal_one(
    legal: tuple[int | None, str], promised: tuple[int, str], allowed: bool
) -> None:
    blocked = [entry for entry in findings_of(limits=limits(legal, promised)) if entry[0] == "blocking"]
    assert blocked == ([] if allowed else [("blocking", "promised_limit", "limits.promised.days")])


def test_working_days_never_took_longer_than_the_comparison_assumes() -> None:
    worked = [row["day"] for row in official_day_rows() if row["is_working"]]
    for days in (1, 5, 6, 19, 20, 25, 30, 60, 90):
        spans = (last - first for first, last in zip(worked, worked[days:], strict=False))
        assert max(spans).days <= longest_days(days)
    assert date(2026, 1, 1) not in worked
    assert is_limit_above(Period(days=2, unit=Unit.MONTH), Period(days=59, unit=Unit.CALENDAR_DAY))


@pytest.mark.parametrize(
    ("changes", "element"),
    [
        ({"materials": [MATERIAL, MATERIAL | {"name": "营业执照副本"}]}, "materials.1.key"),
        ({"materials": material(bases=[LAW_KEY, "nowhere"])}, "materials.0.bases"),
        ({"materials": material(necessity="conditional")}, "materials.0.when"),
        ({"questions": [QUESTION], "materials": material(when={"kind": ["a"]})}, "materials.0.necessity"),
        ({"materials": material(necessity="conditional", when={"kind": ["a"]})}, "materials.0.when"),
        (
            {"questions": [QUESTION], "materials": material(necessity="conditional", when={"kind": ["c"]})},
            "materials.0.when",
        ),
        ({"questions": [QUESTION | {"when": {"kind": ["a"]}}]}, "questions.0.when"),
        ({"questions": [QUESTION | {"options": [QUESTION["options"][0]] * 2}]}, "questions.0.options"),
        ({"form_fields": [{"key": "f", "label": "类别", "type": "choice"}]}, "form_fields.0.options"),
        (
            {"audience": ["person", "organisation"], "form_fields": [FOR_ORGANISATIONS]},
            "form_fields.0.options",
        ),
        ({"materials": material(by_commitment=True)}, "materials.0.by_commitment"),
        (
            {
                "commitment": {
                    "text": "承诺",
                    "consequence": "撤销",
                    "question": "q",
                    "value": "x",
                    "bases": [LAW_KEY],
                }
            },
            "commitment.question",
        ),
    ],
)
def test_parts_that_do_not_fit_together_are_blocked(changes: dict[str, Any], element: str) -> None:
    assert findings_of(**changes) == [("blocking", "structure", element)]


def access(**changes: Any) -> dict[str, Any]:
    return {"access": MINIMAL["access"] | changes}


def result(**changes: Any) -> dict[str, Any]:
    return {"result": MINIMAL["result"] | changes}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        (access(visits=1, service_depth="one_visit"), "visits_reason"),
        (access(visits=1, visits_reason="核对本人"), "online_visits"),
        (access(online=False), "online_visits"),
        (access(visits=2, visits_reason="核对本人", service_depth="one_visit"), "online_visits"),
        ({"decision_kind": "on_the_spot"}, "on_the_spot"),
        ({"limits": {**MINIMAL["limits"], "legal": {"days": 10, "unit": "working_day"}}}, "limit_basis"),
        ({"limits": limits((10, "working_day"), (4, "working_day"))}, "step_days"),
        ({"materials": material(deferrable={"days": 6, "unit": "working_day"})}, "deferrable"),
        (result(certificate_type=None), "licence_result"),
        (result(sample=None), "licence_result"),
        ({"steps": MINIMAL["steps"][:-1]}, "licence_steps"),
        ({"faqs": []}, "licence_faq"),
        ({"materials": material(issued_by="")}, "issuer"),
        ({"topics": ["婚姻登记"], "audience": ["organisation"]}, "topic"),
        ({"topics": ["资质认证"], "audience": ["person"]}, "topic"),
        ({"quantity_limit": {"text": "总量控制", "bases": [LAW_KEY]}}, "quantity"),
        ({"quantity_limit": {"text": "全区 300 户", "bases": []}}, "term_basis"),
        (result(certificate_type="moon-permit"), "certificate_type"),
        ({"materials": material(spared_by=[{"certificate_type": "moon-permit"}])}, "certificate_type"),
    ],
)
def test_what_a_guide_should_keep_is_only_warned_of(changes: dict[str, Any], rule: str) -> None:
    assert [entry[:2] for entry in findings_of(**changes)] == [("warning", rule)]


def test_a_material_listed_twice_is_warned_of_at_both_places() -> None:
    listed = findings_of(materials=[MATERIAL, MATERIAL | {"key": "again"}])
    assert [entry[2] for entry in listed] == ["materials.0.name", "materials.1.name"]


def test_an_after_check_without_its_step_is_warned_of() -> None:
    commitment = {
        "text": "承诺",
        "after_check": {"days": 20, "unit": "working_day"},
        "consequence": "撤销",
        "bases": [LAW_KEY],
        "question": "kind",
        "value": "a",
    }
    assert findings_of(questions=[QUESTION], commitment=commitment) == [("warning", "after_check", "steps")]


def test_blocking_findings_come_first() -> None:
    severities = [
        finding.severity
        for finding in guide_findings(guide_terms(faqs=[], materials=material(name="其他材料")))
    ]
    assert severities == [Severity.BLOCKING, Severity.WARNING]
