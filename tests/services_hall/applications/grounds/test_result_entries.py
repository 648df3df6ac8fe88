"""What a body writes into a certificate: checked against the type, and stored as far as it differs."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from guides.errors import FieldProblem
from services_hall.applications.action_faults import ActionFault
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.grounds.result_entries import (
    LONGEST_FIELD,
    NO_ENTRY,
    NUMBER,
    VALID_FROM,
    VALID_TO,
    EntryForm,
    ResultEntry,
    ResultField,
    checked_entry,
)

GRANTED: Final = date(2026, 12, 1)
BY_DEFAULT: Final = date(2031, 11, 30)
SCOPE: Final = ResultField("food_items", "经营项目", "热食类 食品制售", is_required=True)
FORM: Final = EntryForm(
    "食品经营许可证", [SCOPE, ResultField("manager", "管理人员", "")], GRANTED, 60, BY_DEFAULT, is_new=True
)
ENDLESS: Final = replace(FORM, validity_months=None, valid_to=None)
RENEWED: Final = replace(FORM, fields=[], is_new=False)


@pytest.mark.parametrize(
    ("entry", "kept"),
    [
        (ResultEntry(), ResultEntry()),
        (
            ResultEntry("", GRANTED, BY_DEFAULT, {"food_items": "热食类  食品制售", "manager": ""}),
            ResultEntry(),
        ),
        (ResultEntry(" JY14201020000017 "), ResultEntry("JY14201020000017")),
        (ResultEntry(valid_to=date(2027, 11, 30)), ResultEntry(valid_to=date(2027, 11, 30))),
        (
            ResultEntry(valid_from=date(2026, 12, 8), valid_to=date(2031, 12, 7)),
            ResultEntry(valid_from=date(2026, 12, 8)),
        ),
        (ResultEntry(fields={"food_items": "冷食类"}), ResultEntry(fields={"food_items": "冷食类"})),
    ],
)
def test_what_differs_from_the_defaults_is_kept_and_read_again(entry: ResultEntry, kept: ResultEntry) -> None:
    checked = checked_entry(entry, FORM)
    assert checked == kept
    assert ResultEntry.from_json(checked.as_json()) == kept


@pytest.mark.parametrize(
    ("form", "entry", "name", "code"),
    [
        (
            FORM,
            ResultEntry(fields={"colour": "红"}),
            "result_fields.colour",
            ActionFault.RESULT_FIELD_UNKNOWN,
        ),
        (FORM, ResultEntry(fields={"food_items": " "}), "result_fields.food_items", ActionFault.TEXT_MISSING),
        (
            FORM,
            ResultEntry(fields={"manager": "张" * (LONGEST_FIELD + 1)}),
            "result_fields.manager",
            ActionFault.RESULT_TOO_LONG,
        ),
        (FORM, ResultEntry("JY<1>"), NUMBER, ActionFault.NUMBER_WRONG),
        (FORM, ResultEntry("1" * 65), NUMBER, ActionFault.NUMBER_WRONG),
        (replace(FORM, taken_numbers=frozenset({"1"})), ResultEntry("1"), NUMBER, ActionFault.NUMBER_TAKEN),
        (FORM, ResultEntry(valid_from=date(2026, 11, 30)), VALID_FROM, ActionFault.DAY_TOO_EARLY),
        (FORM, ResultEntry(valid_from=date.max), VALID_FROM, ActionFault.DAY_TOO_LATE),
        (ENDLESS, ResultEntry(valid_from=date(2027, 12, 1)), VALID_FROM, ActionFault.DAY_TOO_LATE),
        (FORM, ResultEntry(valid_to=date(2026, 11, 30)), VALID_TO, ActionFault.DAY_TOO_EARLY),
        (FORM, ResultEntry(valid_to=date(2031, 12, 1)), VALID_TO, ActionFault.DAY_TOO_LATE),
        (ENDLESS, ResultEntry(valid_to=date.max), VALID_TO, ActionFault.DAY_TOO_LATE),
        (FORM, ResultEntry(unread=[VALID_TO]), VALID_TO, ActionFault.DAY_MISSING),
        (RENEWED, ResultEntry("1"), NUMBER, ActionFault.RESULT_KEPT),
        (RENEWED, ResultEntry(valid_to=BY_DEFAULT), VALID_TO, ActionFault.RESULT_KEPT),
        (None, ResultEntry("1"), NUMBER, ActionFault.RESULT_NOT_ISSUED),
        (None, ResultEntry(unread=[VALID_TO]), VALID_TO, ActionFault.RESULT_NOT_ISSUED),
        (None, ResultEntry(fields={"manager": "张"}), "result_fields.manager", ActionFault.RESULT_NOT_ISSUED),
    ],
)
def test_a_wrong_field_is_refused_at_its_name(
    form: EntryForm | None, entry: ResultEntry, name: str, code: ActionFault
) -> None:
    with pytest.raises(ActionInvalid) as refused:
        checked_entry(entry, form)
    assert {key: problem.code for key, problem in refused.value.errors.items()} == {name: code}


def test_all_wrong_fields_are_told_at_once() -> None:
    entry = ResultEntry("<", valid_to=date.max, fields={"colour": "红", "food_items": ""})
    with pytest.raises(ActionInvalid) as refused:
        checked_entry(entry, FORM)
    assert set(refused.value.errors) == {NUMBER, VALID_TO, "result_fields.colour", "result_fields.food_items"}
    assert isinstance(refused.value.errors[NUMBER], FieldProblem)


def test_nothing_is_asked_of_a_decision_that_issues_nothing() -> None:
    assert checked_entry(NO_ENTRY, None) == NO_ENTRY
