"""What is in force with its content, for many readers: published content never changes and is parsed once."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from guides.enumerations import EditionStatus
from guides.models import Bundle, BundleEdition, GuideEdition, ServiceItem

MOST_KEPT: Final = 256


@dataclass(frozen=True, slots=True)
class CurrentItem:
    """A guide's edition in force."""

    code: str
    item_id: int
    edition_id: int
    number: int
    sha256: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CurrentBundle:
    """A bundle's edition in force."""

    edition_id: int
    sha256: str
    content: Mapping[str, Any]


class _TermsCache:
    """Parsed contents by their hash, the least lately asked dropped first; the same hash is the same text."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._contents: OrderedDict[str, Mapping[str, Any]] = OrderedDict()

    def get(self, sha256: str) -> Mapping[str, Any] | None:
        with self._lock:
            content = self._contents.get(sha256)
            if content is not None:
                self._contents.move_to_end(sha256)
            return content

    def keep(self, sha256: str, content: Mapping[str, Any]) -> None:
        with self._lock:
            self._contents[sha256] = content
            while len(self._contents) > self._most:
                self._contents.popitem(last=False)


_kept: Final = _TermsCache(MOST_KEPT)
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
    """The editions in force of those of `codes` that have one, by code; one query once contents are known."""
    rows = session.connection().execute(_ITEMS, {"codes": list(codes)}).all()
    contents = {row.edition_id: _kept.get(row.sha256) for row in rows}
    unknown = [edition_id for edition_id, content in contents.items() if content is None]
    if unknown:
        contents.update(session.execute(_ITEM_CONTENTS, {"ids": unknown}).tuples().all())
    found = {}
    for row in rows:
        content = contents[row.edition_id]
        assert content is not None  # noqa: S101 - an edition is never deleted
        if row.edition_id in unknown:
            _kept.keep(row.sha256, content)
        found[row.code] = CurrentItem(row.code, row.item_id, row.edition_id, row.number, row.sha256, content)
    return found


def current_bundle_terms(session: Session, code: str) -> CurrentBundle | None:
    """The bundle's edition in force, if this is a bundle's code."""
    row = session.connection().execute(_BUNDLE, {"code": code}).one_or_none()
    if row is None:
        return None
    content = _kept.get(row.sha256)
    if content is None:
        content = session.execute(_BUNDLE_CONTENT, {"id": row.edition_id}).scalar_one()
        _kept.keep(row.sha256, content)
    return CurrentBundle(row.edition_id, row.sha256, content)
