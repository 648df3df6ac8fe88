"""What the page of a bundle shows for some answers: items in their order, materials once, what is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guides.bundles import BundleSelection, SelectedItem, order_in_stages
from services_hall.presentation.formats import period
from services_hall.presentation.labels import agency_role

Content = Mapping[str, Any]


@dataclass(frozen=True)
class RouteItem:
    """One item of the way: who decides it, and how long that takes."""

    code: str
    short_name: str
    agency: str
    limit: str
    by_commitment: bool
    note: str


@dataclass(frozen=True)
class BundleCard:
    """A bundle in a list."""

    code: str
    name: str
    summary: str
    items: int
    agencies: int


def card(bundle: Content, contents: Mapping[str, Content]) -> BundleCard:
    """A bundle as a list shows it."""
    codes = [entry["item"] for entry in bundle["items"]]
    roles = {contents[code]["agency_role"] for code in codes if code in contents}
    return BundleCard(bundle["code"], bundle["name"], bundle["summary"], len(codes), len(roles))


def waves(
    selection: BundleSelection, bundle: Content, contents: Mapping[str, Content]
) -> list[list[RouteItem]]:
    """The selected items in the order in which they can start; those of one wave run side by side."""
    notes = {entry["item"]: entry["note"] for entry in bundle["items"]}
    selected = {item.code: item for item in selection.items}
    return [
        [_selected(selected[code], notes[code], contents[code]) for code in stage]
        for stage in order_in_stages(selection.waits_for)
    ]


def possible(selection: BundleSelection, bundle: Content, contents: Mapping[str, Content]) -> list[RouteItem]:
    """The items that answers still to come may add."""
    chosen = {item.code for item in selection.items}
    return [
        _possible(entry, contents[entry["item"]])
        for entry in bundle["items"]
        if selection.unanswered and entry["item"] not in chosen and entry["item"] in contents
    ]


def longest(selection: BundleSelection, contents: Mapping[str, Content]) -> dict[str, Any] | None:
    """How long all takes at most: in each wave the longest, waves added; None when units differ."""
    promised = {item.code: _promised(item, contents[item.code]) for item in selection.items}
    if not promised or any(limit["unit"] != "working_day" for limit in promised.values()):
        return None
    total = sum(
        max(promised[code]["days"] for code in stage) for stage in order_in_stages(selection.waits_for)
    )
    return {"days": total, "unit": "working_day"}


def _promised(item: SelectedItem, content: Content) -> Content:
    if item.by_commitment or content["decision_kind"] == "on_the_spot":
        return {"days": 0, "unit": "working_day"}
    limit: Content = content["limits"]["promised"]
    return limit


def _selected(item: SelectedItem, note: str, content: Content) -> RouteItem:
    return RouteItem(
        code=item.code,
        short_name=content["short_name"],
        agency=agency_role(content["agency_role"]),
        limit=period(_promised(item, content)),
        by_commitment=item.by_commitment,
        note=note,
    )


def _possible(entry: Content, content: Content) -> RouteItem:
    return RouteItem(
        code=entry["item"],
        short_name=content["short_name"],
        agency=agency_role(content["agency_role"]),
        limit=period(content["limits"]["promised"]),
        by_commitment=False,
        note=entry["note"],
    )
