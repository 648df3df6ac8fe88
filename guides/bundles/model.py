"""The terms of a bundle as frozen values, in the shape that the schema validates."""

from dataclasses import dataclass, field
from typing import Final

from guides.enumerations import Audience
from guides.terms import OMITTED, Applicability, Question, TermsCache


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeRule:
    """The questions that tell how large a place is, and in which division it lies."""

    area: str | None = None
    seats: str | None = None
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleItem:
    """An item of a bundle: filed if `when` matches, after those items of `after` that are also filed.

    With `size` it is filed only for places as large as the body of the division demands.
    """

    item: str
    when: Applicability = field(default_factory=dict)
    after: tuple[str, ...] = ()
    note: str = ""
    size: SizeRule | None = field(default=None, metadata=OMITTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeMember:
    item: str
    material: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Materials of several items that are the same thing and are requested once, under `name`."""

    key: str
    name: str
    members: tuple[MergeMember, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedAnswer:
    """The bundle's question `from_question` answers the item's `question`; stored as `from`."""

    item: str
    question: str
    from_question: str = field(metadata={"stored_as": "from"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleTerms:
    """All terms of an edition of a bundle."""

    code: str
    name: str
    short_name: str = ""
    summary: str = ""
    lead_agency_role: str = ""
    audience: tuple[Audience, ...] = ()
    topics: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    items: tuple[BundleItem, ...] = ()
    merges: tuple[Merge, ...] = ()
    answers: tuple[PassedAnswer, ...] = ()


BUNDLE_TERMS_CACHE: Final = TermsCache(BundleTerms)
