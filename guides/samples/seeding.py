"""Puts the sample guides and bundles into force, the way every edition comes into force."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides import approval, bundles, content, drafting, publishing
from guides.lifecycle import EditionStatus
from guides.models import Bundle, BundleEdition, GuideEdition, ServiceItem
from guides.samples import bundle_sample_codes, load_bundle_sample, load_sample, sample_codes

EDITOR: Final = "seed-editor"
APPROVER: Final = "seed-approver"
CHANGE_NOTE: Final = "示例数据"


def seed_samples(session: Session, *, now: datetime) -> list[GuideEdition | BundleEdition]:
    """Writes, approves and publishes the samples that are missing or have changed; the editions published.

    An item or bundle that anybody else wrote an edition of, or whose sample was withdrawn, is left alone.
    Call it last in the transaction: it takes numbers of the feed.
    """
    guides = [
        approved_guide(session, sample, now=now)
        for sample in map(load_sample, sample_codes())
        if is_outdated(guide_editions(session, sample["code"]), sample)
    ]
    published: list[GuideEdition | BundleEdition] = [
        publishing.publish(session, edition, now=now) for edition in guides
    ]
    for sample in map(load_bundle_sample, bundle_sample_codes()):
        if is_outdated(bundle_editions(session, sample["code"]), sample):
            edition = approved_bundle(session, sample, now=now)
            published.append(bundles.publish(session, edition, now=now))
    return published


def approved_guide(session: Session, sample: Mapping[str, Any], *, now: datetime) -> GuideEdition:
    edition = drafting.open_draft(
        session, item_code=sample["code"], content=sample, author=EDITOR, now=now, change_note=CHANGE_NOTE
    )
    drafting.submit(session, edition, author=EDITOR, now=now)
    return approval.approve(session, edition, approver=APPROVER, now=now)


def approved_bundle(session: Session, sample: Mapping[str, Any], *, now: datetime) -> BundleEdition:
    edition = bundles.open_draft(
        session, bundle_code=sample["code"], content=sample, author=EDITOR, now=now, change_note=CHANGE_NOTE
    )
    bundles.submit(session, edition, author=EDITOR, now=now)
    return bundles.approve(session, edition, approver=APPROVER, now=now)


def guide_editions(session: Session, code: str) -> Sequence[GuideEdition]:
    query = select(GuideEdition).join(GuideEdition.item).where(ServiceItem.code == code)
    return session.scalars(query.order_by(GuideEdition.number)).all()


def bundle_editions(session: Session, code: str) -> Sequence[BundleEdition]:
    query = select(BundleEdition).join(BundleEdition.bundle).where(Bundle.code == code)
    return session.scalars(query.order_by(BundleEdition.number)).all()


def is_outdated(
    editions: Sequence[GuideEdition] | Sequence[BundleEdition], sample: Mapping[str, Any]
) -> bool:
    """True when there is no edition yet, or only samples, the one in force unlike `sample`."""
    if not editions:
        return True
    last = editions[-1]
    all_seeded = all(edition.authors == [EDITOR] for edition in editions)
    says = content.digest(content.canonical(sample))
    return all_seeded and last.status is EditionStatus.CURRENT and last.sha256 != says
