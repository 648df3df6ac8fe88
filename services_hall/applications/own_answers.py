"""What an agency may read of an application's answers: those that its own guide asks for."""

from collections.abc import Iterator, Mapping
from typing import Any

from services_hall.applications.models import Case


def answers_of(case: Case) -> Iterator[tuple[Mapping[str, Any], str, Any]]:
    """Each answered form field of this case's edition, with the key it was answered under and its value."""
    given = case.application.answers
    for asked in case.application_item.edition.content["form_fields"]:
        keys = (f"{case.item_code}:{asked['key']}", asked.get("merge_key") or asked["key"])
        key = next((key for key in keys if key in given), None)
        if key is not None:
            yield asked, key, given[key]
