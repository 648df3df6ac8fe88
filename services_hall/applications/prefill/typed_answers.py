"""Typed answers that the certificate store may complete when a filing is checked (pure)."""

from collections.abc import Collection, Mapping
from typing import Final

from guides.bundles import BundleSelection
from guides.errors import FieldProblem
from services_hall.applications.answers import FIELD, AnswerFault, Offer
from services_hall.applications.prefill.business_licences import entity_keys, licence_materials

NOTHING_TYPED: Final = frozenset({AnswerFault.MISSING, AnswerFault.NOT_CHOSEN})


def is_licence_read(
    offer: Offer, selection: BundleSelection, *, has_consented: bool, files: Collection[str]
) -> bool:
    """Whether the entity of the form may come from a business licence of the store."""
    return has_consented and any(one.key not in files for one in licence_materials(offer, selection))


def keys_from_store(offer: Offer, selection: BundleSelection, *, reads_licence: bool) -> frozenset[str]:
    """The form fields that a certificate of the store may fill in, so that nobody has to type them."""
    if offer.starts_from is not None:
        return frozenset(one.key for one in selection.form_fields)
    return entity_keys(selection) if reads_licence else frozenset()


def wrong_anyway(
    problems: Mapping[str, FieldProblem], from_store: Collection[str]
) -> dict[str, FieldProblem]:
    """The problems that stay whatever the store fills in: it fills in only what nobody typed."""
    may_be_filled = {FIELD + key for key in from_store}
    return {
        name: problem
        for name, problem in problems.items()
        if name not in may_be_filled or problem.code not in NOTHING_TYPED
    }
