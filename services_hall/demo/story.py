"""Steps of the demonstration: printed while they run, with their results and their duration."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console


class DemoFailed(Exception):
    """A step did not have the expected result; the message says which."""


@dataclass
class Story:
    """Timing and output of the demonstration."""

    console: Console
    started: float = field(default_factory=time.monotonic)
    rows: list[tuple[str, str, float]] = field(default_factory=list)

    @contextmanager
    def step(self, title: str) -> Iterator[Callable[[str], None]]:
        """One step: printed while it runs, then with its results and its duration."""
        results: list[str] = []
        started_at = time.monotonic()
        with self.console.status(f"{title} …"):
            yield results.append
        seconds = time.monotonic() - started_at
        what = "；".join(results)
        self.rows.append((title, what, seconds))
        self.console.print(f"[green]✓[/green] {title} [dim]{seconds:.2f} s[/dim]")
        if what:
            self.console.print(f"    {what}", highlight=False)
