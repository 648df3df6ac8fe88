"""The fields of an application form with their rules, as frozen values."""

from dataclasses import dataclass, field

from guides.enumerations import Audience, DayUnit, FieldType
from guides.terms.applicability import OMITTED, Applicability


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOption:
    """One of the values that a form field offers; to applicants of all kinds, or to those of `audience`."""

    value: str
    label: str = ""
    hint: str = ""
    audience: tuple[Audience, ...] = field(default=(), metadata=OMITTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRule:
    """The days that a date may be, or the birth date within an identity number; for the answers of `when`.

    `earliest` and `latest` are ISO days. The numbers of `unit` count from the day of the application:
    `within_last` is how far back a day may lie, `older_than` how far back it must lie, `within_next` how far
    ahead it may lie. `not_before` is the key of another date of the form.
    """

    not_future: bool = field(default=False, metadata=OMITTED)
    not_past: bool = field(default=False, metadata=OMITTED)
    earliest: str | None = field(default=None, metadata=OMITTED)
    latest: str | None = field(default=None, metadata=OMITTED)
    within_last: int | None = field(default=None, metadata=OMITTED)
    older_than: int | None = field(default=None, metadata=OMITTED)
    within_next: int | None = field(default=None, metadata=OMITTED)
    unit: DayUnit = field(default=DayUnit.DAY, metadata=OMITTED)
    not_before: str | None = field(default=None, metadata=OMITTED)
    when: Applicability = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field of the application form.

    `least` and `most` are limits of a number in its `unit`, of money in yuan; `parts` is how many numbers
    dimensions have. `differs_from` is the key of a field with another person, or another number, than this
    one. A place that is `in_district` lies in the district where the application is handled.
    """

    key: str
    label: str = ""
    type: FieldType = FieldType.TEXT
    required: bool = True
    hint: str = ""
    max_length: int | None = None
    when: Applicability = field(default_factory=dict)
    options: tuple[FieldOption, ...] = ()
    prefill: str | None = None
    merge_key: str | None = None
    personal: bool = False
    unit: str = field(default="", metadata=OMITTED)
    least: int | None = field(default=None, metadata=OMITTED)
    most: int | None = field(default=None, metadata=OMITTED)
    parts: int | None = field(default=None, metadata=OMITTED)
    differs_from: str | None = field(default=None, metadata=OMITTED)
    in_district: bool = field(default=False, metadata=OMITTED)
    day_rule: DayRule | None = field(default=None, metadata=OMITTED)
