"""Cases that stand in no database, for rules and words that only read a loaded case."""

from typing import Any

from guides.enumerations import ItemType
from guides.models import GuideEdition, Implementation
from services_hall.applications.models import ApplicationItem, Case
from tests.support.guide_terms import guide_content


def case_of_type(item_type: ItemType, **facts: Any) -> Case:
    """A case of an item of this type, with these columns."""
    edition = GuideEdition(content=guide_content(item_type=item_type.value), sha256=f"of-type-{item_type}")
    return Case(
        item_name="事项",
        application_item=ApplicationItem(edition=edition),
        implementation=Implementation(enquiry_phone="027-00000000"),
        **facts,
    )
