"""The first page of an administrator: what needs attention."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue

from guides.enumerations import DivisionLevel
from guides.unhandled_items import UnhandledItem, items_of_bodies_without, items_without_body
from services_hall.administration.blueprint import blueprint
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.identity.staffed_bodies import staffed_bodies
from services_hall.jobs import administration
from services_hall.web.access import access


@blueprint.get("/")
@access(Role.ADMINISTRATOR)
def overview() -> ResponseReturnValue:
    """Parked jobs, and items that nobody can handle."""
    session = reading()
    return render_template(
        "administration/overview.html",
        jobs=administration.job_counts(session),
        without_body=items_without_body(session),
        levels=_by_level(items_of_bodies_without(session, staffed_bodies(session))),
    )


@dataclass(frozen=True)
class LevelWithoutStaff:
    """The bodies of a level where nobody works, with their items in force."""

    level: DivisionLevel | None
    bodies: Sequence[tuple[str, Sequence[UnhandledItem]]]
    items: int


def _by_level(items: Sequence[UnhandledItem]) -> list[LevelWithoutStaff]:
    groups = [(level, list(group)) for level, group in groupby(items, key=lambda item: item.level)]
    return [LevelWithoutStaff(level, _by_body(group), len(group)) for level, group in groups]


def _by_body(items: Sequence[UnhandledItem]) -> list[tuple[str, Sequence[UnhandledItem]]]:
    """The items of each body, by its name."""
    return [(name, list(group)) for (_code, name), group in groupby(items, key=_body)]


def _body(item: UnhandledItem) -> tuple[str, str]:
    return item.agency_code, item.agency_name
