"""The way in which an applicant wants results delivered, chosen when filing (pure)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from certificate_store.text_input.reader import TextInvalid, read_line
from guides.errors import FieldProblem
from services_hall.applications.enumerations import DeliveryWay
from services_hall.applications.errors import DeliveryInvalid

LONGEST_ADDRESS: Final = 300
ADDRESS: Final = "delivery_address"


class DeliveryFault(StrEnum):
    """What can be wrong with the choice."""

    ADDRESS_MISSING = "address_missing"
    ADDRESS_TOO_LONG = "address_too_long"


@dataclass(frozen=True)
class DeliveryChoice:
    """The way of delivery and, for the post, the address.

    With `has_consent`, the applicant agrees that an electronic result is delivered when it reaches the hall's
    pages (送达地址确认书); without it, an electronic result is delivered when the applicant first opens it.
    """

    way: DeliveryWay = DeliveryWay.ELECTRONIC
    has_consent: bool = False
    address: str = ""

    @property
    def is_agreed(self) -> bool:
        """Whether results are delivered electronically as soon as they are ready."""
        return self.way is DeliveryWay.ELECTRONIC and self.has_consent

    @property
    def postal_address(self) -> str | None:
        """The address for the post; None for another way."""
        return readable_address(self.address) if self.way is DeliveryWay.POST else None


def readable_address(address: str) -> str:
    """The address in one line; raises DeliveryInvalid for one that cannot be kept."""
    try:
        return read_line(address)
    except TextInvalid as refused:
        problem = FieldProblem(refused.fault, {"position": refused.position})
        raise DeliveryInvalid({ADDRESS: problem}) from None


UNDECIDED_DELIVERY: Final = DeliveryChoice()
"""Nothing was chosen: electronic, delivered when the applicant opens the result."""


def check_delivery(choice: DeliveryChoice) -> None:
    """Raise DeliveryInvalid for the post without an address, or with one that is too long."""
    if choice.postal_address == "":
        raise DeliveryInvalid({ADDRESS: FieldProblem(DeliveryFault.ADDRESS_MISSING)})
    if len(choice.postal_address or "") > LONGEST_ADDRESS:
        values = {"longest": LONGEST_ADDRESS}
        raise DeliveryInvalid({ADDRESS: FieldProblem(DeliveryFault.ADDRESS_TOO_LONG, values)})
