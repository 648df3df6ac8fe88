"""Summary of a bundle for some answers: items in order, merged materials, saving."""

from collections.abc import Mapping
from dataclasses import dataclass

from guides.bundles import BundleItem, BundleSelection, BundleTerms, SelectedItem, order_in_stages
from guides.enumerations import DecisionKind, Unit
from guides.terms import GuideTerms, Period
from services_hall.presentation.formats import period
from services_hall.presentation.labels import agency_role


@dataclass(frozen=True)
class StageItem:
    """An item in processing order, with its deciding agency and its time limit."""

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


def card(bundle: BundleTerms, guides: Mapping[str, GuideTerms]) -> BundleCard:
    """A bundle as a list shows it."""
    codes = [entry.item for entry in bundle.items]
    roles = {guides[code].agency_role for code in codes if code in guides}
    return BundleCard(bundle.code, bundle.name, bundle.summary, len(codes), len(roles))


def stages(
    selection: BundleSelection, bundle: BundleTerms, guides: Mapping[str, GuideTerms]
) -> list[list[StageItem]]:
    """The selected items in processing order; the items of one stage can run in parallel."""
    notes = {entry.item: entry.note for entry in bundle.items}
    selected = {item.code: item for item in selection.items}
    return [
        [_selected(selected[code], notes[code], guides[code]) for code in stage]
        for stage in order_in_stages(selection.waits_for)
    ]


def possible(
    selection: BundleSelection, bundle: BundleTerms, guides: Mapping[str, GuideTerms]
) -> list[StageItem]:
    """The items that open answers can add."""
    chosen = {item.code for item in selection.items}
    return [
        _possible(entry, guides[entry.item])
        for entry in bundle.items
        if selection.unanswered and entry.item not in chosen and entry.item in guides
    ]


def longest(selection: BundleSelection, guides: Mapping[str, GuideTerms]) -> Period | None:
    """The maximum total time: the sum of the longest limits of the stages; None when units differ."""
    promised = {item.code: _promised_period(item, guides[item.code]) for item in selection.items}
    if not promised or any(limit.unit is not Unit.WORKING_DAY for limit in promised.values()):
        return None
    total = sum(max(promised[code].days for code in stage) for stage in order_in_stages(selection.waits_for))
    return Period(days=total, unit=Unit.WORKING_DAY)


def _promised_period(item: SelectedItem, terms: GuideTerms) -> Period:
    if item.by_commitment or terms.decision_kind is DecisionKind.ON_THE_SPOT:
        return Period(days=0, unit=Unit.WORKING_DAY)
    return terms.limits.promised


def _selected(item: SelectedItem, note: str, terms: GuideTerms) -> StageItem:
    return StageItem(
        code=item.code,
        short_name=terms.short_name,
        agency=agency_role(terms.agency_role),
        limit=period(_promised_period(item, terms)),
        by_commitment=item.by_commitment,
        note=note,
    )


def _possible(entry: BundleItem, terms: GuideTerms) -> StageItem:
    return StageItem(
        code=entry.item,
        short_name=terms.short_name,
        agency=agency_role(terms.agency_role),
        limit=period(terms.limits.promised),
        by_commitment=False,
        note=entry.note,
    )
