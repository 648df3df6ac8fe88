"""A resident's steps through the pages of an application, without a browser."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Final

from services_hall.applications import answers
from services_hall.applications.filing import offers
from services_hall.applications.prefill.people_fields import ADDED
from services_hall.database import reading
from services_hall.demo.accounts import DISTRICT
from tests.support.demo_applications import (
    PNG,
    RESTAURANT,
    field_value,
    person,
)
from tests.support.hall import Hall, Visitor

BUNDLE: Final = "open-restaurant"
UPLOAD: Final = re.compile(r'name="(material\.[^"]+)"')


def begin_application(
    visitor: Visitor, scenario: Mapping[str, str] = RESTAURANT, code: str = BUNDLE, **more: str
) -> str:
    """The path of a new draft."""
    form = {**{f"q.{key}": value for key, value in scenario.items()}, "district": DISTRICT, **more}
    answer = visitor.post(f"/apply/{code}", form)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removesuffix("/form")


def valid_form(
    hall: Hall, username: str, scenario: Mapping[str, str] = RESTAURANT, code: str = BUNDLE
) -> dict[str, str]:
    """Valid values for every field of the form."""
    with hall.app.test_request_context():
        selection = answers.settle(offers.current_offer(reading(), code), scenario)
        actor = person(username)
        added = ADDED if actor.holder is not None and actor.holder.is_organisation else ()
        asked_fields = (*selection.form_fields, *added)
        return {f"field.{asked.key}": field_value(actor, asked.field) for asked in asked_fields}


def upload(data: bytes = PNG, name: str = "材料.png") -> tuple[BytesIO, str]:
    """A file as a form submits it."""
    return BytesIO(data), name


def uploads_of(visitor: Visitor, draft: str) -> list[str]:
    """The names of the upload fields."""
    return list(dict.fromkeys(UPLOAD.findall(visitor.get(f"{draft}/materials").text)))


def prepare_application(
    hall: Hall,
    visitor: Visitor,
    username: str = "li",
    scenario: Mapping[str, str] = RESTAURANT,
    code: str = BUNDLE,
) -> str:
    """The path of a complete draft that can be submitted."""
    draft = begin_application(visitor, scenario, code)
    answer = visitor.post(f"{draft}/form", valid_form(hall, username, scenario, code))
    assert answer.headers["Location"] == f"{draft}/materials", answer.text
    files = {name: upload() for name in uploads_of(visitor, draft)}
    answer = visitor.post(f"{draft}/materials", {"consent": "yes", **files})
    assert answer.headers["Location"] == f"{draft}/review", answer.text
    return draft


def submit_application(visitor: Visitor, draft: str) -> str:
    """The page of the filed application."""
    answer = visitor.post(f"{draft}/submit", {"declared": "yes"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])
