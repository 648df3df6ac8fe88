"""The choice of a way of delivery on the review page."""

from collections.abc import Mapping
from typing import Final

from services_hall.applications.delivery.choice import UNDECIDED_DELIVERY, DeliveryChoice
from services_hall.applications.enumerations import DeliveryWay

CHOICES: Final = {
    "agreed": DeliveryChoice(DeliveryWay.ELECTRONIC, has_consent=True),
    "opened": DeliveryChoice(DeliveryWay.ELECTRONIC),
    "window": DeliveryChoice(DeliveryWay.WINDOW),
}
"""The options of the page that need no address."""


def delivery_choice(form: Mapping[str, str]) -> DeliveryChoice:
    """The chosen way; a form without a choice leaves the result to be opened."""
    chosen = form.get("delivery", "")
    if chosen == DeliveryWay.POST:
        return DeliveryChoice(DeliveryWay.POST, address=form.get("delivery_address", ""))
    return CHOICES.get(chosen, UNDECIDED_DELIVERY)
