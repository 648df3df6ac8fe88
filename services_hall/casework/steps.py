"""Start and completion of the steps of a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from guides.enumerations import StepKind
from services_hall.casework.models import StepColumns

AnyStep = TypeVar("AnyStep", bound=StepColumns)


@dataclass(frozen=True)
class StepRow:
    """The columns of a step that is inserted together with its case."""

    case_id: int
    position: int
    key: str
    name: str
    kind: StepKind
    started_at: datetime | None
    finished_at: datetime | None


def finish_steps(
    steps: Iterable[StepColumns], *kinds: StepKind, officer_id: int | None, now: datetime
) -> None:
    """Mark the open steps of these kinds as completed now."""
    for step in steps:
        if step.kind in kinds and step.finished_at is None:
            step.started_at = step.started_at or now
            step.finished_at = now
            step.officer_id = officer_id


def begin_step(steps: Iterable[AnyStep], kind: StepKind, *, now: datetime) -> AnyStep | None:
    """Start the first step of this kind that has not started, if there is one."""
    for step in steps:
        if step.kind == kind and step.started_at is None:
            step.started_at = now
            return step
    return None
