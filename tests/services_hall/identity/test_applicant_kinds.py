"""The kind of an applicant, for a party and for whom an account may act."""

import pytest

from certificate_store.holders import Holder, IdentifierType
from guides.enumerations import Audience
from services_hall.applications.parties import Identification, Party, PartyRole
from services_hall.identity.applicant_kinds import applicant_kind
from services_hall.identity.capacities import Capacity
from services_hall.identity.principals import OWN, Principal
from services_hall.identity.sole_traders import SoleTrader, stated_trader

PERSON = Holder("李样例", IdentifierType.IDENTITY_CARD, "420102188701120026")
COMPANY = Holder("武汉示例餐饮有限公司", IdentifierType.CREDIT_CODE, "91420100MADEM00019")
TRADE = stated_trader("武汉样例小吃店", "91420100MADEM00019")


@pytest.mark.parametrize(
    ("holder", "trade", "kind"),
    [
        (PERSON, None, Audience.PERSON),
        (PERSON, TRADE, Audience.SOLE_TRADER),
        (COMPANY, None, Audience.ORGANISATION),
        (COMPANY, TRADE, Audience.ORGANISATION),
    ],
)
def test_a_party_and_a_principal_are_of_the_kind_of_their_holder_and_trade(
    holder: Holder, trade: SoleTrader | None, kind: Audience
) -> None:
    assert applicant_kind(holder, trade) is kind
    assert Principal(OWN, holder, Capacity.SELF, sole_trader=trade).kind is kind
    party = Party(PartyRole.APPLICANT, holder, Identification.ACCOUNT, sole_trader=trade)
    assert party.kind is kind
