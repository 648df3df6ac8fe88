"""Guides and bundles in force with their terms; published terms never change and are built once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session, defer

from guides.bundles import BUNDLE_TERMS_CACHE, BundleTerms
from guides.enumerations import EditionStatus
from guides.models import Bundle, BundleEdition, GuideEdition, ServiceItem
from guides.terms import GUIDE_TERMS_CACHE, GuideTerms


@dataclass(frozen=True, slots=True)
class CurrentItem:
    """The edition in force of a guide."""

    code: str
    item_id: int
    edition_id: int
    number: int
    sha256: str
    terms: GuideTerms


@dataclass(frozen=True, slots=True)
class CurrentBundle:
    """The edition in force of a bundle."""

    edition_id: int
    sha256: str
    terms: BundleTerms


TERMS_ALONE: Final = (defer(GuideEdition.content), defer(GuideEdition.canonical))
"""Options that load an edition without its texts, which its terms need only once in each process."""
_ITEMS: Final = (
    select(
        ServiceItem.code,
        GuideEdition.item_id,
        GuideEdition.id.label("edition_id"),
        GuideEdition.number,
        GuideEdition.sha256,
    )
    .join(GuideEdition, GuideEdition.item_id == ServiceItem.id)
    .where(
        ServiceItem.code.in_(bindparam("codes", expanding=True)),
        GuideEdition.status == EditionStatus.CURRENT,
    )
)
_BUNDLE: Final = (
    select(BundleEdition.id.label("edition_id"), BundleEdition.sha256)
    .join(BundleEdition.bundle)
    .where(Bundle.code == bindparam("code"), BundleEdition.status == EditionStatus.CURRENT)
)
_ITEM_CONTENTS: Final = select(GuideEdition.id, GuideEdition.content).where(
    GuideEdition.id.in_(bindparam("ids", expanding=True))
)
_BUNDLE_CONTENT: Final = select(BundleEdition.content).where(BundleEdition.id == bindparam("id"))


def current_items(session: Session, codes: Collection[str]) -> dict[str, CurrentItem]:
    """The editions in force among `codes`, by code; one query if their terms are in the cache."""
    rows = session.connection().execute(_ITEMS, {"codes": list(codes)}).all()
    terms = terms_of_editions(session, {row.edition_id: row.sha256 for row in rows})
    return {row.code: _current_item(row, terms[row.edition_id]) for row in rows}


def terms_of_editions(session: Session, hashes: Mapping[int, str]) -> dict[int, GuideTerms]:
    """The terms of editions by id, given their hashes; no query if the terms are in the cache."""
    cached = {edition_id: GUIDE_TERMS_CACHE.get(sha256) for edition_id, sha256 in hashes.items()}
    terms = {edition_id: each for edition_id, each in cached.items() if each is not None}
    if unknown := [edition_id for edition_id in hashes if edition_id not in terms]:
        for edition_id, content in session.execute(_ITEM_CONTENTS, {"ids": unknown}).tuples():
            terms[edition_id] = GUIDE_TERMS_CACHE.build(hashes[edition_id], content)
    return terms


def _current_item(row: Row[tuple[str, int, int, int, str]], terms: GuideTerms) -> CurrentItem:
    return CurrentItem(row.code, row.item_id, row.edition_id, row.number, row.sha256, terms)


def current_bundle_terms(session: Session, code: str) -> CurrentBundle | None:
    """The edition in force of the bundle, or None when the code is not that of a bundle."""
    row = session.connection().execute(_BUNDLE, {"code": code}).one_or_none()
    if row is None:
        return None
    terms = BUNDLE_TERMS_CACHE.get(row.sha256)
    if terms is None:
        content = session.execute(_BUNDLE_CONTENT, {"id": row.edition_id}).scalar_one()
        terms = BUNDLE_TERMS_CACHE.build(row.sha256, content)
    return CurrentBundle(row.edition_id, row.sha256, terms)
