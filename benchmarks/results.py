"""Results and their limits, printed as a table and written as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

OUTPUT: Final = Path("bench-results.json")
NONE: Final = "–"


@dataclass(frozen=True)
class Result:
    """One result of a benchmark.

    With a `limit`, the machine's maximum, `ratio` is value / limit and `target` is the smallest acceptable
    ratio. Without a limit, `target` is the largest acceptable value. A result without a target is only
    reported.
    """

    name: str
    database: str
    value: float
    unit: str
    limit: float | None = None
    target: float | None = None

    @property
    def ratio(self) -> float | None:
        """The value divided by the limit."""
        return self.value / self.limit if self.limit else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without a target."""
        if self.target is None:
            return None
        return self.value <= self.target if self.ratio is None else self.ratio >= self.target

    def as_json(self) -> dict[str, Any]:
        """The result as a JSON object."""
        ratio = None if self.ratio is None else round(self.ratio, 3)
        return asdict(self) | {"value": round(self.value, 1), "ratio": ratio, "met": self.met}


def write(results: Sequence[Result], path: Path = OUTPUT) -> None:
    """Write the results as JSON."""
    rows = [result.as_json() for result in results]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def show(console: Console, results: Sequence[Result]) -> None:
    """Print the results as a table."""
    table = Table(title="make bench")
    table.add_column("measured", overflow="fold")
    table.add_column("database")
    for heading in ("value", "limit", "ratio", "target"):
        table.add_column(heading, justify="right")
    table.add_column("met")
    marks = {True: "[green]yes[/green]", False: "[red]no[/red]", None: NONE}
    for one in results:
        table.add_row(
            one.name,
            one.database,
            f"{one.value:,.1f} {one.unit}",
            NONE if one.limit is None else f"{one.limit:,.1f}",
            NONE if one.ratio is None else f"{one.ratio:.2f}",
            _target(one),
            marks[one.met],
        )
    console.print(table)


def _target(result: Result) -> str:
    if result.target is None:
        return NONE
    return f"≤ {result.target:g} {result.unit}" if result.ratio is None else f"≥ {result.target:.2f}"
