"""Lookup of the type of an edition by its class."""

from typing import Final, cast

from guides.editions.bundle_editions import BundleEditionType
from guides.editions.guide_editions import GuideEditionType
from guides.editions.types import EditionT, EditionType
from guides.models import BundleEdition

GUIDE_EDITIONS: Final = GuideEditionType()
BUNDLE_EDITIONS: Final = BundleEditionType()


def edition_type(editions: type[EditionT]) -> EditionType[EditionT]:
    """The type of a class of editions."""
    editions_type = BUNDLE_EDITIONS if issubclass(editions, BundleEdition) else GUIDE_EDITIONS
    return cast("EditionType[EditionT]", editions_type)
