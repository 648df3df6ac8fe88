"""Summary of an item before it is filed: who decides, by when, for which fee, with what result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guides.bundles import SelectedItem
from guides.catalog import Handler
from guides.enumerations import DecisionKind, Unit
from guides.terms import GuideTerms, Period
from services_hall.presentation.formats import period
from services_hall.presentation.key_facts import what_it_costs


@dataclass(frozen=True)
class ItemSummary:
    """What a person should know of an item before they file."""

    name: str
    agency: str
    limit: str
    fee: str
    result: str


def promised_period(item: SelectedItem, terms: GuideTerms) -> Period:
    """The promised limit: none for what is decided on the spot or on notice and commitment."""
    if item.by_commitment or terms.decision_kind is DecisionKind.ON_THE_SPOT:
        return Period(days=0, unit=Unit.WORKING_DAY)
    return terms.limits.promised


def item_summaries(
    items: Sequence[SelectedItem], terms: Mapping[str, GuideTerms], handlers: Mapping[str, Handler]
) -> list[ItemSummary]:
    """One summary an item, in their order; terms and handlers by item code."""
    return [
        ItemSummary(
            name=terms[item.code].name,
            agency=handlers[item.code].agency_name,
            limit=period(promised_period(item, terms[item.code])),
            fee=what_it_costs(item.content_selection.fees).answer,
            result=terms[item.code].result.name,
        )
        for item in items
    ]
