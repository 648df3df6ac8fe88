"""Benchmark of `make demo`: the restaurant scenario from start to end in a fresh data folder."""

import subprocess
import time
from collections.abc import Iterator
from typing import Final

from benchmarks.halls import bare_environ
from benchmarks.results import Result
from benchmarks.scale import Scale

SECONDS: Final = 40
PATIENCE: Final = 300.0


class DemoFailed(Exception):
    """`make demo` ended with an error."""


def measure(_scale: Scale) -> Iterator[Result]:
    """Seconds from start to end of the command, with `make setup` already done."""
    started_at = time.monotonic()
    done = subprocess.run(
        ["make", "demo"], env=bare_environ(), capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    seconds = time.monotonic() - started_at
    if done.returncode != 0:
        raise DemoFailed(done.stdout[-2000:] + done.stderr[-2000:])
    yield Result("make demo", "sqlite", seconds, "s", target=SECONDS)
