"""Queries for bundles in force, their editions and the guides of their items."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.bundles.ordering import find_circle
from guides.enumerations import EditionStatus
from guides.errors import BundleNotFound, EditionNotFound
from guides.models import Bundle, BundleEdition, BundleEditionItem, GuideEdition, ServiceItem
from guides.terms import GuideTerms
from guides.terms_in_force import current_items
from guides.validation import Finding, FindingCode, blocking_finding


def current_bundle(session: Session, code: str) -> BundleEdition:
    """The edition in force of the bundle `code`. Raises BundleNotFound."""
    edition = session.scalar(
        select(BundleEdition)
        .join(BundleEdition.bundle)
        .where(Bundle.code == code, BundleEdition.status == EditionStatus.CURRENT)
    )
    if edition is None:
        raise BundleNotFound(code)
    return edition


def bundle_edition(session: Session, code: str, number: int) -> BundleEdition:
    """An edition that is or was in force. Raises EditionNotFound, also for drafts."""
    edition = bundle_edition_of_any_status(session, code, number)
    if edition.published_at is None:
        raise EditionNotFound(code, number)
    return edition


def bundle_edition_of_any_status(session: Session, code: str, number: int) -> BundleEdition:
    """An edition of any status, for authors and approvers. Raises EditionNotFound."""
    edition = session.scalar(
        select(BundleEdition)
        .join(BundleEdition.bundle)
        .where(Bundle.code == code, BundleEdition.number == number)
    )
    if edition is None:
        raise EditionNotFound(code, number)
    return edition


def all_bundle_editions(session: Session, code: str) -> list[BundleEdition]:
    """The editions of a bundle of any status, latest first; none for an unknown code."""
    query = select(BundleEdition).join(BundleEdition.bundle).where(Bundle.code == code)
    return list(session.scalars(query.order_by(BundleEdition.number.desc())))


def current_bundles(session: Session, *, item_code: str | None = None) -> list[BundleEdition]:
    """Every bundle in force, by code; with `item_code`, only the bundles that contain this item."""
    query = select(BundleEdition).join(BundleEdition.bundle).order_by(Bundle.code)
    if item_code is not None:
        holding = select(BundleEditionItem.bundle_edition_id).join(
            ServiceItem, ServiceItem.id == BundleEditionItem.item_id
        )
        query = query.where(BundleEdition.id.in_(holding.where(ServiceItem.code == item_code)))
    return list(session.scalars(query.where(BundleEdition.status == EditionStatus.CURRENT)))


def names_in_force(session: Session) -> dict[str, str]:
    """The names of all bundles and guides in force, by code: the bundles first, then the guides by code."""
    items = (
        select(ServiceItem.code, ServiceItem.name)
        .join(GuideEdition, GuideEdition.item_id == ServiceItem.id)
        .where(GuideEdition.status == EditionStatus.CURRENT)
        .order_by(ServiceItem.code)
    )
    bundles = {one.terms.code: one.terms.name for one in current_bundles(session)}
    return bundles | {code: name for code, name in session.execute(items)}


def current_terms(session: Session, item_codes: Collection[str]) -> dict[str, GuideTerms]:
    """The terms of the guides in force among `item_codes`, by item code; loaded if not cached."""
    return {code: item.terms for code, item in current_items(session, item_codes).items()}


def bundle_circle_findings(session: Session, terms: GuideTerms) -> list[Finding]:
    """A finding for each bundle in force in which new `terms` would create a circular dependency."""
    findings = []
    for edition in current_bundles(session, item_code=terms.code):
        codes = [entry.item for entry in edition.terms.items]
        guides = current_terms(session, codes) | {terms.code: terms}
        circle = find_circle(edition.terms, guides) if set(codes) <= set(guides) else None
        if circle is not None:
            findings.append(
                blocking_finding(
                    "circle",
                    "materials",
                    FindingCode.CIRCLE_IN_BUNDLE,
                    bundle=edition.terms.name,
                    circle=" → ".join(guides[code].short_name for code in circle),
                )
            )
    return findings
