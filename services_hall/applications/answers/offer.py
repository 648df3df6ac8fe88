"""What can be applied for under one code: a guide, or a bundle of several (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guides.bundles import (
    NO_LIMITS,
    BundleTerms,
    SizeLimits,
)
from guides.terms import FormField, GuideTerms, StartsFrom


@dataclass(frozen=True)
class OfferItem:
    """One item's edition in force, as offered to the applicant."""

    item_id: int
    code: str
    edition_id: int
    number: int
    sha256: str
    terms: GuideTerms


@dataclass(frozen=True)
class Offer:
    """What can be applied for under one code: a guide, or a bundle of several.

    `is_from_afar` says that the applicant is at no window: what only a window takes is then left out of the
    selections, unless nothing else is selected.
    """

    code: str
    name: str
    items: Mapping[str, OfferItem]
    bundle_edition_id: int | None
    bundle: BundleTerms | None
    fingerprint: str
    is_from_afar: bool = False
    sizes: SizeLimits = NO_LIMITS
    """The sizes from which items apply in the divisions: data of the bodies there, not of the editions."""

    @property
    def guides(self) -> Mapping[str, GuideTerms]:
        """The terms in force by item code."""
        return {code: item.terms for code, item in self.items.items()}

    @property
    def is_bundle(self) -> bool:
        """Whether several items are filed together."""
        return self.bundle is not None

    @property
    def form_fields(self) -> Iterator[FormField]:
        """The form fields of all items, whoever applies."""
        return (field for item in self.items.values() for field in item.terms.form_fields)

    @property
    def starts_from(self) -> StartsFrom | None:
        """The type of certificate from which the application starts, and what is done with it."""
        return None if self.is_bundle else self.items[self.code].terms.starts_from
