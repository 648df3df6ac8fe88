"""The typed values of terms: they keep everything that the schema validates."""

from collections.abc import Iterator
from dataclasses import MISSING, FrozenInstanceError, fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest
from marshmallow import Schema
from marshmallow import fields as schema_fields

from guides.bundles import BUNDLE_TERMS_CACHE, BundleTerms
from guides.bundles.schema import BUNDLE_SCHEMA
from guides.enumerations import ItemType, ResultForm, Unit
from guides.samples import bundle_sample_codes, load_bundle_sample, load_sample, sample_codes
from guides.terms import (
    GUIDE_TERMS_CACHE,
    GuideTerms,
    TermsCache,
    build_terms,
    canonical_bytes,
    stored_terms,
    terms_hash,
)
from guides.terms.schema.guide import GUIDE_SCHEMA
from tests.support.guide_terms import guide_content


@pytest.mark.parametrize("code", sample_codes())
def test_terms_of_a_guide_have_the_hash_of_the_stored_text(code: str) -> None:
    stored = load_sample(code)
    terms = build_terms(GuideTerms, stored)
    assert stored_terms(terms) == stored
    assert terms_hash(canonical_bytes(stored_terms(terms))) == terms_hash(canonical_bytes(stored))


@pytest.mark.parametrize("code", bundle_sample_codes())
def test_terms_of_a_bundle_have_the_hash_of_the_stored_text(code: str) -> None:
    stored = load_bundle_sample(code)
    terms = build_terms(BundleTerms, stored)
    assert terms_hash(canonical_bytes(stored_terms(terms))) == terms_hash(canonical_bytes(stored))


def pairs(schema: Schema, kind: type) -> Iterator[tuple[Schema, type]]:
    """Every schema with the class of its values."""
    yield schema, kind
    hints = get_type_hints(kind)
    for field in schema.fields.values():
        inner = field.inner if isinstance(field, schema_fields.List) else field
        if isinstance(inner, schema_fields.Nested):
            yield from pairs(inner.schema, class_in(hints[field.name or ""]))


def class_in(hint: Any) -> type:
    found = hint if is_dataclass(hint) else next(one for one in get_args(hint) if is_dataclass(one))
    assert isinstance(found, type)
    return found


@pytest.mark.parametrize(("schema", "kind"), [(GUIDE_SCHEMA, GuideTerms), (BUNDLE_SCHEMA, BundleTerms)])
def test_values_have_the_fields_of_their_schema(schema: Schema, kind: type) -> None:
    seen = list(pairs(schema, kind))
    assert len(seen) > 3
    for each, values in seen:
        assert {one.name for one in fields(values)} == set(each.fields), values


def test_terms_never_change() -> None:
    terms = build_terms(GuideTerms, guide_content())
    with pytest.raises(FrozenInstanceError):
        terms.name = "x"  # type: ignore[misc]
    assert not hasattr(terms, "__dict__")


def test_words_are_members_of_their_enumerations() -> None:
    terms = build_terms(GuideTerms, guide_content())
    assert terms.item_type is ItemType.LICENCE
    assert terms.limits.promised.unit is Unit.WORKING_DAY
    assert terms.limits.promised.days == 5
    assert terms.item_type == "licence"


def test_what_is_left_out_takes_its_default() -> None:
    field = next(one for one in fields(GuideTerms) if one.name == "materials")
    assert field.default is not MISSING
    stored = guide_content()
    del stored["materials"]
    assert build_terms(GuideTerms, stored).materials == ()


def test_parts_added_to_the_terms_later_keep_the_hash_while_they_have_no_value() -> None:
    stored = guide_content()
    blank = stored | {"result": {**stored["result"], "form": None}, "starts_from": None}
    assert GUIDE_SCHEMA.load(blank) == GUIDE_SCHEMA.load(stored)
    assert "form" not in stored_terms(build_terms(GuideTerms, stored))["result"]
    chosen = stored | {"result": {**stored["result"], "form": "physical"}}
    terms = build_terms(GuideTerms, GUIDE_SCHEMA.load(chosen))
    assert terms.result.form is ResultForm.PHYSICAL
    assert stored_terms(terms) == GUIDE_SCHEMA.load(chosen)


def test_terms_are_built_once_for_each_text() -> None:
    stored = guide_content()
    cache = TermsCache(GuideTerms, most=1)
    first = cache.build("a", stored)
    assert cache.build("a", {}) is first
    cache.build("b", stored)
    assert cache.get("a") is None
    assert GUIDE_TERMS_CACHE.get("a") is None
    assert BUNDLE_TERMS_CACHE.get("a") is None
