"""What can be applied for now: a guide or a bundle with the editions in force."""

import hashlib
from collections.abc import Iterable

from sqlalchemy.orm import Session

from guides import bundles, catalog
from guides.errors import BundleNotFound, GuideNotFound
from guides.models import GuideEdition
from services_hall.applications.answers import Offer, OfferItem
from services_hall.applications.errors import OfferNotFound
from services_hall.applications.models import Draft


def current_offer(session: Session, code: str) -> Offer:
    """The offer under a guide's or a bundle's code; raises OfferNotFound."""
    try:
        bundle = bundles.current_bundle(session, code)
    except BundleNotFound:
        return _single(session, code)
    codes = [entry["item"] for entry in bundle.content["items"]]
    editions = catalog.current_editions(session, codes)
    missing = [item for item in codes if item not in editions]
    if missing:
        raise OfferNotFound(code)
    items = {item: _item(item, editions[item]) for item in codes}
    return Offer(
        code=code,
        name=bundle.content["name"],
        items=items,
        bundle_edition_id=bundle.id,
        bundle_content=bundle.content,
        fingerprint=_fingerprint([bundle.sha256, *(item.sha256 for item in items.values())]),
    )


def named(session: Session, drafts: Iterable[Draft]) -> list[tuple[str, Draft]]:
    """Each draft that can still be filed, with the name of its guide or bundle."""
    found = list(drafts)
    codes = {draft.code for draft in found}
    names = {
        **{
            code: edition.content["name"]
            for code, edition in catalog.current_editions(session, codes).items()
        },
        **{one.content["code"]: one.content["name"] for one in bundles.published(session)},
    }
    return [(names[draft.code], draft) for draft in found if draft.code in names]


def _single(session: Session, code: str) -> Offer:
    try:
        edition = catalog.current_edition(session, code)
    except GuideNotFound:
        raise OfferNotFound(code) from None
    return Offer(
        code=code,
        name=edition.content["name"],
        items={code: _item(code, edition)},
        bundle_edition_id=None,
        bundle_content=None,
        fingerprint=_fingerprint([edition.sha256]),
    )


def _item(code: str, edition: GuideEdition) -> OfferItem:
    return OfferItem(edition.item_id, code, edition.id, edition.number, edition.sha256, edition.content)


def _fingerprint(hashes: Iterable[str]) -> str:
    return hashlib.sha256("|".join(hashes).encode("ascii")).hexdigest()
