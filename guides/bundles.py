"""One-thing bundles (一件事): what other rooms use of them beside the life of every edition, in one place."""

from guides.bundle_catalog import (
    bundle_edition,
    closing_findings,
    contents_in_force,
    current_bundle,
    desk_edition,
    desk_editions,
    published,
)
from guides.bundle_checks import circle_finding, findings
from guides.bundle_content import load
from guides.bundle_merging import AskedField, AskedMaterial
from guides.bundle_order import find_circle, ready_items, stages
from guides.bundle_selection import (
    BundleSelection,
    Saving,
    SelectedItem,
    resolve_bundle,
    resolve_single,
    saving,
)

__all__ = [
    "AskedField",
    "AskedMaterial",
    "BundleSelection",
    "Saving",
    "SelectedItem",
    "bundle_edition",
    "circle_finding",
    "closing_findings",
    "contents_in_force",
    "current_bundle",
    "desk_edition",
    "desk_editions",
    "find_circle",
    "findings",
    "load",
    "published",
    "ready_items",
    "resolve_bundle",
    "resolve_single",
    "saving",
    "stages",
]
