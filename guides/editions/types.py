"""What sets the editions of guides and of bundles apart; all else of their life is one."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, TypeVar

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from guides.bundles import bundle_findings, find_circle
from guides.bundles import load_bundle_terms as load_b
from guides.bundles.catalog import bundle_circle_findings, current_terms
from guides.enumerations import EventKind
from guides.errors import BlockingFindings, CircularOrder
from guides.models import (
    Bundle,
    BundleEdition,
    BundleEditionItem,
    EditionFacet,
    EditionMaterial,
    GuideEdition,
    ServiceItem,
)
from guides.terms import load_guide_terms as load_g
from guides.told import Told, told
from guides.validation import Finding, guide_findings

Terms: TypeAlias = Mapping[str, Any]
EditionT = TypeVar("EditionT", bound=GuideEdition | BundleEdition)
FACETS: Final = {"topic": "topics", "audience": "audience", "life_event": "life_events"}


@dataclass(frozen=True)
class EditionType:
    """The part of an edition's life that is its kind's own; `subjects` are what the editions are of."""

    subjects: type[ServiceItem | Bundle]
    load: Callable[[Terms], dict[str, Any]]
    """The checked terms; raises DraftInvalid."""
    other_code: Callable[[str, str], Told]
    """What to say when terms of the second code are given for the first one."""
    describe: Callable[[Any, Terms], None]
    """Lists the subject under what its terms say."""
    refuse_faults: Callable[[Session, Terms], None]
    """Raises what keeps the terms from being approved."""
    refuse_new_faults: Callable[[Session, Terms], None]
    """Raises what keeps the terms from coming into force since others were published."""
    write_rows: Callable[[Session, Any], None]
    """The rows of a published edition that applications and lists point at."""
    code_column: Literal["item_code", "bundle_code"]
    announced: EventKind
    published: EventKind
    withdrawn: EventKind


def edition_type(editions: type[EditionT]) -> EditionType:
    """The kind of a class of editions."""
    return BUNDLES if issubclass(editions, BundleEdition) else GUIDES


def other_guide(code: str, given: str) -> Told:
    return told("这是“%(item_code)s”的指南，编码不能是“%(code)s”。", item_code=code, code=given)


def other_bundle(code: str, given: str) -> Told:
    return told("这是“%(bundle_code)s”，编码不能是“%(code)s”。", bundle_code=code, code=given)


def describe_item(item: ServiceItem, terms: Terms) -> None:
    item.name, item.item_type, item.agency_role = terms["name"], terms["item_type"], terms["agency_role"]


def describe_bundle(bundle: Bundle, terms: Terms) -> None:
    bundle.name = terms["name"]


def refuse_blocking(findings: Collection[Finding]) -> None:
    if blocking := [finding for finding in findings if finding.is_blocking]:
        raise BlockingFindings(blocking)


def refuse_guide_faults(session: Session, terms: Terms) -> None:
    """Raises BlockingFindings for a guide that breaks a rule of the catalogue, or a bundle in force."""
    refuse_blocking([*guide_findings(terms), *bundle_circle_findings(session, terms)])


def refuse_closing(session: Session, terms: Terms) -> None:
    """Raises BlockingFindings for a guide that would close a circle in a bundle in force."""
    refuse_blocking(bundle_circle_findings(session, terms))


def refuse_bundle_faults(session: Session, terms: Terms) -> None:
    """Raises BlockingFindings or CircularOrder for a bundle that does not fit the guides in force."""
    contents = current_terms(session, [entry["item"] for entry in terms["items"]])
    refuse_blocking(bundle_findings(terms, contents))
    circle = find_circle(terms, contents)
    if circle is not None:
        raise CircularOrder(circle)


def write_materials_and_facets(session: Session, edition: GuideEdition) -> None:
    materials = [
        {
            "edition_id": edition.id,
            "key": material["key"],
            "position": position,
            "name": material["name"],
            "necessity": material["necessity"],
        }
        for position, material in enumerate(edition.content["materials"])
    ]
    facets = [
        {"edition_id": edition.id, "kind": kind, "word": word}
        for kind, element in FACETS.items()
        for word in dict.fromkeys(edition.content[element])
    ]
    if materials:
        session.execute(insert(EditionMaterial), materials)
    if facets:
        session.execute(insert(EditionFacet), facets)


def write_items(session: Session, edition: BundleEdition) -> None:
    codes = [entry["item"] for entry in edition.content["items"]]
    ids = session.scalars(select(ServiceItem.id).where(ServiceItem.code.in_(codes)).order_by(ServiceItem.id))
    session.execute(
        insert(BundleEditionItem), [{"bundle_edition_id": edition.id, "item_id": number} for number in ids]
    )


GUIDES: Final = EditionType(
    subjects=ServiceItem,
    load=load_g,
    other_code=other_guide,
    describe=describe_item,
    refuse_faults=refuse_guide_faults,
    refuse_new_faults=refuse_closing,
    write_rows=write_materials_and_facets,
    code_column="item_code",
    announced=EventKind.GUIDE_ANNOUNCED,
    published=EventKind.GUIDE_PUBLISHED,
    withdrawn=EventKind.GUIDE_WITHDRAWN,
)
BUNDLES: Final = EditionType(
    subjects=Bundle,
    load=load_b,
    other_code=other_bundle,
    describe=describe_bundle,
    refuse_faults=refuse_bundle_faults,
    refuse_new_faults=refuse_bundle_faults,
    write_rows=write_items,
    code_column="bundle_code",
    announced=EventKind.BUNDLE_ANNOUNCED,
    published=EventKind.BUNDLE_PUBLISHED,
    withdrawn=EventKind.BUNDLE_WITHDRAWN,
)
