"""The public part of terms: everything but the notes for their editors."""

from collections.abc import Mapping
from typing import Any, Final

OPEN_POINTS: Final = "open_points"
EDITOR_NOTE: Final = "editor_note"


def public_content(content: Mapping[str, Any]) -> dict[str, Any]:
    """`content` without the editors' notes; an open point that has nothing else is left out.

    Canonical bytes, hash, feed, exports and the API are made from it, so that a note never becomes public.
    """
    public = dict(content)
    if OPEN_POINTS in content:
        public[OPEN_POINTS] = [
            {name: value for name, value in point.items() if name != EDITOR_NOTE}
            for point in content[OPEN_POINTS]
            if point.get("note") or not point.get(EDITOR_NOTE)
        ]
    return public
