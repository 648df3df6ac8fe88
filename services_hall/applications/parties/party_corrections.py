"""Corrections of a party by a correction in one of the cases of its application, as data (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self


@dataclass(frozen=True)
class PartyCorrection:
    """What was corrected of a party (`label`, the field of the form), in which case, and on which day."""

    label: str
    case_number: str
    on: date

    def as_json(self) -> dict[str, str]:
        """The correction as JSON, for an encrypted column."""
        return {"label": self.label, "case": self.case_number, "on": self.on.isoformat()}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The correction from the JSON of `as_json`."""
        return cls(value["label"], value["case"], date.fromisoformat(value["on"]))
