"""Values that are fixed when a paper is written: typed in code, JSON in the paper's column (pure)."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Self, cast, get_args, get_type_hints


@dataclass(frozen=True)
class PaperDetails:
    """What the text of a paper says beyond its subject: each kind of paper has a subclass with its fields.

    Fields are texts, numbers, days and enumerations; one without a value is not stored.
    """

    def as_json(self) -> dict[str, Any]:
        """The values by the names of their fields."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: _stored(value) for name, value in values.items() if value is not None}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> Self:
        """The values in the JSON of `as_json`; raises TypeError where one without a default is missing."""
        readers = _readers(cast(Hashable, cls))
        known = {name: value for name, value in (stored or {}).items() if name in readers}
        return cls(**{name: readers[name](value) for name, value in known.items()})


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


@cache
def _readers(shape: Any) -> Mapping[str, Callable[[Any], Any]]:
    """By field, the function that gives its value from JSON."""
    return {name: _reader(hint) for name, hint in get_type_hints(shape).items()}


def _reader(hint: Any) -> Callable[[Any], Any]:
    for kind in get_args(hint) or (hint,):
        if issubclass(kind, date):
            return lambda value: date.fromisoformat(value) if value else None
        if issubclass(kind, StrEnum):
            return lambda value, kind=kind: kind(value) if value else None  # type: ignore[misc]
    return lambda value: value
