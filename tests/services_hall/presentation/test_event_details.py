"""Words of what an event of a case records."""

import pytest

from services_hall.applications.cases.event_facts import EventFact, fact_details
from services_hall.presentation.event_details import event_lines

pytestmark = pytest.mark.usefixtures("source_language")

F = EventFact
VALUES = {
    F.STEP_RECORDED: {"step": "审查"},
    F.STEPS_LEFT_OUT: {"steps": ["现场核查", "复查"]},
    F.GRANTED_BEFORE: {"numbers": ["A-01", "B-01"]},
    F.VISIT_PLANNED: {"day": "2026-03-02"},
    F.VISIT_MOVED: {"day": "2026-03-02"},
    F.VISIT_CANCELLED: {"day": "2026-03-02"},
    F.OPINION_ASKED: {"agency": "江岸区消防救援大队"},
    F.HANDED_OVER: {"colleague": "江核查"},
    F.EXTENSION_ASKED: {"amount": 5, "unit": "working_day"},
    F.SUPPLY_POSTPONED: {"day": "2026-03-02"},
}
WORDS = {
    F.STEP_RECORDED: "审查",
    F.STEPS_LEFT_OUT: "现场核查、复查没有进行",
    F.GRANTED_BEFORE: "先于A-01、B-01准予",
    F.VISIT_PLANNED: "约定2026-03-02现场核查",
    F.VISIT_MOVED: "现场核查改到2026-03-02",
    F.VISIT_CANCELLED: "取消2026-03-02的现场核查",
    F.VISIT_PASSED: "现场核查通过",
    F.VISIT_FAILED: "现场核查未通过",
    F.OPINION_ASKED: "征求江岸区消防救援大队意见",
    F.HANDED_OVER: "转交江核查",
    F.EXTENSION_ASKED: "申请延长5 个工作日",
    F.SUPPLY_POSTPONED: "补交日期改为2026-03-02",
    F.NEW_LAW: "适用新的规定",
    F.OLD_LAW: "适用旧的规定",
}


@pytest.mark.parametrize("fact", F)
def test_every_fact_has_its_words_and_the_reason_follows(fact: EventFact) -> None:
    details = fact_details(fact, **VALUES.get(fact, {}))
    assert event_lines(None, details) == WORDS[fact]
    assert event_lines("有理由", details) == f"{WORDS[fact]}：有理由"


def test_without_a_fact_the_reason_and_what_was_given_stand_alone() -> None:
    assert event_lines("有理由", None) == "有理由"
    assert event_lines(None, {}) == ""
    given = {"materials": ["平面图"], "answers": [["面积", "86", "90"]]}
    assert event_lines(None, given) == "补交：平面图\n面积：86 → 90"
