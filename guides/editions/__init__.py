"""Lifecycle of editions of guides and bundles: drafting, approval, publication, differences, feed."""

from guides.editions.approval import approve_edition, send_back_edition
from guides.editions.bundle_editions import bundle_findings_with_circle, item_codes
from guides.editions.differences import (
    ORDER,
    Burden,
    Difference,
    ListEntry,
    burden_change,
    edition_differences,
)
from guides.editions.drafting import lock_edition, open_draft, revise_draft, submit_edition
from guides.editions.feed import append_events, feed_head, guide_events
from guides.editions.publishing import (
    has_due_editions,
    is_announced,
    public_deadline,
    publish_due_editions,
    publish_edition,
    withdraw_edition,
)
from guides.editions.type_registry import edition_type
from guides.editions.types import UNDER_WAY, EditionT, EditionType, Terms

__all__ = [
    "ORDER",
    "UNDER_WAY",
    "Burden",
    "Difference",
    "EditionT",
    "EditionType",
    "ListEntry",
    "Terms",
    "append_events",
    "approve_edition",
    "bundle_findings_with_circle",
    "burden_change",
    "edition_differences",
    "edition_type",
    "feed_head",
    "guide_events",
    "has_due_editions",
    "is_announced",
    "item_codes",
    "lock_edition",
    "open_draft",
    "public_deadline",
    "publish_due_editions",
    "publish_edition",
    "revise_draft",
    "send_back_edition",
    "submit_edition",
    "withdraw_edition",
]
