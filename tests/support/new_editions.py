"""New editions of a sample guide or bundle, written, approved and published at once."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from sqlalchemy import delete, select

from guides import catalog
from guides.bundles.catalog import current_bundle
from guides.models import BundleEdition, GuideEdition, Implementation, ServiceItem
from services_hall import database
from services_hall.clock import utc_now
from tests.support import editions
from tests.support.hall import Hall


def publish_again(
    hall: Hall,
    code: str,
    *,
    name: str | None = None,
    material_name: str | None = None,
    drop_field: str | None = None,
    change: Callable[[dict[str, Any]], None] | None = None,
) -> int:
    """The number of the guide's new edition, which differs from the previous one.

    `change` is called with its content, which it changes.
    """
    now = utc_now()
    with hall.app.app_context(), database.transaction() as session:
        content = deepcopy(catalog.current_edition(session, code).content)
        content["access"]["visits_reason"] = f"改于 {now.isoformat()}"
        content["name"] = name or content["name"]
        content["materials"][0]["name"] = material_name or content["materials"][0]["name"]
        if change is not None:
            change(content)
        content["form_fields"] = [one for one in content["form_fields"] if one["key"] != drop_field]
        return int(editions.published_edition(session, GuideEdition, content, now=now).number)


def end_with_handing_over(content: dict[str, Any]) -> None:
    """Let the limits of a guide end with the handing over, as those for cards do (制作发放)."""
    content["limits"].update(ends_with="handing_over", issuing=None)


def publish_bundle_again(hall: Hall, code: str, *, question: str | None = None) -> int:
    """The number of the bundle's new edition, with one more yes-no question if one is passed."""
    now = utc_now()
    with hall.app.app_context(), database.transaction() as session:
        content = deepcopy(current_bundle(session, code).content)
        content["summary"] = f"改于 {now.isoformat()}"
        if question is not None:
            content["questions"].append(yes_no(question))
        return int(editions.published_edition(session, BundleEdition, content, now=now).number)


def take_handlers_away(hall: Hall, code: str) -> None:
    """Ends all implementations of this item."""
    with hall.app.app_context(), database.transaction() as session:
        item = select(ServiceItem.id).where(ServiceItem.code == code).scalar_subquery()
        session.execute(delete(Implementation).where(Implementation.item_id == item))


def yes_no(key: str) -> dict[str, Any]:
    """A question that everybody is asked."""
    options = [
        {"value": value, "label": label, "hint": "", "stop": None, "tell": None}
        for value, label in (("yes", "是"), ("no", "否"))
    ]
    return {"key": key, "text": "要设露台吗？", "kind": "yes_no", "hint": "", "when": {}, "options": options}
