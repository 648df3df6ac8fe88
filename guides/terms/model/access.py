"""Ways to apply for an item, questions of readers about it, and open points, as frozen values."""

from dataclasses import dataclass, field

from guides.enumerations import (
    ServiceDepth,
)
from guides.terms.applicability import OMITTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The ways to apply for the item: visits, online, by post, places."""

    visits: int = 0
    visits_reason: str = ""
    service_depth: ServiceDepth = ServiceDepth.ONLINE
    online: bool = False
    by_post: bool = False
    served_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faq:
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """An element that the service point publishes instead, or that an editor must check.

    `note` is for readers, `editor_note` for editors only: it is absent from the terms of an edition.
    """

    element: str
    note: str = ""
    editor_note: str = field(default="", metadata=OMITTED)
