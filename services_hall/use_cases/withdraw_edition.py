"""Withdrawal of a draft, an approval or a bundle in force."""

from collections.abc import Mapping
from typing import Final

from guides import editions as rules
from guides.editions import EditionT, edition_type
from guides.enumerations import EditionAction, EditionStatus
from guides.errors import EditionTransitionRefused
from guides.models import BundleEdition, GuideEdition
from services_hall.audit import actions
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.identity.roles import Permission

WITHDRAWN_BY: Final[Mapping[EditionStatus, Permission]] = {
    EditionStatus.DRAFT: Permission.WRITE_GUIDES,
    EditionStatus.APPROVED: Permission.APPROVE_GUIDES,
}


def may_withdraw(actor: Actor, edition: GuideEdition | BundleEdition) -> bool:
    """True when the actor can end this edition now.

    Among editions in force only bundles can be withdrawn: applications and bundles depend on a guide in
    force.
    """
    permission = WITHDRAWN_BY.get(edition.status)
    if edition.status is EditionStatus.CURRENT and isinstance(edition, BundleEdition):
        permission = Permission.APPROVE_GUIDES
    return permission is not None and actor.may(permission)


def withdraw_edition(editions: type[EditionT], code: str, number: int, *, actor: Actor) -> None:
    """Ends the edition. Raises EditionNotFound, EditionTransitionRefused."""
    with transaction() as session:
        edition = edition_type(editions).edition(session, code, number)
        rules.lock_edition(session, edition)
        if not may_withdraw(actor, edition):
            raise EditionTransitionRefused(edition.status, EditionAction.WITHDRAW)
        actions.record_edition_change(session, "withdraw", edition, actor=actor.public_id)
        rules.withdraw_edition(session, edition, now=utc_now())
