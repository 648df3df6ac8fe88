"""Facts that the program adds to an event beside the words of the officer (pure)."""

from enum import StrEnum
from typing import Any, Final

FACT: Final = "fact"
"""The key of the fact in the details of an event; its values stand beside it."""


class EventFact(StrEnum):
    """What an event records besides its action, with the values that it needs."""

    STEP_RECORDED = "step_recorded"
    """`step`: the name of the step in the guide."""
    STEPS_LEFT_OUT = "steps_left_out"
    """`steps`: their names."""
    GRANTED_BEFORE = "granted_before"
    """`numbers`: the cases that were accepted earlier."""
    VISIT_PLANNED = "visit_planned"
    """`day`, as in the next two."""
    VISIT_MOVED = "visit_moved"
    VISIT_CANCELLED = "visit_cancelled"
    VISIT_PASSED = "visit_passed"
    VISIT_FAILED = "visit_failed"
    OPINION_ASKED = "opinion_asked"
    """`agency`: its name."""
    HANDED_OVER = "handed_over"
    """`colleague`: the name of the officer."""
    EXTENSION_ASKED = "extension_asked"
    """`amount` and `unit` of the extension that the head declined."""
    SUPPLY_POSTPONED = "supply_postponed"
    """`day` by which the promised materials must come now."""
    NEW_LAW = "new_law"
    OLD_LAW = "old_law"


def fact_details(fact: EventFact, **values: Any) -> dict[str, Any]:
    """The details of an event with this fact; the values are such as JSON can hold."""
    return {FACT: fact, **values}
