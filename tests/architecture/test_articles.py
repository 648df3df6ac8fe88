"""The articles that govern the life of a case, each with the tests that show how the hall carries it out."""

import ast
import re
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parents[1]
CASES: Final = "services_hall/applications/"
DEEMED: Final = CASES + "acceptance/test_deemed_acceptance.py::"
CLOCK_ACTIONS: Final = CASES + "clock_changes/test_clock_actions.py::"
SOURCES: Final = CASES + "certificates/test_source_certificates.py::"
DESKS: Final = "services_hall/desks/"

SHOWN_BY: Final = {
    "行政许可法 7": [
        CASES + "decisions/test_grant_ends.py::test_a_burdening_end_without_prior_notice_is_refused",
        CASES + "decisions/test_grant_ends.py::test_the_time_for_a_statement_may_pass_in_silence",
    ],
    "行政许可法 8": [CASES + "decisions/test_grant_ends.py"],
    "行政许可法 26, 42(2)": [CASES + "test_joint_handling.py"],
    "行政许可法 32(1)": [
        CASES + "paper_texts/test_acceptance_papers.py",
        "services_hall/web/test_supplement_pages.py",
    ],
    "行政许可法 32(3)": ["services_hall/web/test_supplement_pages.py"],
    "行政许可法 32(4), one notice": [
        CASES + "supplements/test_supplements.py::test_one_notice_lists_all_and_stops_the_acceptance_clock",
        CASES + "supplements/test_supplements.py::test_a_second_notice_is_refused",
    ],
    "行政许可法 32(4), silence": [
        DEEMED + "test_a_silent_agency_has_accepted_from_the_day_of_receipt",
        DEEMED + "test_an_acceptance_after_the_day_for_a_notice_counts_from_the_receipt",
    ],
    "行政许可法 34": [DESKS + "test_inside_work.py"],
    "行政许可法 36": [
        DESKS + "test_hearing_notices.py::test_the_decision_waits_for_the_third_party_and_keeps_the_record"
    ],
    "行政许可法 46": [
        DESKS
        + "test_hearing_notices.py::"
        + "test_a_hearing_of_public_interest_is_announced_to_everybody_and_held_before_the_decision",
    ],
    "行政许可法 47, 48": [
        DESKS + "test_hearing_notices.py::test_a_hearing_that_was_demanded_is_announced_held_and_recorded",
        DESKS + "test_hearing_notices.py::test_applicant_and_neighbour_are_told_and_heard_apart",
        DESKS + "test_hearing_notices.py::test_a_demand_given_up_lets_the_decision_go_on",
    ],
    "行政许可法 38": [
        CASES + "grounds/test_decision_grounds.py",
        CASES + "decisions/test_decisions.py::test_a_denial_and_a_refusal_give_their_reason",
    ],
    "行政许可法 40": ["services_hall/online/test_grants.py"],
    "行政许可法 42": [CLOCK_ACTIONS + "test_the_head_extends_the_limit_and_both_days_move"],
    "行政许可法 44": [CLOCK_ACTIONS + "test_a_grant_has_a_day_for_its_handing_over"],
    "行政许可法 45": [CLOCK_ACTIONS + "test_a_procedure_stops_the_clock_and_moves_both_days_at_its_end"],
    "行政许可法 49": [SOURCES + "test_a_change_issues_the_next_version_with_the_same_number"],
    "行政许可法 50": [
        CASES + "certificates/test_renewals.py",
        CASES + "tolerance/test_tolerance.py::test_a_promise_does_not_stretch_the_time_of_a_renewal",
    ],
    "行政许可法 57": [
        CASES
        + "grounds/test_decision_grounds.py::test_a_limited_number_is_granted_in_the_order_of_acceptance"
    ],
    "行政许可法 69, 70": [CASES + "decisions/test_grant_ends.py"],
    "行政许可法 70, by its holder": [SOURCES + "test_a_cancellation_ends_the_certificate_and_its_grant"],
    "行政许可法 78, 79": [CASES + "acceptance/test_bars.py"],
    "行政许可法 82": ["guides/calendar/test_naive_reckoner.py"],
    "行政复议法 20, 22, 24": ["services_hall/cli/test_remedies.py"],
    "行政复议法 23": [CASES + "test_inaction.py"],
    "法释〔2009〕20号 9": [CASES + "decisions/test_law_changes.py"],
    "优化营商环境条例 36": [CLOCK_ACTIONS + "test_a_missed_promise_is_explained_to_the_applicant"],
    "优化营商环境条例 39": [CASES + "cases/test_record_filings.py"],
    "消防法 58": [CASES + "decisions/test_commitments.py"],
    "民法典 201, 203": ["guides/calendar/test_arithmetic.py", "guides/calendar/test_naive_reckoner.py"],
    "市场主体登记管理条例实施细则 18, 19": [CASES + "paper_texts/test_registration_papers.py"],
    "全国年节及纪念日放假办法": ["guides/calendar/test_legal_holidays.py"],
}
"""Article → test files, or single tests, that show it."""
RULE_BOOK: Final = {
    "行政许可法": (7, 8, 26, 32, 34, 36, 38, 40, 44, 45, 46, 47, 48, 49, 50, 57, 69, 70, 78, 79, 82),
    "优化营商环境条例": (36, 39),
    "行政复议法": (20, 22, 23, 24),
    "民法典": (201, 203),
    "消防法": (58,),
    "市场主体登记管理条例实施细则": (18, 19),
}
"""The articles that the rule book of the field names for the life of a case, by law."""


@pytest.mark.parametrize(("law", "number"), [(law, one) for law, all_ in RULE_BOOK.items() for one in all_])
def test_each_article_of_the_rule_book_has_its_tests(law: str, number: int) -> None:
    listed = [key.removeprefix(law) for key in SHOWN_BY if key.startswith(f"{law} ")]
    assert any(str(number) in re.findall(r"\b\d+\b", re.sub(r"\(\d\)", "", one)) for one in listed)


@pytest.mark.parametrize("article", SHOWN_BY)
def test_the_tests_of_an_article_exist(article: str) -> None:
    for shown_by in SHOWN_BY[article]:
        path, _, name = shown_by.partition("::")
        tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
        tests = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert {one for one in tests if one.startswith("test_")}, path
        assert not name or name in tests, shown_by
