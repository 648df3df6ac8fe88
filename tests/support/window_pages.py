"""A clerk's steps through the pages of the window, without a browser."""

import re
from io import BytesIO
from typing import Any, Final

from services_hall.applications import answers
from services_hall.applications.filing import offers
from services_hall.database import reading
from tests.support.demo_applications import (
    PNG,
    RESTAURANT,
    field_value,
    person,
)
from tests.support.hall import Hall, Visitor

WANG_AT_WINDOW: Final = {
    "holder.identifier_type": "111",
    "holder.name": "王演示",
    "holder.identifier": "42010218890920013X",
    "holder.phone": "10000000003",
    "district": "420102000000",
}

LI_AT_WINDOW: Final = {**WANG_AT_WINDOW, "holder.name": "李样例", "holder.identifier": "420102188701120026"}

BUNDLE: Final = "open-restaurant"


def questions(answers: dict[str, str]) -> dict[str, str]:
    return {f"q.{key}": value for key, value in answers.items()}


def begin_at_window(hall: Hall, clerk: Visitor, who: dict[str, str], *, consent: bool = True) -> str:
    """The path of a new draft for this person."""
    form = {**questions(RESTAURANT), **who, **({"consent": "yes"} if consent else {})}
    answer = clerk.post(f"/window/apply/{BUNDLE}", form)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removesuffix("/whole")


def form_values(hall: Hall, username: str, scenario: dict[str, str] = RESTAURANT) -> dict[str, str]:
    with hall.app.test_request_context():
        selection = answers.select(offers.current_offer(reading(), BUNDLE), scenario)
        actor = person(username)
        return {f"field.{asked.key}": field_value(actor, asked.field) for asked in selection.form_fields}


def missing_originals(page: str) -> list[str]:
    """The keys of the materials on the page that are not given yet."""
    return re.findall(r'name="material\.([^"]+)"', page)


def originals_and_scans(page: str) -> dict[str, Any]:
    """A form that gives every missing material: seen where the page offers it, scanned otherwise."""
    visible = re.findall(r'name="seen\.([^"]+)"', page)
    scanned = [key for key in missing_originals(page) if key not in visible]
    return {f"seen.{key}": "yes" for key in visible} | {
        f"material.{key}": (BytesIO(PNG), f"{key}.png") for key in scanned
    }


def file_at_window(hall: Hall, clerk: Visitor, who: dict[str, str], username: str) -> str:
    """The number of the application that the clerk filed for this person, all originals seen."""
    path = begin_at_window(hall, clerk, who)
    assert clerk.post(f"{path}/form", form_values(hall, username)).status_code == 303
    given = originals_and_scans(clerk.get(f"{path}/materials").text)
    answer = clerk.post(f"{path}/materials", {"consent": "yes", **given})
    assert answer.headers["Location"] == f"{path}/review", answer.text
    done = clerk.post(f"{path}/submit", {"declared": "yes"})
    return done.headers["Location"].rsplit("/", 1)[1]
