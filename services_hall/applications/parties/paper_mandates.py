"""Mandates on paper: what they allow and until when, as a clerk, a program or the agent reads them (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Self

from services_hall.identity.principals import is_covered


class MandateAct(StrEnum):
    """What a mandate lets the agent do for the applicant."""

    APPLY = "apply"
    COLLECT = "collect"
    WITHDRAW = "withdraw"


class MandateFault(StrEnum):
    """Why an agent cannot act by a mandate."""

    OVER = "over"
    TOO_NARROW = "too_narrow"
    NOT_TO_APPLY = "not_to_apply"
    NOT_TO_COLLECT = "not_to_collect"
    NOT_TO_WITHDRAW = "not_to_withdraw"
    ENDED = "ended"
    """A mandate given in the hall was ended, or its time is over."""
    NOT_STATED = "not_stated"
    """A program says that it has seen a mandate, and not what stands in it."""


ALL_ACTS: Final = frozenset(MandateAct)


@dataclass(frozen=True)
class PaperMandate:
    """What stands in a mandate on paper: items, acts and the last day (民法典 art. 165).

    No items means all, no day without end.
    """

    item_codes: frozenset[str] | None
    acts: frozenset[MandateAct] = ALL_ACTS
    ends_on: date | None = None

    def as_json(self) -> dict[str, Any]:
        """The mandate as JSON, for a draft and for the party of an application."""
        return {
            "item_codes": None if self.item_codes is None else sorted(self.item_codes),
            "acts": sorted(self.acts),
            "ends_on": None if self.ends_on is None else self.ends_on.isoformat(),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The mandate from the JSON of `as_json`."""
        codes, day = value["item_codes"], value["ends_on"]
        return cls(
            None if codes is None else frozenset(codes),
            frozenset(MandateAct(one) for one in value["acts"]),
            None if day is None else date.fromisoformat(day),
        )

    def fault(self, code: str, items: frozenset[str], *, on: date) -> MandateFault | None:
        """Why these items of the guide or bundle `code` cannot be applied for on that day, or None."""
        if self.ends_on is not None and self.ends_on < on:
            return MandateFault.OVER
        if not is_covered(self.item_codes, code, items):
            return MandateFault.TOO_NARROW
        return None if MandateAct.APPLY in self.acts else MandateFault.NOT_TO_APPLY
