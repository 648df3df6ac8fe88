"""Offers: guides and bundles that can be applied for now, with the editions in force."""

import hashlib
from collections.abc import Iterable
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from guides import catalog
from guides.bundles import NO_LIMITS, BundleTerms, SizeLimits
from guides.bundles.catalog import current_bundles
from guides.editions import feed_head
from guides.implementations import size_limits
from guides.terms_in_force import CurrentItem, current_bundle_terms, current_items
from services_hall.applications.answers import Offer, OfferItem
from services_hall.applications.errors import OfferNotFound
from services_hall.applications.models import Draft

MOST_KNOWN: Final = 256


_KNOWN: Final[WeakKeyDictionary[object, tuple[int, dict[str, Offer]]]] = WeakKeyDictionary()
"""The offers of each database by code, and the number of the last change that they contain."""


def current_offer(session: Session, code: str) -> Offer:
    """The offer for the code of a guide or bundle; raises OfferNotFound.

    Guides, bundles and bodies announce each change in the feed: while its head is the same, so is the offer.
    The head is read first, so that an offer is never older than the head under which it is known.
    """
    head, database = feed_head(session), session.get_bind()
    known_head, known = _KNOWN.get(database, (-1, {}))
    if known_head != head or len(known) >= MOST_KNOWN:
        known = {}
        _KNOWN[database] = (head, known)
    if code not in known:
        known[code] = _read_offer(session, code)
    return known[code]


def _read_offer(session: Session, code: str) -> Offer:
    bundle = current_bundle_terms(session, code)
    if bundle is None:
        return _single(session, code)
    codes = [entry.item for entry in bundle.terms.items]
    editions = current_items(session, codes)
    if any(item not in editions for item in codes):
        raise OfferNotFound(code)
    items = {item: _item(editions[item]) for item in codes}
    return Offer(
        code=code,
        name=bundle.terms.name,
        items=items,
        bundle_edition_id=bundle.edition_id,
        bundle=bundle.terms,
        fingerprint=_fingerprint([bundle.sha256, *(item.sha256 for item in items.values())]),
        sizes=bundle_sizes(session, bundle.terms),
    )


def bundle_sizes(session: Session, bundle: BundleTerms) -> SizeLimits:
    """The sizes from which items of the bundle apply; asked for only where an item depends on one."""
    codes = [entry.item for entry in bundle.items if entry.size is not None]
    return size_limits(session, codes) if codes else NO_LIMITS


def named_drafts(session: Session, drafts: Iterable[Draft]) -> list[tuple[str, Draft]]:
    """Each draft with the name of its guide or bundle; an empty name when it is no longer in force."""
    listed = list(drafts)
    if not listed:
        return []
    codes = {draft.code for draft in listed}
    names = {
        **{code: edition.terms.name for code, edition in catalog.current_editions(session, codes).items()},
        **{one.terms.code: one.terms.name for one in current_bundles(session)},
    }
    return [(names.get(draft.code, ""), draft) for draft in listed]


def _single(session: Session, code: str) -> Offer:
    item = current_items(session, [code]).get(code)
    if item is None:
        raise OfferNotFound(code)
    return Offer(
        code=code,
        name=item.terms.name,
        items={code: _item(item)},
        bundle_edition_id=None,
        bundle=None,
        fingerprint=_fingerprint([item.sha256]),
    )


def _item(current: CurrentItem) -> OfferItem:
    return OfferItem(
        current.item_id, current.code, current.edition_id, current.number, current.sha256, current.terms
    )


def _fingerprint(hashes: Iterable[str]) -> str:
    return hashlib.sha256("|".join(hashes).encode("ascii")).hexdigest()
