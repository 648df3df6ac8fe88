"""Minimal guides and bundles for tests."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guides.bundles import BundleTerms
from guides.terms import GuideTerms, build_terms

Content = dict[str, Any]
When = Mapping[str, Sequence[str]]


def choice(key: str, *values: str, when: When | None = None, **option_parts: Mapping[str, Any]) -> Content:
    """A question with the options `values`; `a={"stop": …}` adds parts to the option with value a."""
    options = [
        {
            "value": value,
            "label": value,
            "hint": "",
            "stop": None,
            "tell": None,
            **option_parts.get(value, {}),
        }
        for value in values
    ]
    return {
        "key": key,
        "text": f"{key}？",
        "kind": "choice",
        "hint": "",
        "when": dict(when or {}),
        "options": options,
    }


def yes_no(key: str, when: When | None = None) -> Content:
    return {**choice(key, "yes", "no", when=when), "kind": "yes_no", "options": []}


def material(key: str, *, spared_by: Iterable[str] = (), when: When | None = None, **parts: Any) -> Content:
    """A material that can be replaced by certificates of the types `spared_by`."""
    return {
        "key": key,
        "name": key,
        "kind": "original",
        "copies": 1,
        "necessity": "conditional" if when else "required",
        "when": dict(when or {}),
        "deferrable": None,
        "by_commitment": False,
        "spared_by": [{"certificate_type": each} for each in spared_by],
        "merge_key": key,
        **parts,
    }


def form_field(key: str, *, type: str = "text", when: When | None = None, **parts: Any) -> Content:
    return {
        "key": key,
        "label": key,
        "type": type,
        "required": False,
        "hint": "",
        "max_length": None,
        "when": dict(when or {}),
        "options": [],
        "prefill": None,
        "merge_key": key,
        "personal": False,
        **parts,
    }


def step(key: str, kind: str = "review", **parts: Any) -> Content:
    return {
        "key": key,
        "name": key,
        "kind": kind,
        "days": 0,
        "unit": "working_day",
        "by": "",
        "note": "",
        **parts,
    }


def guide(
    code: str, *, issues: str | None = None, materials: Sequence[Content] = (), **parts: Any
) -> GuideTerms:
    """The terms of the guide of item `code`, which issues a certificate of type `issues`."""
    stored = {
        "code": code,
        "name": f"事项{code}",
        "situations": [],
        "conditions": [],
        "materials": list(materials),
        "steps": [],
        "fees": [],
        "commitment": None,
        "questions": [],
        "form_fields": [],
        "limits": {
            "legal": {"days": 20, "unit": "working_day"},
            "promised": {"days": 5, "unit": "working_day"},
        },
        "remedies": {},
        "access": {},
        "result": {"name": "", "certificate_type": issues},
        **parts,
    }
    return build_terms(GuideTerms, stored)


def entry(item: str, *, when: When | None = None, after: Sequence[str] = ()) -> Content:
    return {"item": item, "when": dict(when or {}), "after": list(after), "note": ""}


def bundle(*items: Content | str, **parts: Any) -> BundleTerms:
    """The terms of `bundle_content`."""
    return build_terms(BundleTerms, bundle_content(*items, **parts))


def bundle_content(*items: Content | str, **parts: Any) -> Content:
    """A bundle of `items`, each an entry or an item code that is always selected."""
    return {
        "code": "bundle",
        "name": "一件事",
        "short_name": "一件事",
        "summary": "",
        "lead_agency_role": "market_supervision",
        "audience": ["organisation"],
        "topics": [],
        "life_events": [],
        "questions": [],
        "items": [each if isinstance(each, dict) else entry(each) for each in items],
        "merges": [],
        "answers": [],
        **parts,
    }


def by_code(*guides: GuideTerms) -> dict[str, GuideTerms]:
    return {each.code: each for each in guides}
