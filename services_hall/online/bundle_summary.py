"""Summary of a bundle for some answers: items in order, merged materials, saving."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from guides.bundles import BundleItem, BundleSelection, BundleTerms, SelectedItem, order_in_stages
from guides.calendar import WorkingDays, due_day
from guides.enumerations import Unit
from guides.scenario import Tell
from guides.terms import GuideTerms, Period
from services_hall.presentation.formats import period
from services_hall.presentation.item_summary import promised_period
from services_hall.presentation.key_facts import what_it_costs
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
    fee: str = ""
    by_day: date | None = None
    result: str = ""
    warnings: Sequence[str] = ()


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
    selection: BundleSelection,
    bundle: BundleTerms,
    guides: Mapping[str, GuideTerms],
    *,
    today: date,
    calendar: WorkingDays,
) -> list[list[StageItem]]:
    """The selected items in processing order; the items of one stage can run in parallel.

    The days are the latest if everything is accepted `today`, and each item that waits starts when the
    last of the others is due.
    """
    notes = {entry.item: entry.note for entry in bundle.items}
    selected = {item.code: item for item in selection.items}
    warnings = warnings_by_item(selection, bundle)
    shown: list[list[StageItem]] = []
    ends: dict[str, date] = {}
    for stage in order_in_stages(selection.waits_for):
        for code in stage:
            start = max((ends[other] for other in selected[code].waits_for), default=today)
            limit = promised_period(selected[code], guides[code])
            ends[code] = due_day(start, limit.days, limit.unit, calendar).day
        shown.append(
            [
                replace(
                    _selected(selected[code], notes[code], guides[code]),
                    by_day=ends[code],
                    warnings=warnings.get(code, ()),
                )
                for code in stage
            ]
        )
    return shown


def warnings_by_item(selection: BundleSelection, bundle: BundleTerms) -> dict[str, list[str]]:
    """The advice of the answers beside the selected item that it concerns; "" is the whole bundle.

    What the bundle says of an answer stands for what its guide says of the same answer.
    """
    selected = {item.code for item in selection.items}
    asked_by = {question.key: question.item for question in selection.questions}
    found: dict[str, list[str]] = {}
    first: dict[str, Tell] = {}
    for tell in selection.tells:
        first.setdefault(tell.question, tell)
    for tell in first.values():
        passed = [one.item for one in bundle.answers if one.from_question == tell.question]
        items = [asked_by.get(tell.question), *passed]
        item = next((code for code in items if code in selected), None)
        found.setdefault(item or "", []).append(tell.text)
    return found


def item_of_question(selection: BundleSelection, bundle: BundleTerms, key: str, lead: str) -> str:
    """The item whose agency can answer a question about this question; else `lead`."""
    asked_by = {question.key: question.item for question in selection.questions}
    passed = [one.item for one in bundle.answers if one.from_question == key]
    return asked_by.get(key) or next(iter(passed), lead)


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


def lead_item(bundle: BundleTerms, guides: Mapping[str, GuideTerms]) -> str:
    """The first item of the leading agency, or the first of all."""
    led = [one.item for one in bundle.items if guides[one.item].agency_role == bundle.lead_agency_role]
    return (led or [bundle.items[0].item])[0]


def longest(selection: BundleSelection, guides: Mapping[str, GuideTerms]) -> Period | None:
    """The maximum total time: the sum of the longest limits of the stages; None when units differ."""
    promised = {item.code: promised_period(item, guides[item.code]) for item in selection.items}
    if not promised or any(limit.unit is not Unit.WORKING_DAY for limit in promised.values()):
        return None
    total = sum(max(promised[code].days for code in stage) for stage in order_in_stages(selection.waits_for))
    return Period(days=total, unit=Unit.WORKING_DAY)


def _selected(item: SelectedItem, note: str, terms: GuideTerms) -> StageItem:
    return StageItem(
        code=item.code,
        short_name=terms.short_name,
        agency=agency_role(terms.agency_role),
        limit=period(promised_period(item, terms)),
        by_commitment=item.by_commitment,
        note=note,
        fee=what_it_costs(item.content_selection.fees).answer,
        result=terms.result.name,
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
