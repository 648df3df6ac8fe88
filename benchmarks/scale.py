"""Sizes of the benchmarks: small by default, larger with SCALE=full."""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Scale:
    """The sizes of all benchmarks; measurement and limit alternate in `rounds`."""

    rounds: int
    page_seconds: float
    filings_of_a_client: int
    holders: int
    requests: int
    papers: int
    desk_cases: int

    @classmethod
    def read(cls) -> Self:
        """The sizes for the environment variable SCALE."""
        if os.environ.get("SCALE") == "full":
            return cls(5, 6.0, 100, 1_000, 5_000, 200, 1_000_000)
        return cls(3, 3.0, 30, 200, 1_000, 50, 20_000)
