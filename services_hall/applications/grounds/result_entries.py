"""What a body writes into the certificate that its decision issues (pure)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Self

from certificate_store.text_input.reader import TextInvalid, read_line
from guides.calendar import last_valid_day
from guides.errors import FieldProblem
from services_hall.applications.action_faults import ActionFault, day_between, text_problem
from services_hall.applications.errors import ActionInvalid

NUMBER: Final = "result_number"
VALID_FROM: Final = "result_valid_from"
VALID_TO: Final = "result_valid_to"
FIELDS: Final = "result_fields"
"""The names of the fields of a request; a data field of the type is `result_fields.<key>`."""
LONGEST_FIELD: Final = 500
MOST_MONTHS: Final = 1200
"""The longest validity that a certificate type can have."""
START_WITHIN_MONTHS: Final = 12
"""Within how many months a certificate without a limit of its validity must begin to be valid."""
_NUMBER: Final = re.compile(r"[0-9A-Za-z\u4e00-\u9fff〔〕()\uff08\uff09./\- ]{1,64}")


@dataclass(frozen=True)
class ResultEntry:
    """Number, validity and data fields of a certificate, as far as the body decides them itself.

    Without a number the store gives one; without days the validity follows from the guide; a data field that
    is not named states what the application says. `unread` names days that were typed and are none.
    """

    number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    unread: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everything follows from the application and the guide."""
        return not (self.number or self.valid_from or self.valid_to or self.fields or self.unread)

    def validity(self, granted_on: date, months: int | None) -> tuple[date, date | None]:
        """The first and the last day of a certificate that is granted on this day for so many months.

        The last day is None for a certificate without end.
        """
        first = self.valid_from or granted_on
        return first, self.valid_to or (last_valid_day(first, months) if months else None)

    def as_json(self) -> dict[str, Any] | None:
        """The entry as it is stored with the decision; None for an empty one."""
        values = {
            "number": self.number,
            "valid_from": self.valid_from and self.valid_from.isoformat(),
            "valid_to": self.valid_to and self.valid_to.isoformat(),
            "fields": dict(self.fields),
        }
        return {name: value for name, value in values.items() if value} or None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> Self:
        """The entry that was stored with a decision."""
        values = stored or {}
        first, last = values.get("valid_from"), values.get("valid_to")
        return cls(
            values.get("number", ""),
            date.fromisoformat(first) if first else None,
            date.fromisoformat(last) if last else None,
            values.get("fields", {}),
        )


NO_ENTRY: Final = ResultEntry()


@dataclass(frozen=True)
class ResultField:
    """A data field that the body may write: what the certificate states without it is `default`."""

    key: str
    label: str
    default: str = field(repr=False)
    is_required: bool = False

    @property
    def name(self) -> str:
        """The name of the field in a form or a request."""
        return f"{FIELDS}.{self.key}"


@dataclass(frozen=True)
class EntryForm:
    """What the body decides of a certificate, with the defaults from the application and the guide.

    A certificate that continues another one keeps its number and validity: `is_new` is false.
    `taken_numbers` are those of the asked numbers that another certificate of the type has.
    """

    type_name: str
    fields: Sequence[ResultField]
    granted_on: date
    validity_months: int | None
    valid_to: date | None
    is_new: bool
    taken_numbers: frozenset[str] = frozenset()


def checked_entry(entry: ResultEntry, form: EntryForm | None) -> ResultEntry:
    """What of the entry differs from the defaults of the certificate; `form` is None if none is issued.

    Raises ActionInvalid with every wrong field: one that the type does not have, a required one that is
    empty, a number in use, days in the wrong order or beyond the validity of the type.
    """
    if entry.is_empty:
        return NO_ENTRY
    if form is None:
        raise ActionInvalid({name: FieldProblem(ActionFault.RESULT_NOT_ISSUED) for name in _given(entry)})
    problems: dict[str, FieldProblem] = {}
    fields = _checked_fields(entry, form, problems)
    number = _checked_number(entry, form, problems)
    days = _checked_days(entry, form, problems)
    if problems:
        raise ActionInvalid(problems)
    return ResultEntry(number, *days, fields)


def _given(entry: ResultEntry) -> Sequence[str]:
    named = {NUMBER: entry.number, VALID_FROM: entry.valid_from, VALID_TO: entry.valid_to}
    return [
        *(name for name, value in named.items() if value or name in entry.unread),
        *(f"{FIELDS}.{key}" for key in entry.fields),
    ]


def _checked_fields(entry: ResultEntry, form: EntryForm, problems: dict[str, FieldProblem]) -> dict[str, str]:
    known, written = {one.key: one for one in form.fields}, {}
    for key, typed in entry.fields.items():
        name, asked = f"{FIELDS}.{key}", known.get(key)
        try:
            text = read_line(typed)
        except TextInvalid as refused:
            problems[name] = text_problem(refused)
            continue
        if asked is None:
            problems[name] = FieldProblem(ActionFault.RESULT_FIELD_UNKNOWN)
        elif asked.is_required and not text:
            problems[name] = FieldProblem(ActionFault.TEXT_MISSING)
        elif len(text) > LONGEST_FIELD:
            problems[name] = FieldProblem(ActionFault.RESULT_TOO_LONG, {"longest": LONGEST_FIELD})
        elif text.split() != asked.default.split():
            written[key] = text
    return written


def _checked_number(entry: ResultEntry, form: EntryForm, problems: dict[str, FieldProblem]) -> str:
    number = entry.number.strip()
    if number and not form.is_new:
        problems[NUMBER] = FieldProblem(ActionFault.RESULT_KEPT)
    elif number and _NUMBER.fullmatch(number) is None:
        problems[NUMBER] = FieldProblem(ActionFault.NUMBER_WRONG)
    elif number in form.taken_numbers:
        problems[NUMBER] = FieldProblem(ActionFault.NUMBER_TAKEN)
    return number


def _checked_days(
    entry: ResultEntry, form: EntryForm, problems: dict[str, FieldProblem]
) -> tuple[date | None, date | None]:
    """The two days that differ from the default; the last one by default follows from the first."""
    problems |= {name: FieldProblem(ActionFault.DAY_MISSING) for name in entry.unread}
    if not form.is_new:
        given = {VALID_FROM: entry.valid_from, VALID_TO: entry.valid_to}
        problems |= {name: FieldProblem(ActionFault.RESULT_KEPT) for name, day in given.items() if day}
        return None, None
    granted_on, months = form.granted_on, form.validity_months
    first, last = entry.valid_from, entry.valid_to
    try:
        if first is not None:
            latest = last_valid_day(granted_on, months or START_WITHIN_MONTHS)
            first = day_between(VALID_FROM, first, earliest=granted_on, last=latest)
        begins = first or granted_on
        if last is not None:
            longest = last_valid_day(begins, months or MOST_MONTHS)
            last = day_between(VALID_TO, last, earliest=begins, last=longest)
    except ActionInvalid as refused:
        problems |= refused.errors
        return None, None
    by_default = last_valid_day(begins, months) if months else None
    return None if first == granted_on else first, None if last == by_default else last
