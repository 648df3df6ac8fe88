"""The command `make bench`: runs all or the named benchmarks, prints a table, writes bench-results.json."""

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from rich.console import Console

from benchmarks import demo, desk, filing, guide_page, memory
from benchmarks.results import OUTPUT, Result, show, write
from benchmarks.scale import Scale

BENCHMARKS: Final[dict[str, Callable[[Scale], Iterator[Result]]]] = {
    "guide-page": guide_page.measure,
    "filing": filing.measure,
    "desk": desk.measure,
    "memory": memory.measure,
    "demo": demo.measure,
}


def arguments() -> Namespace:
    """Parse the command line; exits with code 2 and a message for an unknown name."""
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(BENCHMARKS)}; all by default")
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.names) - set(BENCHMARKS)):
        parser.error(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    return arguments


def main(names: Sequence[str]) -> int:
    """Run the benchmarks; returns 0 when every target is met, 1 when one is missed."""
    console, scale, results = Console(), Scale.read(), []
    for name in names or BENCHMARKS:
        started_at = time.monotonic()
        with console.status(f"{name} …"):
            results += BENCHMARKS[name](scale)
        console.print(f"[green]✓[/green] {name} [dim]{time.monotonic() - started_at:.0f} s[/dim]")
        write(results)
    show(console, results)
    console.print(f"written to {OUTPUT.resolve()}; `make test` prints its own duration", highlight=False)
    return 1 if any(result.met is False for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(arguments().names))
