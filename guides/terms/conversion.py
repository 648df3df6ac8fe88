"""Conversion between stored JSON terms and frozen values, derived from the types of the values."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from threading import Lock
from types import UnionType
from typing import Any, Final, Generic, TypeVar, cast, get_args, get_origin, get_type_hints

from guides.terms.model.guide import GuideTerms
from guides.terms.model.materials import SparedBy
from guides.terms.public import public_content

TermsT = TypeVar("TermsT")
Convert = Callable[[Any], Any]
MOST_REMEMBERED: Final = 256
NEVER_OMITTED: Final = object()


def build_terms(kind: type[TermsT], stored: Mapping[str, Any]) -> TermsT:
    """The value of type `kind` for validated, stored JSON; missing entries take their defaults."""
    values, key = dict(stored), cast(Hashable, kind)
    for name, stored_as, convert in _converted_parts(key):
        if stored_as in values:
            value = values.pop(stored_as)
            values[name] = value if value is None else convert(value)
    return kind(**values)


def stored_terms(terms: Any) -> Any:
    """The stored JSON of `terms`: the inverse of `build_terms`."""
    if isinstance(terms, SparedBy):
        return {name: value for name in ("certificate_type", "data_check") if (value := getattr(terms, name))}
    if is_dataclass(terms):
        kind: Any = type(terms)
        omitted = _omitted_defaults(kind)
        return {
            stored_as: stored_terms(value)
            for name, stored_as, _ in _parts(kind)
            if (value := getattr(terms, name)) != omitted.get(name, NEVER_OMITTED)
        }
    if isinstance(terms, Mapping):
        return {name: stored_terms(value) for name, value in terms.items()}
    if isinstance(terms, tuple | list):
        return [stored_terms(entry) for entry in terms]
    return terms.value if isinstance(terms, StrEnum) else terms


@cache
def _omitted_defaults(kind: Any) -> Mapping[str, Any]:
    """The defaults of the fields that are absent from stored terms while they have them."""
    return {one.name: one.default for one in fields(kind) if one.metadata.get("is_omitted")}


@cache
def _parts(kind: Any) -> tuple[tuple[str, str, Convert | None], ...]:
    """Each field of a value: its name, its name in JSON, and the converter from JSON to its value."""
    hints = get_type_hints(kind)
    return tuple(
        (one.name, one.metadata.get("stored_as", one.name), _converter(hints[one.name]))
        for one in fields(kind)
    )


@cache
def _converted_parts(kind: Any) -> tuple[tuple[str, str, Convert], ...]:
    """The fields of a value that have another form or another name in JSON."""
    return tuple(
        (name, stored_as, convert or _same)
        for name, stored_as, convert in _parts(kind)
        if convert is not None or name != stored_as
    )


def _same(stored: Any) -> Any:
    return stored


def _converter(hint: Any) -> Convert | None:
    """The converter from JSON to the type `hint`; None when no conversion is needed."""
    if isinstance(hint, UnionType):
        (hint,) = (one for one in get_args(hint) if one is not type(None))
    if get_origin(hint) is tuple:
        entry = _converter(get_args(hint)[0])
        return tuple if entry is None else lambda stored: tuple([entry(one) for one in stored])
    if not isinstance(hint, type):
        return None
    if issubclass(hint, StrEnum):
        return hint._value2member_map_.__getitem__
    return (lambda stored: build_terms(hint, stored)) if is_dataclass(hint) else None


class TermsCache(Generic[TermsT]):
    """A thread-safe cache of built terms by the hash of their text; drops the least recently used terms."""

    def __init__(self, kind: type[TermsT], most: int = MOST_REMEMBERED) -> None:
        self._kind = kind
        self._most = most
        self._lock = Lock()
        self._built: OrderedDict[str, TermsT] = OrderedDict()

    def get(self, sha256: str) -> TermsT | None:
        """The cached terms with this hash, or None."""
        with self._lock:
            terms = self._built.get(sha256)
            if terms is not None:
                self._built.move_to_end(sha256)
            return terms

    def build(self, sha256: str, stored: Mapping[str, Any]) -> TermsT:
        """The terms with this hash, built from `stored` if they are not cached."""
        terms = self.get(sha256)
        if terms is None:
            terms = build_terms(self._kind, public_content(stored))
            with self._lock:
                self._built[sha256] = terms
                while len(self._built) > self._most:
                    self._built.popitem(last=False)
        return terms


GUIDE_TERMS_CACHE: Final = TermsCache(GuideTerms)
