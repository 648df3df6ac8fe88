"""The kinds of editions at the desk, guides and one-thing bundles, and what sets their pages apart."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from flask import request
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from guides import catalog
from guides.bundles.catalog import all_bundle_editions, bundle_edition_of_any_status
from guides.editions import Terms
from guides.enumerations import EditionStatus
from guides.errors import BundleNotFound, EditionNotFound, GuideNotFound
from guides.models import Bundle, BundleEdition, GuideEdition, ServiceItem
from guides.validation import Finding
from services_hall.guide_desk import bundle_details, guide_details
from services_hall.identity.roles import Permission

Edition: TypeAlias = GuideEdition | BundleEdition
S = EditionStatus
LARGEST_NUMBER: Final = 2**31 - 1
ENDED_BY: Final = {S.DRAFT: Permission.WRITE_GUIDES, S.APPROVED: Permission.APPROVE_GUIDES}


@dataclass(frozen=True)
class EditionDesk:
    """One kind of editions: where its pages are, and how its editions are read, judged and shown."""

    name: str
    editions: type[Edition]
    room: str
    shelf: str
    public: str
    not_found: type[GuideNotFound | BundleNotFound]
    editions_of: Callable[[Session, str], Sequence[Edition]]
    """All editions of a code, latest first."""
    edition_at: Callable[[Session, str, int], Edition]
    agency_role: ColumnElement[str] | InstrumentedAttribute[str]
    """Who answers for it, for the list."""
    ended_by: Mapping[EditionStatus, Permission]
    """Who may end an edition of which status."""
    found: Callable[[Session, Terms, Collection[str]], list[Finding]]
    readable: Callable[[Session, Terms], Terms]
    """Terms as differences are told over them."""
    shown: Callable[..., dict[str, Any]]
    """The part of an edition's page that is its kind's own."""


def requested_desk() -> EditionDesk:
    """The kind whose pages this request is for."""
    return BUNDLES if request.blueprint == BUNDLES.room else GUIDES


def desk_of_terms(terms: Terms) -> EditionDesk:
    """The kind that checked terms are of."""
    return BUNDLES if "items" in terms else GUIDES


def edition_of(kind: EditionDesk, session: Session, code: str, number: int) -> Edition:
    """An edition of any status; raises EditionNotFound."""
    if number > LARGEST_NUMBER:
        raise EditionNotFound(code, number)
    return kind.edition_at(session, code, number)


GUIDES: Final = EditionDesk(
    name="guide",
    editions=GuideEdition,
    room="guide_desk.guide",
    shelf="guide_desk.guides",
    public="browsing.guide",
    not_found=GuideNotFound,
    editions_of=lambda session, code: catalog.published_editions(session, code, public_only=False),
    edition_at=catalog.guide_edition_of_any_status,
    agency_role=ServiceItem.agency_role,
    ended_by=ENDED_BY,
    found=guide_details.found,
    readable=lambda _session, terms: terms,
    shown=guide_details.shown,
)
BUNDLES: Final = EditionDesk(
    name="bundle",
    editions=BundleEdition,
    room="guide_desk.bundle",
    shelf="guide_desk.bundles",
    public="browsing.bundle",
    not_found=BundleNotFound,
    editions_of=all_bundle_editions,
    edition_at=bundle_edition_of_any_status,
    agency_role=(
        select(BundleEdition.content["lead_agency_role"].as_string())
        .where(BundleEdition.bundle_id == Bundle.id)
        .order_by(BundleEdition.number.desc())
        .limit(1)
        .correlate(Bundle)
        .scalar_subquery()
    ),
    ended_by={**ENDED_BY, S.CURRENT: Permission.APPROVE_GUIDES},  # nothing else rests on a bundle in force
    found=bundle_details.found,
    readable=bundle_details.readable,
    shown=bundle_details.shown,
)
