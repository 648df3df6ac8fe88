"""Items for which the applicant must come to a window (pure)."""

from collections.abc import Sequence

from guides.bundles import BundleSelection
from guides.terms import GuideTerms
from services_hall.applications.answers import Offer
from services_hall.applications.enumerations import Channel
from services_hall.applications.errors import WindowOnly


def needs_window(terms: GuideTerms) -> bool:
    """Whether the guide takes no application online, for example because of fingerprints.

    居民身份证法 art. 3: fingerprints are taken from the person who applies.
    """
    return not terms.access.online


def window_only(offer: Offer, selection: BundleSelection) -> list[str]:
    """The codes of the selected items that only a window takes, in their order."""
    return [item.code for item in selection.items if needs_window(offer.items[item.code].terms)]


def require_channel(codes: Sequence[str], channel: Channel) -> None:
    """Raise WindowOnly if the selection has such items and the person files from afar.

    A window takes them, and so does a one-window system, which stands at the windows of another hall.
    """
    if codes and channel is Channel.ONLINE:
        raise WindowOnly(codes)
