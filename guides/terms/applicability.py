"""Applicability of the entries of terms, and the mark of fields that are omitted with their default."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

Applicability: TypeAlias = Mapping[str, Sequence[str]]
"""Question key → the answers for which an entry applies; every key must match. Empty: it always applies."""

OMITTED: Final[Mapping[str, Any]] = {"is_omitted": True}
"""Metadata of a field that is absent from stored terms while it has its default.

Editions stored before the field existed keep their hash.
"""
