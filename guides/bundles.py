"""One-thing bundles (一件事): everything that other rooms use of them, in one place."""

from guides.bundle_catalog import (
    bundle_edition,
    circles_through,
    contents_in_force,
    current_bundle,
    desk_edition,
    published,
)
from guides.bundle_checks import findings
from guides.bundle_content import load
from guides.bundle_lifecycle import (
    approve,
    open_draft,
    publish,
    publish_due,
    revise,
    send_back,
    submit,
    withdraw,
)
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
    "approve",
    "bundle_edition",
    "circles_through",
    "contents_in_force",
    "current_bundle",
    "desk_edition",
    "find_circle",
    "findings",
    "load",
    "open_draft",
    "publish",
    "publish_due",
    "published",
    "ready_items",
    "resolve_bundle",
    "resolve_single",
    "revise",
    "saving",
    "send_back",
    "stages",
    "submit",
    "withdraw",
]
