"""Queries for editions in force now or on a day, lists of guides, and handlers of an item."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, String, bindparam, case, func, literal, null, or_, select
from sqlalchemy.orm import Session

from guides.calendar import local_day
from guides.division_codes import enclosing_codes
from guides.divisions import division_exists, is_enclosing, lies_in, require_division
from guides.enumerations import DivisionLevel, EditionStatus, FacetKind
from guides.errors import EditionNotFound, GuideNotFound, NoImplementation
from guides.models import (
    AdministeringAreaDivision,
    Agency,
    Division,
    EditionFacet,
    GuideEdition,
    Implementation,
    ServiceItem,
    ServicePoint,
    ServicePointItem,
)


def of_item(item_code: str) -> Select[tuple[GuideEdition]]:
    """The editions of one guide."""
    return select(GuideEdition).where(
        GuideEdition.item_id == select(ServiceItem.id).where(ServiceItem.code == item_code).scalar_subquery()
    )


def current_edition(session: Session, item_code: str) -> GuideEdition:
    """The edition in force now; raises GuideNotFound. One query."""
    edition = session.scalar(of_item(item_code).where(GuideEdition.status == EditionStatus.CURRENT))
    if edition is None:
        raise GuideNotFound(item_code)
    return edition


def current_editions(session: Session, item_codes: Iterable[str]) -> dict[str, GuideEdition]:
    """The editions in force among `item_codes`, by code. One query."""
    query = select(GuideEdition).where(
        GuideEdition.status == EditionStatus.CURRENT,
        GuideEdition.item_id.in_(select(ServiceItem.id).where(ServiceItem.code.in_(list(item_codes)))),
    )
    return {edition.item.code: edition for edition in session.scalars(query)}


def published_edition(session: Session, item_code: str, number: int) -> GuideEdition:
    """A guide edition that is or was public; raises EditionNotFound, also for drafts."""
    edition = session.scalar(of_item(item_code).where(GuideEdition.number == number, is_public()))
    if edition is None:
        raise EditionNotFound(item_code, number)
    return edition


def guide_edition_of_any_status(session: Session, item_code: str, number: int) -> GuideEdition:
    """An edition of any status, for authors and approvers; raises EditionNotFound."""
    edition = session.scalar(of_item(item_code).where(GuideEdition.number == number))
    if edition is None:
        raise EditionNotFound(item_code, number)
    return edition


def edition_on(session: Session, item_code: str, day: date) -> GuideEdition:
    """The edition that was in force at the end of `day`, or was withdrawn on it; raises EditionNotFound."""
    edition = session.scalar(
        of_item(item_code)
        .where(GuideEdition.published_at.is_not(None), GuideEdition.effective_on <= day)
        .order_by(GuideEdition.number.desc())
        .limit(1)
    )
    if edition is None or was_withdrawn_before(edition, day):
        raise EditionNotFound(item_code, day)
    return edition


def was_withdrawn_before(edition: GuideEdition, day: date) -> bool:
    return (
        edition.status is EditionStatus.WITHDRAWN
        and edition.retired_at is not None
        and local_day(edition.retired_at) < day
    )


def published_editions(session: Session, item_code: str, *, public_only: bool = True) -> list[GuideEdition]:
    """The editions of a guide, latest first: those that are or were public, or all editions."""
    query = of_item(item_code).order_by(GuideEdition.number.desc())
    return list(session.scalars(query.where(is_public()) if public_only else query))


def announced_editions(session: Session, item_code: str) -> list[GuideEdition]:
    """Approved editions that take effect on a later day, earliest first."""
    query = of_item(item_code).where(
        GuideEdition.status == EditionStatus.APPROVED, GuideEdition.effective_on.is_not(None)
    )
    return list(session.scalars(query.order_by(GuideEdition.effective_on, GuideEdition.number)))


def is_public() -> Any:
    """True for an edition that has been published, or is announced for a later day."""
    return or_(
        GuideEdition.published_at.is_not(None),
        (GuideEdition.status == EditionStatus.APPROVED) & GuideEdition.effective_on.is_not(None),
    )


def current_guides(
    session: Session,
    *,
    topic: str | None = None,
    audience: str | None = None,
    life_event: str | None = None,
    after: str | None = None,
    limit: int,
) -> list[GuideEdition]:
    """At most `limit` editions in force, by item code, after the code `after`. One query."""
    query = (
        select(GuideEdition)
        .join(ServiceItem, ServiceItem.id == GuideEdition.item_id)
        .where(GuideEdition.status == EditionStatus.CURRENT)
        .order_by(ServiceItem.code)
        .limit(limit)
    )
    listed_under = {
        FacetKind.TOPIC: topic,
        FacetKind.AUDIENCE: audience,
        FacetKind.LIFE_EVENT: life_event,
    }
    for kind, word in listed_under.items():
        if word is not None:
            listed = select(EditionFacet.edition_id).where(
                EditionFacet.kind == kind, EditionFacet.word == word
            )
            query = query.where(GuideEdition.id.in_(listed))
    if after is not None:
        query = query.where(ServiceItem.code > after)
    return list(session.scalars(query))


def guides_starting_from(
    session: Session, certificate_types: Collection[str]
) -> dict[str, list[GuideEdition]]:
    """The guides in force whose application starts from a certificate of these types, by type. One query."""
    by_type: dict[str, list[GuideEdition]] = {}
    if not certificate_types:
        return by_type
    query = (
        select(EditionFacet.word, GuideEdition)
        .join(GuideEdition, GuideEdition.id == EditionFacet.edition_id)
        .join(ServiceItem, ServiceItem.id == GuideEdition.item_id)
        .where(
            EditionFacet.kind == FacetKind.STARTS_FROM,
            EditionFacet.word.in_(list(certificate_types)),
            GuideEdition.status == EditionStatus.CURRENT,
        )
        .order_by(ServiceItem.code)
    )
    for word, edition in session.execute(query).tuples():
        by_type.setdefault(word, []).append(edition)
    return by_type


def guide_topics(session: Session, kind: FacetKind = FacetKind.TOPIC) -> dict[str, int]:
    """The words of a kind with their numbers of guides, largest first."""
    count = func.count()
    query = (
        select(EditionFacet.word, count)
        .join(GuideEdition, GuideEdition.id == EditionFacet.edition_id)
        .where(GuideEdition.status == EditionStatus.CURRENT, EditionFacet.kind == kind)
        .group_by(EditionFacet.word)
        .order_by(count.desc(), EditionFacet.word)
    )
    return {word: number for word, number in session.execute(query)}


def _handlers() -> Select[tuple[str, int, str, str]]:
    """For every given item, the agencies that can handle it for the division, nearest first.

    The code of a division is sorted after those of the divisions that contain it.
    """
    division, holding = bindparam("division", type_=String()), AdministeringAreaDivision
    by_division = select(
        Division.code.label("division_code"),
        null().label("area_code"),
        Division.code.label("place"),
        literal(0).label("turn"),
    ).where(is_enclosing(Division.code, division))
    by_area = select(null(), holding.area_code, holding.division_code, literal(1)).where(
        is_enclosing(holding.division_code, division)
    )
    places = by_division.union_all(by_area).subquery("places")
    return (
        select(ServiceItem.code, Implementation.id, Agency.code.label("agency_code"), Agency.name)
        .select_from(Implementation)
        .join(Implementation.item)
        .join(Implementation.agency)
        .join(
            places,
            or_(
                Implementation.division_code == places.c.division_code,
                Implementation.area_code == places.c.area_code,
            ),
        )
        .where(ServiceItem.code.in_(bindparam("items", expanding=True)), division_exists(division))
        .order_by(places.c.place.desc(), places.c.turn, places.c.area_code, Implementation.id)
    )


_HANDLERS: Final = _handlers()


def divisions_of_agency(session: Session, item_code: str, agency_code: str) -> list[str]:
    """The divisions in which this agency handles the item. One query."""
    query = (
        select(Implementation.division_code)
        .join(ServiceItem, ServiceItem.id == Implementation.item_id)
        .where(
            ServiceItem.code == item_code,
            Implementation.agency_code == agency_code,
            Implementation.division_code.is_not(None),
        )
        .order_by(Implementation.division_code)
    )
    return [code for code in session.scalars(query) if code is not None]


@dataclass(frozen=True, slots=True)
class Handler:
    """The agency that handles the item for a division, and the implementation that assigns it."""

    implementation_id: int
    agency_code: str
    agency_name: str


def handler_for(session: Session, item_code: str, division_code: str) -> Handler:
    """The handler of the item for this division. One query.

    The division's own implementation takes precedence, then that of an administering area that contains the
    division, then the same for each higher division. Raises NoImplementation, DivisionNotFound.
    """
    return handlers_for(session, [item_code], division_code)[item_code]


def handlers_for(session: Session, item_codes: Collection[str], division_code: str) -> dict[str, Handler]:
    """The handlers of several items, by item code, with the same query as `handler_for`."""
    nearest: dict[str, Handler] = {}
    for code, *handler in session.connection().execute(
        _HANDLERS, {"items": list(item_codes), "division": division_code}
    ):
        nearest.setdefault(code, Handler(*handler))
    for code in item_codes:
        if code not in nearest:
            require_division(session, division_code)
            raise NoImplementation(code, division_code)
    return nearest


def halls(session: Session, division_code: str | None = None, *, limit: int = 200) -> list[ServicePoint]:
    """The places of a division and below it, the largest first; without one, those of districts."""
    levels = {level: rank for rank, level in enumerate(DivisionLevel)}
    query = select(ServicePoint).order_by(case(levels, value=ServicePoint.level), ServicePoint.code)
    if division_code is None:
        query = query.where(ServicePoint.level.in_((DivisionLevel.CITY, DivisionLevel.DISTRICT)))
    else:
        query = query.where(lies_in(ServicePoint.division_code, division_code))
    return list(session.scalars(query.limit(limit)))


def service_points(
    session: Session, item_code: str, division_code: str | None = None, *, limit: int = 200
) -> list[ServicePoint]:
    """The service points for the item: in the division and below it, then above it. One query."""
    query = (
        select(ServicePoint)
        .join(ServicePointItem, ServicePointItem.point_id == ServicePoint.id)
        .join(ServiceItem, ServiceItem.id == ServicePointItem.item_id)
        .where(ServiceItem.code == item_code)
    )
    if division_code is not None:
        at, above = ServicePoint.division_code, enclosing_codes(division_code)
        distance = case({code: steps for steps, code in enumerate(above)}, value=at, else_=0)
        query = query.where(
            or_(at.in_(above), lies_in(at, division_code)), division_exists(division_code)
        ).order_by(distance)
    return list(session.scalars(query.order_by(ServicePoint.division_code, ServicePoint.code).limit(limit)))
