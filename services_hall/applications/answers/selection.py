"""Selection of items, form fields and materials by the scenario's answers (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from guides.bundles import (
    BundleSelection,
    SizeLimits,
    resolve_bundle,
    resolve_single,
    without_items,
)
from guides.errors import FieldProblem
from guides.scenario import ScenarioAnswersInvalid
from services_hall.applications.answers.faults import AnswerFault
from services_hall.applications.answers.field_names import QUESTION
from services_hall.applications.answers.offer import Offer
from services_hall.applications.answers.window_only import left_out
from services_hall.applications.errors import AnswersInvalid, ScenarioStops

MOST_SELECTIONS: Final = 256


@dataclass(frozen=True)
class _AnsweredScenario:
    """Answers to the scenario of an offer; the fingerprint of the editions stands for their terms."""

    code: str
    fingerprint: str
    is_from_afar: bool
    answers: tuple[tuple[str, str], ...]
    sizes: SizeLimits
    offer: Offer = field(compare=False)


def select(offer: Offer, scenario: Mapping[str, str]) -> BundleSelection:
    """The selection for these scenario answers; raises AnswersInvalid for a value that is no option.

    It depends on published terms and the answers alone, which many applicants share: it is made once.
    """
    answered = _AnsweredScenario(
        offer.code, offer.fingerprint, offer.is_from_afar, tuple(sorted(scenario.items())), offer.sizes, offer
    )
    try:
        return _selection(answered)
    except ScenarioAnswersInvalid as error:
        raise AnswersInvalid({QUESTION + key: message for key, message in error.errors.items()}) from None


@lru_cache(maxsize=MOST_SELECTIONS)
def _selection(answered: _AnsweredScenario) -> BundleSelection:
    offer, answers = answered.offer, dict(answered.answers)
    guides = offer.guides
    if offer.bundle is None:
        return resolve_single(guides[offer.code], answers)
    selection = resolve_bundle(offer.bundle, guides, answers, offer.sizes)
    skipped = set(left_out(guides, selection)) if offer.is_from_afar else set()
    if not skipped or len(skipped) == len(selection.items):
        return selection
    return without_items(selection, skipped, guides, offer.bundle)


def settle(offer: Offer, scenario: Mapping[str, str]) -> BundleSelection:
    """The selection of a complete scenario; raises AnswersInvalid for open questions, ScenarioStops."""
    selection = select(offer, scenario)
    if selection.stops:
        raise ScenarioStops([stop.reason for stop in selection.stops])
    if selection.unanswered:
        raise AnswersInvalid(
            {QUESTION + key: FieldProblem(AnswerFault.QUESTION_OPEN) for key in selection.unanswered}
        )
    return selection
