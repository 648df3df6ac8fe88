"""Comparison of two versions of the hall by their responses.

Both are served at the same time from fresh data folders with demonstration data; the same story is walked
through each by HTTP, and every answer of one is compared with that of the other. What differs by nature,
such as random ids, tokens and times, is named first. The report, and every answer as it was compared, are
written to the output folder; the exit status is 1 when anything differs.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from comparison import report, story
from comparison.halls import served
from comparison.naming import Names
from comparison.records import Log
from comparison.world import World


def main(arguments: Sequence[str] | None = None) -> int:
    """Compares the two checkouts; returns 0 when nothing differs."""
    options = _options(arguments)
    began, day = time.monotonic(), _today()
    with tempfile.TemporaryDirectory(prefix="compare-versions-") as scratch, ProcessPoolExecutor(2) as halls:
        folders = [Path(scratch) / name for name in ("a", "b")]
        before, after = halls.map(_walked, (options.before, options.after), folders)
    text, is_equal = report.written(before, after, options.output)
    if _today() != day:
        text += "\nThe day changed during the run: dates may differ by that alone. Run it again.\n"
    (options.output / "report.txt").write_text(text, encoding="utf-8")
    print(text.partition("\n\n")[0])
    print(f"{time.monotonic() - began:.0f} s; report: {options.output / 'report.txt'}")
    return 0 if is_equal else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("before", type=_checkout, help="a checkout in which `make setup` was run")
    parser.add_argument("after", type=_checkout, help="another one")
    parser.add_argument("output", type=Path, help="the folder for the report and the answers")
    if shutil.which("pdftotext") is None:
        parser.error("pdftotext is missing: `apt-get install poppler-utils`")
    return parser.parse_args(arguments)


def _checkout(given: str) -> Path:
    folder = Path(given).resolve()
    if not (folder / ".venv/bin/services-hall").is_file():
        raise argparse.ArgumentTypeError(f"{given} has no .venv/bin/services-hall: run `make setup` there")
    return folder


def _today() -> str:
    """The current day by the hall's clock."""
    return f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m-%d}"


def _walked(checkout: Path, folder: Path) -> report.Walked:
    """The responses of the hall of one checkout."""
    folder.mkdir()
    with served(checkout, folder) as hall:
        log = Log(Names(hall.base_url))
        rules = hall.rules()
        story.walk(World(hall, log), rules)
        return report.Walked(log, rules)


if __name__ == "__main__":
    sys.exit(main())
