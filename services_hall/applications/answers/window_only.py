"""Items for which the applicant must come to a window (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from guides.bundles import BundleSelection
from guides.terms import GuideTerms
from services_hall.applications.enumerations import Channel
from services_hall.applications.errors import WindowOnly


@dataclass(frozen=True)
class LeftOut:
    """What an application from afar leaves out: items for a window, and items that wait for their results."""

    at_window: tuple[str, ...] = ()
    later: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        return iter(self.at_window + self.later)


def needs_window(terms: GuideTerms) -> bool:
    """Whether the guide takes no application online, for example because of fingerprints.

    居民身份证法 art. 3: fingerprints are taken from the person who applies.
    """
    return not terms.access.online


def window_only(guides: Mapping[str, GuideTerms], selection: BundleSelection) -> list[str]:
    """The codes of the selected items that only a window takes, in their order."""
    return [item.code for item in selection.items if needs_window(guides[item.code])]


def left_out(guides: Mapping[str, GuideTerms], selection: BundleSelection) -> LeftOut:
    """What somebody who files from afar cannot file of this selection.

    Whatever waits for an item that only a window takes, also by way of others, has no result to start with.
    """
    at_window = window_only(guides, selection)
    blocked = set(at_window)
    while more := {
        item.code
        for item in selection.items
        if item.code not in blocked and not blocked.isdisjoint(item.waits_for)
    }:
        blocked |= more
    later = [item.code for item in selection.items if item.code in blocked.difference(at_window)]
    return LeftOut(tuple(at_window), tuple(later))


def is_from_afar(channel: Channel, *, is_at_window: bool) -> bool:
    """Whether the applicant is at no window; a one-window system says whether they are at one of its own."""
    return channel is Channel.ONLINE or (channel is Channel.API and not is_at_window)


def require_window(codes: Sequence[str], *, is_from_afar: bool) -> None:
    """Raise WindowOnly if the selection has such items and the person files from afar."""
    if codes and is_from_afar:
        raise WindowOnly(codes)
