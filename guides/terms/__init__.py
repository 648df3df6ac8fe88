"""The terms of a guide: their schema, fields, canonical bytes and hash."""

from guides.terms.canonical import canonical_bytes, short_hash, terms_hash
from guides.terms.fields import (
    ConditionField,
    ListField,
    NestedField,
    StrictSchema,
    TextField,
    entries_field,
    flat_errors,
    is_key,
    key_field,
    pointers_field,
    remark_field,
    text_field,
    words_field,
)
from guides.terms.schema import QuestionSchema, load_guide_terms

__all__ = [
    "ConditionField",
    "ListField",
    "NestedField",
    "QuestionSchema",
    "StrictSchema",
    "TextField",
    "canonical_bytes",
    "entries_field",
    "flat_errors",
    "is_key",
    "key_field",
    "load_guide_terms",
    "pointers_field",
    "remark_field",
    "short_hash",
    "terms_hash",
    "text_field",
    "words_field",
]
