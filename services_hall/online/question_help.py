"""Contacts for applicants who cannot answer a scenario question, or whom an answer excludes."""

from collections.abc import Callable
from dataclasses import dataclass

from guides.bundles import BundleSelection
from services_hall.database import reading
from services_hall.presentation.guide_places import HandlingBody, handling_bodies
from services_hall.presentation.scenario_steps import ScenarioStep


@dataclass(frozen=True)
class WhomToAsk:
    """The item whose agencies know the answer, and these agencies."""

    code: str
    bodies: list[HandlingBody]


def whom_to_ask(
    selection: BundleSelection, step: ScenarioStep, item_of: Callable[[str], str]
) -> dict[str, WhomToAsk]:
    """By question: of each stop and each answer "unsure"; `item_of` gives the item of a question."""
    keys = [*(stop.question for stop in selection.stops), *(one.key for one in step.unsure)]
    codes = {key: item_of(key) for key in keys}
    bodies = {code: handling_bodies(reading(), code) for code in dict.fromkeys(codes.values())}
    return {key: WhomToAsk(code, bodies[code]) for key, code in codes.items()}
