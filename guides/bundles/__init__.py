"""One-thing bundles (一件事): schema, merging of materials, order of cases, resolution of answers."""

from guides.bundles.merging import AskedField, AskedMaterial
from guides.bundles.model import (
    BUNDLE_TERMS_CACHE,
    BundleItem,
    BundleTerms,
    Merge,
    MergeMember,
    PassedAnswer,
    SizeRule,
)
from guides.bundles.ordering import (
    find_circle,
    is_spared_by,
    order_in_stages,
    possible_waits,
)
from guides.bundles.resolution import (
    BundleSelection,
    Saving,
    SelectedItem,
    bundle_saving,
    resolve_bundle,
    resolve_single,
    without_items,
)
from guides.bundles.schema import load_bundle_terms
from guides.bundles.sizes import NO_LIMITS, SizedItem, SizeLimit, SizeLimits, SizeVerdict
from guides.bundles.validation import bundle_findings, circle_finding

__all__ = [
    "BUNDLE_TERMS_CACHE",
    "NO_LIMITS",
    "AskedField",
    "AskedMaterial",
    "BundleItem",
    "BundleSelection",
    "BundleTerms",
    "Merge",
    "MergeMember",
    "PassedAnswer",
    "Saving",
    "SelectedItem",
    "SizeLimit",
    "SizeLimits",
    "SizeRule",
    "SizeVerdict",
    "SizedItem",
    "bundle_findings",
    "bundle_saving",
    "circle_finding",
    "find_circle",
    "is_spared_by",
    "load_bundle_terms",
    "order_in_stages",
    "possible_waits",
    "resolve_bundle",
    "resolve_single",
    "without_items",
]
