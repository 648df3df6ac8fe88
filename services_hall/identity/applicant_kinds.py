"""The kind of an applicant: a person, an organisation or a sole trader (pure)."""

from certificate_store.holders import Holder
from guides.enumerations import Audience
from services_hall.identity.sole_traders import SoleTrader


def applicant_kind(holder: Holder, sole_trader: SoleTrader | None = None) -> Audience:
    """What this holder is as an applicant; `sole_trader` is the trade under which a person applies."""
    if holder.is_organisation:
        return Audience.ORGANISATION
    return Audience.PERSON if sole_trader is None else Audience.SOLE_TRADER
