"""Rules between fields of a form, day and place of the application and the scenario's answers (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from guides.bundles import BundleSelection
from guides.calendar import add_months
from guides.division_codes import contains, district_code
from guides.enumerations import DayUnit, FieldType
from guides.errors import FieldProblem
from guides.scenario import Answers, matches
from guides.terms import DayRule, FormField

MONTHS: Final = {DayUnit.MONTH: 1, DayUnit.YEAR: 12}
BIRTH: Final = slice(6, 14)
"""The birth date within an identity number of 18 characters (GB 11643)."""


class RuleFault(StrEnum):
    """The kinds of error against a rule of a form."""

    IN_FUTURE = "in_future"
    IN_PAST = "in_past"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    EARLY_FOR_ANSWER = "early_for_answer"
    LATE_FOR_ANSWER = "late_for_answer"
    BORN_TOO_EARLY = "born_too_early"
    BORN_TOO_LATE = "born_too_late"
    BEFORE_OTHER = "before_other"
    SAME_AS_OTHER = "same_as_other"
    OUTSIDE_DISTRICT = "outside_district"


@dataclass(frozen=True)
class AllowedDays:
    """The first and the last day that a rule allows; None where it sets no limit."""

    first: date | None = None
    last: date | None = None


ANY_DAY: Final = AllowedDays()


@dataclass(frozen=True)
class _Form:
    """The form of one item: its fields and answers by the item's own keys, and where it is handled."""

    fields: Mapping[str, FormField]
    values: Mapping[str, Any]
    division_code: str | None


def allowed_days(rule: DayRule, today: date) -> AllowedDays:
    """The days that `rule` allows on `today`, the day of the application, apart from other fields."""
    firsts = [date.fromisoformat(rule.earliest)] if rule.earliest else []
    lasts = [date.fromisoformat(rule.latest)] if rule.latest else []
    if rule.not_past:
        firsts.append(today)
    if rule.within_next is not None:
        lasts.append(moved_day(today, rule.within_next, rule.unit))
    if rule.within_last is not None:
        firsts.append(moved_day(today, -rule.within_last, rule.unit))
    if rule.not_future:
        lasts.append(today)
    if rule.older_than is not None:
        lasts.append(moved_day(today, -rule.older_than, rule.unit))
    return AllowedDays(max(firsts, default=None), min(lasts, default=None))


def offered_days(field: FormField, scenario: Answers, today: date) -> AllowedDays:
    """The days that a date field offers to an applicant with these answers."""
    rule = field.day_rule
    return allowed_days(rule, today) if rule is not None and matches(rule.when, scenario) else ANY_DAY


def moved_day(day: date, amount: int, unit: DayUnit) -> date:
    """The day so many days, months or years later; earlier for a negative number (民法典 art. 202)."""
    if unit is DayUnit.DAY:
        return day + timedelta(days=amount)
    return add_months(day, amount * MONTHS[unit])


def broken_rules(
    selection: BundleSelection, values: Mapping[str, Any], *, today: date, division_code: str | None = None
) -> dict[str, FieldProblem]:
    """The first broken rule of each field, by the key of the asked field; `values` are checked answers.

    `division_code` is where the application is handled; None while nobody has said it.
    """
    key_of = {member: asked.key for asked in selection.form_fields for member in asked.members}
    problems: dict[str, FieldProblem] = {}
    for item in selection.items:
        own = item.content_selection
        fields = {one.key: one for one in own.form_fields}
        answered = {key: values[key_of[item.code, key]] for key in fields if key_of[item.code, key] in values}
        broken = broken_rules_of(fields, answered, own.answers, today=today, division_code=division_code)
        for key, problem in broken.items():
            problems.setdefault(key_of[item.code, key], problem)
    return problems


def broken_rules_of(
    fields: Mapping[str, FormField],
    values: Mapping[str, Any],
    scenario: Answers,
    *,
    today: date,
    division_code: str | None = None,
) -> dict[str, FieldProblem]:
    """The first broken rule of each field of one guide, by its key."""
    form = _Form(fields, values, division_code)
    problems = ((key, next(_problems(form, key, scenario, today), None)) for key in fields if key in values)
    return {key: problem for key, problem in problems if problem is not None}


def compared_keys(field: FormField) -> frozenset[str]:
    """The keys of the fields with which the rules of `field` compare it."""
    keys = (field.differs_from, field.day_rule.not_before if field.day_rule else None)
    return frozenset(key for key in keys if key is not None)


def _problems(form: _Form, key: str, scenario: Answers, today: date) -> Iterator[FieldProblem]:
    field, value = form.fields[key], form.values[key]
    other = field.differs_from
    if other is not None and other in form.values and form.values[other] == value:
        name = form.fields[other].label
        yield FieldProblem(RuleFault.SAME_AS_OTHER, {"label": field.label, "other": name})
    if field.in_district and not _is_in_district(str(value), form.division_code):
        yield FieldProblem(RuleFault.OUTSIDE_DISTRICT, {"label": field.label})
    rule = field.day_rule
    if rule is None or not matches(rule.when, scenario):
        return
    day = _day_in(field, str(value))
    if day is not None:
        yield from _day_problems(field, rule, day, today)
        yield from _order_problems(form, field, rule, day)


def _is_in_district(place: str, division_code: str | None) -> bool:
    """Whether the place lies in the district of the division; a city contains all of its own."""
    return division_code is None or contains(district_code(division_code), place)


def _day_in(field: FormField, value: str) -> date | None:
    """The day of an answer: of a date, or of birth in an identity number."""
    text = value[BIRTH] if field.type is FieldType.IDENTITY_NUMBER else value
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day_problems(field: FormField, rule: DayRule, day: date, today: date) -> Iterator[FieldProblem]:
    allowed = allowed_days(rule, today)
    is_birth = field.type is FieldType.IDENTITY_NUMBER
    if allowed.last is not None and day > allowed.last:
        fault = RuleFault.IN_FUTURE if allowed.last == today else RuleFault.TOO_LATE
        fault = RuleFault.LATE_FOR_ANSWER if rule.when else fault
        fault = RuleFault.BORN_TOO_LATE if is_birth else fault
        yield FieldProblem(fault, {"label": field.label, "last": allowed.last})
    if allowed.first is not None and day < allowed.first:
        fault = RuleFault.IN_PAST if allowed.first == today else RuleFault.TOO_EARLY
        fault = RuleFault.EARLY_FOR_ANSWER if rule.when else fault
        fault = RuleFault.BORN_TOO_EARLY if is_birth else fault
        yield FieldProblem(fault, {"label": field.label, "first": allowed.first})


def _order_problems(form: _Form, field: FormField, rule: DayRule, day: date) -> Iterator[FieldProblem]:
    other = rule.not_before
    if other is None or other not in form.values:
        return
    earlier = _day_in(form.fields[other], str(form.values[other]))
    if earlier is not None and day < earlier:
        name = form.fields[other].label
        yield FieldProblem(RuleFault.BEFORE_OTHER, {"label": field.label, "other": name})
