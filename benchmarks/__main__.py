"""`make bench`: every benchmark, or those named on the command line; a table, and bench-results.json."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from rich.console import Console

from benchmarks import demo, filing, guide_page, memory
from benchmarks.results import OUTPUT, Result, show, write
from benchmarks.scale import Scale

BENCHMARKS: Final[dict[str, Callable[[Scale], Iterator[Result]]]] = {
    "guide-page": guide_page.measure,
    "filing": filing.measure,
    "memory": memory.measure,
    "demo": demo.measure,
}


def main(names: Sequence[str]) -> int:
    """Measures; 0 when every target is met, 1 when one is missed, 2 when a name is unknown."""
    console = Console()
    unknown = sorted(set(names) - set(BENCHMARKS))
    if unknown:
        console.print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
        return 2
    scale, results = Scale.read(), []
    for name in names or BENCHMARKS:
        begun = time.monotonic()
        with console.status(f"{name} …"):
            results += BENCHMARKS[name](scale)
        console.print(f"[green]✓[/green] {name} [dim]{time.monotonic() - begun:.0f} s[/dim]")
        write(results)
    show(console, results)
    console.print(f"written to {OUTPUT.resolve()}; `make test` tells its own duration", highlight=False)
    return 1 if any(result.met is False for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
