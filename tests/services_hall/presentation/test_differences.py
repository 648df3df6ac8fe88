"""Differences as text: the expected text for each kind of change."""

from typing import Any

import pytest

from guides.editions import ORDER, Difference, ListEntry, edition_differences
from guides.enumerations import Unit
from guides.terms import LegalLimit, Period
from guides.vocabulary import UNITS
from services_hall.presentation.differences import difference_text, difference_texts
from services_hall.presentation.formats import period, time_span
from tests.support.guide_terms import MINIMAL, guide_content

LICENCE = ListEntry("business-licence", "营业执照")
PROMISED = {"days": 5, "unit": "working_day", "note": ""}


pytestmark = pytest.mark.usefixtures("source_language")


def change_texts(*parts: Any) -> tuple[str, str | None, str | None]:
    text = difference_text(Difference(*parts))
    return text.label, text.before, text.after


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (("item_type", None, None, "licence", "filing"), ("事项类型", "行政许可", "行政备案")),
        (
            ("audience", None, None, ["person", "organisation"], ["person"]),
            ("服务对象", "个人、法人", "个人"),
        ),
        (("levels", None, None, ["district"], ["street"]), ("行使层级", "区级", "街道")),
        (("agency_role", None, None, "health", "somebody"), ("实施主体类别", "卫生健康部门", "somebody")),
        (("access.by_post", None, None, True, False), ("邮寄", "是", "否")),
        (("access.visits", None, None, 0, 1), ("到办事现场次数", "0", "1")),
        (("life_events", None, None, [], ["开店"]), ("人生事件", "无", "开店")),
        (("materials", LICENCE, "copies", 1, 2), ("申请材料：营业执照，份数", "1", "2")),
        (
            ("materials", LICENCE, "kind", "copy", "electronic"),
            ("申请材料：营业执照，形式", "复印件", "电子件"),
        ),
        (("materials", LICENCE, "sample", None, "样张"), ("申请材料：营业执照，样本", "无", "样张")),
        (("materials", LICENCE, "name", "licence", "copy"), ("申请材料：营业执照，名称", "licence", "copy")),
        (
            ("materials", LICENCE, "spared_by", [], [{"data_check": "household"}]),
            ("申请材料：营业执照，免提交", "无", "数据核验：户籍信息"),
        ),
        (
            ("conditions", ListEntry("a", "成年"), "when", {}, {"who": ["self", "agent"], "how": ["here"]}),
            ("受理条件：成年，适用情形", "无", "who＝self或agent；how＝here"),
        ),
        (
            ("fees", ListEntry("f", "工本费"), "amount_fen", 1000, 50),
            ("收费：工本费，金额", "10 元", "0.50 元"),
        ),
        (("materials", None, ORDER, ["甲", "乙"], ["乙", "甲"]), ("申请材料：顺序", "甲 → 乙", "乙 → 甲")),
        (
            ("materials", LICENCE, None, None, {"key": "x", "name": "营业执照"}),
            ("申请材料：营业执照", None, "名称：营业执照"),
        ),
        (
            (
                "limits.promised",
                None,
                None,
                {"days": 5, "unit": "working_day", "note": ""},
                {"days": 0, "unit": "hour"},
            ),
            ("承诺办结时限", "5 个工作日", "当场"),
        ),
        (
            (
                "limits.legal",
                None,
                None,
                {"days": None, "unit": "month", "open": True, "note": "见办理点"},
                None,
            ),
            ("法定办结时限", "以办理点公布为准；说明：见办理点", None),
        ),
        (("shoe", ListEntry("a", "鞋"), "heel", 1, 2), ("shoe：鞋，heel", "1", "2")),
        (("name", None, None, "100%", "%(name)s"), ("事项名称", "100%", "%(name)s")),
    ],
)
def test_a_difference_is_said(difference: tuple[Any, ...], words: tuple[str, str | None, str | None]) -> None:
    assert change_texts(*difference) == words


def test_every_difference_of_two_editions_is_said_in_order() -> None:
    changed = guide_content(materials=[], access=MINIMAL["access"] | {"visits": 3})
    found = edition_differences(guide_content(), changed)
    texts = difference_texts(found)
    assert [(text.path, text.kind) for text in texts] == [(one.path, one.kind) for one in found]
    assert [text.label for text in texts] == ["申请材料：营业执照", "到办事现场次数"]


@pytest.mark.parametrize("unit", Unit)
def test_a_limit_is_said_in_the_unit_of_the_vocabulary(unit: Unit) -> None:
    assert time_span(5, unit) == f"5 {UNITS[unit]}"
    assert time_span(0, unit) == period(Period(days=0, unit=unit)) == "当场"
    assert period(LegalLimit(days=None, unit=unit)) == period(None) == "以办理点公布为准"
