"""Rules of forms: days against the day of the application, other fields and the scenario's answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from guides.enumerations import FieldType
from guides.terms import DayRule, FormField, build_terms
from services_hall.applications.answers.form_rules import (
    RuleFault,
    allowed_days,
    broken_rules_of,
    offered_days,
)
from services_hall.presentation.forms import form_field
from services_hall.presentation.messages import message

TODAY = date(2026, 11, 29)
LEAP = date(2028, 2, 29)


def rule(**terms: Any) -> DayRule:
    return build_terms(DayRule, terms)


@pytest.mark.parametrize(
    ("terms", "today", "first", "last"),
    [
        ({"not_future": True}, TODAY, None, TODAY),
        ({"not_past": True}, TODAY, TODAY, None),
        ({"earliest": "2020-01-01", "latest": "2026-12-31"}, TODAY, date(2020, 1, 1), date(2026, 12, 31)),
        ({"within_last": 30}, TODAY, date(2026, 10, 30), None),
        ({"within_last": 6, "unit": "month"}, TODAY, date(2026, 5, 29), None),
        ({"within_last": 1, "unit": "year"}, LEAP, date(2027, 2, 28), None),
        ({"older_than": 6, "unit": "month"}, date(2026, 8, 31), None, date(2026, 2, 28)),
        ({"older_than": 16, "unit": "year"}, TODAY, None, date(2010, 11, 29)),
        ({"within_next": 10, "unit": "month"}, TODAY, None, date(2027, 9, 29)),
        ({"within_next": 4, "unit": "year"}, LEAP, None, date(2032, 2, 29)),
        ({"not_future": True, "earliest": "2026-01-01"}, TODAY, date(2026, 1, 1), TODAY),
    ],
)
def test_a_rule_allows_days_counted_from_the_day_of_the_application(
    terms: dict[str, Any], today: date, first: date | None, last: date | None
) -> None:
    days = allowed_days(rule(**terms), today)
    assert (days.first, days.last) == (first, last)


SINCE = {"older_than": 6, "unit": "month", "when": {"half_year": ["yes"]}}
AGE = {"older_than": 16, "unit": "year", "when": {"age": ["adult"]}}
CASES: list[tuple[dict[str, Any], str, dict[str, str], RuleFault | None]] = [
    ({"day_rule": {"not_future": True}}, "2026-11-29", {}, None),
    ({"day_rule": {"not_future": True}}, "2026-11-30", {}, RuleFault.IN_FUTURE),
    ({"day_rule": {"not_past": True}}, "2026-11-28", {}, RuleFault.IN_PAST),
    ({"day_rule": {"within_next": 10, "unit": "month"}}, "2099-01-01", {}, RuleFault.TOO_LATE),
    ({"day_rule": {"within_last": 30}}, "2026-10-29", {}, RuleFault.TOO_EARLY),
    ({"day_rule": SINCE}, "2026-05-29", {"half_year": "yes"}, None),
    ({"day_rule": SINCE}, "2026-05-30", {"half_year": "yes"}, RuleFault.LATE_FOR_ANSWER),
    ({"day_rule": SINCE}, "2026-05-30", {"half_year": "no"}, None),
    ({"day_rule": {"not_before": "other"}}, "2026-11-01", {}, RuleFault.BEFORE_OTHER),
    ({"day_rule": {"not_before": "other"}}, "2026-11-02", {}, None),
    (
        {"type": "identity_number", "day_rule": AGE},
        "420102201011300011",
        {"age": "adult"},
        RuleFault.BORN_TOO_LATE,
    ),
    ({"type": "identity_number", "day_rule": AGE}, "420102201011290013", {"age": "adult"}, None),
    ({"type": "identity_number", "day_rule": AGE}, "420102201011300011", {"age": "minor"}, None),
    (
        {"type": "identity_number", "day_rule": {**AGE, "older_than": None, "within_last": 16}},
        "420102201011280018",
        {"age": "adult"},
        RuleFault.BORN_TOO_EARLY,
    ),
    (
        {"day_rule": {"within_last": 1, "when": {"age": ["adult"]}}},
        "2026-11-01",
        {"age": "adult"},
        RuleFault.EARLY_FOR_ANSWER,
    ),
    ({"type": "text", "differs_from": "other"}, "2026-11-02", {}, RuleFault.SAME_AS_OTHER),
    ({"type": "text", "differs_from": "other"}, "2026-11-03", {}, None),
    ({"type": "place", "in_district": True}, "420104009000", {}, RuleFault.OUTSIDE_DISTRICT),
    ({"type": "place", "in_district": True}, "420102002000", {}, None),
    ({"type": "place"}, "420104009000", {}, None),
]
DIVISION = "420102000000"


def test_every_fault_of_a_rule_is_met() -> None:
    assert {fault for *_, fault in CASES} == {None, *RuleFault}


@pytest.mark.parametrize(("terms", "value", "scenario", "fault"), CASES)
def test_a_broken_rule_is_told_at_its_field(
    terms: dict[str, Any], value: str, scenario: Mapping[str, str], fault: RuleFault | None
) -> None:
    fields = {
        "it": build_terms(FormField, {"key": "it", "label": "某项", "type": "date", **terms}),
        "other": build_terms(FormField, {"key": "other", "label": "另一项", "type": "date"}),
    }
    values = {"it": value, "other": "2026-11-02"}
    problems = broken_rules_of(fields, values, scenario, today=TODAY, division_code=DIVISION)
    assert [problem.code for problem in problems.values()] == ([fault] if fault else [])
    assert all("某项" in message(problem) for problem in problems.values())
    assert broken_rules_of(fields, {"other": value}, scenario, today=TODAY) == {}


@pytest.mark.parametrize(
    ("division_code", "is_inside"),
    [
        ("420102000000", True),
        ("420102009001", True),  # a community: its district counts
        ("420104000000", False),
        ("420100000000", True),  # the city
        (None, True),
    ],
)
def test_a_place_lies_in_the_district_of_the_application(division_code: str | None, is_inside: bool) -> None:
    fields = {"it": FormField(key="it", label="某项", type=FieldType.PLACE, in_district=True)}
    problems = broken_rules_of(fields, {"it": "420102002000"}, {}, today=TODAY, division_code=division_code)
    assert (problems == {}) is is_inside


def test_a_date_offers_the_days_of_its_rule_for_the_answers() -> None:
    field = FormField(key="since", label="起", type=FieldType.DATE, day_rule=rule(**SINCE))
    days = offered_days(field, {"half_year": "yes"}, TODAY)
    assert form_field(field, days=days).params["attributes"] == {"max": "2026-05-29"}
    days = offered_days(field, {"half_year": "no"}, TODAY)
    assert "attributes" not in form_field(field, days=days).params
